// SPDX-License-Identifier: BSL-1.0
#include "hooks.hpp"

namespace {
hook_function hook = nullptr;
void* hook_user = nullptr;
hook_function hook_destroy = nullptr;
}  // namespace

int hook_library_set(hook_function function, void* user, hook_function destroy, bool fails) {
    if (fails) {
        destroy(user);
        return 1;
    }
    const hook_function before = hook_destroy;
    void* const user_before = hook_user;
    hook = function;
    hook_user = user;
    hook_destroy = destroy;
    if (before != nullptr) before(user_before);
    return 0;
}

void hook_library_fire() {
    if (hook != nullptr) hook(hook_user);
}
