// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_OBSERVE_PROBE_HPP
#define FFIGUARD_OBSERVE_PROBE_HPP

#include <cstddef>
#include <cstdint>

#include <ffiguard/core/config.hpp>

// The probes of the provider "ffiguard" (USDT) for bpftrace, perf, bcc and SystemTap;
// docs/observe.md lists their arguments. They exist with FFIGUARD_OBSERVE, on x86-64 and aarch64
// with ELF; elsewhere they do nothing.
//
// A probe is a nop that a tracer replaces by a trap, and a note that says where it is. Next to it
// is a word, its semaphore, which the tracer raises. Until then a probe costs one load and a
// branch, and its arguments are not computed.

#if FFIGUARD_OBSERVE && defined(__ELF__) && defined(__GNUC__) && defined(__LP64__) && \
    (defined(__x86_64__) || defined(__aarch64__))
#define FFIGUARD_HAS_PROBES() 1
#else
#define FFIGUARD_HAS_PROBES() 0  ///< 1 where probes are compiled in, else 0
#endif

namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// Reads the text's pages. A tracer cannot wait for a page that is not in memory, so it would see
/// nothing of a text that the process reads for the first time.
inline void bring_into_memory(const char* text, std::size_t size) noexcept {
    const volatile char* const pages = text;
    for (std::size_t at = 0; at < size; at += 4096) static_cast<void>(pages[at]);
    static_cast<void>(pages[size]);  // its NUL
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#if FFIGUARD_HAS_PROBES()

// All of them are in every shared object, used or not, and the linker keeps them: bpftrace refuses
// a script if one of its probes exists nowhere in the process. noclone, or g++ would derive a probe
// with fewer arguments from one.
#if defined(__clang__)
#define FFIGUARD_PROBE_ONLY __attribute__((noinline, cold, used))
#else
#define FFIGUARD_PROBE_ONLY __attribute__((noinline, noclone, cold, used))
#endif
#if __has_cpp_attribute(gnu::retain)
#define FFIGUARD_PROBE_FUNCTION FFIGUARD_PROBE_ONLY __attribute__((retain)) FFIGUARD_HIDDEN
#else
#define FFIGUARD_PROBE_FUNCTION FFIGUARD_PROBE_ONLY FFIGUARD_HIDDEN
#endif

// The note of a probe, as SystemTap defined it: sizes of its name and its data, its type (3), the
// name; then the addresses of the nop, of a base (which tells readers by how much the file was
// moved since) and of the semaphore; provider, probe, arguments.
//
// - "?" puts the note into the group of its function: if two source files have the function, the
//   linker keeps one, with its note.
// - The nop has one byte on x86-64. If a longer one is replaced by a call, that writes below the
//   stack pointer, where a leaf function keeps its data.
// - The semaphore is weak, hidden and in its own group: one per shared object.
// - fire() is a function, so that each probe has one place in a shared object. It asks for the
//   address of its frame: otherwise a tracer that follows frame pointers would miss its caller.
#define FFIGUARD_PROBE(NAME)                                                                    \
    extern "C" {                                                                                \
    extern FFIGUARD_HIDDEN volatile unsigned short ffiguard_##NAME##_semaphore;                 \
    }                                                                                           \
    namespace ffiguard {                                                                        \
    inline namespace FFIGUARD_ABI {                                                             \
    namespace detail {                                                                          \
    struct NAME##_probe {                                                                       \
        static bool is_wanted() noexcept {                                                      \
            return __builtin_expect(ffiguard_##NAME##_semaphore, 0) != 0;                       \
        }                                                                                       \
        FFIGUARD_PROBE_FUNCTION static void fire(const char* text, std::size_t size,            \
                                                 std::uint64_t value, std::uint64_t fourth = 0, \
                                                 std::uint64_t fifth = 0,                       \
                                                 std::uint64_t sixth = 0) noexcept {            \
            bring_into_memory(text, size);                                                      \
            __asm__ volatile(                                                                   \
                "990: nop\n"                                                                    \
                ".pushsection .note.stapsdt,\"?\",\"note\"\n"                                   \
                ".balign 4\n"                                                                   \
                ".4byte 992f - 991f, 994f - 993f, 3\n"                                          \
                "991: .asciz \"stapsdt\"\n"                                                     \
                "992: .balign 4\n"                                                              \
                "993: .8byte 990b, _.stapsdt.base, ffiguard_" #NAME                             \
                "_semaphore\n"                                                                  \
                ".asciz \"ffiguard\"\n"                                                         \
                ".asciz \"" #NAME                                                               \
                "\"\n"                                                                          \
                ".asciz \"8@%0 8@%1 8@%2 8@%3 8@%4 8@%5\"\n"                                    \
                "994: .balign 4\n"                                                              \
                ".popsection\n"                                                                 \
                ".ifndef _.stapsdt.base\n"                                                      \
                ".pushsection .stapsdt.base,\"aG\",\"progbits\",.stapsdt.base,comdat\n"         \
                ".weak _.stapsdt.base\n"                                                        \
                ".hidden _.stapsdt.base\n"                                                      \
                "_.stapsdt.base: .space 1\n"                                                    \
                ".size _.stapsdt.base, 1\n"                                                     \
                ".popsection\n"                                                                 \
                ".endif\n"                                                                      \
                ".ifndef ffiguard_" #NAME                                                       \
                "_semaphore\n"                                                                  \
                ".pushsection .probes,\"awG\",\"progbits\",ffiguard_" #NAME                     \
                "_semaphore,comdat\n"                                                           \
                ".balign 2\n"                                                                   \
                ".weak ffiguard_" #NAME                                                         \
                "_semaphore\n"                                                                  \
                ".hidden ffiguard_" #NAME                                                       \
                "_semaphore\n"                                                                  \
                "ffiguard_" #NAME                                                               \
                "_semaphore: .zero 2\n"                                                         \
                ".popsection\n"                                                                 \
                ".endif\n" ::"r"(text),                                                         \
                "r"(size), "r"(value), "r"(fourth), "r"(fifth), "r"(sixth),                     \
                "r"(__builtin_frame_address(0)));                                               \
        }                                                                                       \
    };                                                                                          \
    }                                                                                           \
    }                                                                                           \
    }

#else

#define FFIGUARD_PROBE(NAME)                                                         \
    namespace ffiguard {                                                             \
    inline namespace FFIGUARD_ABI {                                                  \
    namespace detail {                                                               \
    struct NAME##_probe {                                                            \
        static constexpr bool is_wanted() noexcept { return false; }                 \
        static void fire(const char*, std::size_t, std::uint64_t, std::uint64_t = 0, \
                         std::uint64_t = 0, std::uint64_t = 0) noexcept {}           \
    };                                                                               \
    }                                                                                \
    }                                                                                \
    }

