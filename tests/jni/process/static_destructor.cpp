// SPDX-License-Identifier: BSL-1.0
// A static owner is destroyed after main, when the VM has gone.
#include <ffiguard/jni/ref.hpp>

#include <unistd.h>

#include <utility>

#include "../test_vm.hpp"

namespace {

/// Constructed before the owner, and so destroyed after it.
struct check_at_exit {
    std::size_t expected = 0;
    ~check_at_exit() {
        if (ffiguard::jni::parked_refs() != expected) _exit(3);
    }
} check;

ffiguard::jni::global_ref<jstring> kept;

}  // namespace

int main() {
    JNIEnv* const env = test_env();
    kept = *ffiguard::jni::promote(env, java_string(env, "kept"));
    if (!kept) return 1;
    check.expected = 1;
    return test_vm()->DestroyJavaVM() == JNI_OK ? 0 : 2;
}
