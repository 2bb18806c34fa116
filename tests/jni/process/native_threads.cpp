// SPDX-License-Identifier: BSL-1.0
// Native threads that attached with attach_scope, or only ended a global_ref, hold nothing up:
// DestroyJavaVM waits for threads that are attached, and here it returns.
#include <ffiguard/jni/ref.hpp>

#include <unistd.h>

#include <thread>
#include <utility>
#include <vector>

#include "../test_vm.hpp"

int main() {
    using namespace ffiguard::jni;
    alarm(60);
    JNIEnv* const env = test_env();
    std::vector<std::thread> crowd;
    for (int t = 0; t < 8; ++t) {
        auto owned = *promote(env, java_string(env, "x"));
        crowd.emplace_back([t, global = std::move(owned)]() mutable {
            for (int round = 0; round < 50; ++round) {
                if (t % 2 == 0) continue;
                const attach_scope here;
                if (!here) _exit(1);
                auto again = promote(here.env(), global);
                if (!again) _exit(2);
                global = *std::move(again);
            }
            const global_ref<jstring> last = std::move(global);
        });
    }
    for (std::thread& one : crowd) one.join();
    if (leaked_refs() != 0) return 3;
    return test_vm()->DestroyJavaVM() == JNI_OK ? 0 : 4;
}
