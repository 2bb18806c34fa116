// SPDX-License-Identifier: BSL-1.0
// DestroyJavaVM does not wait for a thread that attached as a daemon.
#include <ffiguard/jni/vm/attach.hpp>

#include <unistd.h>

#include <atomic>
#include <thread>

#include "../test_vm.hpp"

int main() {
    using namespace ffiguard::jni;
    alarm(60);
    test_env();
    std::atomic<bool> attached{false};
    std::atomic<bool> destroyed{false};
    std::thread daemon([&] {
        const attach_scope here(attach_options{"daemon", true});
        attached = static_cast<bool>(here);
        while (!destroyed) std::this_thread::yield();
    });
    while (!attached) std::this_thread::yield();
    const bool ok = test_vm()->DestroyJavaVM() == JNI_OK;
    destroyed = true;
    daemon.join();
    return ok ? 0 : 1;
}
