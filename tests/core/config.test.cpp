// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/config.hpp>

#include <dlfcn.h>

#include <string>

#include <doctest/doctest.h>

#define TEXT_OF(name) #name
#define EXPANDED_TEXT_OF(name) TEXT_OF(name)

TEST_CASE(
    "the inline namespace names the version, the exceptions, the calling convention and the "
    "ledger") {
    std::string expected = "v" EXPANDED_TEXT_OF(FFIGUARD_VERSION_MAJOR) "_" EXPANDED_TEXT_OF(
        FFIGUARD_VERSION_MINOR) "_" EXPANDED_TEXT_OF(FFIGUARD_VERSION_PATCH);
    expected += EXPANDED_TEXT_OF(FFIGUARD_VERSION_COPY);
#ifdef __cpp_exceptions
    expected += "_throwing";
#else
    expected += "_nothrow";
#endif
#ifdef __clang__
    expected += "_trivial";
#endif
#if FFIGUARD_OBSERVE
    expected += "_observed";
#endif
    CHECK(expected == EXPANDED_TEXT_OF(FFIGUARD_ABI));
}

TEST_CASE("each shared object has its own state, however the loader binds their functions") {
    void* const a = dlopen(FFIGUARD_TEST_LIB_DIR "/violations_a.so", RTLD_NOW | RTLD_GLOBAL);
    void* const b = dlopen(FFIGUARD_TEST_LIB_DIR "/violations_b.so", RTLD_NOW | RTLD_LOCAL);
    REQUIRE(a != nullptr);
    REQUIRE(b != nullptr);
    using function = int (*)();
    const auto call = [](void* library, const char* name) {
        return reinterpret_cast<function>(dlsym(library, name))();
    };
    CHECK(call(a, "reports_to_own_handler") == 1);
    CHECK(call(b, "reports_to_own_handler") == 1);
    CHECK(call(a, "report_only") == 2);  // not b's handler, which was set last
    CHECK(call(b, "report_only") == 2);
    dlclose(b);
    dlclose(a);
}
