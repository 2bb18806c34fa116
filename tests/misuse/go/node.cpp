// SPDX-License-Identifier: BSL-1.0
#include "node.hpp"

#include <sys/syscall.h>

namespace {

std::atomic<std::int64_t> freed{0};
std::atomic<int> wakes{0};
std::atomic<int> strays{0};

int this_thread() { return static_cast<int>(::syscall(SYS_gettid)); }

lib_node* top(lib_node* node) {
    while (node->in != nullptr) node = node->in;
    return node;
}
bool has_one_user(const lib_node* node) {
    return node->kind == SHIM_CONNECTION || node->kind == SHIM_QUERY;
}

}  // namespace

lib_node* lib_open(lib_node* in, std::int32_t kind, std::int64_t id) {
    auto* const node = new lib_node;
    node->id = id;
    node->in = in;
    node->kind = kind;
    node->thread = this_thread();
    if (in != nullptr) ++in->children;
    return node;
}
std::int64_t lib_sum(const lib_node* node) {
    std::int64_t sum = 0;
    for (; node != nullptr; node = node->in) sum += node->id;
    return sum;
}
void lib_begin(lib_node* node) {
    if (has_one_user(node)) top(node)->work = node->id;
}
int lib_end(lib_node* node) {
    if (!has_one_user(node)) return 0;
    const bool mine = top(node)->work == node->id;
    top(node)->work = -1;
    return mine ? 0 : 21;
}
int lib_stay(lib_node* node) {
    stay(node->id, &top(node)->interrupted);
    return top(node)->interrupted ? 9 : 0;
}
void lib_interrupt(lib_node* node) {
    ++wakes;
    node->interrupted = true;
}
int lib_shut(lib_node* node) {
    if (node->busy == 0) return 0;
    if (node->busy > 0) --node->busy;
    return 5;
}
void lib_free(lib_node* node) {
    if (node->kind == SHIM_WINDOW && node->thread != this_thread()) ++strays;
    if (node->in != nullptr) --node->in->children;
    std::int64_t before = freed;
    while (!freed.compare_exchange_weak(before, before % 100'000'000 * 10 + node->id % 10)) {
    }
    delete node;
}

extern "C" {

int64_t shim_lib_freed(void) { return freed; }
int32_t shim_lib_wakes(void) { return wakes; }
int32_t shim_lib_strays(void) { return strays; }
void shim_lib_begin(void) {
    freed = 0;
    wakes = 0;
    strays = 0;
}
void shim_lib_free(void* node) { lib_free(static_cast<lib_node*>(node)); }

}  // extern "C"
