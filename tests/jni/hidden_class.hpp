// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_HIDDEN_CLASS_HPP
#define FFIGUARD_TESTS_JNI_HIDDEN_CLASS_HPP

#include <jni.h>

#include <fstream>
#include <iterator>
#include <vector>

#include <ffiguard/jni/call/class.hpp>
#include <ffiguard/jni/loader/class_loader.hpp>

#include "test_vm.hpp"

// java/elsewhere, in class loaders that nothing else knows. For a real VM.

namespace hidden_classes {

struct url {
    static constexpr const char* java_name() noexcept { return "java/net/URL"; }
};
struct url_class_loader {
    static constexpr const char* java_name() noexcept { return "java/net/URLClassLoader"; }
    ffiguard::jni::constructor<url_class_loader(ffiguard::jni::java_array<url>)> make;
};

inline ffiguard::jni::local_ref<jclass> define(JNIEnv* env, jobject loader, const char* path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    return ffiguard::jni::adopt_local(
        env, env->DefineClass(nullptr, loader, reinterpret_cast<const jbyte*>(bytes.data()),
                              static_cast<jsize>(bytes.size())));
}

}  // namespace hidden_classes

struct hidden {
    static constexpr const char* java_name() noexcept { return "elsewhere/Hidden"; }
    ffiguard::jni::static_method<jint()> answer;
};

/// elsewhere.Hidden and elsewhere.Trouble, in a new class loader.
inline ffiguard::jni::local_ref<jclass> define_hidden(JNIEnv* env) {
    using namespace hidden_classes;
    const auto bound = *ffiguard::jni::bind_class<url_class_loader>(
        env, ffiguard::jni::member(&url_class_loader::make));
    const auto type = ffiguard::jni::adopt_local(env, env->FindClass(url::java_name()));
    const auto none = ffiguard::jni::adopt_local(env, env->NewObjectArray(0, type.get(), nullptr));
    const auto loader = *bound->make(env, none);
    define(env, loader.get(), FFIGUARD_TEST_CLASSES "/elsewhere/elsewhere/Trouble.class").reset();
    return define(env, loader.get(), FFIGUARD_TEST_CLASSES "/elsewhere/elsewhere/Hidden.class");
}

/// For the next test, which is of another class loader.
inline void forget_loader(JNIEnv* env) { ffiguard::jni::detail::class_loader_.clear(env); }

inline void collect_garbage(JNIEnv* env) {
    const auto system = ffiguard::jni::adopt_local(env, env->FindClass("java/lang/System"));
    env->CallStaticVoidMethod(system.get(), env->GetStaticMethodID(system.get(), "gc", "()V"));
    env->ExceptionClear();
}

/// Runs the collector until gone() holds.
template <class Gone>
bool collect_until(JNIEnv* env, Gone&& gone) {
    for (int tries = 0; tries < 100; ++tries) {
        if (gone()) return true;
        collect_garbage(env);
    }
    return gone();
}

#endif
