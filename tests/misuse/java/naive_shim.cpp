// SPDX-License-Identifier: BSL-1.0
//
// The native halves of Native.java and MisuseShim.java as they are often written: raw pointers,
// plain delete, references kept as they come, no checks.
#include <jni.h>

#include <atomic>
#include <cstdio>
#include <stdexcept>
#include <thread>
#include <vector>

#include <ffiguard/ffiguard.h>

namespace {

std::atomic<jlong> opened_count{0};
std::atomic<jlong> released_count{0};

struct counted {
    counted() { ++opened_count; }
    counted(const counted&) = delete;
    counted& operator=(const counted&) = delete;
    ~counted() { ++released_count; }
};
struct stream {
    counted count;
    std::vector<jbyte> bytes;
};
struct checksum {
    counted count;
    jlong crc = 0;
};
struct tool {
    counted count;
    jint* uses = new jint(0);
    tool() = default;
    tool(const tool&) = delete;
    tool& operator=(const tool&) = delete;
    ~tool() { delete uses; }
};
struct pen {
    counted count;
    std::thread::id home = std::this_thread::get_id();
    jint lines = 0;
};

jobject kept = nullptr;
jobject watched = nullptr;

template <class T>
T* as(jlong handle) {
    return reinterpret_cast<T*>(handle);
}
template <class T>
jlong open() {
    return reinterpret_cast<jlong>(new T);
}
void run(JNIEnv* env, jobject runnable) {
    if (runnable == nullptr) return;
    const jclass type = env->GetObjectClass(runnable);
    env->CallVoidMethod(runnable, env->GetMethodID(type, "run", "()V"));
}
jint use(JNIEnv* env, jlong one, jobject inside) {
    ++*as<tool>(one)->uses;
    run(env, inside);
    return ++*as<tool>(one)->uses;
}

}  // namespace

#define NATIVE(type, name) extern "C" JNIEXPORT type JNICALL Java_dev_ffiguard_example_Native_##name
#define SHIM(type, name) \
    extern "C" JNIEXPORT type JNICALL Java_dev_ffiguard_example_MisuseShim_##name

NATIVE(jint, version)(JNIEnv*, jclass) { return FFIGUARD_HEADER_VERSION; }
NATIVE(jlong, open)(JNIEnv*, jclass, jint) { return open<stream>(); }
NATIVE(jbyteArray, write)
(JNIEnv* env, jclass, jlong one, jbyteArray bytes, jint offset, jint length) {
    jbyte* const all = env->GetByteArrayElements(bytes, nullptr);
    std::vector<jbyte>& to = as<stream>(one)->bytes;
    to.insert(to.end(), all + offset, all + offset + length);
    env->ReleaseByteArrayElements(bytes, all, JNI_ABORT);
    return nullptr;
}
NATIVE(jbyteArray, finish)(JNIEnv* env, jclass, jlong one) {
    const std::vector<jbyte>& from = as<stream>(one)->bytes;
    const jbyteArray array = env->NewByteArray(static_cast<jsize>(from.size()));
    env->SetByteArrayRegion(array, 0, static_cast<jsize>(from.size()), from.data());
    return array;
}
NATIVE(void, close)(JNIEnv*, jclass, jlong one) { delete as<stream>(one); }
NATIVE(jlong, openChecksum)(JNIEnv*, jclass) { return open<checksum>(); }
NATIVE(void, closeChecksum)(JNIEnv*, jclass, jlong one) { delete as<checksum>(one); }
NATIVE(jlong, fileChecksum)(JNIEnv* env, jclass, jstring name) {
    const char* const path = env->GetStringUTFChars(name, nullptr);
    std::FILE* const file = std::fopen(path, "rb");
    jlong sum = 0;
    for (int byte = std::getc(file); byte != EOF; byte = std::getc(file)) sum += byte;
    std::fclose(file);
    env->ReleaseStringUTFChars(name, path);
    return sum;
}
NATIVE(jlong, live)(JNIEnv*, jclass) { return opened_count - released_count; }
NATIVE(jlong, opened)(JNIEnv*, jclass) { return opened_count; }
NATIVE(jlong, released)(JNIEnv*, jclass) { return released_count; }

SHIM(jlong, openTool)(JNIEnv*, jclass) { return open<tool>(); }
SHIM(jint, useTool)(JNIEnv* env, jclass, jlong one, jobject inside) {
    return use(env, one, inside);
}
SHIM(void, releaseTool)(JNIEnv*, jclass, jlong one) { delete as<tool>(one); }
SHIM(jint, stateOfTool)(JNIEnv*, jclass, jlong) { return FFIGUARD_CLOSED; }
SHIM(jlong, openSolo)(JNIEnv*, jclass) { return open<tool>(); }
SHIM(jint, useSolo)(JNIEnv* env, jclass, jlong one, jobject inside) {
    return use(env, one, inside);
}
SHIM(void, releaseSolo)(JNIEnv*, jclass, jlong one) { delete as<tool>(one); }
SHIM(jlong, openPen)(JNIEnv*, jclass) { return open<pen>(); }
SHIM(jint, writePen)(JNIEnv*, jclass, jlong one) {
    pen& in = *as<pen>(one);
    return in.home == std::this_thread::get_id() ? ++in.lines : -1;
}
SHIM(void, writePenHere)(JNIEnv*, jclass, jlong one) { ++as<pen>(one)->lines; }
SHIM(void, releasePen)(JNIEnv*, jclass, jlong one) { delete as<pen>(one); }
SHIM(void, runBoth)(JNIEnv* env, jclass, jobject first, jobject second) {
    run(env, first);
    run(env, second);
}
SHIM(jstring, caught)(JNIEnv* env, jclass, jobject thrower) {
    run(env, thrower);
    return env->NewStringUTF("caught");
}
SHIM(void, throwCxx)(JNIEnv*, jclass) { throw std::runtime_error("of C++"); }
SHIM(void, keep)(JNIEnv*, jclass, jobject object) { kept = object; }
SHIM(jobject, kept)(JNIEnv*, jclass) { return kept; }
SHIM(void, drop)(JNIEnv* env, jclass) { env->DeleteGlobalRef(kept); }
SHIM(void, watch)(JNIEnv*, jclass, jobject object) { watched = object; }
SHIM(jboolean, isWatchedThere)(JNIEnv*, jclass) {
    return watched != nullptr ? JNI_TRUE : JNI_FALSE;
}
SHIM(jlong, live)(JNIEnv*, jclass) { return 0; }
