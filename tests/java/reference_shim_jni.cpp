// SPDX-License-Identifier: BSL-1.0
// Keeps Java objects, and is compiled with -DFFIGUARD_OBSERVE=1.
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/jni/jni.hpp>
#include <ffiguard/jni/observe/java_lines.hpp>
#include <ffiguard/jni/observe/ledger_natives.hpp>
#include <ffiguard/observe/ledger_report.hpp>

namespace jni = ffiguard::jni;
using ffiguard::error;
using ffiguard::result;
using ffiguard::status;
using ffiguard::token;

namespace {

struct java_shim {
    static constexpr const char* java_name() noexcept {
        return "dev/ffiguard/example/ReferenceShim";
    }
};
struct java_ledger {
    static constexpr const char* java_name() noexcept { return "dev/ffiguard/NativeLedger"; }
};

struct kept_objects {
    std::mutex lock;
    std::vector<jni::global_ref<jobject>> held;
    std::vector<jni::weak_ref<jobject>> watched;
};
auto& kept = *new kept_objects;
struct thing {};
auto& things = *new ffiguard::handle_table<thing>;

status hold(JNIEnv* env, jclass, jobject object) {
    auto made = jni::promote(env, object);
    if (!made) return made.status();
    const std::lock_guard<std::mutex> lock(kept.lock);
    kept.held.push_back(*std::move(made));
    return {};
}
status watch(JNIEnv* env, jclass, jobject object) {
    auto made = jni::weak_ref<jobject>::make(env, object);
    if (!made) return made.status();
    const std::lock_guard<std::mutex> lock(kept.lock);
    kept.watched.push_back(*std::move(made));
    return {};
}
void let_go(JNIEnv*, jclass) {
    const std::lock_guard<std::mutex> lock(kept.lock);
    kept.held.clear();
    kept.watched.clear();
}
status hold_for_a_moment(JNIEnv* env, jclass, jobject object) {
    return jni::promote(env, object).status();
}
result<token> open_thing(JNIEnv*, jclass) { return things.emplace(); }
status release_thing(JNIEnv*, jclass, jlong one) { return jni::close_peer(things, one); }
status record_lines(JNIEnv*, jclass) { return jni::record_java_lines(); }
void stop_lines(JNIEnv*, jclass) { jni::stop_java_lines(); }
result<jni::local_ref<jstring>> report(JNIEnv* env, jclass) {
    std::string text;
    const status told = ffiguard::report_ledger([&](std::string_view line) {
        text.append(line);
        text += '\n';
    });
    if (!told.ok()) return told;
    return jni::new_string(env, text);
}
bool is_traced(JNIEnv*, jclass) { return ffiguard::detail::abandoned_probe::is_wanted(); }

}  // namespace

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* java_vm, void*) {
    return jni::on_load<java_shim>(java_vm, [](JNIEnv* env) -> error {
        using jni::native_method;
        const error ledger = jni::register_ledger<java_ledger>(env);
        if (!ledger.ok()) return ledger;
        return jni::register_natives<java_shim>(
            env, native_method<&hold>("hold"), native_method<&watch>("watch"),
            native_method<&let_go>("letGo"), native_method<&hold_for_a_moment>("holdForAMoment"),
            native_method<&open_thing>("open"), native_method<&release_thing>("release"),
            native_method<&record_lines>("recordLines"), native_method<&stop_lines>("stopLines"),
            native_method<&report>("report"), native_method<&is_traced>("isTraced"));
    });
}
extern "C" JNIEXPORT void JNICALL JNI_OnUnload(JavaVM* java_vm, void*) { jni::on_unload(java_vm); }
