// SPDX-License-Identifier: BSL-1.0
//
// The third part of the shim as it is often written.
#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

#include "hooks.hpp"

std::int64_t naive_sum_of_copy_1();
std::int64_t naive_sum_of_copy_2();

namespace {

struct hook {
    counted count;
    std::uint64_t callback;
    std::int64_t fired = 0;
    ~hook() { goLetGo(callback); }
};
void fired(void* user) {
    goCallback(static_cast<hook*>(user)->callback);
    ++static_cast<hook*>(user)->fired;
}
void destroyed(void* user) { delete static_cast<hook*>(user); }

struct owner {
    counted count;
    std::uint64_t callback;
    std::int64_t value = 1;
    ~owner() {
        goCallback(callback);
        goLetGo(callback);
    }
};
struct slow {
    counted count;
    std::int64_t value = 1;
};
// The newest events take the place of the oldest.
struct tail {
    counted count;
    shim_event events[64];
    std::uint64_t pushed = 0, read = 0;
    bool ended = false;
};
struct note {
    counted count;
    std::string text = std::string(2000, 'x');
};

template <class T>
T* as(std::uint64_t handle) {
    return reinterpret_cast<T*>(handle);
}
template <class T>
ffiguard_status give(T* object, std::uint64_t* out) {
    *out = reinterpret_cast<std::uint64_t>(object);
    return FFIGUARD_OK;
}

}  // namespace

extern "C" {

ffiguard_status naive_hook_set(uint64_t callback, int32_t fails, ffiguard_error*) {
    hook* const made = new hook{{}, callback};
    if (hook_library_set(&fired, made, &destroyed, fails != 0) == 0) return FFIGUARD_OK;
    delete made;
    return FFIGUARD_FOREIGN;
}
ffiguard_status naive_hook_fire(ffiguard_error*) {
    hook_library_fire();
    return FFIGUARD_OK;
}
ffiguard_status naive_hook_clear(ffiguard_error*) {
    hook_library_set(nullptr, nullptr, nullptr, false);
    return FFIGUARD_OK;
}

ffiguard_status naive_owner_open(uint64_t callback, uint64_t* out, ffiguard_error*) {
    return give(new owner{{}, callback}, out);
}
ffiguard_status naive_owner_stay(uint64_t handle, ffiguard_error*) {
    stay(as<owner>(handle)->value);
    return FFIGUARD_OK;
}
ffiguard_status naive_owner_close(uint64_t handle, ffiguard_error*) {
    delete as<owner>(handle);
    return FFIGUARD_OK;
}

ffiguard_status naive_slow_open(uint64_t* out, ffiguard_error*) { return give(new slow, out); }
ffiguard_status naive_slow_close(uint64_t handle, ffiguard_error*) {
    stay(as<slow>(handle)->value);
    delete as<slow>(handle);
    return FFIGUARD_OK;
}

ffiguard_status naive_tail_open(uint64_t* out, ffiguard_error*) { return give(new tail, out); }
ffiguard_status naive_tail_push(uint64_t handle, uint32_t threads, uint64_t each, ffiguard_error*) {
    tail* const t = as<tail>(handle);
    push_on_threads(threads, each, [t](std::uint32_t from, std::uint64_t number) {
        t->events[t->pushed % 64] = event_of(from, number);
        ++t->pushed;
    });
    return FFIGUARD_OK;
}
ffiguard_status naive_tail_drain(uint64_t handle, shim_event* into, uint64_t room, uint64_t* count,
                                 uint64_t* lost, ffiguard_error*) {
    tail* const t = as<tail>(handle);
    *lost = 0;
    if (t->pushed > t->read + 64) t->read = t->pushed - 64;
    for (*count = 0; *count < room && t->read < t->pushed; ++*count)
        into[*count] = t->events[t->read++ % 64];
    return FFIGUARD_OK;
}
ffiguard_status naive_tail_descriptor(uint64_t, int32_t* out, ffiguard_error*) {
    *out = -1;
    return FFIGUARD_OK;
}
ffiguard_status naive_tail_end(uint64_t handle, ffiguard_error*) {
    as<tail>(handle)->ended = true;
    return FFIGUARD_OK;
}
ffiguard_status naive_tail_close(uint64_t handle, ffiguard_error*) {
    delete as<tail>(handle);
    return FFIGUARD_OK;
}

ffiguard_status naive_raise_text(int64_t size, ffiguard_error* err) {
    try {
        throw std::runtime_error(std::string(static_cast<std::size_t>(size), 'x'));
    } catch (const std::exception& e) {
        std::strcpy(err->message, e.what());
        return FFIGUARD_CXX_EXCEPTION;
    }
}
ffiguard_status naive_note_open(uint64_t* out, ffiguard_error*) { return give(new note, out); }
ffiguard_status naive_note_text(uint64_t handle, uint8_t* to, size_t, uint64_t* size,
                                ffiguard_error*) {
    std::string& text = as<note>(handle)->text;
    text.append(100, 'x');
    if (to != nullptr) std::memcpy(to, text.data(), text.size());
    *size = text.size();
    return FFIGUARD_OK;
}
ffiguard_status naive_note_close(uint64_t handle, ffiguard_error*) {
    delete as<note>(handle);
    return FFIGUARD_OK;
}

ffiguard_status naive_copies_sum(int64_t* first, int64_t* second, ffiguard_error*) {
    *first = naive_sum_of_copy_1();
    *second = naive_sum_of_copy_2();
    return FFIGUARD_OK;
}

}  // extern "C"
