// SPDX-License-Identifier: BSL-1.0
// What stands in for the calls of the library: the linker is told of each by --wrap, faults.sh
// reads their names from this file.
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <fenv.h>
#include <link.h>
#include <linux/futex.h>
#include <locale.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <new>

#include "faults.hpp"

using faults::closed;
using faults::hit;
using faults::opened;
using faults::thing;

// FAILS(result, name, parameters, arguments, what to do, errors...): a call that opens and closes
// nothing.
#define ERRORS(...) static constexpr int errors[] = {__VA_ARGS__, 0}
#define FAILS(Result, name, parameters, arguments, fail, ...) \
    extern "C" Result __real_##name parameters;               \
    extern "C" Result __wrap_##name parameters;               \
    extern "C" Result __wrap_##name parameters {              \
        ERRORS(__VA_ARGS__);                                  \
        if (const int e = hit(#name, errors)) {               \
            fail;                                             \
        }                                                     \
        return __real_##name arguments;                       \
    }
#define SAYS_MINUS_ONE \
    errno = e;         \
    return -1
#define SAYS_NUMBER return e
#define SAYS_NULL \
    errno = e;    \
    return nullptr
#define SAYS_ZERO         \
    static_cast<void>(e); \
    return 0

// ---- descriptors
// ---------------------------------------------------------------------------------
extern "C" int __real_open(const char* path, int flags, ...);
extern "C" int __wrap_open(const char* path, int flags, mode_t mode);
extern "C" int __wrap_open(const char* path, int flags, mode_t mode) {
    ERRORS(ENOENT, EACCES, EMFILE, EINTR);
    if (const int e = hit("open", errors)) {
        SAYS_MINUS_ONE;
    }
    const int fd = __real_open(path, flags, mode);
    if (fd >= 0) opened(thing::descriptor, fd);
    return fd;
}
extern "C" int __real_close(int fd);
extern "C" int __wrap_close(int fd);
extern "C" int __wrap_close(int fd) {
    ERRORS(EIO, EINTR);
    closed(thing::descriptor, fd);
    const int e = hit("close", errors);
    const int answer = __real_close(fd);  // Linux: it has gone, whatever it says
    if (e == 0) return answer;
    SAYS_MINUS_ONE;
}
extern "C" int __real_fcntl(int fd, int command, ...);
extern "C" int __wrap_fcntl(int fd, int command, long argument);
extern "C" int __wrap_fcntl(int fd, int command, long argument) {
    if (command == F_DUPFD_CLOEXEC || command == F_DUPFD) {
        ERRORS(EMFILE, EINVAL);
        if (const int e = hit("fcntl(F_DUPFD)", errors)) {
            SAYS_MINUS_ONE;
        }
    } else {
        ERRORS(EPERM);
        const char* const name = command == F_GETFL   ? "fcntl(F_GETFL)"
                                 : command == F_SETFD ? "fcntl(F_SETFD)"
                                 : command == F_SETFL ? "fcntl(F_SETFL)"
                                                      : "fcntl(F_ADD_SEALS)";
        if (const int e = hit(name, errors)) {
            SAYS_MINUS_ONE;
        }
    }
    const int answer = __real_fcntl(fd, command, argument);
    if (answer >= 0 && (command == F_DUPFD_CLOEXEC || command == F_DUPFD))
        opened(thing::descriptor, answer);
    return answer;
}
extern "C" int __real_pipe2(int* ends, int flags);
extern "C" int __wrap_pipe2(int* ends, int flags);
extern "C" int __wrap_pipe2(int* ends, int flags) {
    ERRORS(EMFILE, ENFILE);
    if (const int e = hit("pipe2", errors)) {
        SAYS_MINUS_ONE;
    }
    const int answer = __real_pipe2(ends, flags);
    if (answer == 0) opened(thing::descriptor, ends[0]), opened(thing::descriptor, ends[1]);
    return answer;
}
extern "C" int __real_eventfd(unsigned value, int flags);
extern "C" int __wrap_eventfd(unsigned value, int flags);
extern "C" int __wrap_eventfd(unsigned value, int flags) {
    ERRORS(EMFILE, ENOMEM);
    if (const int e = hit("eventfd", errors)) {
        SAYS_MINUS_ONE;
    }
    const int fd = __real_eventfd(value, flags);
    if (fd >= 0) opened(thing::descriptor, fd);
    return fd;
}
extern "C" int __real_memfd_create(const char* name, unsigned flags);
extern "C" int __wrap_memfd_create(const char* name, unsigned flags);
extern "C" int __wrap_memfd_create(const char* name, unsigned flags) {
    ERRORS(EMFILE, ENOMEM, EPERM, ENOSYS);
    if (const int e = hit("memfd_create", errors)) {
        SAYS_MINUS_ONE;
    }
    const int fd = __real_memfd_create(name, flags);
    if (fd >= 0) opened(thing::descriptor, fd);
    return fd;
}
extern "C" int __real_shm_open(const char* name, int flags, mode_t mode);
extern "C" int __wrap_shm_open(const char* name, int flags, mode_t mode);
extern "C" int __wrap_shm_open(const char* name, int flags, mode_t mode) {
    ERRORS(EACCES, EMFILE, ENOENT);
    if (const int e = hit("shm_open", errors)) {
        SAYS_MINUS_ONE;
    }
    const int fd = __real_shm_open(name, flags, mode);
    if (fd >= 0) opened(thing::descriptor, fd);
    return fd;
}
extern "C" int __real_shm_unlink(const char* name);
extern "C" int __wrap_shm_unlink(const char* name);
extern "C" int __wrap_shm_unlink(const char* name) {
    ERRORS(EACCES);
    const int e = hit("shm_unlink", errors);
    const int answer = __real_shm_unlink(name);  // or the next run finds it
    if (e == 0) return answer;
    SAYS_MINUS_ONE;
}
FAILS(ssize_t, read, (int fd, void* to, std::size_t n), (fd, to, n), SAYS_MINUS_ONE, EIO, EINTR)
extern "C" ssize_t __real_write(int fd, const void* from, std::size_t n);
extern "C" ssize_t __wrap_write(int fd, const void* from, std::size_t n);
extern "C" ssize_t __wrap_write(int fd, const void* from, std::size_t n) {
    ERRORS(EIO, EINTR, ENOSPC);
    // A byte into a pipe or an eventfd that does not block fails only where one is there already.
    if ((__real_fcntl(fd, F_GETFL) & O_NONBLOCK) == 0) {
        if (const int e = hit("write", errors)) {
            SAYS_MINUS_ONE;
        }
    }
    return __real_write(fd, from, n);
}
FAILS(int, poll, (pollfd * all, nfds_t n, int limit), (all, n, limit), SAYS_MINUS_ONE, EINTR,
      ENOMEM)
