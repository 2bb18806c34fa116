// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_CALL_HPP
#define FFIGUARD_JNI_CALL_HPP

// All of jni/call/: classes with their members, and native methods.

#include <ffiguard/jni/call/class.hpp>
#include <ffiguard/jni/call/descriptor.hpp>
#include <ffiguard/jni/call/field.hpp>
#include <ffiguard/jni/call/method.hpp>
#include <ffiguard/jni/call/native.hpp>
#include <ffiguard/jni/call/weak_class.hpp>

#endif
