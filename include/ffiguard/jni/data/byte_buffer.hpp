// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_BYTE_BUFFER_HPP
#define FFIGUARD_JNI_DATA_BYTE_BUFFER_HPP

#include <jni.h>

#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/data/detail/buffer_cleaner.hpp>
#include <ffiguard/jni/data/detail/lent_memory.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/memory/foreign_span.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// java.nio.ByteBuffer, as the class of a reference.
struct byte_buffer {
    static constexpr const char* java_name() noexcept { return "java/nio/ByteBuffer"; }
};

namespace detail {

/// A view of a direct buffer that Java cannot write through; empty if the VM threw.
FFIGUARD_HIDDEN inline local_ref<byte_buffer> as_read_only(JNIEnv* env, jobject buffer) noexcept {
    const auto type = jni::adopt_local(env, env->FindClass("java/nio/ByteBuffer"));
    if (!type) return {};
    const jmethodID view =
        env->GetMethodID(type.get(), "asReadOnlyBuffer", "()Ljava/nio/ByteBuffer;");
    if (view == nullptr) return {};
    auto made = jni::adopt_local<byte_buffer>(env, env->CallObjectMethod(buffer, view));
    static_cast<void>(env->ExceptionCheck());  // -Xcheck:jni wants to see it
    return made;
}

/// False if the VM has no memory, or threw.
FFIGUARD_HIDDEN inline bool lend(JNIEnv* env, jobject buffer, lent_memory& memory) noexcept {
    const handed by = detail::hand_to_cleaner(env, buffer, memory);
    if (by == handed::to_cleaner) lent_count_.fetch_add(1, std::memory_order_relaxed);
    if (by != handed::to_nobody) return by == handed::to_cleaner;
    memory.buffer = env->NewWeakGlobalRef(buffer);
    if (memory.buffer != nullptr) detail::lend(memory);
    return memory.buffer != nullptr;
}

}  // namespace detail

/// Lends memory to Java as a direct java.nio.ByteBuffer, without a copy.
///
///     foreign_buffer image = ...;
///     return new_byte_buffer(env, std::move(image));
///
/// memory is a foreign_buffer, a c_array, a writable_region, a std::vector, or any other movable
/// type with data() and size() in bytes. If data() is const (a mapped_region), Java gets a
/// read-only buffer: it throws ReadOnlyBufferException instead of a write that would end the
/// program. This shared object keeps the memory from then on. (NewDirectByteBuffer alone owns
/// nothing: you would have to guess when Java is done with the memory.)
///
/// The memory is released once, when neither the buffer nor any slice(),
/// duplicate(), asReadOnlyBuffer() or typed view of it can be reached. They all keep
/// the first buffer, and a weak global reference watches that one. HotSpot clears it
/// as late as a PhantomReference, so that no finalizer can bring the buffer back.
///
/// If start_buffer_cleaner() was called, a java.lang.ref.Cleaner releases the memory of this
/// buffer then, on its own thread. Without it, the next call of new_byte_buffer() (which
/// looks at four buffers, and at more while it finds dead ones) or of
/// reap_byte_buffers() does, on the calling thread.
///
/// In Java the byte order is big-endian until you call order(nativeOrder()).
///
/// Errors; memory is still the caller's then: null if memory has a size, but no
/// address; overflow for more than 2^31-1 bytes (JDK 17 would truncate the number);
/// java_exception if one is pending, or the VM threw (its exception stays pending);
/// out_of_memory; unsupported if the VM has no direct buffers.
template <class Owner>
FFIGUARD_HIDDEN result<local_ref<byte_buffer>> new_byte_buffer(JNIEnv* env,
                                                               Owner&& memory) noexcept {
    static_assert(!std::is_reference_v<Owner> && !std::is_const_v<Owner>,
                  "ffiguard: new_byte_buffer takes its memory over: std::move it");
    static_assert(
        std::is_nothrow_move_constructible_v<Owner> && std::is_nothrow_move_assignable_v<Owner>,
        "ffiguard: the memory of a byte buffer has an owner that moves without throwing");
    constexpr bool is_read_only = std::is_const_v<std::remove_pointer_t<decltype(memory.data())>>;
    static_assert(!is_read_only || !std::is_trivially_destructible_v<Owner>,
                  "ffiguard: this shows memory and does not own it (a std::string_view, a "
                  "foreign_span); what is Java's for as long as it likes needs an owner");
    static_assert(sizeof(*memory.data()) == 1,
                  "ffiguard: the size() of a byte buffer's memory is in bytes");

    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    detail::reap(env, detail::reap_few);
    if (memory.size() > INT32_MAX) return status_code::overflow;
    if (memory.size() != 0 && memory.data() == nullptr) return status_code::null;
    auto* const lent =
        new (std::nothrow) detail::lent_memory_of<Owner>(std::forward<Owner>(memory));
    if (lent == nullptr) return status_code::out_of_memory;

    // If an owner contains its memory, its address has changed: ask again.
    auto* const data = const_cast<unsigned char*>(  // JNI knows no const
        reinterpret_cast<const unsigned char*>(lent->owner.data()));
    auto buffer = jni::adopt_local<byte_buffer>(
        env, env->NewDirectByteBuffer(data, static_cast<jlong>(lent->owner.size())));
    local_ref<byte_buffer> view;  // keeps the first buffer, which is watched
    if constexpr (is_read_only)
        if (buffer) view = detail::as_read_only(env, buffer.get());
    if (buffer && (!is_read_only || view) && detail::lend(env, buffer.get(), *lent)) {
        if constexpr (is_read_only) return view;
        return buffer;
    }
    memory = std::move(lent->owner);
    delete lent;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    return buffer ? status_code::out_of_memory : status_code::unsupported;
}

