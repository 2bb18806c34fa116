#include <atomic>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/jni/call/member_native.hpp>
#include <ffiguard/jni/jni.hpp>

namespace jni = ffiguard::jni;

namespace {

class counter {
public:
    jlong add(jlong by) { return sum_ += by; }  // may throw

private:
    std::atomic<jlong> sum_{0};
};

auto& counters =
    *new ffiguard::handle_table<counter>;  // never destroyed: threads may call until the end

struct java_counter {
    static constexpr const char* java_name() noexcept { return "starter/Counter"; }
};

}  // namespace

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* vm, void*) {
    return jni::on_load<java_counter>(vm, [](JNIEnv* env) {
        return jni::register_natives<java_counter>(env, jni::native_new<>(counters, "open"),
                                                   jni::native<&counter::add>(counters, "add"),
                                                   jni::native_close(counters, "release"));
    });
}

extern "C" JNIEXPORT void JNICALL JNI_OnUnload(JavaVM* vm, void*) { jni::on_unload(vm); }
