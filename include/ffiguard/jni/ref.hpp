// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_REF_HPP
#define FFIGUARD_JNI_REF_HPP

// All of jni/ref/: owners of references, and scopes that hold them.

#include <ffiguard/jni/ref/borrowed.hpp>
#include <ffiguard/jni/ref/cast.hpp>
#include <ffiguard/jni/ref/frame.hpp>
#include <ffiguard/jni/ref/global_ref.hpp>
#include <ffiguard/jni/ref/java_class.hpp>
#include <ffiguard/jni/ref/local_ref.hpp>
#include <ffiguard/jni/ref/monitor.hpp>
#include <ffiguard/jni/ref/shared_ref.hpp>
#include <ffiguard/jni/ref/weak_ref.hpp>

#endif