FAILS(int, fstat, (int fd, struct stat* to), (fd, to), SAYS_MINUS_ONE, EOVERFLOW, ENOMEM)
FAILS(int, access, (const char* path, int how), (path, how), SAYS_MINUS_ONE, EACCES)
FAILS(int, stat, (const char* path, struct stat* to), (path, to), SAYS_MINUS_ONE, EACCES, ENOMEM)
FAILS(ssize_t, pwrite, (int fd, const void* from, std::size_t n, off_t at), (fd, from, n, at),
      SAYS_MINUS_ONE, ENOSPC, EINTR)
FAILS(int, ftruncate, (int fd, off_t size), (fd, size), SAYS_MINUS_ONE, EINVAL, EINTR)
FAILS(int, posix_fallocate, (int fd, off_t at, off_t size), (fd, at, size), SAYS_NUMBER, ENOSPC,
      EINTR)

// ---- streams
// -------------------------------------------------------------------------------------
extern "C" FILE* __real_fopen(const char* path, const char* mode);
extern "C" FILE* __wrap_fopen(const char* path, const char* mode);
extern "C" FILE* __wrap_fopen(const char* path, const char* mode) {
    ERRORS(ENOENT, EMFILE, ENOMEM, EINTR);
    if (const int e = hit("fopen", errors)) {
        SAYS_NULL;
    }
    FILE* const made = __real_fopen(path, mode);
    if (made != nullptr) opened(thing::other);
    return made;
}
extern "C" FILE* __real_fdopen(int fd, const char* mode);
extern "C" FILE* __wrap_fdopen(int fd, const char* mode);
extern "C" FILE* __wrap_fdopen(int fd, const char* mode) {
    ERRORS(ENOMEM);
    if (const int e = hit("fdopen", errors)) {
        SAYS_NULL;
    }
    FILE* const made = __real_fdopen(fd, mode);
    if (made != nullptr) opened(thing::other), closed(thing::descriptor, fd);
    return made;
}
extern "C" int __real_fclose(FILE* file);
extern "C" int __wrap_fclose(FILE* file);
extern "C" int __wrap_fclose(FILE* file) {
    ERRORS(ENOSPC, EIO);
    closed(thing::other);
    const int e = hit("fclose", errors);
    const int answer = __real_fclose(file);
    if (e == 0) return answer;
    SAYS_MINUS_ONE;
}
FAILS(int, fflush, (FILE * file), (file), SAYS_MINUS_ONE, ENOSPC)

