// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_EXPORTS_HPP
#define FFIGUARD_EXPORTS_HPP

// Defines the functions that ffiguard.h declares. A shim includes this in exactly one of its
// source files; a second one is a duplicate symbol at link time.

#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/version.hpp>
#include <ffiguard/ffiguard.h>

#if FFIGUARD_IS_WINDOWS()
#define FFIGUARD_EXPORT __declspec(dllexport)
#else
#define FFIGUARD_EXPORT __attribute__((visibility("default")))
#endif

extern "C" {

FFIGUARD_EXPORT uint32_t ffiguard_version(void) { return FFIGUARD_VERSION; }

FFIGUARD_EXPORT const char* ffiguard_status_name(ffiguard_status status) {
    return ffiguard::name(static_cast<ffiguard::status_code>(status));
}

FFIGUARD_EXPORT void ffiguard_buffer_release(ffiguard_buffer* buffer) {
    const ffiguard::errno_guard keep_errno;
    if (buffer != nullptr && buffer->release != nullptr) buffer->release(buffer);
}

}  // extern "C"

#undef FFIGUARD_EXPORT

#endif
