// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_SAMPLE_HPP
#define FFIGUARD_TESTS_JNI_SAMPLE_HPP

#include <jni.h>

#include <doctest/doctest.h>

#include <ffiguard/jni/call/class.hpp>

#include "test_vm.hpp"

/// java/test/Sample.java, as C++ sees it.
struct sample {
    static constexpr const char* java_name() noexcept { return "test/Sample"; }

    template <class Signature>
    using method = ffiguard::jni::method<Signature, sample>;
    template <class T>
    using field = ffiguard::jni::field<T, sample>;
    template <class Signature>
    using static_method = ffiguard::jni::static_method<Signature>;

    ffiguard::jni::constructor<sample()> make;
    ffiguard::jni::constructor<sample(jint, jstring)> make_of;
    method<bool(bool)> negate;
    method<jboolean(jboolean)> negate_raw;
    method<jbyte(jbyte)> same_byte;
    method<jchar(jchar)> same_char;
    method<jshort(jshort)> same_short;
    method<jint(jint)> same_int;
    method<jlong(jlong)> same_long;
    method<ffiguard::token(ffiguard::token)> same_token;
    method<jfloat(jfloat)> same_float;
    method<jdouble(jdouble)> same_double;
    method<sample()> self;
    method<jobject()> nothing;
    method<ffiguard::jni::java_array<sample>(sample)> twice;
    method<void(bool, jbyte, jchar, jshort, jint, jlong, jfloat, jdouble, jstring)> keep;
    method<jint(jstring)> fail;
    static_method<jint(jint)> increment;
    static_method<void()> fail_statically;
    method<void()> of_a_later_version;

    field<bool> z;
    field<jboolean> z_raw;
    field<jbyte> b;
    field<jchar> c;
    field<jshort> s;
    field<jint> i;
    field<jlong> j;
    field<ffiguard::token> j_token;
    field<jfloat> f;
    field<jdouble> d;
    field<jstring> text;
    field<jintArray> numbers;
    field<sample> other;
    ffiguard::jni::static_field<jint> count;
    ffiguard::jni::static_field<sample> last;
};

inline ffiguard::jni::bound_class<sample> bind_sample(JNIEnv* env) {
    using ffiguard::jni::member;
    auto bound = ffiguard::jni::bind_class<sample>(
        env, member(&sample::make), member(&sample::make_of), member("not", &sample::negate),
        member("not", &sample::negate_raw), member("sameByte", &sample::same_byte),
        member("sameChar", &sample::same_char), member("sameShort", &sample::same_short),
        member("sameInt", &sample::same_int), member("sameLong", &sample::same_long),
        member("sameLong", &sample::same_token), member("sameFloat", &sample::same_float),
        member("sameDouble", &sample::same_double), member("self", &sample::self),
        member("nothing", &sample::nothing), member("twice", &sample::twice),
        member("keep", &sample::keep), member("fail", &sample::fail),
        member("increment", &sample::increment), member("failStatically", &sample::fail_statically),
        ffiguard::jni::optional_member("ofALaterVersion", &sample::of_a_later_version),
        member("z", &sample::z), member("z", &sample::z_raw), member("b", &sample::b),
        member("c", &sample::c), member("s", &sample::s), member("i", &sample::i),
        member("j", &sample::j), member("j", &sample::j_token), member("f", &sample::f),
        member("d", &sample::d), member("text", &sample::text), member("numbers", &sample::numbers),
        member("other", &sample::other), member("count", &sample::count),
        member("last", &sample::last));
    INFO(bound.error().message());
    REQUIRE(bound);
    return *std::move(bound);
}

#endif
