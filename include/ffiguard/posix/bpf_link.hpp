// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_POSIX_BPF_LINK_HPP
#define FFIGUARD_POSIX_BPF_LINK_HPP

#ifndef __linux__
#error "ffiguard/posix/bpf_link.hpp needs Linux"
#else

#include <cerrno>
#include <cstdint>

#include <ffiguard/core/config.hpp>
#include <ffiguard/core/error.hpp>
#include <ffiguard/core/result.hpp>
#include <ffiguard/core/status.hpp>
#include <ffiguard/core/unique_handle.hpp>
#include <ffiguard/posix/bpf_program.hpp>
#include <ffiguard/posix/detail/bpf_call.hpp>
#include <ffiguard/posix/detail/os_error.hpp>
#include <ffiguard/posix/unique_fd.hpp>

namespace ffiguard {
inline namespace FFIGUARD_ABI {

/// As fd_traits; a separate type, so that the ledger can tell the descriptors apart.
struct bpf_link_traits : fd_traits {};

/// Owns the descriptor of a link: a program that is attached to something. Closed once by close(2),
/// which detaches the program unless the link is pinned. The link keeps its program and what it is
/// attached to, so you may close their descriptors earlier.
using unique_bpf_link = unique_handle<bpf_link_traits>;

/// Attaches a program to a perf event: a uprobe or USDT probe (open_uprobe()), a tracepoint, a
/// timer. From then on it runs at each event.
///
/// Linux 5.15 and later. perf_event is a descriptor that still belongs to the caller. The program
/// can read cookie by bpf_get_attach_cookie(), so one program can serve several probes. Fails with
/// null for an empty program; with system and the errno: EBADF or EINVAL if perf_event is not a
/// perf event or not for this kind of program, or the kernel is older; EPERM without the right. Any
/// thread.
inline result<unique_bpf_link, error> attach_bpf_program(const unique_bpf_program& program,
                                                         int perf_event,
                                                         std::uint64_t cookie = 0) noexcept {
    if (!program) return error(status_code::null, "attach_bpf_program: no program");
    detail::bpf_new_link wanted;
    wanted.program = static_cast<std::uint32_t>(program.get());
    wanted.target = static_cast<std::uint32_t>(perf_event);
    wanted.attach_type = 41;  // BPF_PERF_EVENT
    wanted.cookie = cookie;
    unique_bpf_link made(detail::bpf_call(detail::bpf_command::create_link, wanted));
    if (!made) return detail::os_error("attach_bpf_program", errno);
    return made;
}

}  // namespace FFIGUARD_ABI
}  // namespace ffiguard

#endif
#endif
