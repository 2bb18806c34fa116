// SPDX-License-Identifier: BSL-1.0
// A plugin that is handed the host and asks it for itself while it goes, with its own copy of the
// host's code and its own count of threads.
#include <ffiguard/core/thread_number.hpp>
#include <ffiguard/library/library_host.hpp>

namespace {
ffiguard::library_host* host = nullptr;
const char* own_path = nullptr;
ffiguard::status_code* answer = nullptr;
}  // namespace

extern "C" void asks_its_host(ffiguard::library_host* to_ask, const char* path,
                              ffiguard::status_code* told) {
    host = to_ask;
    own_path = path;
    answer = told;
}
extern "C" std::uint64_t thread_number_here() { return ffiguard::this_thread_number(); }

__attribute__((destructor)) static void gone() {
    if (host != nullptr) *answer = host->acquire(own_path).status().code();
}
