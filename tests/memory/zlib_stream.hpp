// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_MEMORY_ZLIB_STREAM_HPP
#define FFIGUARD_TESTS_MEMORY_ZLIB_STREAM_HPP

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

#include <ffiguard/core/unique_handle.hpp>

// What the tests use of zlib, as zlib.h has had it since 1.0; its header need not be installed.
struct z_stream {
    const unsigned char* next_in;
    unsigned int avail_in;
    unsigned long total_in;
    unsigned char* next_out;
    unsigned int avail_out;
    unsigned long total_out;
    const char* msg;
    void* state;  // points back to this struct: a copied stream is refused
    void* (*zalloc)(void* opaque, unsigned int items, unsigned int size);
    void (*zfree)(void* opaque, void* address);
    void* opaque;
    int data_type;
    unsigned long adler;
    unsigned long reserved;
};

inline void* counting_alloc(void* opaque, unsigned int items, unsigned int size) {
    ++*static_cast<int*>(opaque);
    return std::calloc(items, size);
}
inline void counting_free(void* opaque, void* address) {
    --*static_cast<int*>(opaque);
    std::free(address);
}

struct zlib {
    using library = ffiguard::owned<&::dlclose>;

    library handle{::dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL)};
    int (*deflate_init)(z_stream*, int level, const char* version, int stream_size) =
        find<int (*)(z_stream*, int, const char*, int)>("deflateInit_");
    int (*deflate)(z_stream*, int flush) = find<int (*)(z_stream*, int)>("deflate");
    int (*deflate_end)(z_stream*) = find<int (*)(z_stream*)>("deflateEnd");
    int (*uncompress)(unsigned char* to, unsigned long* to_size, const unsigned char* from,
                      unsigned long from_size) =
        find<int (*)(unsigned char*, unsigned long*, const unsigned char*, unsigned long)>(
            "uncompress");

    /// deflateInit() with an allocator that counts in blocks.
    int init(z_stream* z, int level, int* blocks) const {
        z->zalloc = &counting_alloc;
        z->zfree = &counting_free;
        z->opaque = blocks;
        return deflate_init(z, level, "1.2.3", static_cast<int>(sizeof *z));
    }

private:
    template <class Function>
    Function find(const char* name) const {
        return reinterpret_cast<Function>(handle ? ::dlsym(handle.get(), name) : nullptr);
    }
};

/// Says so once. A target of 32 bits or a static program may have no zlib to load.
static inline bool zlib_is_missing() {  // static, or the variable in it pins a plugin
    static const bool missing = [] {
        const zlib found;
        if (found.handle) return false;
        std::puts("skipped: foreign_struct over zlib: no libz.so.1 for this target");
        return true;
    }();
    return missing;
}

enum { z_finish = 4, z_stream_end = 1, z_stream_error = -2, z_data_error = -3 };

#endif
