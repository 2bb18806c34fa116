// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_JNI_HPP
#define FFIGUARD_JNI_JNI_HPP

// The C++ side of JNI. Needs the <jni.h> of a JDK, and so is no part of <ffiguard/ffiguard.hpp>.

#include <ffiguard/jni/array.hpp>
#include <ffiguard/jni/array_view.hpp>
#include <ffiguard/jni/attach.hpp>
#include <ffiguard/jni/boundary.hpp>
#include <ffiguard/jni/byte_buffer.hpp>
#include <ffiguard/jni/class.hpp>
#include <ffiguard/jni/class_loader.hpp>
#include <ffiguard/jni/critical_view.hpp>
#include <ffiguard/jni/descriptor.hpp>
#include <ffiguard/jni/detached.hpp>
#include <ffiguard/jni/exception.hpp>
#include <ffiguard/jni/exception_stash.hpp>
#include <ffiguard/jni/field.hpp>
#include <ffiguard/jni/frame.hpp>
#include <ffiguard/jni/java_exception.hpp>
#include <ffiguard/jni/method.hpp>
#include <ffiguard/jni/monitor.hpp>
#include <ffiguard/jni/native.hpp>
#include <ffiguard/jni/object_array.hpp>
#include <ffiguard/jni/peer.hpp>
#include <ffiguard/jni/ref.hpp>
#include <ffiguard/jni/shared_ref.hpp>
#include <ffiguard/jni/string.hpp>
#include <ffiguard/jni/utf16_view.hpp>
#include <ffiguard/jni/vm.hpp>
#include <ffiguard/jni/weak_ref.hpp>

#endif
