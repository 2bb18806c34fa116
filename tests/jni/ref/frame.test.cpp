// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref/frame.hpp>

#include <atomic>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

#include <doctest/doctest.h>

#include "../../counted_violations.hpp"
#include "../test_vm.hpp"

using ffiguard::status_code;
using ffiguard::violation;
using ffiguard::jni::adopt_local;
using ffiguard::jni::attach_scope;
using ffiguard::jni::ensure_capacity;
using ffiguard::jni::local_frame;
using ffiguard::jni::local_ref;
using ffiguard::jni::same;

static_assert(!std::is_copy_constructible_v<local_frame>, "a copy would pop twice");
static_assert(!std::is_move_constructible_v<local_frame>, "frames end in the order of the scopes");

namespace {

/// Counts the frames that are pushed and popped, between the caller and the real VM, and refuses
/// to push if told so. One at a time.
class frame_balance {
public:
    explicit frame_balance(JNIEnv* env) : env_(env), counting_(*env->functions) {
        real = env->functions;
        pushed = 0;
        popped = 0;
        refuse_with = nullptr;
        counting_.PushLocalFrame = [](JNIEnv* e, jint capacity) {
            if (refuse_with != nullptr) {
                raise(e, refuse_with, "no room");
                return jint{JNI_ENOMEM};
            }
            const jint answer = real->PushLocalFrame(e, capacity);
            if (answer == JNI_OK) ++pushed;
            return answer;
        };
        counting_.PopLocalFrame = [](JNIEnv* e, jobject kept) {
            ++popped;
            return real->PopLocalFrame(e, kept);
        };
        env->functions = &counting_;
    }
    frame_balance(const frame_balance&) = delete;
    frame_balance& operator=(const frame_balance&) = delete;
    ~frame_balance() { env_->functions = real; }

    inline static int pushed = 0;
    inline static int popped = 0;
    inline static const char* refuse_with = nullptr;

private:
    inline static const JNINativeInterface_* real = nullptr;

    JNIEnv* env_;
    JNINativeInterface_ counting_;
};

}  // namespace

TEST_CASE("what is made in a frame ends with it, without an owner of its own") {
    JNIEnv* const env = test_env();
    // Objects that nothing but the frame keeps.
    const auto type = adopt_local(env, env->FindClass("java/lang/Object"));
    jweak weak = nullptr;
    const auto gc = [&] {
        const auto system = adopt_local(env, env->FindClass("java/lang/System"));
        env->CallStaticVoidMethod(system.get(), env->GetStaticMethodID(system.get(), "gc", "()V"));
        REQUIRE(env->ExceptionCheck() == JNI_FALSE);
    };
    {
        const local_frame frame(env);
        REQUIRE(frame);
        CHECK(frame.status().ok());
        weak = env->NewWeakGlobalRef(env->AllocObject(type.get()));
        gc();
        CHECK_FALSE(same(env, weak, nullptr));
    }
    gc();
    CHECK(same(env, weak, nullptr));
    env->DeleteWeakGlobalRef(weak);
}

TEST_CASE("one object is taken along into the outer frame, and its inner owner is empty") {
    JNIEnv* const env = test_env();
    local_ref<jstring> outer;
    {
        frame_balance balance(env);
        {
            local_frame frame(env);
            auto inner = java_string(env, "kept");
            outer = frame.pop(std::move(inner));
            CHECK_FALSE(inner);
            CHECK_FALSE(frame);
            CHECK(frame_balance::popped == frame_balance::pushed);
        }
        CHECK(frame_balance::popped == frame_balance::pushed);
    }
    CHECK(units_of(env, outer.get()) == u"kept");
}

TEST_CASE("an object goes out through two frames") {
    JNIEnv* const env = test_env();
    local_ref<jstring> out;
    {
        local_frame first(env, 4);
        local_ref<jstring> between;
        {
            local_frame second(env, 4);
            between = second.pop(java_string(env, "far"));
        }
        out = first.pop(std::move(between));
    }
    CHECK(units_of(env, out.get()) == u"far");
}