// ---- memory
// --------------------------------------------------------------------------------------
extern "C" void* __real_mmap(void* at, std::size_t n, int how, int flags, int fd, off_t from);
extern "C" void* __wrap_mmap(void* at, std::size_t n, int how, int flags, int fd, off_t from);
extern "C" void* __wrap_mmap(void* at, std::size_t n, int how, int flags, int fd, off_t from) {
    ERRORS(ENOMEM, EACCES);
    if (const int e = hit("mmap", errors)) {
        errno = e;
        return MAP_FAILED;
    }
    void* const made = __real_mmap(at, n, how, flags, fd, from);
    if (made != MAP_FAILED && (flags & MAP_FIXED) == 0) opened(thing::mapping);
    return made;
}
extern "C" int __real_munmap(void* at, std::size_t n);
extern "C" int __wrap_munmap(void* at, std::size_t n);
extern "C" int __wrap_munmap(void* at, std::size_t n) {
    ERRORS(ENOMEM);
    closed(thing::mapping);
    const int e = hit("munmap", errors);
    const int answer = __real_munmap(at, n);
    if (e == 0) return answer;
    SAYS_MINUS_ONE;
}
FAILS(int, mprotect, (void* at, std::size_t n, int how), (at, n, how), SAYS_MINUS_ONE, ENOMEM)
FAILS(int, msync, (void* at, std::size_t n, int how), (at, n, how), SAYS_MINUS_ONE, EIO)
FAILS(int, madvise, (void* at, std::size_t n, int how), (at, n, how), SAYS_MINUS_ONE, EINVAL)
FAILS(ssize_t, process_vm_readv,
      (pid_t who, const iovec* to, unsigned long m, const iovec* from, unsigned long n,
       unsigned long flags),
      (who, to, m, from, n, flags), SAYS_MINUS_ONE, EPERM, EFAULT)
// The size of a page is a constant of the process; what a signal needs may be unknown.
extern "C" long __real_sysconf(int what);
extern "C" long __wrap_sysconf(int what);
extern "C" long __wrap_sysconf(int what) {
    ERRORS(EINVAL);
    if (what == _SC_PAGESIZE) return __real_sysconf(what);
    if (const int e = hit("sysconf", errors)) {
        SAYS_MINUS_ONE;
    }
    return __real_sysconf(what);
}

#define ALLOCATES(name, parameters, arguments)      \
    extern "C" void* __real_##name parameters;      \
    extern "C" void* __wrap_##name parameters;      \
    extern "C" void* __wrap_##name parameters {     \
        ERRORS(ENOMEM);                             \
        if (const int e = hit(#name, errors)) {     \
            SAYS_NULL;                              \
        }                                           \
        void* const made = __real_##name arguments; \
        if (made != nullptr) opened(thing::block);  \
        return made;                                \
    }
