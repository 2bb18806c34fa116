// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_REFERENCES_HPP
#define FFIGUARD_TESTS_JNI_REFERENCES_HPP

// Owners of Java references, in two shared objects of one process: what one makes, the other uses,
// moves and ends. See go/lib/objects.hpp.

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/jni/ref.hpp>
#include <ffiguard/jni/ref/shared_ref.hpp>
#include <ffiguard/jni/ref/weak_ref.hpp>
#include <ffiguard/jni/vm/detached.hpp>
#include <ffiguard/jni/vm/vm.hpp>

#include <jni.h>

#include <memory>
#include <thread>
#include <utility>

struct references {
    ffiguard::jni::local_ref<jobject> local;
    ffiguard::jni::global_ref<jobject> global;
    ffiguard::jni::global_ref<jobject> elsewhere;  ///< ends on a thread that is not attached
    ffiguard::jni::shared_ref<jobject> shared;
    ffiguard::jni::weak_ref<jobject> weak;
    std::unique_ptr<ffiguard::handle_table<ffiguard::jni::global_ref<jobject>>> table;
    ffiguard::token token = 0;
};
using make_references = references*(JavaVM* java_vm, jobject of);
using use_references = int(references* given, jobject of);

namespace references_of {

FFIGUARD_HIDDEN inline references* make(JavaVM* java_vm, jobject of) {
    if (!ffiguard::jni::vm::capture(java_vm).ok()) return nullptr;
    JNIEnv* const env = ffiguard::jni::vm::env();
    auto made = std::make_unique<references>();
    made->local = ffiguard::jni::adopt_local(env, env->NewLocalRef(of));
    made->global = *ffiguard::jni::promote(env, of);
    made->elsewhere = *ffiguard::jni::promote(env, of);
    made->shared = *ffiguard::jni::shared_ref<jobject>::make(env, made->global);
    made->weak = *ffiguard::jni::weak_ref<jobject>::make(env, made->global);
    made->table = std::make_unique<ffiguard::handle_table<ffiguard::jni::global_ref<jobject>>>();
    made->token = *made->table->insert(*ffiguard::jni::promote(env, of));
    return made.release();
}

// No lambda: the loader would take std::thread's code for it from the other shared object.
FFIGUARD_HIDDEN inline void end(references* all) {
    all->elsewhere = {};
    all->shared = {};
    auto pin = all->table->pin(all->token);
    static_cast<void>(all->table->close(all->token));
    static_cast<void>(pin.unpin());
}

/// 0, or the number of the claim that does not hold.
FFIGUARD_HIDDEN inline int use_and_end(references* given, jobject of) {
    JNIEnv* const env = ffiguard::jni::vm::env();
    const std::unique_ptr<references> old(given);
    references all = std::move(*old);
    const auto is = [&](jobject one) { return env->IsSameObject(one, of) == JNI_TRUE; };
    if (!is(all.local.get()) || !is(all.global.get()) || !is(all.shared.get())) return 1;
    {
        const auto copy = all.shared;
        if (!is(copy.get())) return 2;
        const auto again = all.weak.lock(env);
        if (!again || !is(again->get())) return 3;
    }
    std::thread(&end, &all).join();
    if (ffiguard::jni::parked_refs() != 3) return 4;
    ffiguard::jni::release_parked(env);
    all.local = {};
    all.global = {};
    all.weak = {};
    return ffiguard::jni::parked_refs() == 0 && ffiguard::jni::leaked_refs() == 0 ? 0 : 5;
}

}  // namespace references_of

#endif
