// SPDX-License-Identifier: BSL-1.0
// A small object of C++ and memory for a direct buffer: by hand, and by ffiguard.
#include <cstdlib>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/jni/jni.hpp>
#include <ffiguard/memory/c_array.hpp>

namespace jni = ffiguard::jni;
using ffiguard::result;
using ffiguard::status;
using ffiguard::token;

namespace {

#ifndef BENCH_CLASS
#define BENCH_CLASS "ObjectsBench"
#endif
struct java_bench {
    static constexpr const char* java_name() noexcept { return BENCH_CLASS; }
};

struct counter {
    jlong value = 0;
};
auto& counters = *new ffiguard::handle_table<counter>;

result<token> open(JNIEnv*, jclass) { return counters.emplace(); }
status release(JNIEnv*, jclass, jlong one) { return jni::close_peer(counters, one); }
result<jlong> add(JNIEnv*, jclass, token one) {
    const auto pinned = counters.pin(one);
    if (!pinned) return pinned.status();
    return ++pinned->value;
}

result<jni::local_ref<jni::byte_buffer>> buffer(JNIEnv* env, jclass, jint size) {
    const auto count = static_cast<std::size_t>(size);
    void* const memory = std::calloc(count, 1);  // as allocateDirect clears it
    auto owned =
        ffiguard::c_array<unsigned char>::adopt(static_cast<unsigned char*>(memory), count);
    if (!owned) return owned.status();
    return jni::new_byte_buffer(env, *std::move(owned));
}

jlong JNICALL naive_open(JNIEnv*, jclass) { return reinterpret_cast<jlong>(new counter); }
void JNICALL naive_release(JNIEnv*, jclass, jlong one) { delete reinterpret_cast<counter*>(one); }
jlong JNICALL naive_add(JNIEnv*, jclass, jlong one) {
    return ++reinterpret_cast<counter*>(one)->value;
}

}  // namespace

extern "C" {

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::on_load<java_bench>(java_vm, [](JNIEnv* env) -> ffiguard::error {
        const auto bench = jni::find_class(env, java_bench::java_name());
        if (!bench) return bench.error();
        if (const status started = jni::start_buffer_cleaner(env, *bench); !started.ok())
            return started;
        JNINativeMethod naive[] = {{const_cast<char*>("naiveOpen"), const_cast<char*>("()J"),
                                    reinterpret_cast<void*>(&naive_open)},
                                   {const_cast<char*>("naiveRelease"), const_cast<char*>("(J)V"),
                                    reinterpret_cast<void*>(&naive_release)},
                                   {const_cast<char*>("naiveAdd"), const_cast<char*>("(J)J"),
                                    reinterpret_cast<void*>(&naive_add)}};
        env->RegisterNatives(bench->get(), naive, 3);
        using jni::native_method;
        return jni::register_natives<java_bench>(
            env, native_method<&open>("open"), native_method<&release>("release"),
            native_method<&add>("add"), native_method<&buffer>("buffer"));
    });
}

}  // extern "C"
