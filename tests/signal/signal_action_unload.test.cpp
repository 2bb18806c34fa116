// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/signal/signal_action.hpp>

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

#include "../core/child.hpp"
#include "../sanitizer.hpp"
#include "refuse_call.hpp"

namespace {

const std::string plugin_path = std::string(FFIGUARD_TEST_LIB_DIR) + "/signal_plugin.so";

struct plugin {
    void* handle = dlopen(plugin_path.c_str(), RTLD_NOW | RTLD_LOCAL);

    bool call(const char* name) const {
        void* const found = handle != nullptr ? dlsym(handle, name) : nullptr;
        return found != nullptr && reinterpret_cast<bool (*)()>(found)();
    }
    /// Whether it has gone.
    bool unload() const {
        dlclose(handle);
        return dlopen(plugin_path.c_str(), RTLD_NOW | RTLD_NOLOAD) == nullptr;
    }
};

std::atomic<int> host_calls{0};
std::atomic<int> host_value{0};
void host_handler(int, siginfo_t* info, void*) {
    ++host_calls;
    host_value = info->si_value.sival_int;
}
void set_host_handler() {
    host_calls = host_value = 0;
    struct sigaction host {};
    host.sa_sigaction = &host_handler;
    host.sa_flags = SA_SIGINFO;
    sigaction(SIGUSR1, &host, nullptr);
}
using entry = void (*)(int, siginfo_t*, void*);
entry entry_now() {
    struct sigaction now;
    sigaction(SIGUSR1, nullptr, &now);
    return now.sa_sigaction;
}

}  // namespace

TEST_CASE("a signal on its way when the guard ends goes to what was before, with its value, once") {
    set_host_handler();
    auto guard = ffiguard::signal_action::install(SIGUSR1, [](int) { _exit(9); });
    REQUIRE(guard);
    const entry late = entry_now();
    REQUIRE(guard->restore().ok());
    // A thread that the system sent there before, and that comes only now.
    siginfo_t info{};
    info.si_signo = SIGUSR1;
    info.si_code = SI_QUEUE;
    info.si_value.sival_int = 42;
    late(SIGUSR1, &info, nullptr);
    CHECK(host_calls == 1);
    CHECK(host_value == 42);
    late(SIGUSR1, &info, nullptr);  // it is for nobody, or it would go round for ever
    CHECK(host_calls == 1);
    signal(SIGUSR1, SIG_DFL);
}

#if FFIGUARD_HAS_ENTRY_CODE()
namespace {

/// The code of entries, and how many such pieces of memory there are.
char* area(int* count = nullptr) {
    std::FILE* const maps = std::fopen("/proc/self/maps", "re");
    char line[512];
    void* found = nullptr;
    while (maps != nullptr && std::fgets(line, sizeof line, maps) != nullptr)
        if (std::strstr(line, "r-xp") != nullptr &&
            std::strstr(line, "ffiguard-signals") != nullptr) {
            std::sscanf(line, "%p", &found);
            if (count != nullptr) ++*count;
        }
    if (maps != nullptr) std::fclose(maps);
    return static_cast<char*>(found);
}

}  // namespace

TEST_CASE("what the system calls is there after the plugin has gone; naive: the process dies") {
    // A handler of the plugin's own, as by hand.
    const auto naive = run_in_child([] {
        const plugin loaded;
        void* const own = dlsym(loaded.handle, "plugin_restore");
        if (own == nullptr || !loaded.unload()) _exit(7);
        signal(SIGSEGV, [](int) { _exit(3); });
        reinterpret_cast<bool (*)()>(own)();
    });
    // A sanitizer has a handler of its own.
    if (!under_address_sanitizer && !under_thread_sanitizer) CHECK(naive.exit_status == 3);

    const auto outcome = run_in_child([] {
        set_host_handler();
        const plugin loaded;
        if (!loaded.call("plugin_install")) _exit(1);
        const entry late = entry_now();
        if (!loaded.call("plugin_restore")) _exit(2);
        if (!loaded.unload()) _exit(4);
        siginfo_t info{};
        info.si_code = SI_QUEUE;
        late(SIGUSR1, &info, nullptr);
        _exit(host_calls == 1 ? 0 : 5);
    });
    CHECK(outcome.exit_status == 0);
}

TEST_CASE("plugins that come and go share one piece of code, and leave nothing behind") {
    for (int i = 0; i < 200; ++i) {
        const plugin loaded;
        REQUIRE(loaded.call("plugin_install"));
        REQUIRE(loaded.call("plugin_restore"));
        REQUIRE(loaded.unload());
    }
    int areas = 0;
    CHECK(area(&areas) != nullptr);
    CHECK(areas == 1);
}

TEST_CASE("under fire a plugin is unloaded as soon as restore has said ok") {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGUSR1, &ignore, nullptr);
    std::atomic<bool> stop{false};
    std::vector<std::thread> crowd;
    for (int i = 0; i < 4; ++i)
        crowd.emplace_back([&] {
            while (!stop) std::this_thread::yield();
        });
    int loaded_still = 0;
    for (int round = 0; round < 500; ++round) {
        const plugin loaded;
        REQUIRE(loaded.call("plugin_install"));
        for (std::thread& one : crowd)
            for (int i = 0; i < 5; ++i) pthread_kill(one.native_handle(), SIGUSR1);
        while (!loaded.call("plugin_restore")) {
        }
        if (!loaded.unload()) ++loaded_still;
    }
    stop = true;
    for (std::thread& one : crowd) one.join();
    CHECK(loaded_still == 0);
    signal(SIGUSR1, SIG_DFL);
}
#endif

TEST_CASE("where no code survives a plugin that has handled a signal, the plugin stays") {
    const auto outcome = run_in_child([] {
#if FFIGUARD_HAS_ENTRY_CODE()
        // A system that gives no such memory, also none that was there before.
        char* code = nullptr;
        while ((code = area()) != nullptr) munmap(code, 4096);
        if (!refuse_call(SYS_memfd_create)) _exit(0);  // no such kernel
#endif
        set_host_handler();
        const plugin loaded;
        if (!loaded.call("plugin_install")) _exit(1);
        raise(SIGUSR1);
        if (host_calls != 0) _exit(6);
        const entry late = entry_now();
        if (!loaded.call("plugin_restore")) _exit(2);
        if (loaded.unload()) _exit(4);
        siginfo_t info{};
        info.si_code = SI_QUEUE;
        late(SIGUSR1, &info, nullptr);
        _exit(host_calls == 1 ? 0 : 5);
    });
    CHECK(outcome.exit_status == 0);
}
