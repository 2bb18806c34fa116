// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_EXPORTS_HPP
#define FFIGUARD_EXPORTS_HPP

// Defines the functions that ffiguard.h declares. A shim includes this in one of its source files.
// Weak, because one Go program may link several shims, each with its own copy.

#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/version.hpp>
#include <ffiguard/ffiguard.h>

#if FFIGUARD_IS_WINDOWS()
#define FFIGUARD_EXPORT __declspec(dllexport)
#else
#define FFIGUARD_EXPORT __attribute__((visibility("default"), weak))
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
