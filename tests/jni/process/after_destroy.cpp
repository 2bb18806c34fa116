// SPDX-License-Identifier: BSL-1.0
// An owner that outlives the VM leaks its reference, which is counted as parked, or as leaked where
// it tried to attach; through an environment kept from before it would crash.
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
    if (parked_refs() != 1 || leaked_refs() != 0) return 3;
    set_detached_policy(detached_policy::attach);
    if (second.close().ok() || second) return 4;
    if (leaked_refs() != 1) return 5;
    const attach_scope here;
    return here.status() == ffiguard::status_code::foreign ? 0 : 6;
}