TEST_CASE("an object goes out of a frame as what its reference knows of it") {
    struct text {
        static constexpr const char* java_name() noexcept { return "java/lang/String"; }
    };
    JNIEnv* const env = test_env();
    local_frame frame(env);
    auto inner = adopt_local<text>(env, java_string(env, "known").release());
    const local_ref<text> out = frame.pop(std::move(inner));
    CHECK(units_of(env, static_cast<jstring>(out.get())) == u"known");
}

TEST_CASE("an object from outside of the frame goes out, and leaves no reference behind") {
    JNIEnv* const env = test_env();
    const auto type = adopt_local(env, env->FindClass("java/lang/Object"));
    for (const bool is_pending : {false, true}) {
        CAPTURE(is_pending);
        auto object = adopt_local(env, env->AllocObject(type.get()));
        const jweak weak = env->NewWeakGlobalRef(object.get());
        if (is_pending) raise(env, "java/lang/IllegalStateException", "first");
        {
            local_frame frame(env);
            REQUIRE(frame);
            object = frame.pop(std::move(object));
        }
        if (is_pending) CHECK(take_exception(env).message == u"first");
        CHECK(same(env, object, weak));
        object.reset();
        const auto system = adopt_local(env, env->FindClass("java/lang/System"));
        env->CallStaticVoidMethod(system.get(), env->GetStaticMethodID(system.get(), "gc", "()V"));
        REQUIRE(env->ExceptionCheck() == JNI_FALSE);
        CHECK(env->IsSameObject(weak, nullptr) == JNI_TRUE);
        env->DeleteWeakGlobalRef(weak);
    }
}

TEST_CASE("an empty owner comes out empty, and the frame has ended") {
    JNIEnv* const env = test_env();
    frame_balance balance(env);
    local_frame frame(env);
    CHECK_FALSE(frame.pop(local_ref<jobject>()));
    CHECK_FALSE(frame);
    CHECK(frame_balance::popped == 1);
}

TEST_CASE("popped again, a reference stays what it is: it belongs to the outer frame") {
    JNIEnv* const env = test_env();
    local_frame frame(env);
    auto first = frame.pop(java_string(env, "once"));
    const jstring raw = first.get();
    auto second = frame.pop(std::move(first));
    CHECK(second.get() == raw);
    CHECK(units_of(env, second.get()) == u"once");
}

TEST_CASE("frames begin, end and pop while a Java exception is pending, which stays") {
    JNIEnv* const env = test_env();
    auto text = java_string(env, "x");
    raise(env, "java/lang/IllegalStateException", "first");
    {
        local_frame outer(env);
        {
            const local_frame inner(env);
            CHECK(inner);
        }
        CHECK_FALSE(outer.pop(local_ref<jstring>()));
        CHECK_FALSE(outer);
    }
    CHECK(take_exception(env).message == u"first");
}

TEST_CASE("an object is taken along while a Java exception is pending") {
    JNIEnv* const env = test_env();
    local_frame frame(env);
    auto inner = java_string(env, "kept");
    raise(env, "java/lang/IllegalStateException", "first");
    const auto outer = frame.pop(std::move(inner));
    CHECK(take_exception(env).message == u"first");
    CHECK(units_of(env, outer.get()) == u"kept");
}

TEST_CASE("where the VM has no room nothing is popped, and its error is pending") {
    JNIEnv* const env = test_env();
    frame_balance balance(env);
    {
        frame_balance::refuse_with = "java/lang/OutOfMemoryError";
        local_frame frame(env);
        frame_balance::refuse_with = nullptr;
        CHECK_FALSE(frame);
        CHECK(frame.status() == status_code::java_exception);
        CHECK(take_exception(env).type == "java.lang.OutOfMemoryError");
        // A reference is in the frame where it was made: the outer one.
        const auto kept = frame.pop(java_string(env, "still there"));
        CHECK(units_of(env, kept.get()) == u"still there");
    }
    CHECK(frame_balance::pushed == 0);
    CHECK(frame_balance::popped == 0);
}

