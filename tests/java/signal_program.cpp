// SPDX-License-Identifier: BSL-1.0
// A C++ program with a crash_reporter that makes a VM then, and crashes.
#include <jni.h>

#include <signal.h>
#include <unistd.h>

#include <ffiguard/signal/crash_reporter.hpp>

int main(int, char** arguments) {
    const auto crashes = ffiguard::crash_reporter::install([](int, siginfo_t*, void*) {
        const char line[] = "C++: crash reported\n";
        const auto written = ::write(2, line, sizeof line - 1);
        static_cast<void>(written);
    });
    if (!crashes) return 1;
    char core[] = "-XX:-CreateCoredumpOnCrash";
    JavaVMOption options[] = {{core, nullptr}, {arguments[1], nullptr}};  // -XX:ErrorFile=...
    JavaVMInitArgs args{JNI_VERSION_1_8, 2, options, JNI_FALSE};
    JavaVM* vm = nullptr;
    void* env = nullptr;
    if (JNI_CreateJavaVM(&vm, &env, &args) != JNI_OK) return 2;
    volatile int* volatile nowhere = nullptr;
    *nowhere = 1;
}
