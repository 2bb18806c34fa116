// SPDX-License-Identifier: BSL-1.0
// java_vm FILE: libjvm goes as long as no VM has been created, and stays from then on.
#include <ffiguard/library/library.hpp>

#include <jni.h>

#include <cstdio>

#include "mapped.hpp"

using namespace ffiguard;

int main(int argc, char** argv) {
    if (argc != 2) return 1;
    const char* const path = argv[1];
    auto opened = library::open(path);
    if (!opened) {
        std::puts(opened.error().message());
        return 2;
    }
    const close_outcome before = opened->close();
    std::printf("before: %s, %s\n", name(before.answer), name(before.reason));
    if (is_mapped(path) != (before.answer == close_answer::still_resident)) return 3;

    auto again = library::open(path);
    if (!again) return 4;
    {
        const auto create = again->find<decltype(JNI_CreateJavaVM)>("JNI_CreateJavaVM");
        if (!create) return 5;
        JavaVM* vm = nullptr;
        void* env = nullptr;
        JavaVMInitArgs arguments{};
        arguments.version = JNI_VERSION_1_8;
        if ((*create)(&vm, &env, &arguments) != JNI_OK) return 6;
        if (vm->DestroyJavaVM() != JNI_OK) return 7;
    }
    const close_outcome after = again->close();
    std::printf("after: %s, %s\n", name(after.answer), name(after.reason));
    if (after.answer != close_answer::still_resident || !is_mapped(path)) return 8;
    return after.reason == resident_reason::java_vm ? 0 : 9;
}