#endif

// Each has six arguments: a text that ends with NUL, its length, the raw handle or token, and what
// is listed here. The others are 0.
FFIGUARD_PROBE(acquire)
FFIGUARD_PROBE(adopt)          // the parent
FFIGUARD_PROBE(refer)          // text: the class of the Java object; the address of the type's text
FFIGUARD_PROBE(releasing)      // before the closer
FFIGUARD_PROBE(released)       // code and detail of the closer's status
FFIGUARD_PROBE(close_refused)  // code and detail of the closer's status
FFIGUARD_PROBE(close_deferred)
FFIGUARD_PROBE(disown)
FFIGUARD_PROBE(
    abandoned)  // before releasing: a collector of Go or Java found it; it was never closed
FFIGUARD_PROBE(share)
FFIGUARD_PROBE(unshare)
FFIGUARD_PROBE(pin)
FFIGUARD_PROBE(unpin)
FFIGUARD_PROBE(held)       // age in ms, the parent, an address in the code that took it
FFIGUARD_PROBE(violation)  // text: its name; value: its number; then the words or null

// In pairs on one thread. Text: the exported function, or the type of the body, which g++ names by
// its function and clang by its line. value: an address that is the same in both.
FFIGUARD_PROBE(boundary_enter)
FFIGUARD_PROBE(boundary_leave)  // code and detail of the outcome
FFIGUARD_PROBE(upcall_enter)
FFIGUARD_PROBE(upcall_leave)
FFIGUARD_PROBE(jni_attach)  // after it
FFIGUARD_PROBE(jni_detach)  // before it

FFIGUARD_PROBE(library_open)   // text: the path as it was given
FFIGUARD_PROBE(library_close)  // before it

#undef FFIGUARD_PROBE
#if FFIGUARD_HAS_PROBES()
#undef FFIGUARD_PROBE_FUNCTION
#undef FFIGUARD_PROBE_ONLY
#endif

#endif
