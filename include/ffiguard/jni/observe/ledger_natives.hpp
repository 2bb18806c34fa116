// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_OBSERVE_LEDGER_NATIVES_HPP
#define FFIGUARD_JNI_OBSERVE_LEDGER_NATIVES_HPP

#include <jni.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/detail/text.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/jni/call/native.hpp>
#include <ffiguard/jni/data/string.hpp>
#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/observe/detail/c_ledger.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/open_metrics.hpp>
#include <ffiguard/observe/probe.hpp>
#include <ffiguard/observe/reference_totals.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace jni {
namespace detail {

/// A Java string of lines that end in '\n'. write(line) calls line(std::string_view) for each,
/// twice: lines that come in between and find no room are left out.
template <class Write>
FFIGUARD_HIDDEN result<local_ref<jstring>> string_of_lines(JNIEnv* env,
                                                           const Write& write) noexcept {
    std::size_t room = 4096;
    write([&](std::string_view line) noexcept { room += line.size() + 1; });
    const std::unique_ptr<char[]> text(new (std::nothrow) char[room]);
    if (text == nullptr) return status_code::out_of_memory;
    std::size_t size = 0;
    write([&](std::string_view line) noexcept {
        if (line.size() + 1 > room - size) return;
        std::memcpy(text.get() + size, line.data(), line.size());
        size += line.size();
        text[size++] = '\n';
    });
    return jni::new_string(env, {text.get(), size});
}

/// A line of columns with tabs between them.
class table_line {
public:
    table_line& operator<<(std::uint64_t number) noexcept {
        separate() << number;
        return *this;
    }
    table_line& operator<<(std::string_view column) noexcept {
        separate().append(column.data(), column.size());
        return *this;
    }
    table_line& place(std::uint64_t address) noexcept {
        ffiguard::detail::write_place(separate(), address);
        return *this;
    }
    [[nodiscard]] std::string_view text() const noexcept { return {buffer_, writer_.size()}; }

private:
    ffiguard::detail::text_writer& separate() noexcept {
        return writer_ << (writer_.size() == 0 ? "" : "\t");
    }
    char buffer_[2048];
    ffiguard::detail::text_writer writer_{buffer_, sizeof buffer_};
};

FFIGUARD_HIDDEN inline result<local_ref<jstring>> ledger_types(JNIEnv* env, jclass) noexcept {
    return string_of_lines(env, [](auto&& line) noexcept {
        for_each_observed_type([&](const resource_totals& one) noexcept {
            table_line row;
            row << one.type << one.opened << one.released << one.disowned << one.refused << one.live
                << one.bytes;
            line(row.text());
        });
    });
}
FFIGUARD_HIDDEN inline result<local_ref<jstring>> ledger_held(JNIEnv* env, jclass) noexcept {
    return string_of_lines(env, [](auto&& line) noexcept {
        for_each_held([&](const held_resource& one) noexcept {
            table_line row;
            (row << one.type << one.value << one.parent).place(one.place)
                << one.thread << one.age_ms << std::uint64_t{one.is_closing} << one.bytes
                << one.caller;
            line(row.text());
        });
    });
}
FFIGUARD_HIDDEN inline result<local_ref<jstring>> ledger_references(JNIEnv* env, jclass) noexcept {
    return string_of_lines(env, [](auto&& line) noexcept {
        static_cast<void>(for_each_reference([&](const reference_totals& one) noexcept {
            table_line row;
            row << one.type << one.referent << one.live << one.lag_ms;
            line(row.text());
        }));
    });
}
FFIGUARD_HIDDEN inline result<local_ref<jstring>> ledger_metrics(JNIEnv* env, jclass) noexcept {
    return string_of_lines(env,
                           [](auto&& line) noexcept { ffiguard::detail::write_own_metrics(line); });
}
FFIGUARD_HIDDEN inline result<local_ref<jstring>> ledger_history(JNIEnv* env, jclass,
                                                                 jlong value) noexcept {
    char text[512];
    static_cast<void>(
        ffiguard::detail::copy_history(static_cast<std::uint64_t>(value), text, sizeof text));
    return jni::new_string(env, text);
}
FFIGUARD_HIDDEN inline bool set_ledger_level(JNIEnv*, jclass, jint level) noexcept {
    return ffiguard::detail::set_level_everywhere(static_cast<std::uint32_t>(level)).ok();
}
FFIGUARD_HIDDEN inline status tell_abandoned(JNIEnv* env, jclass, jstring type,
                                             jlong value) noexcept {
    if (!ffiguard::detail::abandoned_probe::is_wanted()) return {};
    const auto name = jni::to_utf8(env, type);
    if (!name) return name.status();
    ffiguard::detail::abandoned_probe::fire(name->c_str(), name->size(),
                                            static_cast<std::uint64_t>(value));
    return {};
}

}  // namespace detail

/// Registers the native methods of the Java class that stands for the ledger: NativeLedger of
/// examples/java/ffiguard, or a copy of it under another name. In the body of on_load():
///
///     struct java_ledger {
///         static constexpr const char* java_name() noexcept { return "org/example/NativeLedger"; }
///     };
///     const error done = register_ledger<java_ledger>(env);
///     if (!done.ok()) return done;
///
/// They read the ledgers of all shims of the process that are compiled with FFIGUARD_OBSERVE=1, so
/// one shim is enough. If there are none, Java sees empty lists. Fails as register_natives().
template <class Class>
FFIGUARD_HIDDEN error register_ledger(JNIEnv* env) noexcept {
    return jni::register_natives<Class>(env, native_method<&detail::ledger_types>("typeLines"),
                                        native_method<&detail::ledger_held>("heldLines"),
                                        native_method<&detail::ledger_references>("referenceLines"),
                                        native_method<&detail::ledger_metrics>("metricLines"),
                                        native_method<&detail::ledger_history>("historyOf"),
                                        native_method<&detail::set_ledger_level>("setLevelOfAll"),
                                        native_method<&detail::tell_abandoned>("tellAbandoned"));
}

}  // namespace jni
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
