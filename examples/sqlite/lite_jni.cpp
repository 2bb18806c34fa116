// SPDX-License-Identifier: BSL-1.0
// lite.h for Java by JNI: the natives of dev.ffiguard.sqlite.JniShim.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/jni/call/weak_class.hpp>
#include <ffiguard/jni/jni.hpp>
#include <ffiguard/memory/c_array.hpp>

#include "lite.h"

namespace jni = ffiguard::jni;
using ffiguard::bad_result;
using ffiguard::c_array;
using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;
using jni::borrowed;

namespace {

struct java_shim {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/sqlite/JniShim"; }
};
struct java_exception {
    static constexpr const char* java_name() noexcept {
        return "dev/ffiguard/sqlite/SqliteException";
    }
    jni::constructor<java_exception(jint, jint, jstring)> make;
};
struct java_frame {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/sqlite/Frame"; }
    jni::field<jlong, java_frame> address;
    jni::method<void(jint, jlong), java_frame> fit;
};
// Values go through the frame, not as arguments: a call of Java costs more with each argument.
struct java_callback {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/sqlite/Callback"; }
    jni::field<java_frame, java_callback> frame;
    jni::method<bool(), java_callback> call;
    jni::method<bool(), java_callback> row;
    jni::method<void(jint, jstring, jstring, jlong), java_callback> changed;
    jni::method<bool(), java_callback> asked;
};

struct byte_buffer {
    static constexpr const char* java_name() noexcept { return "java/nio/ByteBuffer"; }
};

using self = borrowed<java_shim>;
jni::weak_bound_class<java_frame> frames;

// ---- functions of lite.h as natives

/// What a function says of its failure, as a SqliteException.
error thrown(JNIEnv* env, const ffiguard_error& why) {
    const auto type = jni::bind_class<java_exception>(env, jni::member(&java_exception::make));
    if (!type) return type.error();
    char whole[4096];
    const auto size = ffiguard_error_text(&why, whole, sizeof whole);
    c_array<char> longer;
    std::string_view text(why.message);
    if (size != 0 && size <= sizeof whole) text = {whole, static_cast<std::size_t>(size)};
    if (size > sizeof whole) {
        longer = c_array<char>::allocate(static_cast<std::size_t>(size)).value();
        if (ffiguard_error_text(&why, longer.data(), size) == size)
            text = {longer.data(), longer.size()};
    }
    const auto message = jni::new_string(env, text);
    if (!message) return message.status();
    const auto made = (*type)->make(env, why.status, why.detail, *message);
    if (!made) return made.status();
    env->Throw(static_cast<jthrowable>(made->get()));
    return status_code::java_exception;
}

/// An argument as C takes it: numbers as they are, text and bytes with their length.
template <class T>
T to_c(JNIEnv*, T number) noexcept {
    return number;
}
template <class Chars>
struct lent {
    Chars own;
    operator ffiguard_view() const noexcept {
        return {reinterpret_cast<const std::uint8_t*>(own.data()), own.size()};
    }
};
auto to_c(JNIEnv* env, jstring text) {
    return lent<c_array<char>>{jni::to_utf8_bytes(env, text).value()};
}
auto to_c(JNIEnv* env, jbyteArray bytes) {
    const jint size = jni::array_length(env, bytes).value();
    return lent<c_array<unsigned char>>{jni::read_bytes(env, bytes, 0, size).value()};
}

/// status F(arguments..., error)
template <auto F, class... Args>
error call(JNIEnv* env, self, Args... args) {
    ffiguard_error why;
    return F(to_c(env, args)..., &why) == FFIGUARD_OK ? error() : thrown(env, why);
}
/// status F(arguments..., answer, error)
template <auto F, class Answer, class... Args>
result<Answer, error> get(JNIEnv* env, self, Args... args) {
    ffiguard_error why;
    Answer answer{};
    if (F(to_c(env, args)..., &answer, &why) != FFIGUARD_OK) return thrown(env, why);
    return answer;
}
/// The same for one that closes: who comes second has nothing to do.
template <auto F, class... Args>
error release(JNIEnv* env, self, Args... args) {
    ffiguard_error why;
    const auto what = F(args..., &why);
    if (what == FFIGUARD_OK || what == FFIGUARD_CLOSED || what == FFIGUARD_STALE) return {};
    return thrown(env, why);
}
template <auto F>
jlong count(JNIEnv*, self) {
    return static_cast<jlong>(F());
}

// ---- rows and parameters

/// Memory of Frame.java, which keeps it as long as it lives. A native method has the frame as an
/// argument, and that keeps the frame.
class frame {
public:
    frame(JNIEnv* env, const borrowed<java_frame>& object) {
        const status found = read(env, object);
        if (!found.ok()) throw bad_result(found);
    }
    /// Where Java has it now.
    status read(JNIEnv* env, const borrowed<java_frame>& object) noexcept {
        const auto address = frames->address.get(env, object);
        if (!address) return address.status();
        top_ = reinterpret_cast<head*>(*address);
        room_ = static_cast<std::size_t>(top_->room);
        size_ =
            static_cast<std::size_t>(top_->capacity) - sizeof(head) - room_ * sizeof(lite_value);
        return {};
    }
    struct of_callback {  // in the place of lite_rows
        std::uint64_t group;
        std::int32_t phase, count;
    };
    lite_rows* rows() const noexcept { return &top_->rows; }
    of_callback& callback() const noexcept { return top_->callback; }
    lite_value* values() const noexcept { return reinterpret_cast<lite_value*>(top_ + 1); }
    std::size_t room() const noexcept { return room_; }
    std::uint8_t* bytes() const noexcept {
        return reinterpret_cast<std::uint8_t*>(values() + room_);
    }
    std::size_t size() const noexcept { return size_; }

private:
    struct head {
        union {
            lite_rows rows;
            of_callback callback;
        };
        ffiguard_error error;
        ffiguard_view view;
        std::int32_t capacity, room;
    };

