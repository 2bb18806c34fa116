// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_DETAIL_BUFFER_CLEANER_HPP
#define FFIGUARD_JNI_DATA_DETAIL_BUFFER_CLEANER_HPP

#include <jni.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/data/detail/lent_memory.hpp>
#include <ffiguard/jni/loader/class_loader.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/ref/detail/pending.hpp>
#include <ffiguard/jni/vm/detail/weak_slot.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

// One of each per shared object, see FFIGUARD_HIDDEN. Weak: a class in the loader that loaded this
// shared object, of which each action is, and which has the cleaner. So the loader can go, and this
// shared object with it, but not before the last run of an action. The numbers are of that class.
FFIGUARD_HIDDEN inline std::atomic<bool> cleaner_is_starting_{false};
FFIGUARD_HIDDEN inline std::atomic<jmethodID> cleaner_register_{nullptr};
FFIGUARD_HIDDEN inline std::atomic<jfieldID> reaper_cleaner_{nullptr};
FFIGUARD_HIDDEN inline std::atomic<jfieldID> reaper_memory_{nullptr};
FFIGUARD_HIDDEN inline weak_slot reaper_;

FFIGUARD_HIDDEN inline void JNICALL run_reaper(JNIEnv* env, jobject action) noexcept {
    const jfieldID field = reaper_memory_.load();
    const jlong memory = env->GetLongField(action, field);
    if (memory == 0) return;
    env->SetLongField(action, field, 0);
    detail::release_lent(reinterpret_cast<lent_memory*>(static_cast<std::uintptr_t>(memory)));
}

/// public final class ffiguard.Reaper_<number> implements Runnable {
///     private static Object cleaner;
///     private long memory;
///     public native void run();
/// }
/// Without a constructor: AllocObject needs none. The number is an address in this shared object:
/// another one of the same loader has a class of its own.
FFIGUARD_HIDDEN inline local_ref<jclass> define_reaper(JNIEnv* env, jobject loader) noexcept {
    char name[] = "ffiguard/Reaper_0000000000000000";
    // clang-format off
    char file[] =
        "\xCA\xFE\xBA\xBE" "\0\0\0\x34"                 // of Java 8
        "\0\x0D"                                        // constants: one more than there are
        "\1\0\x20" "ffiguard/Reaper_0000000000000000"   // 1
        "\7\0\1"                                        // 2: the class of name 1
        "\1\0\x10" "java/lang/Object"                   // 3
        "\7\0\3"                                        // 4
        "\1\0\x12" "java/lang/Runnable"                 // 5
        "\7\0\5"                                        // 6
        "\1\0\3" "run"                                  // 7
        "\1\0\3" "()V"                                  // 8
        "\1\0\7" "cleaner"                              // 9
        "\1\0\6" "memory"                               // 10
        "\1\0\x12" "Ljava/lang/Object;"                 // 11
        "\1\0\1" "J"                                    // 12
        "\0\x31" "\0\2" "\0\4" "\0\1\0\6"               // public final 2, of 4, with 6
        "\0\2"                                          // fields
        "\0\x0A" "\0\x09" "\0\x0B" "\0\0"               // private static 9 of type 11
        "\0\2" "\0\x0A" "\0\x0C" "\0\0"                  // private 10 of type 12
        "\0\1"                                          // methods
        "\1\1" "\0\7" "\0\x08" "\0\0"                   // public native 7 of type 8
        "\0\0";                                         // attributes
    // clang-format on
    enum : std::size_t { digits_at = 16, name_at = 13 };
    auto number = reinterpret_cast<std::uintptr_t>(&cleaner_is_starting_);
    for (std::size_t digit = 16; digit-- > 0; number /= 16)
        name[digits_at + digit] = file[name_at + digits_at + digit] =
            "0123456789abcdef"[number % 16];
    auto defined =
        jni::adopt_local(env, env->DefineClass(name, loader, reinterpret_cast<const jbyte*>(file),
                                               static_cast<jsize>(sizeof file - 1)));
    if (env->ExceptionCheck() == JNI_FALSE) return defined;
    // It has been defined by a start that failed after that, perhaps, and cannot be again.
    const auto refused = detail::take_pending(env);
    auto known = detail::class_for_name(env, name, loader);
    if (known) return known;
    if (env->ExceptionCheck() == JNI_TRUE) env->ExceptionClear();
    env->Throw(refused.get());
    return {};
}

