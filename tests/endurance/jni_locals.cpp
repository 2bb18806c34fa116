// SPDX-License-Identifier: BSL-1.0
// jni_locals MODE CALLS: an attached native thread calls JNI functions that return local
// references. MODE ffiguard owns each of them, raw deletes none, as code that works in a native
// method does: there the VM deletes them at the return, here nobody before the thread detaches.
// Prints the growth of resident memory in KB, and what one collection takes in microseconds before
// and after.
#include <jni.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <thread>

#include <ffiguard/jni/jni.hpp>

namespace jni = ffiguard::jni;

namespace {

long resident_kb() {
    long size = 0, pages = 0;
    std::ifstream("/proc/self/statm") >> size >> pages;
    return pages * (::sysconf(_SC_PAGESIZE) / 1024);
}

long collect(JNIEnv* env) {
    using clock = std::chrono::steady_clock;
    const auto system = jni::adopt_local(env, env->FindClass("java/lang/System"));
    const jmethodID gc = env->GetStaticMethodID(system.get(), "gc", "()V");
    const auto start = clock::now();
    env->CallStaticVoidMethod(system.get(), gc);
    const auto taken = clock::now() - start;
    if (!jni::check(env).ok()) std::exit(3);
    return static_cast<long>(std::chrono::duration_cast<std::chrono::microseconds>(taken).count());
}

void work(bool owned, long calls) {
    const jni::attach_scope here;
    if (!here) std::exit(2);
    JNIEnv* const env = here.env();
    const auto text = jni::new_string(env, jni::ascii_literal("x"));
    collect(env);
    const long before = resident_kb(), pause_before = collect(env);
    for (long i = 0; i < calls; ++i) {
        const jclass type = env->GetObjectClass(text->get());
        if (owned) jni::adopt_local(env, type).reset();
    }
    std::printf("%ld %ld %ld\n", resident_kb() - before, pause_before, collect(env));
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) return 1;
    char heap[] = "-Xmx64m", serial[] = "-XX:+UseSerialGC";
    JavaVMOption options[] = {{heap, nullptr}, {serial, nullptr}};
    JavaVMInitArgs args{JNI_VERSION_1_8, 2, options, JNI_FALSE};
    JavaVM* java_vm = nullptr;
    void* env = nullptr;
    if (JNI_CreateJavaVM(&java_vm, &env, &args) != JNI_OK || !jni::vm::capture(java_vm).ok())
        return 1;
    std::thread(work, std::strcmp(argv[1], "ffiguard") == 0, std::atol(argv[2])).join();
}
