// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_JNI_HPP
#define FFIGUARD_JNI_JNI_HPP

// The C++ side of JNI. Needs the <jni.h> of a JDK, and so is no part of <ffiguard/ffiguard.hpp>.
// Not in it, as they need more: jni/observe/.

#include <ffiguard/jni/call.hpp>
#include <ffiguard/jni/data.hpp>
#include <ffiguard/jni/error.hpp>
#include <ffiguard/jni/loader.hpp>
#include <ffiguard/jni/ref.hpp>
#include <ffiguard/jni/vm.hpp>

#endif
