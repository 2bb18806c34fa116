// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_SHARED_REF_HPP
#define FFIGUARD_JNI_REF_SHARED_REF_HPP

#include <jni.h>

#include <cstdint>
#include <type_traits>
#include <utility>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/shared_handle.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

/// A global reference with any number of owners on any threads: one reference in the VM and a
/// count, so that a copy is an atomic increment, where NewGlobalRef takes a lock of the VM and is
/// not allowed while a Java exception is pending. Use it in the captures of a std::function.
///
/// The last copy releases, on any thread, as a global_ref does. One word; copies are independent;
/// one thread at a time for each object. Empty when moved-from, reset or default constructed.
template <class T>
class [[nodiscard]] FFIGUARD_TRIVIAL_ABI shared_ref {
    static_assert(detail::is_java_class<T>(),
                  "ffiguard: shared_ref<T> takes a JNI reference type (jobject, jclass, jstring, "
                  "jbyteArray, ...), a struct with a static java_name(), or java_array<T>");

    using native = detail::native_of<T>;
    template <class U>
    using if_other = std::enable_if_t<detail::is_a<U, T>() && !std::is_same_v<U, T>, int>;

public:
    using referent = T;

    constexpr shared_ref() noexcept = default;
    shared_ref(const shared_ref&) noexcept = default;
    shared_ref(shared_ref&&) noexcept = default;
    template <class U, if_other<U> = 0>
    shared_ref(const shared_ref<U>& other) noexcept : shared_(other.shared_) {}
    template <class U, if_other<U> = 0>
    shared_ref(shared_ref<U>&& other) noexcept : shared_(std::move(other.shared_)) {}
    // Hidden, like those of shared_handle.
    FFIGUARD_HIDDEN shared_ref& operator=(const shared_ref&) noexcept = default;
    FFIGUARD_HIDDEN shared_ref& operator=(shared_ref&&) noexcept = default;
    FFIGUARD_HIDDEN ~shared_ref() = default;

    /// Fails as promote(); out_of_memory also for the count.
    FFIGUARD_TRACED FFIGUARD_HIDDEN static result<shared_ref> make(
        JNIEnv* env, const borrowed<T>& object) noexcept {
        auto made = jni::promote(env, object);
        if (!made) return made.status();
        return from(*std::move(made));
    }
    /// From a global reference, which is empty afterwards. Fails with null if it is empty;
    /// out_of_memory, and then it is unchanged.
    static result<shared_ref> from(global_ref<T>&& owner) noexcept {
        auto shared = share(std::move(owner.owner_));
        if (!shared) return shared.status();
        return shared_ref(*std::move(shared));
    }

    [[nodiscard]] native get() const noexcept { return static_cast<native>(shared_.unguarded()); }
    [[nodiscard]] explicit operator bool() const noexcept { return static_cast<bool>(shared_); }
    /// A snapshot.
    [[nodiscard]] std::uint32_t use_count() const noexcept { return shared_.use_count(); }
    FFIGUARD_HIDDEN void reset() noexcept { shared_.reset(); }  ///< as the destructor

private:
    template <class U>
    friend class shared_ref;

    explicit shared_ref(shared_handle<detail::global_ref_traits>&& shared) noexcept
        : shared_(std::move(shared)) {}

    shared_handle<detail::global_ref_traits> shared_;
};

/// A global reference that is never released: for variables of static storage duration, such as the
/// class of a cached jmethodID. Their destructors would run after the VM has gone. Trivially
/// destructible, one word; assign it once; after that any thread may read it.
template <class T>
class leaked_ref {
    static_assert(detail::is_java_class<T>(),
                  "ffiguard: leaked_ref<T> takes a JNI reference type (jobject, jclass, jstring, "
                  "jbyteArray, ...), a struct with a static java_name(), or java_array<T>");

public:
    using referent = T;

    constexpr leaked_ref() noexcept = default;
    explicit leaked_ref(global_ref<T>&& owner) noexcept : ref_(owner.release()) {}

    [[nodiscard]] constexpr detail::native_of<T> get() const noexcept { return ref_; }
    [[nodiscard]] explicit constexpr operator bool() const noexcept { return ref_ != nullptr; }

private:
    detail::native_of<T> ref_ = nullptr;
};

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
