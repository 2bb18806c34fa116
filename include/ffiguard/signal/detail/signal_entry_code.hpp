// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_SIGNAL_DETAIL_SIGNAL_ENTRY_CODE_HPP
#define FFIGUARD_SIGNAL_DETAIL_SIGNAL_ENTRY_CODE_HPP

#include <cstdint>

#include <ffiguard/core/config.hpp>

// 1: the code below is written for this machine. (x32 has other system calls.)
#if defined(__linux__) && defined(__x86_64__) && defined(__LP64__)
#define FFIGUARD_HAS_ENTRY_CODE() 1
#else
#define FFIGUARD_HAS_ENTRY_CODE() 0
#endif

#if FFIGUARD_HAS_ENTRY_CODE()
namespace ffiguard {
inline namespace FFIGUARD_ABI {
namespace detail {

/// What stands before the handlers of a shared object and survives it; see signal_entry.hpp.
///
/// Entered as a handler: edi signal, rsi siginfo_t*, rdx the context; r11: the entry_cell (a stub
/// of its own has put it there). Position independent. Assembled by GNU as from what is beside.
FFIGUARD_HIDDEN inline constexpr unsigned char entry_code[] = {
    0x41, 0x89, 0xfa,                          // mov %edi, %r10d
    0xb8, 0x01, 0x00, 0x00, 0x00,              // mov $1, %eax
    0xf0, 0x43, 0x0f, 0xc1, 0x44, 0x93, 0x08,  // lock xadd %eax, 8(%r11,%r10,4)   one more inside
    0x85, 0xc0,                                // test %eax, %eax                  highest bit: open
    0x79, 0x53,                                // jns gone
    // The system has called where the stack begins with its own frame: the context is 8 bytes up.
    0x48, 0x8d, 0x44, 0x24, 0x08,              // lea 8(%rsp), %rax
    0x48, 0x39, 0xd0,                          // cmp %rdx, %rax
    0x75, 0x0a,                                // jne called
    0x48, 0x8d, 0x0d, 0x1f, 0x00, 0x00, 0x00,  // lea leave(%rip), %rcx
    0x41, 0xff, 0x23,                          // jmp *(%r11)                      ends in leave
    // called: by another handler, which saved this address to chain to it.
    0x41, 0x52,                          // push %r10
    0x41, 0x53,                          // push %r11
    0x48, 0x83, 0xec, 0x08,              // sub $8, %rsp
    0x31, 0xc9,                          // xor %ecx, %ecx                   returns
    0x41, 0xff, 0x13,                    // call *(%r11)
    0x48, 0x83, 0xc4, 0x08,              // add $8, %rsp
    0x41, 0x5b,                          // pop %r11
    0x41, 0x5a,                          // pop %r10
    0xf0, 0x43, 0xff, 0x4c, 0x93, 0x08,  // lock decl 8(%r11,%r10,4)
    0xc3,                                // ret
    // leave(context, gate): back to what was interrupted, by rt_sigreturn from here, so that no
    // instruction of the shared object follows the count. A shadow stack is two returns behind.
    0x31, 0xc0,                    // xor %eax, %eax
    0xf3, 0x48, 0x0f, 0x1e, 0xc8,  // rdsspq %rax                      0 without one
    0x48, 0x85, 0xc0,              // test %rax, %rax
    0x74, 0x0a,                    // jz 1f
    0xb8, 0x02, 0x00, 0x00, 0x00,  // mov $2, %eax
    0xf3, 0x48, 0x0f, 0xae, 0xe8,  // incsspq %rax
    0x48, 0x89, 0xfc,              // 1: mov %rdi, %rsp
    0xf0, 0xff, 0x0e,              // lock decl (%rsi)
    0xb8, 0x0f, 0x00, 0x00, 0x00,  // mov $15, %eax                    rt_sigreturn
    0x0f, 0x05,                    // syscall
    // gone: the action has ended while the signal was on its way. To whom it belongs now: sent
    // again to this thread, with what was known of it, once (a mark in si_errno); a fault comes
    // again of itself.
    0xf0, 0x43, 0xff, 0x4c, 0x93, 0x08,        // lock decl 8(%r11,%r10,4)
    0x48, 0x85, 0xf6,                          // test %rsi, %rsi
    0x74, 0x47,                                // jz 2f
    0x81, 0x7e, 0x04, 0x70, 0x67, 0x66, 0x66,  // cmpl $0x66666770, 4(%rsi)
    0x74, 0x3e,                                // je 2f
    0x8b, 0x4e, 0x08,                          // mov 8(%rsi), %ecx                si_code
    0x85, 0xc9,                                // test %ecx, %ecx
    0x7e, 0x0a,                                // jle 3f                           by somebody
    0xb8, 0x90, 0x09, 0x00, 0x80,              // mov $0x80000990, %eax            the faults
    0x0f, 0xa3, 0xf8,                          // bt %edi, %eax
    0x72, 0x2d,                                // jc 2f
    0xc7, 0x46, 0x04, 0x70, 0x67, 0x66, 0x66,  // 3: movl $0x66666770, 4(%rsi)
    0x41, 0x89, 0xf8,                          // mov %edi, %r8d
    0x49, 0x89, 0xf2,                          // mov %rsi, %r10
    0xb8, 0xba, 0x00, 0x00, 0x00,              // mov $186, %eax                   gettid
    0x0f, 0x05,                                // syscall
    0x41, 0x89, 0xc1,                          // mov %eax, %r9d
    0xb8, 0x27, 0x00, 0x00, 0x00,              // mov $39, %eax                    getpid
    0x0f, 0x05,                                // syscall
    0x89, 0xc7,                                // mov %eax, %edi
    0x44, 0x89, 0xce,                          // mov %r9d, %esi
    0x44, 0x89, 0xc2,                          // mov %r8d, %edx
    0xb8, 0x29, 0x01, 0x00, 0x00,              // mov $297, %eax                   rt_tgsigqueueinfo
    0x0f, 0x05,                                // syscall
    0xc3,                                      // 2: ret
};

enum : unsigned { entry_stub_size = 16 };

/// A stub at from: lea cell(%rip), %r11; jmp code.
inline void write_entry_stub(unsigned char* to, std::uint32_t from, std::uint32_t cell,
                             std::uint32_t code) noexcept {
    const auto put = [to](unsigned at, std::uint32_t value) {
        for (unsigned i = 0; i < 4; ++i) to[at + i] = static_cast<unsigned char>(value >> (8 * i));
    };
    to[0] = 0x4c, to[1] = 0x8d, to[2] = 0x1d;
    put(3, cell - (from + 7));
    to[7] = 0xe9;
    put(8, code - (from + 12));
}

}  // namespace detail
}  // namespace FFIGUARD_ABI
}  // namespace ffiguard
#endif

#endif