/// Has a java.lang.ref.Cleaner release the memory of each byte buffer that is made
/// from now on, as soon as a garbage collection has found it unreachable.
///
///     // static native void init();   from the class that loaded this library
///     JNIEXPORT void JNICALL Java_org_example_Shim_init(JNIEnv* env, jclass shim) {
///         ffiguard::jni::boundary(env, [&] {
///             return ffiguard::jni::start_buffer_cleaner(env, shim);
///         });
///     }
///
/// The Cleaner (a daemon thread of Java's own) runs a class of 550 bytes that is
/// defined here, in the loader of shim. shim must be a class of the loader that
/// loaded this shared object: then the VM unloads neither while a buffer is
/// alive or the Cleaner runs. If the program itself opens and closes the shared
/// object with dlopen(), do not start a Cleaner: Java would call unmapped code. Use
/// reap_byte_buffers() there.
///
/// A second call does nothing. If another class loader loads the library after the first has gone,
/// the call there starts another Cleaner. After a failure you may call it again. Fails with null
/// for null; java_exception if one is pending, or the VM threw (its exception stays pending);
/// out_of_memory; unsupported if it has no DefineClass (Android).
FFIGUARD_HIDDEN inline status start_buffer_cleaner(JNIEnv* env,
                                                   const borrowed<jclass>& shim) noexcept {
    if (!shim) return status_code::null;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    // Each class loader that loads this shared object needs its own: when the previous loader has
    // gone, the VM or other code may keep the mapping, and so these variables.
    bool has_failed = false;
    if (jni::adopt_local(env, detail::reaper_.lock(env, &has_failed))) return {};
    if (has_failed) return detail::why_null(env);
    if (detail::cleaner_is_starting_.exchange(true)) return {};  // by another thread
    const status outcome = detail::make_cleaner(env, shim.get());
    detail::cleaner_is_starting_.store(false);
    return outcome;
}

/// Releases the memory of all byte buffers that a garbage collection has found
/// unreachable, but for those that a cleaner watches, and returns their number. (A buffer that
/// another thread is looking at is left to that thread.)
///
/// For a program without start_buffer_cleaner() that has stopped making buffers. 11 ns
/// for each buffer that is alive. Does nothing while a Java exception is pending, nor
/// inside a critical_view (a violation).
FFIGUARD_HIDDEN inline std::size_t reap_byte_buffers(JNIEnv* env) noexcept {
    if (!detail::ready(env).ok()) return 0;
    return detail::reap(env, detail::reap_all);
}

/// How many byte buffers of this shared object have memory that is not yet released. While it is
/// not 0 the shared object must not be unloaded: Java may still read memory in it, and other memory
/// would be leaked. Any thread.
[[nodiscard]] FFIGUARD_HIDDEN inline std::size_t lent_byte_buffers() noexcept {
    return detail::lent_count_.load(std::memory_order_relaxed);
}

/// The memory behind any direct java.nio.ByteBuffer. You may read and write it while
/// the buffer is referred to: for an argument, until the native method returns.
///
/// The span covers the whole capacity. JNI does not report position and limit: pass
/// them as arguments, and take subspan(position, remaining). Nor does it report that
/// a buffer is read-only; writing to memory that is mapped so ends the program.
///
/// Fails with null for null; wrong_type for an object that is no ByteBuffer (a view as ints counts
/// its capacity in ints) and for one in the Java heap: pass its array(), or copy it; java_exception
/// if one is pending, or the VM threw. The class of a jobject is looked up, which costs more than
/// all the rest: declare the argument as a borrowed<byte_buffer>.
template <class Ref, std::enable_if_t<detail::passes<Ref, jobject>(), int> = 0>
FFIGUARD_HIDDEN result<foreign_span<unsigned char>> direct_span(JNIEnv* env,
                                                                const Ref& ref) noexcept {
    const borrowed<jobject> buffer = ref;
    if (!buffer) return status_code::null;
    if (const auto ready = detail::ready(env); !ready.ok()) return ready;
    if constexpr (!std::is_same_v<detail::referent_t<Ref>, byte_buffer>) {
        const auto type = jni::adopt_local(env, env->FindClass("java/nio/ByteBuffer"));
        if (!type) return detail::why_null(env);
        if (env->IsInstanceOf(buffer.get(), type.get()) == JNI_FALSE)
            return status_code::wrong_type;
    }
    const jlong capacity = env->GetDirectBufferCapacity(buffer.get());
    if (capacity < 0) return status_code::wrong_type;
    return foreign_span<unsigned char>::from(env->GetDirectBufferAddress(buffer.get()), capacity);
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
