// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_JNI_ATTACH_COPIES_HPP
#define FFIGUARD_TESTS_JNI_ATTACH_COPIES_HPP

#include <jni.h>

#include <functional>

// What attach_copies.test.cpp, which has a ffiguard of its own, asks of the one that the other test
// files share.
JavaVM* vm_of_first_copy();
void in_scope_of_first_copy(const std::function<void()>& body);
bool attach_thread_of_first_copy();

#endif
