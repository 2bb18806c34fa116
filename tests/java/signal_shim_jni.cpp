// SPDX-License-Identifier: BSL-1.0
#include <dev_ffiguard_example_SignalShim.h>

#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <utility>

#include <ffiguard/signal/crash_reporter.hpp>
#include <ffiguard/signal/signal_action.hpp>

using ffiguard::crash_reporter;
using ffiguard::signal_action;

namespace {

std::atomic<jint> terms{0}, reports{0};
signal_action term;
crash_reporter crashes;

void on_term(int) { ++terms; }
void on_term_chained(int signal, siginfo_t* info, void* context) {
    ++terms;
    static_cast<void>(signal_action::chain(&on_term_chained, signal, info, context));
}
void report(int, siginfo_t*, void*) {
    ++reports;
    const char line[] = "C++: crash reported\n";
    const auto written = ::write(2, line, sizeof line - 1);
    static_cast<void>(written);
}

}  // namespace

extern "C" {

JNIEXPORT jboolean JNICALL Java_dev_ffiguard_example_SignalShim_takeTerm(JNIEnv*, jclass,
                                                                         jboolean chains) {
    auto taken = chains != JNI_FALSE ? signal_action::install(SIGTERM, &on_term_chained)
                                     : signal_action::install(SIGTERM, &on_term);
    if (!taken) return JNI_FALSE;
    term = *std::move(taken);
    return JNI_TRUE;
}
JNIEXPORT jint JNICALL Java_dev_ffiguard_example_SignalShim_terms(JNIEnv*, jclass) { return terms; }
JNIEXPORT jboolean JNICALL Java_dev_ffiguard_example_SignalShim_giveTermBack(JNIEnv*, jclass) {
    return term.restore().ok() ? JNI_TRUE : JNI_FALSE;
}
JNIEXPORT void JNICALL Java_dev_ffiguard_example_SignalShim_sendTerm(JNIEnv*, jclass) {
    ::kill(::getpid(), SIGTERM);
}

JNIEXPORT jboolean JNICALL Java_dev_ffiguard_example_SignalShim_reportCrashes(JNIEnv*, jclass) {
    auto made = crash_reporter::install(&report);
    if (!made) return JNI_FALSE;
    crashes = *std::move(made);
    return JNI_TRUE;
}
JNIEXPORT jint JNICALL Java_dev_ffiguard_example_SignalShim_reports(JNIEnv*, jclass) {
    return reports;
}
JNIEXPORT jboolean JNICALL Java_dev_ffiguard_example_SignalShim_reportNoCrashes(JNIEnv*, jclass) {
    return crashes.restore().ok() ? JNI_TRUE : JNI_FALSE;
}
JNIEXPORT void JNICALL Java_dev_ffiguard_example_SignalShim_crash(JNIEnv*, jclass) {
    volatile int* volatile nowhere = nullptr;
    *nowhere = 1;
}
}
