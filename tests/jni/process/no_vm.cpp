// SPDX-License-Identifier: BSL-1.0
// Without a VM nothing is called: what needs one says not_found, and an owner counts its leak.
#include <ffiguard/jni/ref.hpp>

int main() {
    using namespace ffiguard::jni;
    if (vm::get() != nullptr || vm::env() != nullptr) return 1;
    {
        const attach_scope here;
        if (here || here.env() != nullptr) return 2;
        if (here.status() != ffiguard::status_code::not_found) return 3;
    }
    _jobject object;
    { const global_ref<jobject> never_released = adopt_global(&object); }
    return leaked_refs() == 1 ? 0 : 4;
}
