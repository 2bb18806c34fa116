// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/class.hpp>

struct sample {
    static constexpr const char* java_name() noexcept { return "test/Sample"; }
    ffiguard::jni::constructor<sample()> make;
};

#ifdef FAIL
auto entry = (ffiguard::jni::member("create", &sample::make), 0);
#endif
