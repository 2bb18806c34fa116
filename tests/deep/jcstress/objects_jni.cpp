// SPDX-License-Identifier: BSL-1.0
// Objects for the races of Races.java.
#include <jni.h>

#include <atomic>

#include <ffiguard/core/handle_table.hpp>

namespace {

struct object {
    object() = default;
    ~object() { word = -2; }
    std::atomic<int> word{42};
};
auto& objects = *new ffiguard::handle_table<object>;

}  // namespace

extern "C" {
JNIEXPORT jlong JNICALL Java_dev_ffiguard_stress_Native_open(JNIEnv*, jclass);
JNIEXPORT jint JNICALL Java_dev_ffiguard_stress_Native_use(JNIEnv*, jclass, jlong);
JNIEXPORT jint JNICALL Java_dev_ffiguard_stress_Native_release(JNIEnv*, jclass, jlong);
}

jlong Java_dev_ffiguard_stress_Native_open(JNIEnv*, jclass) {
    const auto made = objects.emplace();
    return made ? static_cast<jlong>(*made) : 0;
}
/// 42, or -1 if it is closed.
jint Java_dev_ffiguard_stress_Native_use(JNIEnv*, jclass, jlong token) {
    const auto inside = objects.pin(static_cast<ffiguard::token>(token));
    return inside ? inside->word.load() : -1;
}
/// How many it has released.
jint Java_dev_ffiguard_stress_Native_release(JNIEnv*, jclass, jlong token) {
    return objects.close(static_cast<ffiguard::token>(token)).ok() ? 1 : 0;
}
