// expect: java_name.. is written with slashes
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/call/descriptor.hpp>

struct listener {
    static constexpr const char* java_name() noexcept { return "org.example.Listener"; }
};

#ifdef FAIL
constexpr auto text = ffiguard::jni::descriptor<void(listener)>();
#endif
