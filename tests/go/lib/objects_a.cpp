// SPDX-License-Identifier: BSL-1.0
#include "objects.hpp"

extern "C" objects* objects_make_a(const char* library) { return objects_of::make(library); }
extern "C" int objects_use_a(objects* given) { return objects_of::use_and_end(given); }
extern "C" std::uint64_t objects_number_a() { return ffiguard::this_thread_number(); }
