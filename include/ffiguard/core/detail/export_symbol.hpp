// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_CORE_DETAIL_EXPORT_SYMBOL_HPP
#define FFIGUARD_CORE_DETAIL_EXPORT_SYMBOL_HPP

#include <ffiguard/core/config.hpp>

// In place of extern "C" before a function of a shim: makes it visible from outside, also with
// -fvisibility=hidden and in a DLL. The shim's C header declares the function without an attribute;
// clang warns about that on Windows.
#if FFIGUARD_IS_WINDOWS() && defined(__clang__)
#define FFIGUARD_EXPORT_SYMBOL                                                                      \
    _Pragma("clang diagnostic ignored \"-Wdll-attribute-on-redeclaration\"") extern "C" __declspec( \
        dllexport)
#elif FFIGUARD_IS_WINDOWS()
#define FFIGUARD_EXPORT_SYMBOL extern "C" __declspec(dllexport)
#else
#define FFIGUARD_EXPORT_SYMBOL extern "C" __attribute__((visibility("default")))
#endif

#endif
