// SPDX-License-Identifier: BSL-1.0
// A scope that attached before vm::forget() still detaches, or DestroyJavaVM would wait for ever.
#include <ffiguard/jni/vm/attach.hpp>

#include <unistd.h>

#include <thread>

#include "../test_vm.hpp"

int main() {
    using namespace ffiguard::jni;
    alarm(60);
    test_env();
    std::thread([] {
        const attach_scope here;
        if (!here) _exit(1);
        vm::forget();
    }).join();
    if (vm::get() != nullptr || vm::env() != nullptr) return 2;
    return test_vm()->DestroyJavaVM() == JNI_OK ? 0 : 3;
}
