// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_VERSION_HPP
#define FFIGUARD_CORE_VERSION_HPP

// The only place of the version: CMake, the Conan recipe and ffiguard_version() read it here.

/// 0: names and behaviour may change with the minor version.
#define FFIGUARD_VERSION_MAJOR 0
/// Incremented when names or behaviour change.
#define FFIGUARD_VERSION_MINOR 1
/// Incremented for a fix.
#define FFIGUARD_VERSION_PATCH 0

/// Tells different copies of one version apart in the names of all symbols: empty, or a suffix such
/// as _3f2a9c01. The Go module gets a hash of its headers when it is made. If you change a copy by
/// hand, change this too.
#define FFIGUARD_VERSION_COPY

/// 10000 * major + 100 * minor + patch, for comparisons.
#define FFIGUARD_VERSION \
    (FFIGUARD_VERSION_MAJOR * 10000 + FFIGUARD_VERSION_MINOR * 100 + FFIGUARD_VERSION_PATCH)

#endif
