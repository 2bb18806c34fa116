// SPDX-License-Identifier: BSL-1.0
// A process whose end ends two halves of something at two moments.
//
//   program KIND FIRST SECOND SWAP HOW LIBRARY
//
// FIRST and SECOND: the moments of what is made first and second; SWAP 1: what is made first is half 1. HOW: return, exit,
// thread (exit is called by another thread), c_exit_threads (exit while threads run). Prints what was made, ended and released. As a
// library for Go: set_up(KIND, FIRST, SECOND, SWAP, LIBRARY).
#include "world.hpp"

#include <dlfcn.h>

#include <atomic>
#include <condition_variable>
#include <cstring>
#include <mutex>

extern "C" {
__attribute__((visibility("default"))) world* the_world = nullptr;
}

namespace {

enum class moment { static_object, thread_object, other_thread, at_exit, library, closed_library, destructor, never };
constexpr const char* moment_names[] = {"static", "thread_local", "other_thread", "atexit",
                                        "library", "dlclose", "destructor", "never"};

// Never destroyed: the last functions that run need them.
half_of_it* at_exit_half[2];
half_of_it* destructor_half[2];
void* closed[2];

template <int Half>
void end_at_exit() {
    delete std::exchange(at_exit_half[Half], nullptr);
}
template <int Half>
void close_library() {
    ::dlclose(std::exchange(closed[Half], nullptr));
}
template <int Half>
void hold_static() {
    static half_of_it held(Half);
}
template <int Half>
void hold_in_thread() {
    static thread_local half_of_it held(Half);
}

/// A thread that holds a half until an exit handler ends it.
struct holder {
    std::mutex mutex;
    std::condition_variable changed;
    bool is_held = false, is_over = false;
    std::thread thread;

    template <class Hold>
    explicit holder(Hold hold) {
        thread = std::thread([this, hold] {
            hold();
            std::unique_lock<std::mutex> lock(mutex);
            is_held = true;
            changed.notify_all();
            changed.wait(lock, [&] { return is_over; });
        });
        std::unique_lock<std::mutex> lock(mutex);
        changed.wait(lock, [&] { return is_held; });
    }
    void end() {
        {
            const std::lock_guard<std::mutex> lock(mutex);
            is_over = true;
            changed.notify_all();
        }
        thread.join();
    }
};
holder* holders[2];
template <int Half>
void end_holder() {
    holders[Half]->end();
    delete std::exchange(holders[Half], nullptr);
}

template <int Half>
void hold(moment when, const char* library) {
    switch (when) {
        case moment::static_object: hold_static<Half>(); break;
        case moment::thread_object: hold_in_thread<Half>(); break;
        case moment::other_thread:
            holders[Half] = new holder([] { hold_in_thread<Half>(); });
            std::atexit(&end_holder<Half>);
            break;
        case moment::at_exit:
            at_exit_half[Half] = new half_of_it(Half);
            std::atexit(&end_at_exit<Half>);
            break;
        case moment::library:
        case moment::closed_library: {
            void* const opened = ::dlopen(library, RTLD_NOW);
            if (opened == nullptr) give_up(::dlerror());
            reinterpret_cast<void (*)(int)>(::dlsym(opened, "hold"))(Half);
            if (when == moment::closed_library) {
                closed[Half] = opened;
                std::atexit(&close_library<Half>);
            }
            break;
        }
        case moment::destructor: destructor_half[Half] = new half_of_it(Half); break;
        case moment::never: new half_of_it(Half); break;
    }
}

[[gnu::destructor]] void last_of_all() {
    for (auto& half : destructor_half) delete std::exchange(half, nullptr);
}

template <std::size_t Count>
int index_of(const char* name, const char* const (&names)[Count]) {
    for (std::size_t i = 0; i < Count; ++i)
        if (std::strcmp(name, names[i]) == 0) return static_cast<int>(i);
    give_up(name);
}

}  // namespace

extern "C" __attribute__((visibility("default"))) void set_up(const char* what, const char* first, const char* second,
                                                              int swap, const char* library);
extern "C" void set_up(const char* what, const char* first, const char* second, int swap, const char* library) {
    the_world = new world(static_cast<kind>(index_of(what, kind_names)));
#ifdef WITH_JVM
    char serial[] = "-XX:+UseSerialGC", quick[] = "-XX:TieredStopAtLevel=1", heap[] = "-Xmx64m",
         core[] = "-XX:-CreateCoredumpOnCrash";
    JavaVMOption options[] = {{serial, nullptr}, {quick, nullptr}, {heap, nullptr}, {core, nullptr}};
    JavaVMInitArgs args{JNI_VERSION_1_8, 4, options, JNI_FALSE};
    void* env = nullptr;
    if (JNI_CreateJavaVM(&the_world->vm, &env, &args) != JNI_OK) give_up("a VM");
    if (!ffiguard::jni::vm::capture(the_world->vm).ok()) give_up("the VM");
#endif
    const auto a = static_cast<moment>(index_of(first, moment_names));
    const auto b = static_cast<moment>(index_of(second, moment_names));
    if (swap == 0) {
        hold<0>(a, library);
        hold<1>(b, library);
    } else {
        hold<1>(a, library);
        hold<0>(b, library);
    }
    the_world->connect();
#ifdef WITH_JVM
    // DestroyJavaVM() waits for the other threads that are attached.
    if ((swap == 0 ? a : b) == moment::other_thread) the_world->vm->DetachCurrentThread();
#endif
}

#ifndef FOR_GO
int main(int argc, char** argv) {
    if (argc < 7) return 2;
    set_up(argv[1], argv[2], argv[3], std::atoi(argv[4]), argv[6]);
    tell("main ends", 0);
    const char* const how = argv[5];
    if (std::strcmp(how, "exit") == 0) std::exit(0);
    if (std::strcmp(how, "thread") == 0) std::thread([] { std::exit(0); }).join();
    return 0;
}
#endif
