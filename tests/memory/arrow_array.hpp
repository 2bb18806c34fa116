// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_MEMORY_ARROW_ARRAY_HPP
#define FFIGUARD_TESTS_MEMORY_ARROW_ARRAY_HPP

#include <cstdint>
#include <cstdlib>

// The struct as the specification of the Arrow C data interface prints it.
extern "C" struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void** buffers;
    struct ArrowArray** children;
    struct ArrowArray* dictionary;
    void (*release)(struct ArrowArray*);
    void* private_data;
};

// A producer as a C library would write it. private_data points to the number of arrays that live.

inline void release_array(ArrowArray* array) {
    for (int64_t i = 0; i < array->n_children; ++i) {
        ArrowArray* const child = array->children[i];
        if (child->release != nullptr) child->release(child);  // a consumer may have taken it
        std::free(child);
    }
    std::free(array->children);
    for (int64_t i = 0; i < array->n_buffers; ++i) std::free(const_cast<void*>(array->buffers[i]));
    std::free(array->buffers);
    --*static_cast<int*>(array->private_data);
    array->release = nullptr;
}

/// The numbers 0 .. length-1.
inline int make_numbers(int64_t length, int* live, ArrowArray* out) {
    *out = ArrowArray{};
    auto* const values =
        static_cast<int64_t*>(std::malloc(static_cast<std::size_t>(length) * sizeof(int64_t)));
    for (int64_t i = 0; i < length; ++i) values[i] = i;
    out->length = length;
    out->n_buffers = 2;
    out->buffers = static_cast<const void**>(std::calloc(2, sizeof(void*)));
    out->buffers[1] = values;
    out->release = &release_array;
    out->private_data = live;
    ++*live;
    return 0;
}

/// A table of that many columns of numbers.
inline int make_table(int64_t columns, int* live, ArrowArray* out) {
    *out = ArrowArray{};
    out->length = 4;
    out->n_children = columns;
    out->children = static_cast<ArrowArray**>(
        std::calloc(static_cast<std::size_t>(columns), sizeof(ArrowArray*)));
    for (int64_t i = 0; i < columns; ++i) {
        out->children[i] = static_cast<ArrowArray*>(std::malloc(sizeof(ArrowArray)));
        make_numbers(out->length, live, out->children[i]);
    }
    out->release = &release_array;
    out->private_data = live;
    ++*live;
    return 0;
}

inline int64_t number_at(const ArrowArray& array, int64_t index) {
    return static_cast<const int64_t*>(array.buffers[1])[index];
}

#endif
