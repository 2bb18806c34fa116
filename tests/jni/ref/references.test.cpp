// SPDX-License-Identifier: BSL-1.0
// Shared objects in one process, optimised and not, pass each other owners of references.
#include <dlfcn.h>

#include <string>

#include <doctest/doctest.h>

#include "../lib/references.hpp"
#include "../ref_balance.hpp"
#include "../test_vm.hpp"

namespace {

struct side {
    explicit side(const std::string& name)
        // RTLD_GLOBAL: what is not inlined is then bound to the first one's.
        : handle(::dlopen((FFIGUARD_TEST_LIB_DIR "/references_" + name + ".so").c_str(),
                          RTLD_NOW | RTLD_GLOBAL)) {
        if (handle == nullptr) return;
        make = reinterpret_cast<make_references*>(
            ::dlsym(handle, ("references_make_" + name).c_str()));
        use =
            reinterpret_cast<use_references*>(::dlsym(handle, ("references_use_" + name).c_str()));
    }
    void* handle;
    make_references* make = nullptr;
    use_references* use = nullptr;
};

}  // namespace

TEST_CASE("references that one shared object makes, another one uses, moves and ends") {
    JNIEnv* const env = test_env();
    const auto text = java_string(env, "passed on");
    const side a("a");
    const side b("b");
    const side c("c");
    REQUIRE((a.use != nullptr && b.use != nullptr && c.use != nullptr));
    const side* const sides[] = {&a, &b, &c};
    // Each shared object captures the VM for itself, also the one that only ends what it is given.
    for (const side* const one : sides) {
        references* const own = one->make(test_vm(), text.get());
        REQUIRE(own != nullptr);
        CHECK(one->use(own, text.get()) == 0);
    }
    for (const side* const maker : sides)
        for (const side* const user : sides)
            CHECK(user->use(maker->make(test_vm(), text.get()), text.get()) == 0);
}
