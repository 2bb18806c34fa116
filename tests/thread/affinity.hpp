// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_THREAD_AFFINITY_HPP
#define FFIGUARD_TESTS_THREAD_AFFINITY_HPP

#include <sched.h>

#include <cstddef>
#include <thread>
#include <utility>

#include <ffiguard/thread/cpu_affinity.hpp>

// What a shim without ffiguard does, and what a test asks of the CPUs of its thread.

inline cpu_set_t only(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(static_cast<std::size_t>(cpu), &set);
    return set;
}

struct naive_pin {
    explicit naive_pin(int cpu) {
        sched_getaffinity(0, sizeof before, &before);
        const cpu_set_t one = only(cpu);
        sched_setaffinity(0, sizeof one, &one);
    }
    ~naive_pin() { sched_setaffinity(0, sizeof before, &before); }
    cpu_set_t before;
};

inline ffiguard::cpu_set cpus_now() {
    auto now = ffiguard::cpu_affinity::current();
    return now ? std::move(*now) : ffiguard::cpu_set();
}

inline int first_allowed() {
    const auto now = cpus_now();
    for (int cpu = 0; cpu < 8192; ++cpu)
        if (now.contains(cpu)) return cpu;
    return -1;
}

inline int last_allowed() {
    const auto now = cpus_now();
    for (int cpu = 8191; cpu >= 0; --cpu)
        if (now.contains(cpu)) return cpu;
    return -1;
}

// What naive code leaves behind goes with the thread.
template <class Work>
void on_new_thread(Work&& work) {
    std::thread(std::forward<Work>(work)).join();
}

#endif
