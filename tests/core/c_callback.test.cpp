// SPDX-License-Identifier: BSL-1.0
// A callback that a C library calls is called by foreign code: it needs a boundary of its own, the
// one around the call of the library is on the other side of the library's frames.
#include <ffiguard/core/boundary.hpp>

#include <dlfcn.h>

#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#if FFIGUARD_HAS_EXCEPTIONS()
namespace {

using row_function = int(void* user, const char* row);
using each_row_function = int(row_function* on_row, void* user);

struct wanted_rows {
    std::vector<std::string> rows;
    ffiguard_error failed{};
};
void take(wanted_rows& wanted, const char* row) {
    if (wanted.rows.size() == 1) throw std::runtime_error("no room for a second row");
    wanted.rows.emplace_back(row);
}
int on_row(void* user, const char* row) {
    auto& wanted = *static_cast<wanted_rows*>(user);
    return ffiguard::boundary(&wanted.failed, [&] { take(wanted, row); }) == FFIGUARD_OK ? 0 : 1;
}
[[maybe_unused]] int naive_on_row(void* user, const char* row) {
    take(*static_cast<wanted_rows*>(user), row);
    return 0;
}

struct c_library {
    void* const handle = ::dlopen(FFIGUARD_TEST_LIB_DIR "/each_row.so", RTLD_NOW);
    ~c_library() { ::dlclose(handle); }
    each_row_function* each_row() const {
        return reinterpret_cast<each_row_function*>(::dlsym(handle, "each_row"));
    }
};

}  // namespace

TEST_CASE("a callback with a boundary stops the C library, which leaves it in order") {
    const c_library library;
    REQUIRE(library.handle != nullptr);
    const auto each_row = library.each_row();
    for (int i = 0; i < 2; ++i) {
        wanted_rows wanted;
        ffiguard_error err;
        const auto status = ffiguard::boundary(&err, [&]() -> ffiguard::error {
            if (each_row(&on_row, &wanted) != 0) return ffiguard::error(wanted.failed);
            return {};
        });
        CHECK(status == FFIGUARD_CXX_EXCEPTION);
        CHECK(std::string(err.message) == "no room for a second row");
        CHECK(wanted.rows.size() == 1);
    }
}

#if defined(__x86_64__) && defined(__linux__)  // elsewhere the exception may end the program
TEST_CASE("naive: an exception through the frames of a C library leaves it busy for ever") {
    const c_library library;
    REQUIRE(library.handle != nullptr);
    const auto each_row = library.each_row();
    wanted_rows wanted;
    ffiguard_error err;
    const auto status = ffiguard::boundary(&err, [&] { each_row(&naive_on_row, &wanted); });
    CHECK(status == FFIGUARD_CXX_EXCEPTION);  // looks right
    CHECK(each_row(&on_row, &wanted) == -1);
}
#endif
#endif
