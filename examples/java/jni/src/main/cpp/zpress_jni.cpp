// SPDX-License-Identifier: BSL-1.0
#include "zpress.h"

#include <cstdint>
#include <utility>

#include <ffiguard/jni/jni.hpp>
#include <ffiguard/jni/observe/ledger_natives.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>

namespace jni = ffiguard::jni;
using ffiguard::error;
using ffiguard::foreign_buffer;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

struct java_native {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/example/Native"; }
};
struct java_ledger {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/NativeLedger"; }
};

// What a user of java.io streams expects of one that is closed or cannot compress.
error throw_io_exception(JNIEnv* env, const error& why) {
    const auto type = jni::adopt_local(env, env->FindClass("java/io/IOException"));
    if (type) env->ThrowNew(type.get(), why.message());
    return status_code::java_exception;
}

/// Runs a function of zpress.h, which is given the ffiguard_error to fill.
template <class Function>
error call(JNIEnv* env, const char* name, Function&& function) {
    ffiguard_error raw;
    if (function(&raw) == FFIGUARD_OK) return {};
    const error received(raw);
    const status what = received.status();
    const error why(what, name, ": ", received.message());
    return what == status_code::closed || what == status_code::stale || what == status_code::foreign
               ? throw_io_exception(env, why)
               : why;
}

/// The same for one that fills a buffer: what it produced as a byte[], or null for nothing.
template <class Function>
result<jni::local_ref<jbyteArray>, error> produce(JNIEnv* env, const char* name,
                                                  Function&& function) {
    ffiguard_buffer raw;
    const error outcome = call(env, name, [&](ffiguard_error* err) { return function(&raw, err); });
    if (!outcome.ok()) return outcome;
    const auto bytes = foreign_buffer::adopt(raw);
    if (!bytes) return error(bytes.status(), name, ": gave no buffer");
    if (bytes->size() == 0) return jni::local_ref<jbyteArray>();
    auto array = jni::new_byte_array(env, bytes->data(), bytes->size());
    if (!array) return error(array.status());
    return std::move(*array);
}

/// The same for one that opens something.
template <class Open>
result<token, error> open(JNIEnv* env, const char* name, Open&& function) {
    token opened = 0;
    const error outcome =
        call(env, name, [&](ffiguard_error* err) { return function(&opened, err); });
    if (!outcome.ok()) return outcome;
    return opened;
}

result<token, error> open_stream(JNIEnv* env, jclass, jint level) {
    return open(env, "zpress_open", [&](ffiguard_token* stream, ffiguard_error* err) {
        return zpress_open(level, stream, err);
    });
}

result<jni::local_ref<jbyteArray>, error> write_stream(JNIEnv* env, jclass, token stream,
                                                       jbyteArray bytes, jint offset, jint length) {
    const auto input = jni::read_bytes(env, bytes, offset, length);
    if (!input) return error(input.status(), "bytes: ", input.status().name());
    return produce(env, "zpress_write", [&](ffiguard_buffer* out, ffiguard_error* err) {
        return zpress_write(stream, input->data(), input->size(), out, err);
    });
}

result<jni::local_ref<jbyteArray>, error> finish_stream(JNIEnv* env, jclass, token stream) {
    return produce(env, "zpress_finish", [&](ffiguard_buffer* out, ffiguard_error* err) {
        return zpress_finish(stream, out, err);
    });
}

error close_stream(JNIEnv* env, jclass, token stream) {
    return call(env, "zpress_close",
                [&](ffiguard_error* err) { return zpress_close(stream, err); });
}

result<token, error> open_checksum(JNIEnv* env, jclass) {
    return open(env, "zpress_checksum_open", zpress_checksum_open);
}

error close_checksum(JNIEnv* env, jclass, token checksum) {
    return call(env, "zpress_checksum_close",
                [&](ffiguard_error* err) { return zpress_checksum_close(checksum, err); });
}

result<jlong, error> file_checksum(JNIEnv* env, jclass, jstring name) {
    const auto path = jni::to_utf8(env, name, jni::conversion::strict);
    if (!path) return error(path.status(), "name: ", error(path.status()).message());
    std::uint32_t crc = 0;
    const error outcome = call(env, "zpress_file_checksum", [&](ffiguard_error* err) {
        return zpress_file_checksum(reinterpret_cast<const std::uint8_t*>(path->c_str()),
                                    path->size(), &crc, err);
    });
    if (!outcome.ok()) return outcome;
    return jlong{crc};
}

jint version(JNIEnv*, jclass) { return static_cast<jint>(ffiguard_version()); }

template <auto Count>
jlong count(JNIEnv*, jclass) {
    return static_cast<jlong>(Count());
}

}  // namespace

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::on_load<java_native>(java_vm, [](JNIEnv* env) -> error {
        using jni::native_method;
        const error ledger = jni::register_ledger<java_ledger>(env);
        if (!ledger.ok()) return ledger;
        return jni::register_natives<java_native>(
            env, native_method<&version>("version"), native_method<&open_stream>("open"),
            native_method<&write_stream>("write"), native_method<&finish_stream>("finish"),
            native_method<&close_stream>("close"), native_method<&open_checksum>("openChecksum"),
            native_method<&close_checksum>("closeChecksum"),
            native_method<&file_checksum>("fileChecksum"),
            native_method<&count<&zpress_live>>("live"),
            native_method<&count<&zpress_opened>>("opened"),
            native_method<&count<&zpress_released>>("released"));
    });
}
// Called when the class loader of the library has gone.
extern "C" JNIEXPORT void JNICALL JNI_OnUnload(JavaVM* java_vm, void*) { jni::on_unload(java_vm); }
