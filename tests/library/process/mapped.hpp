// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_LIBRARY_PROCESS_MAPPED_HPP
#define FFIGUARD_TESTS_LIBRARY_PROCESS_MAPPED_HPP

#include <link.h>

#include <cstring>

/// Whether the file is in memory: not asked of dlopen, as ffiguard does, but looked for
/// among all loaded objects.
inline bool is_mapped(const char* path) {
    struct search {
        const char* path;
        bool found;
    } wanted{path, false};
    ::dl_iterate_phdr(
        [](::dl_phdr_info* object, std::size_t, void* data) {
            auto& s = *static_cast<search*>(data);
            s.found = s.found || std::strcmp(object->dlpi_name, s.path) == 0;
            return 0;
        },
        &wanted);
    return wanted.found;
}

#endif
