// SPDX-License-Identifier: BSL-1.0
// An owner that outlives the VM leaks its reference and counts it; through an environment kept
// from before it would crash.
#include <ffiguard/jni/ref.hpp>

#include <utility>

#include "../test_vm.hpp"

int main() {
    using namespace ffiguard::jni;
    JNIEnv* const env = test_env();
    auto first = *promote(env, java_string(env, "first"));
    auto second = *promote(env, java_string(env, "second"));
    if (test_vm()->DestroyJavaVM() != JNI_OK) return 1;

    if (vm::env() != nullptr) return 2;
    { const global_ref<jstring> last = std::move(first); }
    if (leaked_global_refs() != 1) return 3;
    if (second.close().ok() || second) return 4;
    if (leaked_global_refs() != 2) return 5;
    const attach_scope here;
    return here.status() == ffiguard::status_code::foreign ? 0 : 6;
}
