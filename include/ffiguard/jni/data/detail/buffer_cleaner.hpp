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
// shared object with it, but not before the last run of an action. The number is of that class.
FFIGUARD_HIDDEN inline std::atomic<bool> cleaner_is_starting_{false};
FFIGUARD_HIDDEN inline std::atomic<jmethodID> reaper_lend_{nullptr};
FFIGUARD_HIDDEN inline weak_slot reaper_;

FFIGUARD_HIDDEN inline void JNICALL release_for_java(JNIEnv*, jclass, jlong memory) noexcept {
    if (memory == 0) return;
    detail::release_lent(reinterpret_cast<lent_memory*>(static_cast<std::uintptr_t>(memory)));
}

/// public final class ffiguard.Reaper_<number> implements Runnable {
///     private static Cleaner cleaner;
///     private long memory;
///     private static void lend(Object buffer, long memory) {
///         Reaper_<number> action = new Reaper_<number>();
///         cleaner.register(buffer, action);
///         action.memory = memory;  // last: if that threw, it is the caller's
///     }
///     private static native void release(long memory);
///     public void run() {
///         long taken = memory;
///         memory = 0;
///         release(taken);
///     }
/// }
/// The number is an address in this shared object: another one of the same loader has a class of
/// its own.
FFIGUARD_HIDDEN inline local_ref<jclass> define_reaper(JNIEnv* env, jobject loader) noexcept {
    char name[] = "ffiguard/Reaper_0000000000000000";
    // clang-format off
    char file[] =
        "\xCA\xFE\xBA\xBE" "\0\0\0\x34"                 // of Java 8
        "\0\x22"                                        // constants: one more than there are
        "\1\0\x20" "ffiguard/Reaper_0000000000000000"   // 1
        "\7\0\1" "\1\0\x10" "java/lang/Object"          // 2: the class of name 1; 3
        "\7\0\3" "\1\0\x12" "java/lang/Runnable"        // 4; 5
        "\7\0\5" "\1\0\3" "run" "\1\0\3" "()V"          // 6; 7, 8
        "\1\0\7" "cleaner" "\1\0\6" "memory"            // 9, 10
        "\1\0\x17" "Ljava/lang/ref/Cleaner;" "\1\0\1" "J" // 11, 12
        "\1\0\6" "<init>" "\x0C\0\x0D\0\x08"            // 13; 14: 13 of type 8
        "\x0A\0\4\0\x0E" "\x0A\0\2\0\x0E"               // 15, 16: method 14 of 4, of 2
        "\x0C\0\x09\0\x0B" "\x09\0\2\0\x11"             // 17: 9 of type 11; 18: that field of 2
        "\x0C\0\x0A\0\x0C" "\x09\0\2\0\x13"             // 19: 10 of type 12; 20: that field of 2
        "\1\0\x15" "java/lang/ref/Cleaner" "\7\0\x15"   // 21; 22: the class of name 21
        "\1\0\x08" "register"                           // 23
        "\1\0\x49" "(Ljava/lang/Object;Ljava/lang/Runnable;)Ljava/lang/ref/Cleaner$Cleanable;"
        "\x0C\0\x17\0\x18" "\x0A\0\x16\0\x19"           // 25: 23 of type 24; 26: that method of 22
        "\1\0\7" "release" "\1\0\4" "(J)V"              // 27, 28
        "\x0C\0\x1B\0\x1C" "\x0A\0\2\0\x1D"             // 29: 27 of type 28; 30: that method of 2
        "\1\0\4" "lend" "\1\0\x16" "(Ljava/lang/Object;J)V" // 31, 32
        "\1\0\4" "Code"                                 // 33
        "\0\x31" "\0\2" "\0\4" "\0\1\0\6"               // public final 2, of 4, with 6
        "\0\2" "\0\x0A" "\0\x09" "\0\x0B" "\0\0"        // two fields: private static 9 of type 11
        "\0\2" "\0\x0A" "\0\x0C" "\0\0"                 // private 10 of type 12
        "\0\4" "\0\2" "\0\x0D" "\0\x08"                 // four methods: private 13 of type 8
        "\0\1\0\x21" "\0\0\0\x11" "\0\1\0\1\0\0\0\5"    // its code
        "\x2A" "\xB7\0\x0F" "\xB1" "\0\0\0\0"           // aload_0, invokespecial 15, return
        "\0\x0A" "\0\x1F" "\0\x20"                      // private static 31 of type 32
        "\0\1\0\x21" "\0\0\0\x23" "\0\3\0\4\0\0\0\x17"  // its code
        "\xBB\0\2" "\x59" "\xB7\0\x10" "\x4E"           // new 2, dup, invokespecial 16, astore_3
        "\xB2\0\x12" "\x2A" "\x2D" "\xB6\0\x1A" "\x57"  // getstatic 18, aload_0, aload_3, invokevirtual 26, pop
        "\x2D" "\x1F" "\xB5\0\x14" "\xB1" "\0\0\0\0"    // aload_3, lload_1, putfield 20, return
        "\0\1" "\0\7" "\0\x08"                          // public 7 of type 8
        "\0\1\0\x21" "\0\0\0\x1B" "\0\3\0\3\0\0\0\x0F"  // its code
        "\x2A" "\xB4\0\x14" "\x40"                      // aload_0, getfield 20, lstore_1
        "\x2A" "\x09" "\xB5\0\x14"                      // aload_0, lconst_0, putfield 20
        "\x1F" "\xB8\0\x1E" "\xB1" "\0\0\0\0"           // lload_1, invokestatic 30, return
        "\1\x0A" "\0\x1B" "\0\x1C" "\0\0"               // private static native 27 of type 28
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
    const auto cleaner = jni::adopt_local(env, env->CallStaticObjectMethod(type.get(), create));
    if (env->ExceptionCheck() == JNI_TRUE) return detail::why_null(env);

    const auto reaper = define_reaper(env, loader.get());
    if (!reaper)
        return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception
                                                 : status_code::unsupported;
    // The VM only reads the texts; jni.h forgot to say so.
    const JNINativeMethod release{const_cast<char*>("release"), const_cast<char*>("(J)V"),
                                  reinterpret_cast<void*>(&release_for_java)};
    if (env->RegisterNatives(reaper.get(), &release, 1) != JNI_OK) return detail::why_null(env);
    const jfieldID cleaner_id =
        env->GetStaticFieldID(reaper.get(), "cleaner", "Ljava/lang/ref/Cleaner;");
    if (cleaner_id == nullptr) return detail::why_null(env);
    const jmethodID lend_id =
        env->GetStaticMethodID(reaper.get(), "lend", "(Ljava/lang/Object;J)V");
    if (lend_id == nullptr) return detail::why_null(env);

    env->SetStaticObjectField(reaper.get(), cleaner_id, cleaner.get());
    reaper_lend_.store(lend_id);
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
    // In one call: each costs what a dozen lines of Java do.
    env->CallStaticVoidMethod(reaper.get(), reaper_lend_.load(), buffer,
                              static_cast<jlong>(reinterpret_cast<std::uintptr_t>(&memory)));
    return env->ExceptionCheck() == JNI_TRUE ? handed::failed : handed::to_cleaner;
}

}  // namespace detail
}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
