// SPDX-License-Identifier: BSL-1.0
//
// The naive shim of node.h: pointers, and what the library says about order, threads and "busy" is
// left to the caller.
#include "node.hpp"

namespace {

lib_node* as_node(std::uint64_t handle) { return reinterpret_cast<lib_node*>(handle); }
ffiguard_status answer(int of_library, ffiguard_error* err) {
    if (of_library == 0) return FFIGUARD_OK;
    if (err != nullptr) err->detail = of_library;
    return FFIGUARD_FOREIGN;
}

}  // namespace

extern "C" {

ffiguard_status naive_node_open(int32_t kind, uint64_t parent, int64_t id, uint64_t callback,
                                uint64_t* out, ffiguard_error*) {
    lib_node* const made = lib_open(as_node(parent), kind, id);
    if (callback != 0) goCallback(callback);
    *out = reinterpret_cast<std::uint64_t>(made);
    return FFIGUARD_OK;
}
ffiguard_status naive_node_use(int32_t, uint64_t node, int64_t* sum, ffiguard_error* err) {
    lib_begin(as_node(node));
    *sum = lib_sum(as_node(node));
    return answer(lib_end(as_node(node)), err);
}
ffiguard_status naive_node_each(int32_t, uint64_t node, uint64_t callback, ffiguard_error* err) {
    lib_begin(as_node(node));
    goCallback(callback);
    return answer(lib_end(as_node(node)), err);
}
ffiguard_status naive_node_stay(int32_t, uint64_t node, ffiguard_error* err) {
    lib_begin(as_node(node));
    const int stayed = lib_stay(as_node(node));
    const int ended = lib_end(as_node(node));
    return answer(ended != 0 ? ended : stayed, err);
}
ffiguard_status naive_node_beside(int32_t, uint64_t node, int64_t* id, ffiguard_error*) {
    *id = as_node(node)->id;
    return FFIGUARD_OK;
}
ffiguard_status naive_node_busy(int32_t, uint64_t node, int32_t times, ffiguard_error*) {
    as_node(node)->busy = times;
    return FFIGUARD_OK;
}
ffiguard_status naive_node_close(int32_t, uint64_t node, ffiguard_error*) {
    if (lib_shut(as_node(node)) == 0) lib_free(as_node(node));
    return FFIGUARD_OK;
}
ffiguard_status naive_node_close_wait(int32_t kind, uint64_t node, int64_t, ffiguard_error* err) {
    return naive_node_close(kind, node, err);
}
ffiguard_status naive_node_state(int32_t, uint64_t) { return FFIGUARD_CLOSED; }
ffiguard_status naive_node_take(int32_t, uint64_t node, void** out, ffiguard_error*) {
    *out = as_node(node);
    return FFIGUARD_OK;
}
ffiguard_status naive_node_close_later(int32_t kind, uint64_t node, ffiguard_error* err) {
    return naive_node_close(kind, node, err);
}
ffiguard_status naive_queue_drain(int64_t* count, ffiguard_error*) {
    *count = 0;
    return FFIGUARD_OK;
}
ffiguard_status naive_home_begin(ffiguard_error*) { return FFIGUARD_OK; }
ffiguard_status naive_home_drain(int64_t* count, ffiguard_error*) {
    *count = 0;
    return FFIGUARD_OK;
}
ffiguard_status naive_home_end(ffiguard_error*) { return FFIGUARD_OK; }

}  // extern "C"
