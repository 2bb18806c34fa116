// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_EXPORTS_HPP
#define FFIGUARD_EXPORTS_HPP

// Defines the functions that ffiguard.h declares. A shim includes this in one of its source files.
// Weak, because one Go program may link several shims, each with its own copy.

#include <utility>

#include <ffiguard/core/detail/layout_text.hpp>
#include <ffiguard/core/detail/long_text.hpp>
#include <ffiguard/core/errno_guard.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/version.hpp>
#include <ffiguard/ffiguard.h>
#include <ffiguard/memory/named_bytes.hpp>
#include <ffiguard/observe/detail/c_ledger.hpp>
#include <ffiguard/observe/detail/named_events.hpp>
#include <ffiguard/observe/held_probes.hpp>
#if !FFIGUARD_IS_WINDOWS()
#include <ffiguard/thread/thread_state.hpp>
#endif

#if FFIGUARD_IS_WINDOWS()
#define FFIGUARD_EXPORT __declspec(dllexport)
#else
#define FFIGUARD_EXPORT __attribute__((visibility("default"), weak))
#endif
#ifdef __GNUC__
#define FFIGUARD_RETURN_ADDRESS_() __builtin_return_address(0)
#else
#include <intrin.h>
#define FFIGUARD_RETURN_ADDRESS_() _ReturnAddress()
#endif

static_assert(FFIGUARD_HEADER_VERSION == FFIGUARD_VERSION,
              "ffiguard: ffiguard.h and core/version.hpp are of different versions: the include "
              "path mixes two copies of the headers");

namespace {
constexpr ffiguard::detail::layout_text ffiguard_layout_text_;
}

#if FFIGUARD_IS_WINDOWS() && defined(__clang__)
#pragma clang diagnostic push  // ffiguard.h declares them without an attribute
#pragma clang diagnostic ignored "-Wdll-attribute-on-redeclaration"
#endif