ALLOCATES(malloc, (std::size_t n), (n))
ALLOCATES(calloc, (std::size_t m, std::size_t n), (m, n))
ALLOCATES(aligned_alloc, (std::size_t m, std::size_t n), (m, n))
extern "C" char* __real_strdup(const char* text);
extern "C" char* __wrap_strdup(const char* text);
extern "C" char* __wrap_strdup(const char* text) {
    ERRORS(ENOMEM);
    if (const int e = hit("strdup", errors)) {
        SAYS_NULL;
    }
    char* const made = __real_strdup(text);
    if (made != nullptr) opened(thing::block);
    return made;
}
extern "C" void* __real_realloc(void* old, std::size_t n);
extern "C" void* __wrap_realloc(void* old, std::size_t n);
extern "C" void* __wrap_realloc(void* old, std::size_t n) {
    ERRORS(ENOMEM);
    if (const int e = hit("realloc", errors)) {
        SAYS_NULL;
    }
    void* const made = __real_realloc(old, n);
    if (old == nullptr && made != nullptr) opened(thing::block);
    return made;
}
extern "C" void __real_free(void* block);
extern "C" void __wrap_free(void* block);
extern "C" void __wrap_free(void* block) {
    if (block != nullptr) closed(thing::block);
    __real_free(block);
}

