// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_CONFIG_HPP
#define FFIGUARD_CORE_CONFIG_HPP

// Not left to the build system: with pkg-config or a plain -I nothing sets the standard, and clang
// before 16 compiles C++14 unless told otherwise.
#if defined(_MSVC_LANG) ? (_MSVC_LANG < 201703L) : (__cplusplus < 201703L)
#error "ffiguard needs C++17: compile with -std=c++17 (or /std:c++17) or later"
#endif

// lwIP with LWIP_COMPAT_SOCKETS 1. Members with these names would be renamed in one source file and
// not in another, or not compile.
#if defined(close) || defined(read) || defined(write)
#error \
    "ffiguard: close, read or write is a macro here (lwIP?): include ffiguard first, or #undef it"
#endif

#include <ffiguard/core/version.hpp>

/// 1 on Windows, else 0. Function-like, so that a typing error is an error and not a silent 0.
#ifdef _WIN32
#define FFIGUARD_IS_WINDOWS() 1
#else
#define FFIGUARD_IS_WINDOWS() 0
#endif

/// 1 where exceptions are on, else 0.
#if defined(__cpp_exceptions) || defined(_CPPUNWIND)
#define FFIGUARD_HAS_EXCEPTIONS() 1
#else
#define FFIGUARD_HAS_EXCEPTIONS() 0
#endif

/// For state of ffiguard, and each function that uses it: never visible outside its shared object.
/// With default visibility, g++ would emit the state as STB_GNU_UNIQUE, and glibc never unloads an
/// object that binds one. The functions of one object would also be used by all others.
#if defined(__GNUC__) && !FFIGUARD_IS_WINDOWS()
#define FFIGUARD_HIDDEN __attribute__((visibility("hidden")))
#else
#define FFIGUARD_HIDDEN
#endif

/// For a function that a successful call never reaches: keeps it out of the code that runs.
#if defined(__GNUC__)
#define FFIGUARD_RARE __attribute__((noinline, cold)) FFIGUARD_HIDDEN
#else
#define FFIGUARD_RARE
#endif

/// For a template that compiles to the same code for two types. g++ would keep one copy, inline it
/// for the other type, and warn that an object of that type is too small (-Warray-bounds).
#if defined(__GNUC__) && !defined(__clang__)
#define FFIGUARD_OF_ITS_OWN __attribute__((no_icf))
#else
#define FFIGUARD_OF_ITS_OWN
#endif

/// Lets an owner be passed by value in registers, as the raw handle would be. Then the callee
/// destroys its parameter. Safe for owners because nothing stores an owner's address.
#if __has_cpp_attribute(clang::trivial_abi)
#define FFIGUARD_HAS_TRIVIAL_ABI() 1
#define FFIGUARD_TRIVIAL_ABI [[clang::trivial_abi]]
#else
#define FFIGUARD_HAS_TRIVIAL_ABI() 0
#define FFIGUARD_TRIVIAL_ABI  ///< see FFIGUARD_HAS_TRIVIAL_ABI
#endif

/// A setting; it must be the same in everything that is linked together. 1 makes each
/// jni::local_ref remember its thread and its frame, and report if it ends elsewhere. For debug
/// builds.
#ifndef FFIGUARD_CHECK_LOCAL_REFS
#define FFIGUARD_CHECK_LOCAL_REFS 0
#endif

/// A setting; it must be the same in everything that is linked together. 1 compiles the ledger of
/// observe/ into every owner, table and shared handle. What it records is decided at run time.
#ifndef FFIGUARD_OBSERVE
#define FFIGUARD_OBSERVE 0
#endif

/// For the functions between the user's code and the ledger. The ledger keeps the address of the
/// code that took the resource. These functions are inlined, so that this is the user's code.
#if FFIGUARD_OBSERVE && defined(__GNUC__)
#define FFIGUARD_TRACED __attribute__((always_inline)) inline
#else
#define FFIGUARD_TRACED
#endif

// Everything is in an inline namespace. Its name has the version and what changes inline code or
// calling conventions: v0_1_0_throwing, v0_1_0_nothrow_trivial, ... So shared objects built with
// different settings, or by g++ and by clang, can share one process. Mixing them in one link is an
// undefined symbol instead of a silent violation of the one-definition rule. The name has the whole
// version, because a patch release changes inline code: if one program has two copies of the
// headers, as two Go modules may bring, the linker would keep one function of each name.
#if FFIGUARD_HAS_EXCEPTIONS()
#define FFIGUARD_ABI_EXCEPTIONS _throwing  ///< a part of FFIGUARD_ABI
#else
#define FFIGUARD_ABI_EXCEPTIONS _nothrow
#endif
#if FFIGUARD_HAS_TRIVIAL_ABI()
#define FFIGUARD_ABI_CALLS _trivial  ///< a part of FFIGUARD_ABI
#else
#define FFIGUARD_ABI_CALLS  ///< a part of FFIGUARD_ABI
#endif
#if FFIGUARD_CHECK_LOCAL_REFS
#define FFIGUARD_ABI_CHECKS _checked_local_refs  ///< a part of FFIGUARD_ABI
#else
#define FFIGUARD_ABI_CHECKS  ///< a part of FFIGUARD_ABI
#endif
#if FFIGUARD_OBSERVE
#define FFIGUARD_ABI_OBSERVES _observed  ///< a part of FFIGUARD_ABI
#else
#define FFIGUARD_ABI_OBSERVES  ///< a part of FFIGUARD_ABI
#endif
/// Makes one name of the parts.
#define FFIGUARD_ABI_PASTE(major, minor, patch, copy, exceptions, calls, checks, observes) \
    v##major##_##minor##_##patch##copy##exceptions##calls##checks##observes
/// The same, after the parts are expanded.
#define FFIGUARD_ABI_NAME(major, minor, patch, copy, exceptions, calls, checks, observes) \
    FFIGUARD_ABI_PASTE(major, minor, patch, copy, exceptions, calls, checks, observes)
/// The inline namespace that everything lives in.
#define FFIGUARD_ABI                                                                          \
    FFIGUARD_ABI_NAME(FFIGUARD_VERSION_MAJOR, FFIGUARD_VERSION_MINOR, FFIGUARD_VERSION_PATCH, \
                      FFIGUARD_VERSION_COPY, FFIGUARD_ABI_EXCEPTIONS, FFIGUARD_ABI_CALLS,     \
                      FFIGUARD_ABI_CHECKS, FFIGUARD_ABI_OBSERVES)

#endif
