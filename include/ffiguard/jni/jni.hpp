// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_JNI_HPP
#define FFIGUARD_JNI_JNI_HPP

// The C++ side of JNI. Needs the <jni.h> of a JDK, and so is no part of <ffiguard/ffiguard.hpp>.

#include <ffiguard/jni/array.hpp>
#include <ffiguard/jni/boundary.hpp>
#include <ffiguard/jni/exception.hpp>
#include <ffiguard/jni/peer.hpp>
#include <ffiguard/jni/ref.hpp>
#include <ffiguard/jni/string.hpp>
#include <ffiguard/jni/vm.hpp>

#endif
