// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_ERROR_HPP
#define FFIGUARD_JNI_ERROR_HPP

// All of jni/error/: exceptions, both ways.

#include <ffiguard/jni/error/boundary.hpp>
#include <ffiguard/jni/error/exception.hpp>
#include <ffiguard/jni/error/exception_stash.hpp>
#include <ffiguard/jni/error/java_exception.hpp>

#endif
