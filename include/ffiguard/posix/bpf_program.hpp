// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_BPF_PROGRAM_HPP
#define FFIGUARD_POSIX_BPF_PROGRAM_HPP

#ifndef __linux__
#error "ffiguard/posix/bpf_program.hpp needs Linux"
#else

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/posix/detail/bpf_call.hpp>
#include <ffiguard/posix/detail/os_error.hpp>
#include <ffiguard/posix/unique_fd.hpp>

struct bpf_insn;  // of <linux/bpf.h>: 8 bytes

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// As fd_traits; a separate type, so that the ledger can tell the descriptors apart.
struct bpf_program_traits : fd_traits {};

/// Owns the descriptor of a loaded eBPF program; closed once by close(2). The program stays loaded
/// as long as a descriptor, a link or a pinned name uses it. It keeps the maps that it uses.
using unique_bpf_program = unique_handle<bpf_program_traits>;

/// What a program is for. A number of the kernel; any other may be given, too.
enum class bpf_program_kind : std::uint32_t {
    socket_filter = 1,
    kprobe = 2,  ///< kprobes, uprobes and USDT probes
    tracepoint = 5,
    perf_event = 7,
    raw_tracepoint = 17
};

namespace detail {

/// The verifier's reason: the last line of its log with content. The log ends with a summary.
[[nodiscard]] inline const char* last_line(char* log) noexcept {
    char* line = log;
    for (std::size_t end = std::strlen(log); end > 0;) {
        log[end] = '\0';
        std::size_t begin = end;
        while (begin > 0 && log[begin - 1] != '\n') --begin;
        line = log + begin;
        if (*line != '\0' && std::strncmp(line, "processed ", 10) != 0) break;
        end = begin > 0 ? begin - 1 : 0;
    }
    return line;
}

}  // namespace detail

/// Loads a program. The kernel's verifier checks it and may refuse it.
///
/// code points to count instructions. license is a C string, such as "GPL", without which the
/// kernel refuses some of its helpers. Both are copied. Fails with null if either is null; with
/// system(EINVAL) or system(EACCES) if the verifier refuses, and the message has the line of its
/// log that says why; with system(EPERM) without the right to load (CAP_BPF, or root); with
/// out_of_memory. Any thread.
inline result<unique_bpf_program, error> load_bpf_program(bpf_program_kind kind,
                                                          const ::bpf_insn* code, std::size_t count,
                                                          const char* license) noexcept {
    if (code == nullptr || license == nullptr)
        return error(status_code::null, "load_bpf_program: no code, or no license");
    if (count > UINT32_MAX) return error(status_code::overflow, "load_bpf_program: too long");
    detail::bpf_new_program wanted;
    wanted.type = static_cast<std::uint32_t>(kind);
    wanted.instruction_count = static_cast<std::uint32_t>(count);
    wanted.instructions = detail::bpf_address(code);
    wanted.license = detail::bpf_address(license);
    unique_bpf_program made(detail::bpf_call(detail::bpf_command::load_program, wanted));
    if (made) return made;
    const int why = errno;
    if (why != EINVAL && why != EACCES) return detail::os_error("load_bpf_program", why);
    // Again, for the log. Before Linux 6.4 the log ends where the buffer does.
    char log[4096] = "";
    wanted.log_level = 1;
    wanted.log_size = sizeof log;
    wanted.log = detail::bpf_address(&log[0]);
    made.reset(detail::bpf_call(detail::bpf_command::load_program, wanted));
    if (made) return made;
    log[sizeof log - 1] = '\0';
    const char* const line = detail::last_line(log);
    if (*line == '\0') return detail::os_error("load_bpf_program", why);
    return error(detail::os_status(why), "load_bpf_program: ", line);
}
template <std::size_t Count>
result<unique_bpf_program, error> load_bpf_program(bpf_program_kind kind,
                                                   const ::bpf_insn (&code)[Count],
                                                   const char* license) noexcept {
    return load_bpf_program(kind, code, Count, license);
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