/// Makes the cleaner and the class of the actions, in the loader of shim.
FFIGUARD_HIDDEN inline status make_cleaner(JNIEnv* env, jclass shim) noexcept {
    const auto object_class = jni::adopt_local(env, env->GetObjectClass(shim));
    const jmethodID get_loader =
        env->GetMethodID(object_class.get(), "getClassLoader", "()Ljava/lang/ClassLoader;");
    if (get_loader == nullptr) return detail::why_null(env);
    const auto loader = jni::adopt_local(env, env->CallObjectMethod(shim, get_loader));
    if (env->ExceptionCheck() == JNI_TRUE) return detail::why_null(env);

    const auto type = jni::adopt_local(env, env->FindClass("java/lang/ref/Cleaner"));
    if (!type) return detail::why_null(env);
    const jmethodID create =
        env->GetStaticMethodID(type.get(), "create", "()Ljava/lang/ref/Cleaner;");
    if (create == nullptr) return detail::why_null(env);
    const jmethodID register_id = env->GetMethodID(
        type.get(), "register",
        "(Ljava/lang/Object;Ljava/lang/Runnable;)Ljava/lang/ref/Cleaner$Cleanable;");
    if (register_id == nullptr) return detail::why_null(env);

    const auto cleaner = jni::adopt_local(env, env->CallStaticObjectMethod(type.get(), create));
    if (env->ExceptionCheck() == JNI_TRUE) return detail::why_null(env);

    const auto reaper = define_reaper(env, loader.get());
    if (!reaper)
        return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception
                                                 : status_code::unsupported;
    // The VM only reads the texts; jni.h forgot to say so.
    const JNINativeMethod run{const_cast<char*>("run"), const_cast<char*>("()V"),
                              reinterpret_cast<void*>(&run_reaper)};
    if (env->RegisterNatives(reaper.get(), &run, 1) != JNI_OK) return detail::why_null(env);
    const jfieldID cleaner_id =
        env->GetStaticFieldID(reaper.get(), "cleaner", "Ljava/lang/Object;");
    if (cleaner_id == nullptr) return detail::why_null(env);
    const jfieldID memory_id = env->GetFieldID(reaper.get(), "memory", "J");
    if (memory_id == nullptr) return detail::why_null(env);

    env->SetStaticObjectField(reaper.get(), cleaner_id, cleaner.get());
    cleaner_register_.store(register_id);
    reaper_cleaner_.store(cleaner_id);
    reaper_memory_.store(memory_id);
    return reaper_.put(env, reaper.get());
}

enum class handed : unsigned char {
    to_nobody,  ///< no cleaner was started, or it has gone with its class loader
    to_cleaner,
    failed,  ///< the VM has no memory, or threw
};

/// Has the cleaner release memory when buffer cannot be reached any more.
FFIGUARD_HIDDEN inline handed hand_to_cleaner(JNIEnv* env, jobject buffer,
                                              lent_memory& memory) noexcept {
    if (!reaper_.is_set()) return handed::to_nobody;
    bool has_failed = false;
    const auto reaper = jni::adopt_local(env, static_cast<jclass>(reaper_.lock(env, &has_failed)));
    if (!reaper) return has_failed ? handed::failed : handed::to_nobody;
    const auto cleaner =
        jni::adopt_local(env, env->GetStaticObjectField(reaper.get(), reaper_cleaner_.load()));
    if (!cleaner) return handed::failed;
    const auto action = jni::adopt_local(env, env->AllocObject(reaper.get()));
    if (!action) return handed::failed;
    const jfieldID field = reaper_memory_.load();
    env->SetLongField(action.get(), field,
                      static_cast<jlong>(reinterpret_cast<std::uintptr_t>(&memory)));
    const auto cleanable = jni::adopt_local(
        env, env->CallObjectMethod(cleaner.get(), cleaner_register_.load(), buffer, action.get()));
    const auto thrown = detail::take_pending(env);
    if (!thrown) return handed::to_cleaner;
    // The memory is the caller's again, also if the cleaner has the action already.
    env->SetLongField(action.get(), field, 0);
    env->Throw(thrown.get());
    return handed::failed;
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
