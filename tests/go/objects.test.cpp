// SPDX-License-Identifier: BSL-1.0
// Shared objects in one process, optimised and not, pass each other every public object.
#include <dlfcn.h>

#include <cstdint>
#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "lib/objects.hpp"

namespace {

struct side {
    explicit side(const std::string& name)
        // RTLD_GLOBAL: what is not inlined is then bound to the first one's.
        : handle(::dlopen((FFIGUARD_TEST_LIB_DIR "/objects_" + name + ".so").c_str(),
                          RTLD_NOW | RTLD_GLOBAL)) {
        if (handle == nullptr) return;
        make = reinterpret_cast<make_objects*>(::dlsym(handle, ("objects_make_" + name).c_str()));
        use = reinterpret_cast<use_objects*>(::dlsym(handle, ("objects_use_" + name).c_str()));
        number =
            reinterpret_cast<number_here*>(::dlsym(handle, ("objects_number_" + name).c_str()));
    }
    void* handle;
    make_objects* make = nullptr;
    use_objects* use = nullptr;
    number_here* number = nullptr;
};

}  // namespace

TEST_CASE("what one shared object makes, another one uses, moves and ends") {
    const side a("a");
    const side b("b");
    const side c("c");
    REQUIRE((a.number != nullptr && b.number != nullptr && c.number != nullptr));
    // The threads come to one in another order than to the other.
    std::thread([&] { CHECK(b.number() == 1); }).join();
    CHECK(a.number() != b.number());
    const side* const sides[] = {&a, &b, &c};
    for (const side* const maker : sides) {
        for (const side* const user : sides) {
            objects* const made = maker->make(FFIGUARD_TEST_LIB_DIR "/plain.so");
            REQUIRE(made != nullptr);
            CHECK(user->use(made) == 0);
        }
    }
    // Not closed: their tables of registrations are never freed.
}
