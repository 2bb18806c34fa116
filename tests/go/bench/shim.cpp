// SPDX-License-Identifier: BSL-1.0
#include "shim.h"

#include <zlib.h>

#include <cstdlib>
#include <cstring>

#include <ffiguard/ffiguard.hpp>

namespace {

struct counter {
    volatile std::int64_t value = 0;
};
auto& counters = *new ffiguard::handle_table<counter>;

struct lasting_counter {
    using life_cycle = ffiguard::life_cycle<ffiguard::rarely_closed>;
    volatile std::int64_t value = 0;
};
auto& lasting_counters = *new ffiguard::handle_table<lasting_counter>;

template <class T>
ffiguard_status touch(ffiguard::handle_table<T>& in, ffiguard_token token, ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> ffiguard::status {
        const auto inside = in.pin(token);
        if (!inside) return inside.status();
        inside->value = inside->value + 1;
        return {};
    });
}

struct stream {
    z_stream z{};
    unsigned char scratch[65536];
};

template <class T>
T* as(std::uint64_t handle) {
    return reinterpret_cast<T*>(handle);
}

}  // namespace

extern "C" {

uint64_t naive_open(void) { return reinterpret_cast<std::uint64_t>(new counter); }
int32_t naive_touch(uint64_t handle) {
    as<counter>(handle)->value = as<counter>(handle)->value + 1;
    return 0;
}
void naive_close(uint64_t handle) { delete as<counter>(handle); }

ffiguard_token guarded_open(void) { return *counters.emplace(); }
ffiguard_status guarded_touch(ffiguard_token handle, ffiguard_error* err) {
    return touch(counters, handle, err);
}
ffiguard_status guarded_close(ffiguard_token handle) {
    return ffiguard::boundary(nullptr, [&] { return counters.close(handle); });
}

ffiguard_token lasting_open(void) { return *lasting_counters.emplace(); }
ffiguard_status lasting_touch(ffiguard_token handle, ffiguard_error* err) {
    return touch(lasting_counters, handle, err);
}
ffiguard_status lasting_close(ffiguard_token handle) {
    return ffiguard::boundary(nullptr, [&] { return lasting_counters.close(handle); });
}

uint64_t naive_zpress_open(int32_t level) {
    auto* const s = new stream;
    deflateInit2(&s->z, level, Z_DEFLATED, MAX_WBITS + 16, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY);
    return reinterpret_cast<std::uint64_t>(s);
}
int32_t naive_zpress_write(uint64_t handle, const uint8_t* data, size_t size, void** out,
                           size_t* out_size) {
    auto* const s = as<stream>(handle);
    *out = nullptr;
    *out_size = 0;
    s->z.next_in = const_cast<uint8_t*>(data);
    s->z.avail_in = static_cast<uInt>(size);
    do {
        s->z.next_out = s->scratch;
        s->z.avail_out = sizeof s->scratch;
        deflate(&s->z, Z_NO_FLUSH);
        const size_t made = sizeof s->scratch - s->z.avail_out;
        if (made == 0) continue;
        *out = std::realloc(*out, *out_size + made);
        std::memcpy(static_cast<char*>(*out) + *out_size, s->scratch, made);
        *out_size += made;
    } while (s->z.avail_out == 0);
    return 0;
}
void naive_zpress_close(uint64_t handle) {
    deflateEnd(&as<stream>(handle)->z);
    delete as<stream>(handle);
}

}  // extern "C"
