// expect: leads from a class to one that extends or implements it
// SPDX-License-Identifier: BSL-1.0
#include <utility>

#include <ffiguard/jni/ref.hpp>

struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
};
using ffiguard::jni::local_ref;

auto misread(local_ref<jobject> any, local_ref<jstring> text, jclass points) {
    static_cast<void>(text);
#ifdef FAIL
    return ffiguard::jni::cast<point>(std::move(text), points);
#else
    return ffiguard::jni::cast<point>(std::move(any), points);
#endif
}