    head* top_ = nullptr;
    std::size_t room_ = 0, size_ = 0;
};

jlong address_of(JNIEnv* env, self, borrowed<byte_buffer> direct) {
    return reinterpret_cast<jlong>(env->GetDirectBufferAddress(direct.get()));
}

error run(JNIEnv* env, self, token statement, jint parameters, jint size,
          borrowed<java_frame> memory) {
    const frame in(env, memory);
    const auto count = static_cast<std::size_t>(parameters), texts = static_cast<std::size_t>(size);
    if (count > in.room() || texts > in.size()) return status_code::overflow;
    ffiguard_error why;
    const auto done = lite_run(statement, in.values(), count, {in.bytes(), texts}, in.values(),
                               in.room(), in.bytes(), in.size(), in.rows(), &why);
    return done == FFIGUARD_OK ? error() : thrown(env, why);
}

error step(JNIEnv* env, self, token statement, jint limit, borrowed<java_frame> memory) {
    const frame in(env, memory);
    ffiguard_error why;
    const auto done =
        lite_step(statement, limit, in.values(), in.room(), in.bytes(), in.size(), in.rows(), &why);
    return done == FFIGUARD_OK ? error() : thrown(env, why);
}

error bind(JNIEnv* env, self, token statement, jint at, borrowed<java_frame> memory, jint size) {
    const frame in(env, memory);
    if (static_cast<std::size_t>(size) > in.size()) return status_code::overflow;
    const lite_value& value = *in.values();
    const ffiguard_view bytes{in.bytes(), static_cast<std::size_t>(size)};
    ffiguard_error why;
    const auto done = lite_bind(statement, at, value.type, value.integer, value.real, bytes, &why);
    return done == FFIGUARD_OK ? error() : thrown(env, why);
}

result<jni::local_ref<jstring>, error> column_name(JNIEnv* env, self, token statement, jint at) {
    ffiguard_error why;
    std::vector<std::uint8_t> name(64);
    for (;;) {
        std::uint64_t size = 0;
        const auto done = lite_column_name(statement, at, name.data(), name.size(), &size, &why);
        if (done == FFIGUARD_OVERFLOW && size > name.size()) {
            name.resize(static_cast<std::size_t>(size));
            continue;
        }
        if (done != FFIGUARD_OK) return thrown(env, why);
        auto text = jni::new_string(
            env, {reinterpret_cast<const char*>(name.data()), static_cast<std::size_t>(size)});
        if (!text) return error(text.status());
        return *std::move(text);
    }
}

error read_blob(JNIEnv* env, self, token blob, jint offset, jbyteArray to, jint count) {
    if (count < 0) return status_code::invalid_argument;
    auto bytes = c_array<unsigned char>::allocate(static_cast<std::size_t>(count)).value();
    ffiguard_error why;
    if (lite_blob_read(blob, offset, bytes.data(), bytes.size(), &why) != FFIGUARD_OK)
        return thrown(env, why);
    return jni::write_bytes(env, to, 0, count, bytes.data());
}

result<jni::local_ref<jintArray>, error> step_backup(JNIEnv* env, self, token backup, jint pages) {
    ffiguard_error why;
    lite_progress now;
    if (lite_backup_step(backup, pages, &now, &why) != FFIGUARD_OK) return thrown(env, why);
    const jint all[] = {now.remaining, now.total, now.done};
    auto made = jni::new_array(env, all, 3);
    if (!made) return error(made.status());
    return *std::move(made);
}

// ---- callbacks

/// A Callback of Java's that is lent to SQLite. The table owns it, so that it may be let go of
/// twice; SQLite has its address, which is good as long as SQLite calls it. One call at a time, as
/// a database has one user.
struct host {
    jni::bound_class<java_callback> type;
    jni::global_ref<java_callback> object;
    jni::global_ref<java_frame> memory_object;
    std::optional<frame> memory;
    token self = 0;