extern "C" {

FFIGUARD_EXPORT uint32_t ffiguard_version(void) { return FFIGUARD_VERSION; }

FFIGUARD_EXPORT const char* ffiguard_layout(void) { return ffiguard_layout_text_.text(); }

FFIGUARD_EXPORT const char* ffiguard_status_name(ffiguard_status status) {
    return ffiguard::name(static_cast<ffiguard::status_code>(status));
}

FFIGUARD_EXPORT uint64_t ffiguard_error_text(const ffiguard_error* error, char* text,
                                             uint64_t room) {
    return ffiguard::detail::copy_long_text(error, text, room);
}

FFIGUARD_EXPORT void ffiguard_buffer_release(ffiguard_buffer* buffer) {
    const ffiguard::errno_guard keep_errno;
    if (buffer != nullptr && buffer->release != nullptr) buffer->release(buffer);
}

FFIGUARD_EXPORT ffiguard_status ffiguard_bytes_keep(ffiguard_buffer* buffer, ffiguard_bytes* out) {
    const ffiguard::errno_guard keep_errno;
    if (out != nullptr) *out = ffiguard_bytes{};
    if (buffer == nullptr || out == nullptr) return FFIGUARD_NULL;
    auto taken = ffiguard::foreign_buffer::adopt(*buffer);
    if (!taken) return static_cast<ffiguard_status>(taken.status().code());
    const ffiguard::status named = ffiguard::name_bytes(*std::move(taken), out);
    if (!named.ok()) taken->release_to(buffer).ignore();
    return static_cast<ffiguard_status>(named.code());
}

FFIGUARD_EXPORT ffiguard_status ffiguard_bytes_release(ffiguard_token owner) {
    const ffiguard::errno_guard keep_errno;
    return static_cast<ffiguard_status>(ffiguard::release_bytes(owner).code());
}

FFIGUARD_EXPORT ffiguard_status ffiguard_thread_state_take(ffiguard_thread_state* state) {
    if (state == nullptr) return FFIGUARD_NULL;
#if FFIGUARD_IS_WINDOWS()
    return FFIGUARD_UNSUPPORTED;
#else
    *state = ffiguard::thread_state::snapshot().raw();
    return FFIGUARD_OK;
#endif
}

FFIGUARD_EXPORT ffiguard_status ffiguard_thread_state_difference(
    const ffiguard_thread_state* before, const ffiguard_thread_state* after, uint32_t parts,
    ffiguard_error* text) {
    ffiguard::error found = ffiguard::status_code::null;
    if (before != nullptr && after != nullptr) {
#if FFIGUARD_IS_WINDOWS()
        static_cast<void>(parts);
        found = ffiguard::status_code::unsupported;
#else
        using ffiguard::thread_state;
        found = thread_state::difference(thread_state(*before), thread_state(*after), parts);
#endif
    }
    if (text != nullptr) *text = found.raw();
    return found.raw().status;
}

FFIGUARD_EXPORT uint64_t ffiguard_observe_held(ffiguard_held* into, uint64_t room) {
    return ffiguard::detail::copy_held(into, room);
}

FFIGUARD_EXPORT uint64_t ffiguard_observe_types(ffiguard_type_totals* into, uint64_t room) {
    return ffiguard::detail::copy_types(into, room);
}

FFIGUARD_EXPORT uint64_t ffiguard_observe_references(ffiguard_references* into, uint64_t room) {
    return ffiguard::detail::copy_references(into, room);
}

FFIGUARD_EXPORT ffiguard_status ffiguard_observe_level(uint32_t level) {
    return static_cast<ffiguard_status>(ffiguard::detail::set_level_everywhere(level).code());
}

FFIGUARD_EXPORT ffiguard_status ffiguard_observe_time_calls(uint32_t on) {
    return static_cast<ffiguard_status>(ffiguard::detail::time_calls(on).code());
}

FFIGUARD_EXPORT uint64_t ffiguard_observe_calls(ffiguard_call_times* into, uint64_t room) {
    return ffiguard::detail::copy_calls(into, room);
}

FFIGUARD_EXPORT ffiguard_status ffiguard_observe_totals(ffiguard_ledger_totals* into) {
    return static_cast<ffiguard_status>(ffiguard::detail::copy_totals(into).code());
}

FFIGUARD_EXPORT uint64_t ffiguard_observe_metrics(char* text, uint64_t room) {
    return ffiguard::detail::copy_own_metrics(text, room);
}

FFIGUARD_EXPORT ffiguard_status ffiguard_observe_place(uint64_t place, char* text, uint64_t room) {
    return static_cast<ffiguard_status>(ffiguard::detail::copy_place(place, text, room).code());
}

FFIGUARD_EXPORT ffiguard_status ffiguard_observe_snapshot(ffiguard_held_place* into, uint64_t room,
                                                          uint64_t* there) {
    return static_cast<ffiguard_status>(ffiguard::detail::copy_snapshot(into, room, there).code());
}

FFIGUARD_EXPORT uint64_t ffiguard_observe_difference(const ffiguard_held_place* before,
                                                     uint64_t before_size,
                                                     const ffiguard_held_place* after,
                                                     uint64_t after_size, ffiguard_held_place* into,
                                                     uint64_t room) {
    return ffiguard::detail::copy_growth(before, before_size, after, after_size, into, room);
}

// Not inlined anywhere: the place is where these return to.
[[gnu::noinline]] FFIGUARD_EXPORT ffiguard_status ffiguard_observe_opened(const char* type,
                                                                          uint64_t value,
                                                                          uint64_t parent,
                                                                          uint64_t bytes) {
    const auto place = reinterpret_cast<std::uintptr_t>(FFIGUARD_RETURN_ADDRESS_());
    return static_cast<ffiguard_status>(
        ffiguard::detail::named_opened(type, value, parent, bytes, place).code());
}

[[gnu::noinline]] FFIGUARD_EXPORT ffiguard_status ffiguard_observe_closed(const char* type,
                                                                          uint64_t value,
                                                                          uint64_t bytes) {
    const auto place = reinterpret_cast<std::uintptr_t>(FFIGUARD_RETURN_ADDRESS_());
    return static_cast<ffiguard_status>(
        ffiguard::detail::named_closed(type, value, bytes, place).code());
}

FFIGUARD_EXPORT uint64_t ffiguard_observe_stack(uint64_t value, uint64_t* frames, uint64_t room) {
    return ffiguard::detail::copy_stack(value, frames, room);
}

FFIGUARD_EXPORT ffiguard_status ffiguard_observe_history(uint64_t value, char* text,
                                                         uint64_t room) {
    return static_cast<ffiguard_status>(ffiguard::detail::copy_history(value, text, room).code());
}

FFIGUARD_EXPORT void ffiguard_observe_abandoned(const char* type, uint64_t value) {
    if (!ffiguard::detail::abandoned_probe::is_wanted()) return;
    const char* const text = type == nullptr ? "" : type;
    ffiguard::detail::abandoned_probe::fire(text, __builtin_strlen(text), value);
}

FFIGUARD_EXPORT uint64_t ffiguard_observe_fire_held(void) { return ffiguard::fire_held_probes(); }

FFIGUARD_EXPORT ffiguard_status ffiguard_observe_report(int32_t fd) {
    return static_cast<ffiguard_status>(ffiguard::detail::write_report(fd).code());
}

FFIGUARD_EXPORT ffiguard_status ffiguard_observe_lines(int32_t fd, uint32_t format) {
    return static_cast<ffiguard_status>(ffiguard::detail::write_lines(fd, format).code());
}

}  // extern "C"

#if FFIGUARD_IS_WINDOWS() && defined(__clang__)
#pragma clang diagnostic pop
#endif
#undef FFIGUARD_EXPORT
#undef FFIGUARD_RETURN_ADDRESS_

#endif
