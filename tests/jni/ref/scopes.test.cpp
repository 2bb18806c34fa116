// SPDX-License-Identifier: BSL-1.0
// Shared objects in one process, optimised and not, end each other's scopes.
#include <dlfcn.h>

#include <string>
#include <thread>

#include <doctest/doctest.h>

#include "../lib/scope_functions.hpp"
#include "../ref_balance.hpp"
#include "../test_vm.hpp"

namespace {

using get_functions = scope_functions();

struct two_sides {
    two_sides() : a(side("a")), b(side("b")) {}

    scope_functions a{};
    scope_functions b{};

    int violations() const { return a.violations() + b.violations(); }

private:
    static scope_functions side(const std::string& name) {
        // RTLD_GLOBAL: what is not inlined is then bound to the first one's.
        void* const handle = ::dlopen((FFIGUARD_TEST_LIB_DIR "/scopes_" + name + ".so").c_str(),
                                      RTLD_NOW | RTLD_GLOBAL);
        REQUIRE_MESSAGE(handle != nullptr, ::dlerror());
        const scope_functions found =
            reinterpret_cast<get_functions*>(::dlsym(handle, ("scopes_" + name).c_str()))();
        REQUIRE(found.capture(test_vm()));
        return found;
    }
};

template <class Body>
void on_a_thread(Body body) {
    std::thread(body).join();
}
template <class Body>
void on_an_attached_thread(Body body) {
    on_a_thread([&] {
        JNIEnv* env = nullptr;
        REQUIRE(test_vm()->AttachCurrentThread(reinterpret_cast<void**>(&env), nullptr) == JNI_OK);
        body(env);
        test_vm()->DetachCurrentThread();
    });
}
bool is_attached() {
    void* env = nullptr;
    return test_vm()->GetEnv(&env, JNI_VERSION_1_8) == JNI_OK;
}

bool holds_lock(JNIEnv* env, jobject object) {
    const auto type = ffiguard::jni::adopt_local(env, env->FindClass("java/lang/Thread"));
    const jmethodID id = env->GetStaticMethodID(type.get(), "holdsLock", "(Ljava/lang/Object;)Z");
    const jboolean held = env->CallStaticBooleanMethod(type.get(), id, object);
    return env->ExceptionCheck() == JNI_TRUE || held == JNI_TRUE;
}

constexpr scope all_scopes[] = {scope::frame,          scope::popped_frame, scope::monitor,
                                scope::exited_monitor, scope::critical,     scope::local};

}  // namespace

TEST_CASE("a scope that one shared object begins, another one ends") {
    JNIEnv* const main_env = test_env();
    const auto text = java_string(main_env, "shared");
    const auto shared = ffiguard::jni::adopt_local(main_env, main_env->NewIntArray(2));
    const jobject object = main_env->NewGlobalRef(text.get());
    const auto numbers = static_cast<jintArray>(main_env->NewGlobalRef(shared.get()));
    const two_sides sides;
    // So that the two number their threads in different ways.
    on_an_attached_thread([&](JNIEnv* env) {
        scopes* const own = sides.b.make(env, object, numbers);
        CHECK(sides.b.begin(*own, scope::frame));
        CHECK(sides.b.end(*own, scope::frame));
        sides.b.destroy(own);
    });
    const auto of_each_order = [&](auto body) {
        body(sides.a, sides.b);
        body(sides.b, sides.a);
        body(sides.a, sides.a);
    };
    const int before = sides.violations();

    SUBCASE("frames, monitors, critical views and references") {
        of_each_order([&](const scope_functions& from, const scope_functions& to) {
            on_an_attached_thread([&](JNIEnv* env) {
                for (const scope which : all_scopes) {
                    CAPTURE(static_cast<int>(which));
                    scopes* const passed = from.make(env, object, numbers);
                    REQUIRE(from.begin(*passed, which));
                    CHECK(to.end(*passed, which));
                    CHECK(sides.violations() == before);
                    // The thread is as it was: nothing of the kind is in force in either object.
                    CHECK(to.begin(*passed, which));
                    CHECK(to.end(*passed, which));
                    to.destroy(passed);
                    CHECK(sides.violations() == before);
                }
                CHECK_FALSE(holds_lock(env, object));
            });
        });
    }
    SUBCASE("a stash throws its exception again") {
        of_each_order([&](const scope_functions& from, const scope_functions& to) {
            on_an_attached_thread([&](JNIEnv* env) {
                scopes* const passed = from.make(env, object, numbers);
                raise(env, "java/lang/IllegalStateException", "aside");
                REQUIRE(from.begin(*passed, scope::stash));
                CHECK(to.end(*passed, scope::stash));
                CHECK(take_exception(env).type == "java.lang.IllegalStateException");
                to.destroy(passed);
                CHECK(sides.violations() == before);
            });
        });
    }
    SUBCASE("each reads text by a function of its own, which asks for its own critical views") {
        CHECK(sides.a.text_reader() != sides.b.text_reader());
    }
    SUBCASE("an attachment is undone by the one that made it") {
        of_each_order([&](const scope_functions& from, const scope_functions& to) {
            on_a_thread([&] {
                scopes* const passed = from.make(nullptr, nullptr, nullptr);
                for (int time = 0; time < 2; ++time) {
                    REQUIRE(from.begin(*passed, scope::attached));
                    CHECK(is_attached());
                    CHECK(to.end(*passed, scope::attached));
                    CHECK_FALSE(is_attached());
                }
                to.destroy(passed);
                CHECK(sides.violations() == before);
            });
        });
    }
    SUBCASE("on another thread they are refused, whatever number it has there") {
        of_each_order([&](const scope_functions& from, const scope_functions& to) {
            on_an_attached_thread([&](JNIEnv* env) {
                scopes* const passed = from.make(env, object, numbers);
                REQUIRE(from.begin(*passed, scope::frame));
                REQUIRE(from.begin(*passed, scope::monitor));
                for (int each = 0; each < 3; ++each)
                    on_an_attached_thread([&](JNIEnv*) {
                        CHECK_FALSE(to.end(*passed, scope::popped_frame));
                        CHECK_FALSE(to.end(*passed, scope::exited_monitor));
                    });
                CHECK(to.end(*passed, scope::popped_frame));
                CHECK(to.end(*passed, scope::exited_monitor));
                to.destroy(passed);
            });
        });
    }
    main_env->DeleteGlobalRef(object);
    main_env->DeleteGlobalRef(numbers);
}
