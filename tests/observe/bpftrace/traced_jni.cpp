// SPDX-License-Identifier: BSL-1.0
// As traced.cpp, with a Java VM: what it does with global references.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include <ffiguard/jni/ref.hpp>
#include <ffiguard/jni/vm/vm.hpp>
#include <ffiguard/observe/held_probes.hpp>
#include <ffiguard/observe/observe_level.hpp>

namespace jni = ffiguard::jni;

namespace {

std::vector<jni::global_ref<jobject>> kept;

void keep(JNIEnv* env, const char* class_name, int count) {
    const auto type = jni::adopt_local(env, env->FindClass(class_name));
    for (int i = 0; i < count; ++i) {
        const auto object = jni::adopt_local(env, env->AllocObject(type.get()));
        kept.push_back(*jni::promote(env, object.get()));
    }
}

}  // namespace

int main() {
    char serial[] = "-XX:+UseSerialGC";
    JavaVMOption options[] = {{serial, nullptr}};
    JavaVMInitArgs arguments{JNI_VERSION_1_8, 1, options, JNI_FALSE};
    JavaVM* vm = nullptr;
    void* made = nullptr;
    if (JNI_CreateJavaVM(&vm, &made, &arguments) != JNI_OK || !jni::vm::capture(vm).ok()) return 1;
    auto* const env = static_cast<JNIEnv*>(made);
    ffiguard::set_observe_level(ffiguard::observe_level::record);
    keep(env, "java/lang/Error", 2);
    char line[64];
    std::puts("ready");
    std::fflush(stdout);
    while (std::fgets(line, sizeof line, stdin) != nullptr) {
        line[std::strcspn(line, "\n")] = '\0';
        if (std::strcmp(line, "keep") == 0) keep(env, "java/lang/Thread", 3);
        if (std::strcmp(line, "many") == 0) keep(env, "java/lang/Object", 10000);
        if (std::strcmp(line, "held") == 0) (void)ffiguard::fire_held_probes();
        if (std::strcmp(line, "delete") == 0) {  // 5 of them, and 1 that is given away
            const std::size_t before = kept.size();
            keep(env, "java/lang/Exception", 6);
            env->DeleteGlobalRef(kept.back().release());
            kept.resize(before);
        }
        std::printf("done %s\n", line);
        std::fflush(stdout);
    }
    std::_Exit(0);
}
