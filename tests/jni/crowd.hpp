// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_CROWD_HPP
#define FFIGUARD_TESTS_JNI_CROWD_HPP

#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include <ffiguard/jni/ref/shared_ref.hpp>
#include <ffiguard/jni/ref/weak_ref.hpp>

#include "test_vm.hpp"

/// Every owner of one object that may cross threads.
struct owners {
    ffiguard::jni::global_ref<jobject> global;
    ffiguard::jni::weak_ref<jobject> weak;
    ffiguard::jni::shared_ref<jobject> shared;
};

/// Where threads leave owners for others to end.
class meeting_point {
public:
    owners exchange(std::size_t place, owners&& mine) {
        const std::lock_guard<std::mutex> held(lock_);
        return std::exchange(places_[place % places_.size()], std::move(mine));
    }
    void clear() {
        for (owners& one : places_) one = {};
    }

private:
    std::mutex lock_;
    std::vector<owners> places_{16};
};

/// Makes an object, calls Java, leaves owners of the object and gives those that another thread
/// left.
inline owners call_and_exchange(JNIEnv* env, meeting_point& others, std::size_t place) {
    using namespace ffiguard::jni;
    const auto type = adopt_local(env, env->FindClass("java/lang/Object"));
    const auto object = adopt_local(env, env->AllocObject(type.get()));
    const auto told = call(env, object.get(), "getClass", "()Ljava/lang/Class;");
    CHECK(same(env, told, type));
    auto global = promote(env, object);
    auto weak = weak_ref<jobject>::make(env, object);
    auto shared = shared_ref<jobject>::make(env, object);
    REQUIRE((global && weak && shared));
    auto theirs =
        others.exchange(place, {*std::move(global), *std::move(weak), *std::move(shared)});
    if (theirs.global) {
        const auto alive = theirs.weak.lock(env);
        REQUIRE(alive);
        CHECK(same(env, *alive, theirs.global));
        CHECK(same(env, *alive, theirs.shared.get()));
    }
    return theirs;
}

#endif
