// SPDX-License-Identifier: BSL-1.0
// lwIP with LWIP_COMPAT_SOCKETS 1: macros of the names of system calls. Included behind ffiguard.
// What a template of ours calls must be the system's function; a user's own call of a member needs
// parentheses: (file.close)().
#define accept(s, addr, len) hostile macro
#define bind(s, name, len) hostile macro
#define shutdown(s, how) hostile macro
#define connect(s, name, len) hostile macro
#define listen(s, backlog) hostile macro
#define recv(s, mem, len, flags) hostile macro
#define send(s, data, size, flags) hostile macro
#define socket(domain, type, protocol) hostile macro
#define select(n, r, w, e, t) hostile macro
#define poll(fds, n, timeout) hostile macro
#define ioctl(s, cmd, arg) hostile macro
#define read(s, mem, len) hostile macro
#define readv(s, iov, count) hostile macro
#define write(s, data, len) hostile macro
#define writev(s, iov, count) hostile macro
#define close(s) hostile macro
#define fcntl(s, cmd, val) hostile macro
