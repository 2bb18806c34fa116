// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/vm/detail/weak_slot.hpp>

#include <atomic>
#include <thread>

#include <doctest/doctest.h>

#include <ffiguard/jni/ref.hpp>
#include <ffiguard/jni/vm/attach.hpp>

#include "../ref_balance.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::jni::adopt_local;
using ffiguard::jni::detail::weak_slot;

TEST_CASE("a slot keeps its object while that is there, and gives it out") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    weak_slot slot;
    const auto one = java_string(env, "one");
    const auto two = java_string(env, "two");
    CHECK_FALSE(slot.is_set());
    CHECK(slot.lock(env) == nullptr);
    CHECK(slot.put(env, one.get()).ok());
    CHECK(slot.put(env, one.get()).ok());
    CHECK(slot.put(env, two.get()) == status_code::in_use);
    CHECK(balance.weaks() == 1);
    bool has_failed = true;
    CHECK(adopt_local(env, slot.lock(env, &has_failed)) == one);
    CHECK_FALSE(has_failed);
    slot.clear(env);
    CHECK(balance.weaks() == 0);
    CHECK(slot.put(env, two.get()).ok());
    slot.clear(env);
}

namespace {

weak_slot* read_slot = nullptr;
const JNINativeInterface_* below = nullptr;
int weaks_while_read = 0;

}  // namespace

TEST_CASE("what is taken out of a slot while somebody reads it is deleted later") {
    JNIEnv* const env = test_env();
    const ref_balance balance(env);
    static const ref_balance* seen = nullptr;
    seen = &balance;
    weak_slot slot;
    read_slot = &slot;
    const auto object = java_string(env, "object");
    REQUIRE(slot.put(env, object.get()).ok());
    below = env->functions;
    JNINativeInterface_ meddling = *below;
    // As if by another thread, between the read of the slot and the use of what it gave.
    meddling.NewLocalRef = [](JNIEnv* e, jobject ref) {
        e->functions = below;
        read_slot->clear(e);
        weaks_while_read = seen->weaks();
        return e->NewLocalRef(ref);
    };
    env->functions = &meddling;
    CHECK(adopt_local(env, slot.lock(env)) == object);
    CHECK(env->functions == below);
    CHECK(weaks_while_read == 1);
    REQUIRE(slot.put(env, object.get()).ok());  // takes the earlier one along
    CHECK(balance.weaks() == 1);
    slot.clear(env);
    CHECK(balance.weaks() == 0);
}

TEST_CASE("threads read a slot while it is filled and emptied") {
    JNIEnv* const env = test_env();
    const auto object = *ffiguard::jni::promote(env, java_string(env, "object"));
    weak_slot slot;
    std::atomic<bool> stop{false};
    std::atomic<int> found{0};
    std::atomic<int> wrong{0};
    std::thread readers[2];
    for (std::thread& one : readers)
        one = std::thread([&] {
            const ffiguard::jni::attach_scope here;
            while (!stop) {
                const auto seen = adopt_local(here.env(), slot.lock(here.env()));
                if (!seen) continue;
                ++found;
                if (seen != object) ++wrong;
            }
        });
    for (int round = 0; round < 3000 || found < 100; ++round) {
        REQUIRE(slot.put(env, object.get()).ok());
        slot.clear(env);
    }
    stop = true;
    for (std::thread& one : readers) one.join();
    CHECK(wrong == 0);
    slot.clear(env);  // also what was kept for a reader
}
