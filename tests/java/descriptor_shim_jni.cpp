// SPDX-License-Identifier: BSL-1.0
// The sample of docs/reference/posix.md, and a table for it.
#include <unistd.h>

#include <cerrno>
#include <utility>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/jni/jni.hpp>
#include <ffiguard/posix/unique_fd.hpp>

namespace jni = ffiguard::jni;
using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::token;
using ffiguard::unique_fd;

namespace {

struct file_descriptor {
    static constexpr const char* java_name() noexcept { return "java/io/FileDescriptor"; }
    jni::field<jint> fd;
};
struct shim {
    static constexpr const char* java_name() noexcept {
        return "dev/ffiguard/example/DescriptorShim";
    }
};

// In Java: try (var out = new FileOutputStream(path)) { keep(out.getFD()); }
result<unique_fd> own_copy(JNIEnv* env, jobject descriptor) {
    const auto java =
        jni::bind_class<file_descriptor>(env, jni::member("fd", &file_descriptor::fd));
    if (!java) return java.status();
    const auto number = (*java)->fd.get(env, descriptor);
    if (!number) return number.status();
    return ffiguard::duplicate(*number);
}

auto& logs = *new ffiguard::handle_table<unique_fd>;

result<token> keep(JNIEnv* env, jclass, jobject descriptor) {
    auto own = own_copy(env, descriptor);
    if (!own) return own.status();
    return logs.insert(*std::move(own));
}
status write_value(JNIEnv*, jclass, token log, jint value) {
    const auto inside = logs.pin(log);
    if (!inside) return inside.status();
    const auto byte = static_cast<char>(value);
    return ::write(inside->get(), &byte, 1) == 1 ? status() : status::system(errno);
}
status release(JNIEnv*, jclass, jlong log) { return jni::close_peer(logs, log); }

}  // namespace

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::on_load<shim>(java_vm, [](JNIEnv* env) {
        return jni::register_natives<shim>(
            env, jni::native_method<&keep, token(file_descriptor)>("keep"),
            jni::native_method<&write_value>("write"), jni::native_method<&release>("release"));
    });
}
