// SPDX-License-Identifier: BSL-1.0
#ifndef LITE_HOOKS_HPP
#define LITE_HOOKS_HPP

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include <ffiguard/ffiguard.hpp>
#include <ffiguard/go/callback.hpp>

#include "lite.h"

namespace lite {

/// A function of the host that SQLite calls, or none. SQLite keeps its address.
template <class Signature>
class hook {
public:
    ffiguard::status replace(ffiguard_callback call, ffiguard_user_release release) noexcept {
        call_.reset();
        if (call.user == 0) return {};
        auto adopted = callback::adopt(call, release);
        if (adopted) call_ = *std::move(adopted);
        return adopted.status();
    }
    template <class Function>
    Function* if_set(Function* function) const noexcept {
        return call_ ? function : nullptr;
    }
    template <class... Args>
    static auto call(void* hook_of_sqlite, Args... args) noexcept {
        return static_cast<const hook*>(hook_of_sqlite)->call_(args...);
    }

private:
    using callback = ffiguard::go::callback<Signature>;
    callback call_;
};

inline ffiguard_view view(const unsigned char* data, int size) noexcept {
    return {data, static_cast<std::uint64_t>(size)};
}
inline ffiguard_view view(const char* text) noexcept {
    return {reinterpret_cast<const unsigned char*>(text), std::string_view(text).size()};
}

/// Lends what SQLite has.
inline lite_value value_of(sqlite3_value* from) noexcept {
    lite_value to{};
    to.type = sqlite3_value_type(from);
    if (to.type == SQLITE_INTEGER) to.integer = sqlite3_value_int64(from);
    if (to.type == SQLITE_FLOAT) to.real = sqlite3_value_double(from);
    if (to.type == SQLITE_TEXT || to.type == SQLITE_BLOB) {
        const auto* const data = to.type == SQLITE_TEXT
                                     ? sqlite3_value_text(from)
                                     : static_cast<const unsigned char*>(sqlite3_value_blob(from));
        to.bytes = view(data, data == nullptr ? 0 : sqlite3_value_bytes(from));
    }
    return to;
}

struct hooks {
    template <class T>
    using for_call = ffiguard::go::for_call<T>;  // the host copies what it keeps
    hook<void(for_call<const lite_change*>)> update;
    hook<std::int32_t()> commit;
    hook<std::int32_t()> progress;

    static void updated(void* self, int what, const char* schema, const char* table,
                        sqlite3_int64 row) noexcept {
        const lite_change change{what, 0, row, view(schema), view(table)};
        decltype(update)::call(self, &change).ignore();
    }
    // A host that cannot be called agrees to nothing.
    static int committed(void* self) noexcept { return decltype(commit)::call(self).value_or(1); }
    static int progressed(void* self) noexcept {
        return decltype(progress)::call(self).value_or(1);
    }

    using function = ffiguard::go::callback<void(std::int32_t, for_call<std::uint64_t*>,
                                                 for_call<const lite_value*>, std::int32_t,
                                                 for_call<lite_result*>)>;

    static int create_function(sqlite3* db, const ffiguard::c_string& name, int arguments,
                               std::int32_t kind, ffiguard_callback call,
                               ffiguard_user_release release) {
        auto adopted = function::adopt(call, release);
        if (!adopted) return SQLITE_MISUSE;
        const int flags =
            SQLITE_UTF8 | ((kind & LITE_DETERMINISTIC) != 0 ? SQLITE_DETERMINISTIC : 0);
        const bool groups = (kind & LITE_AGGREGATE) != 0;
        // SQLite destroys it when it fails, too.
        return sqlite3_create_function_v2(
            db, name.c_str(), arguments, flags, new function(*std::move(adopted)),
            groups ? nullptr : &scalar, groups ? &group_step : nullptr,
            groups ? &group_end : nullptr, [](void* user) { delete static_cast<function*>(user); });
    }

    static void give(sqlite3_context* to, lite_result& value) noexcept {
        const auto bytes = ffiguard::foreign_buffer::adopt(value.bytes);  // freed here
        const bool some = bytes && bytes->size() != 0;
        const char* const text = some ? reinterpret_cast<const char*>(bytes->data()) : "";
        const std::uint64_t size = some ? bytes->size() : 0;
        switch (value.type) {
            case LITE_INTEGER: return sqlite3_result_int64(to, value.integer);
            case LITE_FLOAT: return sqlite3_result_double(to, value.real);
            case LITE_TEXT:
                return sqlite3_result_text64(to, text, size, SQLITE_TRANSIENT, SQLITE_UTF8);
            case LITE_BLOB: return sqlite3_result_blob64(to, text, size, SQLITE_TRANSIENT);
            case LITE_NULL: return sqlite3_result_null(to);
            default: return sqlite3_result_error(to, text, static_cast<int>(size));
        }
    }

    static void call(sqlite3_context* in, std::int32_t phase, std::uint64_t* group, int count,
                     sqlite3_value** values) noexcept {
        std::array<lite_value, 127> args;  // SQLite's own limit, unless it was built with another
        if (count > static_cast<int>(args.size())) return sqlite3_result_error_toobig(in);
        for (int i = 0; i < count; ++i) args[static_cast<unsigned>(i)] = value_of(values[i]);
        lite_result answer{};
        answer.type = LITE_NULL;
        const auto& of_host = *static_cast<const function*>(sqlite3_user_data(in));
        const ffiguard::status called = of_host(phase, group, args.data(), count, &answer);
        if (!called.ok()) return sqlite3_result_error(in, called.name(), -1);
        give(in, answer);
    }
    static void scalar(sqlite3_context* in, int count, sqlite3_value** values) noexcept {
        call(in, LITE_CALL, nullptr, count, values);
    }
    static void group_step(sqlite3_context* in, int count, sqlite3_value** values) noexcept {
        void* const group = sqlite3_aggregate_context(in, sizeof(std::uint64_t));
        if (group == nullptr) return sqlite3_result_error_nomem(in);
        call(in, LITE_GROUP_STEP, static_cast<std::uint64_t*>(group), count, values);
    }
    static void group_end(sqlite3_context* in) noexcept {
        std::uint64_t none = 0;  // a group of no rows
        void* const group = sqlite3_aggregate_context(in, 0);
        call(in, LITE_GROUP_END, group == nullptr ? &none : static_cast<std::uint64_t*>(group), 0,
             nullptr);
    }
};

}  // namespace lite

#endif
