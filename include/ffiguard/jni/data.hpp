// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_JNI_DATA_HPP
#define FFIGUARD_JNI_DATA_HPP

// All of jni/data/: strings, arrays, buffers and tokens.

#include <ffiguard/jni/data/array.hpp>
#include <ffiguard/jni/data/array_view.hpp>
#include <ffiguard/jni/data/byte_buffer.hpp>
#include <ffiguard/jni/data/critical_view.hpp>
#include <ffiguard/jni/data/object_array.hpp>
#include <ffiguard/jni/data/peer.hpp>
#include <ffiguard/jni/data/string.hpp>
#include <ffiguard/jni/data/utf16_view.hpp>

#endif
