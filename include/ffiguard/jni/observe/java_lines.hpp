// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_OBSERVE_JAVA_LINES_HPP
#define FFIGUARD_JNI_OBSERVE_JAVA_LINES_HPP

#include <jni.h>
#include <jvmti.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/detail/type_name.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/detail/critical.hpp>
#include <ffiguard/jni/vm/vm.hpp>
#if FFIGUARD_OBSERVE
#include <ffiguard/observe/detail/module_ledger.hpp>
#include <ffiguard/observe/detail/named_types.hpp>
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {

#if FFIGUARD_OBSERVE
namespace detail {

/// Names of stacks, and which stack has which: a name costs some microseconds, and there are few
/// stacks.
class java_line_names {
public:
    enum : jint { depth = 8 };
    using names = ffiguard::detail::named_set<ffiguard::detail::type_text, 4096, 640>;

    /// Null if there is no Java on the stack, or no room.
    FFIGUARD_HIDDEN const ffiguard::detail::type_text* of(jvmtiEnv* ti) noexcept {
        jvmtiFrameInfo frames[depth];
        jint count = 0;
        if (ti->GetStackTrace(nullptr, 0, depth, frames, &count) != JVMTI_ERROR_NONE || count < 2)
            return nullptr;
        std::uint64_t key = 14695981039346656037U;  // FNV-1a
        for (jint i = 0; i < count; ++i) {
            key = (key ^ reinterpret_cast<std::uintptr_t>(frames[i].method)) * 1099511628211U;
            key = (key ^ static_cast<std::uint64_t>(frames[i].location)) * 1099511628211U;
        }
        key |= 2;  // neither free nor being written
        entry& known = known_[(key >> 32U) % capacity];
        std::uint64_t seen = known.key.load(std::memory_order_acquire);
        if (seen == key) {
            const auto* const name = known.name.load(std::memory_order_acquire);
            if (known.key.load(std::memory_order_relaxed) == key) return name;
        }
        char text[names::text_room];
        text_writer writer(text, sizeof text);
        // The first is the native method.
        for (jint i = 1; i < count; ++i) {
            if (i > 1) writer << ", called by ";
            write_frame(ti, frames[i], writer);
        }
        const auto* const made = names_.of(text);
        if (seen != being_written &&
            known.key.compare_exchange_strong(seen, being_written, std::memory_order_acquire)) {
            known.name.store(made, std::memory_order_release);
            known.key.store(key, std::memory_order_release);
        }
        return made;
    }

private:
    using text_writer = ffiguard::detail::text_writer;
    enum : std::size_t { capacity = 1024 };
    enum : std::uint64_t { being_written = 1 };
    struct entry {
        std::atomic<std::uint64_t> key{0};
        std::atomic<const ffiguard::detail::type_text*> name{nullptr};
    };

    /// "org.example.Stream.open(Stream.java:12)"
    FFIGUARD_HIDDEN static void write_frame(jvmtiEnv* ti, const jvmtiFrameInfo& frame,
                                            text_writer& text) noexcept {
        jclass type = nullptr;
        char* name = nullptr;
        if (ti->GetMethodDeclaringClass(frame.method, &type) != JVMTI_ERROR_NONE) return;
        if (ti->GetClassSignature(type, &name, nullptr) == JVMTI_ERROR_NONE) {
            // "Lorg/example/Stream;"; a hidden class has another '.' and a number after it.
            for (const char* at = name + 1; *at != '\0' && *at != ';' && *at != '.'; ++at) {
                const char c[] = {*at == '/' ? '.' : *at, '\0'};
                text << c;
            }
            text << ".";
        }
        free_text(ti, name);
        if (ti->GetMethodName(frame.method, &name, nullptr, nullptr) == JVMTI_ERROR_NONE)
            text << name;
        free_text(ti, name);
        const bool has_file = ti->GetSourceFileName(type, &name) == JVMTI_ERROR_NONE;
        text << "(" << (has_file ? name : "Unknown Source");
        if (has_file) free_text(ti, name);
        if (const std::uint64_t line = line_of(ti, frame)) text << ":" << line;
        text << ")";
        if (JNIEnv* const env = vm::env()) env->DeleteLocalRef(type);
    }
    static std::uint64_t line_of(jvmtiEnv* ti, const jvmtiFrameInfo& frame) noexcept {
        jint count = 0;
        jvmtiLineNumberEntry* lines = nullptr;
        if (ti->GetLineNumberTable(frame.method, &count, &lines) != JVMTI_ERROR_NONE) return 0;
        jint line = 0;
        jlocation from = -1;
        for (jint i = 0; i < count; ++i)
            if (lines[i].start_location <= frame.location && lines[i].start_location > from) {
                from = lines[i].start_location;
                line = lines[i].line_number;
            }
        ti->Deallocate(reinterpret_cast<unsigned char*>(lines));
        return line > 0 ? static_cast<std::uint64_t>(line) : 0;
    }
    static void free_text(jvmtiEnv* ti, char*& text) noexcept {
        ti->Deallocate(reinterpret_cast<unsigned char*>(text));
        text = nullptr;
    }

    names names_;
    entry known_[capacity];
};

// One of each per shared object, see FFIGUARD_HIDDEN.
FFIGUARD_HIDDEN inline java_line_names java_line_names_;
FFIGUARD_HIDDEN inline std::atomic<jvmtiEnv*> java_lines_from_{nullptr};
FFIGUARD_HIDDEN inline std::atomic<std::size_t> java_lines_asked_{0};  ///< calls that are inside

FFIGUARD_HIDDEN inline const ffiguard::detail::type_text* java_caller() noexcept {
    if (critical_depth_ != 0 || vm::env() == nullptr) return nullptr;
    java_lines_asked_.fetch_add(1);
    jvmtiEnv* const ti = java_lines_from_.load();
    const auto* const name = ti != nullptr ? java_line_names_.of(ti) : nullptr;
    java_lines_asked_.fetch_sub(1);
    return name;
}

}  // namespace detail
#endif

/// Ends record_java_lines(). Existing records keep their lines. Waits for calls that are asking the
/// VM. Any thread.
FFIGUARD_HIDDEN inline void stop_java_lines() noexcept {
#if FFIGUARD_OBSERVE
    jvmtiEnv* const ti = detail::java_lines_from_.exchange(nullptr);
    if (ti == nullptr) return;
    ffiguard::detail::name_caller_.store(nullptr, std::memory_order_release);
    while (detail::java_lines_asked_.load() != 0) std::this_thread::yield();
    ti->DisposeEnvironment();
#endif
}

/// From now on, at level record, the ledger keeps the Java lines for what this shared object opens
/// on a Java thread or an attached one: eight frames, of the method that called the native one and
/// its callers. Then the reports of C++ name them: for JNI references, children and everything else
/// without a Java object such as NativeObject.
///
///     if (std::getenv("MY_SHIM_JAVA_LINES") != nullptr) record_java_lines().ignore();  // in
///     JNI_OnLoad
///
/// Uses JVMTI, in a live VM, without an agent. It costs one to four microseconds for each record.
/// While it is on, virtual threads switch more slowly in the whole VM, so use it for a search, not
/// for good. Call stop_java_lines() before the shared object is unloaded.
///
/// Does not cover what is opened in a signal handler. A second call changes nothing. Fails with
/// unsupported if the VM has no JVMTI or no lines, or without FFIGUARD_OBSERVE=1; not_found without
/// a VM.
FFIGUARD_HIDDEN inline status record_java_lines() noexcept {
#if FFIGUARD_OBSERVE
    JavaVM* const java_vm = vm::get();
    if (java_vm == nullptr) return status_code::not_found;
    void* found = nullptr;
    if (java_vm->GetEnv(&found, JVMTI_VERSION_1_2) != JNI_OK) return status_code::unsupported;
    auto* const ti = static_cast<jvmtiEnv*>(found);
    jvmtiCapabilities wanted{};
    wanted.can_get_line_numbers = 1;
    wanted.can_get_source_file_name = 1;
    jvmtiEnv* none = nullptr;
    const bool can = ti->AddCapabilities(&wanted) == JVMTI_ERROR_NONE;
    if (!can || !detail::java_lines_from_.compare_exchange_strong(none, ti)) {
        ti->DisposeEnvironment();
        return can ? status_code::ok : status_code::unsupported;
    }
    ffiguard::detail::name_caller_.store(&detail::java_caller, std::memory_order_release);
    return status_code::ok;
#else
    return status_code::unsupported;
#endif
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
