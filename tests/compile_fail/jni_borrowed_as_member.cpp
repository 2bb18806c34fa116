// expect: deleted
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/jni/ref.hpp>

namespace jni = ffiguard::jni;

class listener {
public:
    explicit listener(jni::global_ref<jobject> target)
        : target_(static_cast<jni::global_ref<jobject>&&>(target)) {}

private:
    jni::global_ref<jobject> target_;
};

#ifdef FAIL
class holder {
public:
    explicit holder(const jni::borrowed<jobject>& target) : target_(target) {}

private:
    jni::borrowed<jobject> target_;
};
#endif