// Of the whole process, so that a std::string's allocation counts too.
static void* made_by_new(std::size_t n, std::size_t alignment) noexcept {
    ERRORS(ENOMEM);
    if (hit("operator new", errors) != 0) return nullptr;
    void* const made = alignment == 0 ? __real_malloc(n != 0 ? n : 1)
                                      : __real_aligned_alloc(
                                            alignment, (n + alignment - 1) / alignment * alignment);
    if (made != nullptr) opened(thing::block);
    return made;
}
static void* made_or_thrown(std::size_t n, std::size_t alignment) {
    if (void* const made = made_by_new(n, alignment)) return made;
    throw std::bad_alloc();
}
static void ended_by_delete(void* block) noexcept { __wrap_free(block); }
void* operator new(std::size_t n) { return made_or_thrown(n, 0); }
void* operator new[](std::size_t n) { return made_or_thrown(n, 0); }
void* operator new(std::size_t n, const std::nothrow_t&) noexcept { return made_by_new(n, 0); }
void* operator new[](std::size_t n, const std::nothrow_t&) noexcept { return made_by_new(n, 0); }
void* operator new(std::size_t n, std::align_val_t a) {
    return made_or_thrown(n, static_cast<std::size_t>(a));
}
void* operator new[](std::size_t n, std::align_val_t a) {
    return made_or_thrown(n, static_cast<std::size_t>(a));
}
void* operator new(std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept {
    return made_by_new(n, static_cast<std::size_t>(a));
}
void* operator new[](std::size_t n, std::align_val_t a, const std::nothrow_t&) noexcept {
    return made_by_new(n, static_cast<std::size_t>(a));
}
void operator delete(void* block) noexcept { ended_by_delete(block); }
void operator delete[](void* block) noexcept { ended_by_delete(block); }
void operator delete(void* block, std::size_t) noexcept { ended_by_delete(block); }
void operator delete[](void* block, std::size_t) noexcept { ended_by_delete(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { ended_by_delete(block); }
void operator delete[](void* block, const std::nothrow_t&) noexcept { ended_by_delete(block); }
void operator delete(void* block, std::align_val_t) noexcept { ended_by_delete(block); }
void operator delete[](void* block, std::align_val_t) noexcept { ended_by_delete(block); }
void operator delete(void* block, std::size_t, std::align_val_t) noexcept {
    ended_by_delete(block);
}
void operator delete[](void* block, std::size_t, std::align_val_t) noexcept {
    ended_by_delete(block);
}

// ---- signals
// -------------------------------------------------------------------------------------
FAILS(int, sigaction, (int n, const struct sigaction* now, struct sigaction* old), (n, now, old),
      SAYS_MINUS_ONE, EINVAL)
FAILS(int, pthread_sigmask, (int how, const sigset_t* now, sigset_t* old), (how, now, old),
      SAYS_NUMBER, EINVAL)
FAILS(int, sigpending, (sigset_t * to), (to), SAYS_MINUS_ONE, EFAULT)
FAILS(int, sigaltstack, (const stack_t* now, stack_t* old), (now, old), SAYS_MINUS_ONE, ENOMEM,
      EPERM)
FAILS(int, sigtimedwait, (const sigset_t* all, siginfo_t* to, const timespec* limit),
      (all, to, limit), SAYS_MINUS_ONE, EINTR)
FAILS(int, raise, (int n), (n), SAYS_MINUS_ONE, EAGAIN)
FAILS(int, pthread_kill, (pthread_t who, int n), (who, n), SAYS_NUMBER, EAGAIN)
FAILS(int, kill, (pid_t who, int n), (who, n), SAYS_MINUS_ONE, EPERM, ESRCH)

// ---- threads
// -------------------------------------------------------------------------------------
FAILS(int, pthread_create,
      (pthread_t * to, const pthread_attr_t* how, void* (*main)(void*), void* argument),
      (to, how, main, argument), SAYS_NUMBER, EAGAIN, EPERM)
FAILS(int, pthread_attr_setstacksize, (pthread_attr_t * of, std::size_t n), (of, n), SAYS_NUMBER,
      EINVAL)
extern "C" int __real_pthread_getattr_np(pthread_t who, pthread_attr_t* to);
extern "C" int __wrap_pthread_getattr_np(pthread_t who, pthread_attr_t* to);
extern "C" int __wrap_pthread_getattr_np(pthread_t who, pthread_attr_t* to) {
    ERRORS(ENOMEM);
    if (const int e = hit("pthread_getattr_np", errors)) {
        SAYS_NUMBER;
    }
    opened(thing::other);
    return __real_pthread_getattr_np(who, to);
}
FAILS(int, pthread_attr_getstack, (const pthread_attr_t* of, void** low, std::size_t* n),
      (of, low, n), SAYS_NUMBER, EINVAL)
FAILS(int, pthread_atfork, (void (*a)(), void (*b)(), void (*c)()), (a, b, c), SAYS_NUMBER, ENOMEM)
FAILS(int, pthread_key_create, (pthread_key_t * to, void (*end)(void*)), (to, end), SAYS_NUMBER,
      EAGAIN, ENOMEM)
FAILS(int, pthread_setspecific, (pthread_key_t key, const void* value), (key, value), SAYS_NUMBER,
      ENOMEM)
FAILS(int, pthread_setname_np, (pthread_t who, const char* name), (who, name), SAYS_NUMBER, EPERM)
FAILS(int, sched_setaffinity, (pid_t who, std::size_t n, const cpu_set_t* all), (who, n, all),
      SAYS_MINUS_ONE, EPERM, EINVAL)
FAILS(int, sched_getaffinity, (pid_t who, std::size_t n, cpu_set_t* all), (who, n, all),
      SAYS_MINUS_ONE, EPERM)
FAILS(int, fegetenv, (fenv_t * to), (to), SAYS_NUMBER, EINVAL)
FAILS(int, fesetenv, (const fenv_t* from), (from), SAYS_NUMBER, EINVAL)
FAILS(int, fesetround, (int how), (how), SAYS_NUMBER, EINVAL)
extern "C" int __real_pthread_attr_init(pthread_attr_t* to);
extern "C" int __wrap_pthread_attr_init(pthread_attr_t* to);
extern "C" int __wrap_pthread_attr_init(pthread_attr_t* to) {
    ERRORS(ENOMEM);
    if (const int e = hit("pthread_attr_init", errors)) {
        SAYS_NUMBER;
    }
    opened(thing::other);
    return __real_pthread_attr_init(to);
}
extern "C" int __real_pthread_attr_destroy(pthread_attr_t* of);
extern "C" int __wrap_pthread_attr_destroy(pthread_attr_t* of);
extern "C" int __wrap_pthread_attr_destroy(pthread_attr_t* of) {
    closed(thing::other);
    return __real_pthread_attr_destroy(of);
}
extern "C" locale_t __real_newlocale(int mask, const char* name, locale_t base);
extern "C" locale_t __wrap_newlocale(int mask, const char* name, locale_t base);
extern "C" locale_t __wrap_newlocale(int mask, const char* name, locale_t base) {
    ERRORS(ENOMEM, ENOENT);
    if (const int e = hit("newlocale", errors)) {
        SAYS_NULL;
    }
    const locale_t made = __real_newlocale(mask, name, base);
    if (made != nullptr) opened(thing::block);
    return made;
}
extern "C" void __real_freelocale(locale_t one);
extern "C" void __wrap_freelocale(locale_t one);
extern "C" void __wrap_freelocale(locale_t one) {
    closed(thing::block);
    __real_freelocale(one);
}

extern "C" int __real_prctl(int what, ...);
extern "C" int __wrap_prctl(int what, unsigned long a, unsigned long b, unsigned long c,
                            unsigned long d);
extern "C" int __wrap_prctl(int what, unsigned long a, unsigned long b, unsigned long c,
                            unsigned long d) {
    ERRORS(EPERM);
    if (const int e = hit("prctl", errors)) {
        SAYS_MINUS_ONE;
    }
    return __real_prctl(what, a, b, c, d);
}

// ---- processes
// -----------------------------------------------------------------------------------
#define SPAWNS(name, parameters, arguments) \
    FAILS(int, name, parameters, arguments, SAYS_NUMBER, EAGAIN, ENOMEM, ENOENT)
SPAWNS(posix_spawn,
       (pid_t * to, const char* file, const posix_spawn_file_actions_t* a,
        const posix_spawnattr_t* b, char* const* c, char* const* d),
       (to, file, a, b, c, d))
SPAWNS(posix_spawnp,
       (pid_t * to, const char* file, const posix_spawn_file_actions_t* a,
        const posix_spawnattr_t* b, char* const* c, char* const* d),
       (to, file, a, b, c, d))
#define BEGINS(Type, init, destroy)              \
    extern "C" int __real_##init(Type* one);     \
    extern "C" int __wrap_##init(Type* one);     \
    extern "C" int __wrap_##init(Type* one) {    \
        ERRORS(ENOMEM);                          \
        if (const int e = hit(#init, errors)) {  \
            SAYS_NUMBER;                         \
        }                                        \
        opened(thing::other);                    \
        return __real_##init(one);               \
    }                                            \
    extern "C" int __real_##destroy(Type* one);  \
    extern "C" int __wrap_##destroy(Type* one);  \
    extern "C" int __wrap_##destroy(Type* one) { \
        closed(thing::other);                    \
        return __real_##destroy(one);            \
    }
BEGINS(posix_spawnattr_t, posix_spawnattr_init, posix_spawnattr_destroy)
BEGINS(posix_spawn_file_actions_t, posix_spawn_file_actions_init, posix_spawn_file_actions_destroy)
FAILS(int, posix_spawnattr_setsigmask, (posix_spawnattr_t * of, const sigset_t* all), (of, all),
      SAYS_NUMBER, EINVAL)
FAILS(int, posix_spawnattr_setsigdefault, (posix_spawnattr_t * of, const sigset_t* all), (of, all),
      SAYS_NUMBER, EINVAL)
FAILS(int, posix_spawnattr_setflags, (posix_spawnattr_t * of, short flags), (of, flags),
      SAYS_NUMBER, EINVAL)
FAILS(int, posix_spawn_file_actions_adddup2, (posix_spawn_file_actions_t * to, int a, int b),
      (to, a, b), SAYS_NUMBER, ENOMEM, EBADF)
FAILS(int, waitid, (idtype_t what, id_t who, siginfo_t* to, int how), (what, who, to, how),
      SAYS_MINUS_ONE, EINTR, EINVAL)
FAILS(int, nanosleep, (const timespec* limit, timespec* left), (limit, left), SAYS_MINUS_ONE, EINTR)

// ---- the loader
// ----------------------------------------------------------------------------------
extern "C" void* __real_dlopen(const char* path, int flags);
extern "C" void* __wrap_dlopen(const char* path, int flags);
extern "C" void* __wrap_dlopen(const char* path, int flags) {
    ERRORS(ENOENT);
    const char* const name = (flags & RTLD_NOLOAD) != 0 ? "dlopen(RTLD_NOLOAD)" : "dlopen";
    if (hit(name, errors) != 0) return __real_dlopen("/a fault/of a test.so", RTLD_NOW);
    void* const made = __real_dlopen(path, flags);
    if (made != nullptr && (flags & RTLD_NODELETE) == 0) opened(thing::library);
    return made;
}
extern "C" int __real_dlclose(void* handle);
extern "C" int __wrap_dlclose(void* handle);
extern "C" int __wrap_dlclose(void* handle) {
    ERRORS(EINVAL);
    closed(thing::library);
    const int e = hit("dlclose", errors);
    const int answer = __real_dlclose(handle);
    if (e == 0) return answer;
    return __real_dlopen("/a fault/of a test.so", RTLD_NOW) == nullptr ? -1 : 0;
}
extern "C" void* __real_dlsym(void* handle, const char* name);
FAILS(void*, dlsym, (void* handle, const char* name), (handle, name), static_cast<void>(e);
      return __real_dlsym(handle, "a fault of a test"), ENOENT)
FAILS(void*, dlvsym, (void* handle, const char* name, const char* version), (handle, name, version),
      static_cast<void>(e);
      return __real_dlsym(handle, "a fault of a test"), ENOENT)
FAILS(int, dladdr, (const void* at, Dl_info* to), (at, to), SAYS_ZERO, ENOENT)
FAILS(int, dladdr1, (const void* at, Dl_info* to, void** more, int flags), (at, to, more, flags),
      SAYS_ZERO, ENOENT)
FAILS(int, dlinfo, (void* handle, int what, void* to), (handle, what, to), return -(e != 0), EINVAL)
FAILS(int, dl_iterate_phdr, (int (*visit)(dl_phdr_info*, std::size_t, void*), void* user),
      (visit, user), SAYS_ZERO, ENOENT)

// ---- system calls by number
// ----------------------------------------------------------------------
extern "C" long __real_syscall(long number, ...);
extern "C" long __wrap_syscall(long number, long a, long b, long c, long d, long e, long f);
extern "C" long __wrap_syscall(long number, long a, long b, long c, long d, long e, long f) {
    struct known {
        long number;
        const char* name;
        int errors[5];
    };
    static constexpr known all[] = {
        {SYS_futex, "futex", {EINTR, EAGAIN}},
        {SYS_membarrier, "membarrier", {ENOSYS, EPERM}},
        {SYS_memfd_create, "memfd_create", {EMFILE, ENOMEM, EPERM, ENOSYS}},
        {SYS_bpf, "bpf", {EPERM, ENOMEM, EAGAIN, EINVAL}},
        {SYS_perf_event_open, "perf_event_open", {EACCES, EMFILE, ENOENT}},
        {SYS_pidfd_open, "pidfd_open", {EMFILE, ENOMEM, EPERM, ENOSYS}},
        {SYS_pidfd_send_signal, "pidfd_send_signal", {EPERM, ENOSYS}},
        {SYS_rt_sigaction, "rt_sigaction", {EINVAL}},
        {SYS_rt_tgsigqueueinfo, "rt_tgsigqueueinfo", {EAGAIN}},
    };
    for (const known& one : all) {
        if (one.number != number) continue;
        if (number == SYS_futex && (b & FUTEX_CMD_MASK) == FUTEX_WAKE) continue;  // never fails
        if (const int why = hit(one.name, one.errors)) {
            errno = why;
            return -1;
        }
    }
    const long answer = __real_syscall(number, a, b, c, d, e, f);
    if (answer >= 0 &&
        (number == SYS_memfd_create || number == SYS_pidfd_open || number == SYS_perf_event_open))
        opened(thing::descriptor, answer);
    if (answer > 2 && number == SYS_bpf && (a == 0 || a == 5 || a == 7 || a == 28))
        opened(thing::descriptor, answer);  // a map, a program, a pinned one, a link
    return answer;
}
