// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_THREADS_VENDOR_HPP
#define FFIGUARD_TESTS_THREADS_VENDOR_HPP

#include <locale.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>

#include <cerrno>
#include <cfenv>
#include <cstddef>
#include <initializer_list>

#include <ffiguard/core/detail/float_control.hpp>

/// What initialisers of vendors' libraries were seen to do to the thread that calls them: drivers
/// pin it, numeric libraries flush denormals, profilers and crash reporters set signal masks and
/// alternate stacks, daemons rename it.
struct vendor {
    unsigned char stack[64 * 1024];
    locale_t locale{};

    /// Needs no memory of its own afterwards but this object, which outlives the thread's use of
    /// it.
    int init() {
        cpu_set_t cpus;
        sched_getaffinity(0, sizeof cpus, &cpus);
        bool first = true;
        for (std::size_t cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
            if (!CPU_ISSET(cpu, &cpus)) continue;
            if (!first) CPU_CLR(cpu, &cpus);
            first = false;
        }
        sched_setaffinity(0, sizeof cpus, &cpus);

        sigset_t some;
        sigemptyset(&some);
        for (const int number : {SIGURG, SIGTERM, SIGINT, SIGPROF, SIGSEGV})
            sigaddset(&some, number);
        pthread_sigmask(SIG_BLOCK, &some, nullptr);

        std::fesetround(FE_UPWARD);
        if (ffiguard::detail::can_flush_denormals())
            ffiguard::detail::write_float_control(ffiguard::detail::read_float_control() |
                                                  ffiguard::detail::denormals_as_zero |
                                                  ffiguard::detail::denormals_to_zero);
        pthread_setname_np(pthread_self(), "vendor");
        if (locale == locale_t{}) locale = newlocale(LC_ALL_MASK, "C.UTF-8", locale_t{});
        uselocale(locale);

        stack_t own{};
        own.ss_sp = stack;
        own.ss_size = sizeof stack;
        sigaltstack(&own, nullptr);
        errno = EXDEV;
        return 42;
    }
    /// And what some do to the whole process.
    static void init_process() {
        signal(SIGUSR1, SIG_IGN);
        setlocale(LC_ALL, "C.UTF-8");
    }
};

#endif
