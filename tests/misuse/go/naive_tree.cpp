// SPDX-License-Identifier: BSL-1.0
//
// A tree as it is often written: children have the pointer of their parent.
#include "both.hpp"

namespace {

struct store {
    counted count;
    store_library library;
};
struct cursor {
    counted count;
    store* in;
    std::int64_t at = 0;
};
struct mark {
    counted count;
    cursor* in;
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
ffiguard_status answer(int of_library) { return of_library == 0 ? FFIGUARD_OK : FFIGUARD_FOREIGN; }

}  // namespace

extern "C" {

ffiguard_status naive_store_open(uint64_t* out, ffiguard_error*) { return give(new store, out); }
ffiguard_status naive_store_close(uint64_t handle, int32_t, ffiguard_error*) {
    if (as<store>(handle)->library.busy) return FFIGUARD_OK;  // nobody reads what a close returns
    delete as<store>(handle);
    return FFIGUARD_OK;
}
ffiguard_status naive_store_put(uint64_t handle, int64_t n, ffiguard_error*) {
    as<store>(handle)->library.value += n;
    return FFIGUARD_OK;
}
ffiguard_status naive_store_run(uint64_t handle, ffiguard_error*) {
    return answer(store_library_run(as<store>(handle)->library));
}
ffiguard_status naive_store_each(uint64_t handle, uint64_t callback, ffiguard_error*) {
    const ffiguard_status answered = goCallback(callback);
    ++as<store>(handle)->library.value;
    return answered;
}
ffiguard_status naive_store_wake(uint64_t handle, ffiguard_error*) {
    as<store>(handle)->library.woken = true;
    return FFIGUARD_OK;
}
ffiguard_status naive_store_busy(uint64_t handle, int32_t busy, ffiguard_error*) {
    as<store>(handle)->library.busy = busy != 0;
    return FFIGUARD_OK;
}

ffiguard_status naive_cursor_open(uint64_t in, uint64_t* out, ffiguard_error*) {
    return give(new cursor{{}, as<store>(in)}, out);
}
ffiguard_status naive_cursor_next(uint64_t handle, int64_t* value, ffiguard_error*) {
    *value = as<cursor>(handle)->in->library.value + ++as<cursor>(handle)->at;
    return FFIGUARD_OK;
}
ffiguard_status naive_cursor_run(uint64_t handle, ffiguard_error*) {
    return answer(store_library_run(as<cursor>(handle)->in->library));
}
ffiguard_status naive_cursor_each(uint64_t handle, uint64_t callback, ffiguard_error*) {
    const ffiguard_status answered = goCallback(callback);
    ++as<cursor>(handle)->in->library.value;
    return answered;
}
ffiguard_status naive_cursor_close(uint64_t handle, ffiguard_error*) {
    --as<cursor>(handle)->in->library.value;  // the store counts them
    delete as<cursor>(handle);
    return FFIGUARD_OK;
}

ffiguard_status naive_mark_open(uint64_t in, uint64_t* out, ffiguard_error*) {
    return give(new mark{{}, as<cursor>(in)}, out);
}
ffiguard_status naive_mark_read(uint64_t handle, int64_t* value, ffiguard_error*) {
    *value = as<mark>(handle)->in->in->library.value + as<mark>(handle)->in->at;
    return FFIGUARD_OK;
}
ffiguard_status naive_mark_close(uint64_t handle, ffiguard_error*) {
    --as<mark>(handle)->in->at;
    delete as<mark>(handle);
    return FFIGUARD_OK;
}

}  // extern "C"
