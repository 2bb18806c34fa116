// SPDX-License-Identifier: BSL-1.0
// A library that lies in the JAR of its class, see JarTest.
#include <jni.h>

#include <atomic>

namespace {
std::atomic<jint> calls{0};
}

extern "C" JNIEXPORT jint JNICALL Java_dev_ffiguard_example_JarShim_calls(JNIEnv*, jclass) {
    return ++calls;
}
