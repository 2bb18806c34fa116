// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_LOADER_HPP
#define FFIGUARD_JNI_LOADER_HPP

// All of jni/loader/: classes by name, on every thread.

#include <ffiguard/jni/loader/class_loader.hpp>

#endif