    static std::unique_ptr<host> create(JNIEnv* env, const borrowed<java_callback>& object) {
        auto type = jni::bind_class<java_callback>(env, jni::member("frame", &java_callback::frame),
                                                   jni::member("call", &java_callback::call),
                                                   jni::member("row", &java_callback::row),
                                                   jni::member("changed", &java_callback::changed),
                                                   jni::member("asked", &java_callback::asked));
        auto made = std::make_unique<host>();
        made->type = std::move(type).value();
        made->object = jni::promote(env, object).value();
        const auto memory = made->type->frame.get(env, object).value();
        if (!memory) return made;  // a hook
        made->memory_object = jni::promote(env, memory).value();
        made->memory.emplace(env, memory);
        return made;
    }
    /// Puts values into the frame.
    status put(JNIEnv* env, const lite_value* values, std::int32_t count) noexcept {
        std::uint64_t size = 0;
        for (std::int32_t i = 0; i < count; ++i) size += values[i].bytes.size;
        if (static_cast<std::size_t>(count) > memory->room() || size > memory->size() ||
            memory->size() > most_kept)
            if (const status moved = fit(env, count, size); !moved.ok()) return moved;
        memory->callback().count = count;
        lite_value* to = memory->values();
        std::uint8_t* text = memory->bytes();
        for (const lite_value *from = values, *end = values + count; from != end; ++from, ++to) {
            // What was just written by halves is read by halves: a wider load would wait for them.
            to->type = from->type;
            to->bytes.size = from->bytes.size;
            if (from->type == LITE_INTEGER) to->integer = from->integer;
            if (from->type == LITE_FLOAT) to->real = from->real;
            if (from->bytes.size != 0) {
                std::memcpy(text, from->bytes.data, static_cast<std::size_t>(from->bytes.size));
                text += from->bytes.size;
            }
        }
        return {};
    }

private:
    // Not for the frame that a large value needs: it is let go of by the call after that.
    enum : std::size_t { most_kept = 256 << 10 };
    status fit(JNIEnv* env, std::int32_t count, std::uint64_t size) noexcept {
        const status fitted = frames->fit(env, memory_object, count, static_cast<jlong>(size));
        return fitted.ok() ? memory->read(env, memory_object) : fitted;
    }
};
// Never destroyed: at the end of the process Java's threads may still be calling.
auto& hosts = *new ffiguard::handle_table<std::unique_ptr<host>>;
host& at(std::uint64_t user) noexcept { return *reinterpret_cast<host*>(user); }

// Of a callback that cannot be called nothing may be left pending: SQLite goes on.
void forget(JNIEnv* env) noexcept {
    if (env->ExceptionCheck() == JNI_TRUE) env->ExceptionClear();
}

void call_function(std::uint64_t user, std::int32_t phase, std::uint64_t* group,
                   const lite_value* values, std::int32_t count, lite_result* answer) {
    answer->type = LITE_ERROR;
    JNIEnv* const env = jni::vm::env();
    if (env == nullptr) return;
    host& of = at(user);
    if (!of.put(env, values, count).ok()) return forget(env);
    frame& in = *of.memory;
    in.callback().phase = phase;
    if (group != nullptr) in.callback().group = *group;
    const auto moved = of.type->call.with_none_pending(env, of.object);
    if (!moved || (*moved && !in.read(env, of.memory_object).ok())) return forget(env);
    if (group != nullptr) *group = in.callback().group;
    const lite_value& value = *in.values();
    answer->integer = value.integer;
    answer->real = value.real;
    if (value.type == LITE_TEXT || value.type == LITE_BLOB || value.type == LITE_ERROR)
        if (lite_copy({in.bytes(), value.bytes.size}, &answer->bytes, nullptr) != FFIGUARD_OK)
            return;
    answer->type = value.type;
}

std::int32_t call_row(std::uint64_t user, const lite_value* values, std::int32_t count) {
    JNIEnv* const env = jni::vm::env();
    if (env == nullptr) return 1;
    host& of = at(user);
    if (!of.put(env, values, count).ok()) return 1;  // what is pending comes out of each()
    const auto goes_on = of.type->row.with_none_pending(env, of.object);
    return goes_on.value_or(false) ? 0 : 1;
}

// A hook may run while a row's exception is on its way to Java: that one stays, and nothing is asked.
void call_changed(std::uint64_t user, const lite_change* change) {
    JNIEnv* const env = jni::vm::env();
    if (env == nullptr || env->ExceptionCheck() == JNI_TRUE) return;
    const host& of = at(user);
    const auto text = [env](const ffiguard_view& from) {
        return jni::new_string(
            env, {reinterpret_cast<const char*>(from.data), static_cast<std::size_t>(from.size)});
    };
    const auto schema = text(change->schema);
    const auto table = text(change->table);
    if (!schema || !table ||
        !of.type->changed(env, of.object, change->what, *schema, *table, change->row).ok())
        forget(env);
}

std::int32_t call_asked(std::uint64_t user) {
    JNIEnv* const env = jni::vm::env();
    if (env == nullptr || env->ExceptionCheck() == JNI_TRUE) return 1;
    const host& of = at(user);
    const auto yes = of.type->asked(env, of.object);
    if (!yes) forget(env);
    return yes.value_or(false) ? 0 : 1;
}

void let_go(std::uint64_t user) { static_cast<void>(hosts.close(at(user).self)); }

/// Lends a Callback to what f tells SQLite. It is let go of if that fails, whether SQLite's side
/// had it.
template <class F>
error lend(JNIEnv* env, const borrowed<java_callback>& object, ffiguard_function by, F&& f) {
    ffiguard_callback callback{};
    token made = 0;
    if (object) {
        auto fresh = host::create(env, object);
        host& of = *fresh;
        made = of.self = hosts.insert(std::move(fresh)).value();
        callback = {by, reinterpret_cast<std::uint64_t>(&of)};
    }
    ffiguard_error why;
    if (f(callback, &why) == FFIGUARD_OK)
        return env->ExceptionCheck() == JNI_TRUE ? status_code::java_exception : status_code::ok;
    static_cast<void>(hosts.close(made));
    return thrown(env, why);
}

template <class F>
ffiguard_function as_callback(F* function) noexcept {
    return reinterpret_cast<ffiguard_function>(function);
}

error create_function(JNIEnv* env, self, token database, jstring name, jint arguments, jint kind,
                      borrowed<java_callback> object) {
    const auto text = to_c(env, name);
    return lend(env, object, as_callback(&call_function),
                [&](ffiguard_callback callback, ffiguard_error* why) {
                    return lite_create_function(database, text, arguments, kind, callback, &let_go,
                                                why);
                });
}
error each(JNIEnv* env, self, token statement, borrowed<java_callback> object) {
    return lend(env, object, as_callback(&call_row),
                [&](ffiguard_callback callback, ffiguard_error* why) {
                    return lite_each(statement, callback, &let_go, why);
                });
}
error on_update(JNIEnv* env, self, token database, borrowed<java_callback> object) {
    return lend(env, object, as_callback(&call_changed),
                [&](ffiguard_callback callback, ffiguard_error* why) {
                    return lite_on_update(database, callback, &let_go, why);
                });
}
error on_commit(JNIEnv* env, self, token database, borrowed<java_callback> object) {
    return lend(env, object, as_callback(&call_asked),
                [&](ffiguard_callback callback, ffiguard_error* why) {
                    return lite_on_commit(database, callback, &let_go, why);
                });
}
error on_progress(JNIEnv* env, self, token database, jint instructions,
                  borrowed<java_callback> object) {
    return lend(env, object, as_callback(&call_asked),
                [&](ffiguard_callback callback, ffiguard_error* why) {
                    return lite_on_progress(database, instructions, callback, &let_go, why);
                });
}

jint state(JNIEnv*, self, token database) { return lite_state(database); }
jlong lent_callbacks(JNIEnv*, self) { return static_cast<jlong>(hosts.live()); }
jint version(JNIEnv*, self) { return lite_library_version(); }

}  // namespace

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::on_load<java_shim>(java_vm, [](JNIEnv* env) -> error {
        using jni::native_method;
        const error found =
            jni::bind_class(env, frames, jni::member("address", &java_frame::address),
                            jni::member("fit", &java_frame::fit));
        if (!found.ok()) return found;
        return jni::register_natives<java_shim>(
            env, native_method<&get<&lite_open, token, jstring, jint>>("open"),
            native_method<&release<&lite_close, token, jint>>("close"),
            native_method<&state>("state"),
            native_method<&call<&lite_interrupt, token>>("interrupt"),
            native_method<&call<&lite_exec, token, jstring>>("exec"),
            native_method<&get<&lite_changes, jlong, token>>("changes"),
            native_method<&get<&lite_last_id, jlong, token>>("lastId"),
            native_method<&get<&lite_autocommit, jint, token>>("autocommit"),
            native_method<&call<&lite_busy_timeout, token, jint>>("busyTimeout"),

            native_method<&get<&lite_prepare, token, token, jstring>>("prepare"),
            native_method<&release<&lite_finalize, token>>("closeStatement"),
            native_method<&address_of>("address"), native_method<&bind>("bind"),
            native_method<&get<&lite_parameter_named, jint, token, jstring>>("parameterNamed"),
            native_method<&get<&lite_columns, jint, token>>("columnCount"),
            native_method<&column_name>("columnName"), native_method<&run>("run"),
            native_method<&step>("step"), native_method<&each>("each"),
            native_method<&call<&lite_reset, token>>("reset"),
            native_method<&call<&lite_clear, token>>("clear"),

            native_method<
                &get<&lite_blob_open, token, token, jstring, jstring, jstring, jlong, jint>>(
                "openBlob"),
            native_method<&release<&lite_blob_close, token>>("closeBlob"),
            native_method<&get<&lite_blob_size, jint, token>>("blobSize"),
            native_method<&read_blob>("readBlob"),
            native_method<&call<&lite_blob_write, token, jint, jbyteArray>>("writeBlob"),
            native_method<&call<&lite_blob_move, token, jlong>>("moveBlob"),

            native_method<&get<&lite_backup_open, token, token, jstring>>("openBackup"),
            native_method<&release<&lite_backup_close, token>>("closeBackup"),
            native_method<&step_backup>("stepBackup"),

            native_method<&create_function>("createFunction"),
            native_method<&on_update>("onUpdate"), native_method<&on_commit>("onCommit"),
            native_method<&on_progress>("onProgress"),

            native_method<&lent_callbacks>("lent"), native_method<&count<&lite_live>>("live"),
            native_method<&version>("version"));
    });
}
// Called when the class loader of the library has gone.
extern "C" JNIEXPORT void JNICALL JNI_OnUnload(JavaVM* java_vm, void*) {
    jni::on_unload(java_vm, [](JNIEnv* env) { frames.reset(env); });
}
