// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/descriptor.hpp>

#include <string_view>

#include <doctest/doctest.h>

using ffiguard::jni::descriptor;
using ffiguard::jni::java_array;

namespace {

struct listener {
    static constexpr const char* java_name() noexcept { return "org/example/Outer$Listener"; }
};

template <class T>
constexpr bool is(std::string_view expected) {
    constexpr auto made = descriptor<T>();
    return std::string_view(made.c_str()) == expected && made.size() == expected.size();
}

}  // namespace

static_assert(is<void()>("()V"));
static_assert(is<bool>("Z") && is<jboolean>("Z") && is<jbyte>("B") && is<jchar>("C"));
static_assert(is<jshort>("S") && is<jint>("I") && is<jlong>("J") && is<jfloat>("F"));
static_assert(is<jdouble>("D") && is<ffiguard::token>("J"));
static_assert(is<jobject>("Ljava/lang/Object;") && is<jclass>("Ljava/lang/Class;"));
static_assert(is<jstring>("Ljava/lang/String;") && is<jthrowable>("Ljava/lang/Throwable;"));
static_assert(is<jbooleanArray>("[Z") && is<jbyteArray>("[B") && is<jcharArray>("[C"));
static_assert(is<jshortArray>("[S") && is<jintArray>("[I") && is<jlongArray>("[J"));
static_assert(is<jfloatArray>("[F") && is<jdoubleArray>("[D"));
static_assert(is<jobjectArray>("[Ljava/lang/Object;"));
static_assert(is<listener>("Lorg/example/Outer$Listener;"));
static_assert(is<java_array<listener>>("[Lorg/example/Outer$Listener;"));
static_assert(is<java_array<jintArray>>("[[I"), "int[][]");
static_assert(is<java_array<java_array<jstring>>>("[[Ljava/lang/String;"));
static_assert(is<void(jint, listener, java_array<jstring>, jbyteArray, bool)>(
    "(ILorg/example/Outer$Listener;[Ljava/lang/String;[BZ)V"));
static_assert(is<listener(jlong, jdouble)>("(JD)Lorg/example/Outer$Listener;"));

TEST_CASE("a descriptor is a constant of the program, and a value") {
    CHECK(std::string_view(descriptor<jint(jstring, jint)>().c_str()) == "(Ljava/lang/String;I)I");
}