TEST_CASE(
    "a pop without room for its own frame gives the reference all the same, and ends it once") {
    JNIEnv* const env = test_env();
    frame_balance balance(env);
    local_frame frame(env);
    auto inner = java_string(env, "kept");
    frame_balance::refuse_with = "java/lang/OutOfMemoryError";
    const auto kept = frame.pop(std::move(inner));
    frame_balance::refuse_with = nullptr;
    CHECK(take_exception(env).type == "java.lang.OutOfMemoryError");
    CHECK(units_of(env, kept.get()) == u"kept");
    CHECK_FALSE(inner);
    CHECK(frame_balance::popped == 1);
}

TEST_CASE("a capacity that cannot be is refused, and nothing is popped") {
    JNIEnv* const env = test_env();
    frame_balance balance(env);
    {
        const local_frame negative(env, -1);
        CHECK(negative.status() == status_code::invalid_argument);
        const local_frame huge(env, 0x7fffffff);
        CHECK_FALSE(huge);
        CHECK_FALSE(huge.status().ok());
        const local_frame nowhere(nullptr);
        CHECK(nowhere.status() == status_code::null);
    }
    CHECK(frame_balance::pushed == 0);
    CHECK(frame_balance::popped == 0);
    CHECK(env->ExceptionCheck() == JNI_FALSE);
}

TEST_CASE("a frame takes more references than its capacity") {
    JNIEnv* const env = test_env();
    const local_frame frame(env, 1);
    jstring last = nullptr;
    for (int i = 0; i < 20; ++i) last = env->NewStringUTF("one of many");
    CHECK(units_of(env, last) == u"one of many");
}

TEST_CASE("a frame that ends on another thread is reported, and nothing is popped") {
    JNIEnv* const env = test_env();
    const counted_violations violations;
    frame_balance balance(env);
    auto kept = java_string(env, "kept");
    std::optional<local_frame> frame;
    frame.emplace(env);
    std::thread([&] {
        CHECK_FALSE(frame->pop(std::move(kept)));
        frame.reset();
    }).join();
    CHECK(violations.of(violation::wrong_thread) == 2);
    CHECK(frame_balance::popped == 0);
    CHECK(units_of(env, kept.get()) == u"kept");  // still the owner's
    // The VM still has the frame; in a native method it would go at the return.
    kept = adopt_local(env, static_cast<jstring>(env->PopLocalFrame(kept.release())));
    CHECK(units_of(env, kept.get()) == u"kept");
}

TEST_CASE("a frame that would pop a newer one is reported, and the newer one stays") {
    test_env();
    std::thread([] {
        const attach_scope here;
        JNIEnv* const env = here.env();
        const counted_violations violations;
        frame_balance balance(env);
        {
            local_frame older(env);
            local_frame newer(env);
            auto text = java_string(env, "alive");
            CHECK_FALSE(older.pop(std::move(text)));
            CHECK(violations.of(violation::out_of_order) == 1);
            CHECK(frame_balance::popped == 0);
            CHECK(units_of(env, text.get()) == u"alive");
        }
        CHECK(violations.of(violation::out_of_order) == 1);
        CHECK(frame_balance::popped == 2);
    }).join();
}

TEST_CASE("a frame that ends after its thread was detached calls nobody, and is reported") {
    test_env();
    const counted_violations violations;
    std::thread([] {
        std::optional<attach_scope> here;
        here.emplace();
        const local_frame frame(here->env());
        CHECK(frame);
        here.reset();
    }).join();
    CHECK(violations.of(violation::out_of_order) == 1);
    CHECK(violations.of(violation::wrong_thread) == 0);
}

TEST_CASE("room for more references is asked for by number") {
    JNIEnv* const env = test_env();
    CHECK(ensure_capacity(env, 0).ok());
    CHECK(ensure_capacity(env, 200).ok());
    CHECK(ensure_capacity(env, -1) == status_code::invalid_argument);
    raise(env, "java/lang/IllegalStateException", "first");
    CHECK(ensure_capacity(env, 16) == status_code::java_exception);
    CHECK(take_exception(env).message == u"first");
}
