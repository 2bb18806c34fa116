// SPDX-License-Identifier: BSL-1.0
// As codegen.cpp, see there: x_owner uses references that know their Java class, x_hand the same
// with jobject. What the compiler is told must not reach the program.
#include <jni.h>

#include <utility>

#include <ffiguard/jni/call.hpp>
#include <ffiguard/jni/call/overloads.hpp>
#include <ffiguard/jni/call/weak_class.hpp>
#include <ffiguard/jni/jdk/box.hpp>
#include <ffiguard/jni/ref.hpp>

namespace jni = ffiguard::jni;

// Named: the compiler may not conclude that nobody fills their members.
namespace bench {

struct shape {
    static constexpr const char* java_name() noexcept { return "org/example/Shape"; }
};
struct circle {
    static constexpr const char* java_name() noexcept { return "org/example/Circle"; }
    using java_super = jni::java_supers<shape>;
    jni::method<jlong(shape, jint), circle> distance;
    jni::method<circle(), circle> twin;
    jni::field<circle, circle> next;
    jni::constructor<circle()> make;
};
struct untyped {
    jni::method<jlong(jobject, jint)> distance;
    jni::method<jobject()> twin;
    jni::field<jobject> next;
};

// Of static storage duration: what keeps its class and what does not.
extern jni::weak_bound_class<circle> weak_circles;
extern jni::bound_class<circle> circles_by_hand;

// The types of the arguments tell which one, when compiling.
struct overloaded {
    static constexpr const char* java_name() noexcept { return "org/example/Shape"; }
    jni::overloads<jni::method<jlong(jint), overloaded>, jni::method<jlong(jlong), overloaded>>
        distance;
};
struct plain {
    static constexpr const char* java_name() noexcept { return "org/example/Shape"; }
    jni::method<jlong(jint), plain> by_int;
    jni::method<jlong(jlong), plain> distance;
};
struct integer_by_hand {
    jni::method<jint()> value;
};

}  // namespace bench
using namespace bench;

extern "C" {
void bench_use(jobject) noexcept;

//! jni_local: a local reference is made, used and deleted | 1.15 of hand
bool jni_local_owner(JNIEnv* env, jobject ref) {
    const auto owner = jni::adopt_local(env, env->NewLocalRef(ref));
    bench_use(owner.get());
    return static_cast<bool>(owner);
}
bool jni_local_hand(JNIEnv* env, jobject ref) {
    const jobject owner = env->NewLocalRef(ref);
    bench_use(owner);
    const bool made = owner != nullptr;
    if (made) env->DeleteLocalRef(owner);
    return made;
}

//! jni_upcast: a reference to a class becomes one to its base | 1.00 of hand
bool jni_upcast_owner(JNIEnv* env, jobject ref) {
    auto made = jni::adopt_local<circle>(env, ref);
    const jni::local_ref<shape> up = std::move(made);
    return static_cast<bool>(up);
}
bool jni_upcast_hand(JNIEnv* env, jobject ref) {
    auto made = jni::adopt_local(env, ref);
    const jni::local_ref<jobject> up = std::move(made);
    return static_cast<bool>(up);
}

//! jni_call: a method, with an object as argument | 1.00 of hand
jlong jni_call_owner(JNIEnv* env, const circle& circles, jni::borrowed<circle> self,
                     const jni::global_ref<circle>& other) {
    return circles.distance(env, self, other, 2).value_or(-1);
}
jlong jni_call_hand(JNIEnv* env, const untyped& circles, jni::borrowed<jobject> self,
                    const jni::global_ref<jobject>& other) {
    return circles.distance(env, self, other, 2).value_or(-1);
}

//! jni_answer: a method that returns an object | 1.00 of hand
bool jni_answer_owner(JNIEnv* env, const circle& circles, jni::borrowed<circle> self) {
    const ffiguard::result<jni::local_ref<circle>> got = circles.twin(env, self);
    return got.has_value();
}
bool jni_answer_hand(JNIEnv* env, const untyped& circles, jni::borrowed<jobject> self) {
    const ffiguard::result<jni::local_ref<jobject>> got = circles.twin(env, self);
    return got.has_value();
}

//! jni_field: a field is set | 1.00 of hand
bool jni_field_owner(JNIEnv* env, const circle& circles, jni::borrowed<circle> self,
                     jni::borrowed<circle> value) {
    return circles.next.set(env, self, value).ok();
}
bool jni_field_hand(JNIEnv* env, const untyped& circles, jni::borrowed<jobject> self,
                    jni::borrowed<jobject> value) {
    return circles.next.set(env, self, value).ok();
}

//! jni_weak_call: a method of a class that is not kept | 1.00 of hand
jlong jni_weak_call_owner(JNIEnv* env, jni::borrowed<circle> self) {
    return weak_circles->distance(env, self, nullptr, 2).value_or(-1);
}
jlong jni_weak_call_hand(JNIEnv* env, jni::borrowed<circle> self) {
    return circles_by_hand->distance(env, self, nullptr, 2).value_or(-1);
}

//! jni_weak_make: an object of a class that is not kept | 1.00 of hand
bool jni_weak_make_owner(JNIEnv* env) { return weak_circles->make(env).has_value(); }
bool jni_weak_make_hand(JNIEnv* env) { return circles_by_hand->make(env).has_value(); }

//! jni_overload: one of two overloads, chosen when compiling | 1.00 of hand
jlong jni_overload_owner(JNIEnv* env, const overloaded& shapes, jni::borrowed<overloaded> self) {
    return shapes.distance(env, self, jlong{2}).value_or(-1);
}
jlong jni_overload_hand(JNIEnv* env, const plain& shapes, jni::borrowed<plain> self) {
    return shapes.distance(env, self, 2).value_or(-1);
}

//! jni_unbox: a boxed number is read | 1.00 of hand
jint jni_unbox_owner(JNIEnv* env, const decltype(jni::java_box<jint>::value)& value,
                     jni::borrowed<jni::java_box<jint>> self) {
    return value(env, self).value_or(-1);
}
jint jni_unbox_hand(JNIEnv* env, const decltype(integer_by_hand::value)& value,
                    jni::borrowed<jobject> self) {
    return value(env, self).value_or(-1);
}

}  // extern "C"
