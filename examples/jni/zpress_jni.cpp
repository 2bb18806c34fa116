// SPDX-License-Identifier: BSL-1.0
#include "zpress.h"

#include <dev_ffiguard_example_Native.h>

#include <utility>

#include <ffiguard/jni/jni.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>

namespace jni = ffiguard::jni;
using ffiguard::error;
using ffiguard::foreign_buffer;
using ffiguard::result;
using ffiguard::status;
using ffiguard::status_code;
using ffiguard::token;

namespace {

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
    const error outcome =
        call(env, name, [&](ffiguard_error* err) { return function(&raw, err); });
    if (!outcome.ok()) return outcome;
    const auto bytes = foreign_buffer::adopt(raw);
    if (!bytes) return error(bytes.status(), name, ": gave no buffer");
    if (bytes->size() == 0) return jni::local_ref<jbyteArray>();
    auto array = jni::new_byte_array(env, bytes->data(), bytes->size());
    if (!array) return error(array.status());
    return std::move(*array);
}

template <class Open>
result<token, error> open(JNIEnv* env, const char* name, Open&& function) {
    token opened = 0;
    const error outcome =
        call(env, name, [&](ffiguard_error* err) { return function(&opened, err); });
    if (!outcome.ok()) return outcome;
    return opened;
}

}  // namespace

// The header that javac made of Native.java declares these: another signature does not compile.
extern "C" {

jlong Java_dev_ffiguard_example_Native_open(JNIEnv* env, jclass, jint level) {
    return jni::boundary(env, [&] {
        return open(env, "zpress_open", [&](ffiguard_token* stream, ffiguard_error* err) {
            return zpress_open(level, stream, err);
        });
    });
}

jbyteArray Java_dev_ffiguard_example_Native_write(JNIEnv* env, jclass, jlong stream,
                                                  jbyteArray bytes, jint offset, jint length) {
    return jni::boundary(env, [&]() -> result<jni::local_ref<jbyteArray>, error> {
        const auto input = jni::read_bytes(env, bytes, offset, length);
        if (!input) return error(input.status(), "bytes: ", input.status().name());
        return produce(env, "zpress_write", [&](ffiguard_buffer* out, ffiguard_error* err) {
            return zpress_write(jni::from_jlong(stream), input->data(), input->size(), out, err);
        });
    });
}

jbyteArray Java_dev_ffiguard_example_Native_finish(JNIEnv* env, jclass, jlong stream) {
    return jni::boundary(env, [&] {
        return produce(env, "zpress_finish", [&](ffiguard_buffer* out, ffiguard_error* err) {
            return zpress_finish(jni::from_jlong(stream), out, err);
        });
    });
}

void Java_dev_ffiguard_example_Native_close(JNIEnv* env, jclass, jlong stream) {
    jni::boundary(env, [&] {
        return call(env, "zpress_close", [&](ffiguard_error* err) {
            return zpress_close(jni::from_jlong(stream), err);
        });
    });
}

jlong Java_dev_ffiguard_example_Native_openChecksum(JNIEnv* env, jclass) {
    return jni::boundary(env, [&] { return open(env, "zpress_checksum_open", zpress_checksum_open); });
}

void Java_dev_ffiguard_example_Native_closeChecksum(JNIEnv* env, jclass, jlong checksum) {
    jni::boundary(env, [&] {
        return call(env, "zpress_checksum_close", [&](ffiguard_error* err) {
            return zpress_checksum_close(jni::from_jlong(checksum), err);
        });
    });
}

jlong Java_dev_ffiguard_example_Native_live(JNIEnv*, jclass) {
    return static_cast<jlong>(zpress_live());
}

jlong Java_dev_ffiguard_example_Native_opened(JNIEnv*, jclass) {
    return static_cast<jlong>(zpress_opened());
}

jlong Java_dev_ffiguard_example_Native_released(JNIEnv*, jclass) {
    return static_cast<jlong>(zpress_released());
}

}  // extern "C"
