// expect: local_ref<jobject>|local_ref<_jobject
// SPDX-License-Identifier: BSL-1.0
#include <utility>

#include <ffiguard/jni/ref.hpp>

struct point {
    static constexpr const char* java_name() noexcept { return "org/example/Point"; }
};
using ffiguard::jni::local_ref;

// Nobody knows what a jobject is: cast() asks it.
void guess(local_ref<jobject> any) {
    static_cast<void>(any);
#ifdef FAIL
    const local_ref<point> one = std::move(any);
#endif
}
