// SPDX-License-Identifier: BSL-1.0
//
// Memory that is lent as it is often done: by its address.
#include <algorithm>
#include <cstring>

#include "both.hpp"

namespace {

struct page {
    counted count;
    char* bytes = strdup("sixteen letters.");
};
struct value {
    counted count;
    const char* bytes;
    std::uint64_t size;
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

ffiguard_status naive_page_open(uint64_t* out, ffiguard_error*) { return give(new page, out); }
ffiguard_status naive_page_close(uint64_t handle, ffiguard_error*) {
    std::free(as<page>(handle)->bytes);
    delete as<page>(handle);
    return FFIGUARD_OK;
}
ffiguard_status naive_value_open(uint64_t handle, uint64_t* out, ffiguard_error*) {
    return give(new value{{}, as<page>(handle)->bytes, 16}, out);
}
ffiguard_status naive_value_read(uint64_t handle, uint64_t offset, uint8_t* to, uint64_t size,
                                 uint64_t* copied, ffiguard_error*) {
    const value* const v = as<value>(handle);
    if (offset + size > v->size) return FFIGUARD_OVERFLOW;
    std::memcpy(to, v->bytes + offset, size);
    *copied = size;
    return FFIGUARD_OK;
}
ffiguard_status naive_value_close(uint64_t handle, ffiguard_error*) {
    delete as<value>(handle);
    return FFIGUARD_OK;
}
ffiguard_status naive_packet_each(uint64_t callback, uint64_t* out, ffiguard_error*) {
    char* const bytes = strdup("sixteen letters.");
    give(bytes, out);
    const ffiguard_status answer = goCallback(callback);
    std::free(bytes);
    return answer;
}
ffiguard_status naive_packet_read(uint64_t handle, uint8_t* to, uint64_t size, uint64_t* copied,
                                  ffiguard_error*) {
    *copied = std::min<std::uint64_t>(size, 16);
    std::memcpy(to, as<const char>(handle), *copied);
    return FFIGUARD_OK;
}

}  // extern "C"
