// SPDX-License-Identifier: BSL-1.0
// Threads that attach once more while they end, in every way, hold nothing up: DestroyJavaVM waits
// for threads that are attached, and here it returns.
#include <ffiguard/jni/vm/attach.hpp>

#include <pthread.h>
#include <unistd.h>

#include <thread>

#include "../test_vm.hpp"

namespace {

void call_java() {
    const auto env = ffiguard::jni::attach_thread({"late"});
    if (!env || (*env)->GetVersion() < JNI_VERSION_1_6) _exit(1);
}

struct last_words {
    ~last_words() { call_java(); }
    void use() {}
};

}  // namespace

int main() {
    alarm(60);
    test_env();
    pthread_key_t key{};
    if (pthread_key_create(&key, [](void*) { call_java(); }) != 0) return 2;
    for (int how = 0; how < 8; ++how) {
        std::thread([&] {
            if ((how & 1) != 0) {
                thread_local last_words older;
                older.use();
            }
            if ((how & 2) != 0) call_java();
            if ((how & 4) != 0 && pthread_setspecific(key, &key) != 0) _exit(3);
        }).join();
    }
    return test_vm()->DestroyJavaVM() == JNI_OK ? 0 : 4;
}
