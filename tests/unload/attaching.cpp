// SPDX-License-Identifier: BSL-1.0
// A plugin whose threads attach to a VM (that is none: nobody else may keep the plugin) and end.
#include <ffiguard/jni/vm/attach.hpp>

#include <thread>

namespace {

thread_local JNIEnv env;
thread_local bool is_attached = false;
int attached = 0;

JNINativeInterface_ functions() {
    JNINativeInterface_ table{};
    table.ExceptionCheck = [](JNIEnv*) -> jboolean { return JNI_FALSE; };
    return table;
}
const JNINativeInterface_ of_env = functions();

JNIInvokeInterface_ vm_functions() {
    JNIInvokeInterface_ table{};
    table.GetEnv = [](JavaVM*, void** found, jint) -> jint {
        *found = is_attached ? &env : nullptr;
        return is_attached ? JNI_OK : JNI_EDETACHED;
    };
    table.AttachCurrentThread = [](JavaVM*, void** found, void*) -> jint {
        env.functions = &of_env;
        *found = &env;
        is_attached = true;
        ++attached;
        return JNI_OK;
    };
    table.DetachCurrentThread = [](JavaVM*) -> jint {
        is_attached = false;
        --attached;
        return JNI_OK;
    };
    return table;
}
const JNIInvokeInterface_ of_vm = vm_functions();
JavaVM java_vm{&of_vm};

}  // namespace

extern "C" int run_all();

extern "C" int run_all() {
    if (!ffiguard::jni::vm::capture(&java_vm).ok()) return 1;
    bool ok = false;
    std::thread([&] { ok = ffiguard::jni::attach_thread().has_value() && attached == 1; }).join();
    return ok && attached == 0 ? 0 : 2;
}
