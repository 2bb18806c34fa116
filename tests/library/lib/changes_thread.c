/* SPDX-License-Identifier: BSL-1.0
 * Its constructor and its destructor change the thread that loads and unloads it, as a library that
 * was linked with -ffast-math does, and many a vendor's. */
#define _GNU_SOURCE
#include <pthread.h>
#include <signal.h>
#ifdef __i386__
#include <fenv.h>
#endif

static void change(int how, int number) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    pthread_sigmask(how, &set, 0);
}

static void compute_fast(void) {
#if defined(__x86_64__)
    unsigned control;
    unsigned short x87;
    __asm__ volatile("stmxcsr %0" : "=m"(control));
    control |= 0x8040; /* FTZ and DAZ */
    __asm__ volatile("ldmxcsr %0" : : "m"(control));
    __asm__ volatile("fnstcw %0" : "=m"(x87));
    x87 &= 0xFCFF; /* single precision, as -mpc32 sets it */
    __asm__ volatile("fldcw %0" : : "m"(x87));
#elif defined(__i386__)
    fesetround(FE_UPWARD);
#elif defined(__aarch64__)
    unsigned long control;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    control |= 1UL << 24;
    __asm__ volatile("msr fpcr, %0" : : "r"(control));
#endif
}

__attribute__((constructor)) static void begin(void) {
    compute_fast();
    change(SIG_BLOCK, SIGURG);
    change(SIG_UNBLOCK, SIGHUP);
    change(SIG_BLOCK, SIGSEGV);
}
__attribute__((destructor)) static void end(void) {
    compute_fast();
    change(SIG_BLOCK, SIGPROF);
}

int changes_thread_answer(void) { return 42; }
