// SPDX-License-Identifier: BSL-1.0
//
// A shim as it is often written: raw pointers, plain delete and free, no checks.
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/wait.h>

#include <cerrno>
#include <cfenv>
#include <clocale>
#include <csignal>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "both.hpp"

namespace {

struct counter {
    counted count;
    std::mutex mutex;
    std::int64_t value;
    explicit counter(std::int64_t start) : value(start) {}
};
struct text {
    counted count;
    char* bytes;
};
struct loan {
    counted count;
    void* bytes;
    std::int64_t size;
};
struct bell {
    counted count;
    std::uint64_t callback;
};
struct window {
    counted count;
    std::int64_t draws = 0;
};

template <class T>
T* as(std::uint64_t handle) {
    return reinterpret_cast<T*>(handle);
}
template <class T>
ffiguard_status give(T* object, std::uint64_t* out) {
    *out = reinterpret_cast<std::uint64_t>(object);
    return FFIGUARD_OK;
}

// What is open at exit is released then.
struct everything {
    std::vector<counter*> counters;
    ~everything() {
        for (counter* const each : counters) delete each;
    }
};
everything open_counters;

const char* kept_bytes = nullptr;
std::int64_t kept_size = 0;
thread_local std::string last_text;

ffiguard_status failure(const char* words) {
    last_text = words;
    return FFIGUARD_FOREIGN;
}

ffiguard_status ring(void* user) { return goCallback(static_cast<bell*>(user)->callback); }

void log_and_go_on(int) {}

struct half_made {
    explicit half_made(counter* made) : made_(made) { throw std::runtime_error("the second half"); }
    ~half_made() { delete made_; }
    counter* made_;
};

}  // namespace

extern "C" {

ffiguard_status naive_counter_open(int64_t start, uint64_t* out, ffiguard_error*) {
    return give(new counter(start), out);
}
ffiguard_status naive_counter_add(uint64_t handle, int64_t n, int64_t* sum, ffiguard_error*) {
    counter* const c = as<counter>(handle);
    const std::lock_guard<std::mutex> lock(c->mutex);
    *sum = c->value += n;
    return FFIGUARD_OK;
}
ffiguard_status naive_counter_stay(uint64_t handle, ffiguard_error*) {
    stay(as<counter>(handle)->value);
    ++as<counter>(handle)->value;
    return FFIGUARD_OK;
}
ffiguard_status naive_counter_each(uint64_t handle, uint64_t callback, ffiguard_error*) {
    counter* const c = as<counter>(handle);
    const std::lock_guard<std::mutex> lock(c->mutex);
    const ffiguard_status answer = goCallback(callback);
    ++c->value;
    return answer;
}
ffiguard_status naive_counter_close(uint64_t handle, ffiguard_error*) {
    delete as<counter>(handle);
    return FFIGUARD_OK;
}
ffiguard_status naive_counter_half_made(uint64_t* out, ffiguard_error*) {
    try {
        return give(new half_made(new counter(1)), out);
    } catch (const std::exception& e) {
        return failure(e.what());
    }
}
ffiguard_status naive_other_open(int64_t start, uint64_t* out, ffiguard_error*) {
    open_counters.counters.push_back(new counter(start));
    return give(open_counters.counters.back(), out);
}
ffiguard_status naive_other_close(uint64_t handle, ffiguard_error*) {
    auto& all = open_counters.counters;
    for (std::size_t at = 0; at < all.size(); ++at)
        if (all[at] == as<counter>(handle)) all.erase(all.begin() + static_cast<long>(at));
    delete as<counter>(handle);
    return FFIGUARD_OK;
}

ffiguard_status naive_text_open(const uint8_t* bytes, int64_t, uint64_t* out, ffiguard_error*) {
    return give(new text{{}, strdup(reinterpret_cast<const char*>(bytes))}, out);
}
ffiguard_status naive_text_get(uint64_t handle, ffiguard_buffer* out, ffiguard_error*) {
    text* const t = as<text>(handle);
    out->size = std::strlen(t->bytes);
    out->data = std::malloc(out->size);
    std::memcpy(out->data, t->bytes, out->size);
    ++live_objects;
    return FFIGUARD_OK;
}
ffiguard_status naive_text_copy(uint64_t handle, uint8_t* to, int64_t, ffiguard_error*) {
    std::strcpy(reinterpret_cast<char*>(to), as<text>(handle)->bytes);
    return FFIGUARD_OK;
}
ffiguard_status naive_text_close(uint64_t handle, ffiguard_error*) {
    std::free(as<text>(handle)->bytes);
    delete as<text>(handle);
    return FFIGUARD_OK;
}
ffiguard_status naive_buffer_release(ffiguard_buffer* buffer, ffiguard_error*) {
    std::free(buffer->data);
    --live_objects;
    return FFIGUARD_OK;
}

ffiguard_status naive_sum(const int64_t* values, int64_t count, int64_t* sum, ffiguard_error*) {
    const auto bytes = static_cast<std::size_t>(count) * sizeof(std::int64_t);
    auto* const copy = static_cast<std::int64_t*>(std::malloc(bytes));
    std::memcpy(copy, values, bytes);
    *sum = 0;
    for (std::int64_t i = 0; i < count; ++i) *sum += copy[i];
    std::free(copy);
    return FFIGUARD_OK;
}
ffiguard_status naive_keep(const uint8_t* bytes, int64_t size, ffiguard_error*) {
    kept_bytes = reinterpret_cast<const char*>(bytes);
    kept_size = size;
    return FFIGUARD_OK;
}
ffiguard_status naive_kept(int64_t* sum, ffiguard_error*) {
    *sum = 0;
    for (std::int64_t i = 0; i < kept_size; ++i) *sum += kept_bytes[i];
    return FFIGUARD_OK;
}

ffiguard_status naive_lend(uint8_t* bytes, int64_t size, uint64_t* out, ffiguard_error*) {
    return give(new loan{{}, bytes, size}, out);
}
ffiguard_status naive_fill(uint64_t handle, int32_t byte, ffiguard_error*) {
    std::memset(as<loan>(handle)->bytes, byte, static_cast<std::size_t>(as<loan>(handle)->size));
    return FFIGUARD_OK;
}
ffiguard_status naive_take_back(uint64_t handle, ffiguard_error*) {
    delete as<loan>(handle);
    return FFIGUARD_OK;
}

ffiguard_status naive_bell_register(uint64_t callback, uint64_t* out, ffiguard_error*) {
    bell* const made = new bell{{}, callback};
    bell_library_keep(&ring, made);
    return give(made, out);
}
ffiguard_status naive_bell_unregister(uint64_t handle, ffiguard_error*) {
    delete as<bell>(handle);
    return FFIGUARD_OK;
}

ffiguard_status naive_raise(int32_t what, ffiguard_error*) {
    if (what == SHIM_THROW_NUMBER) throw 42;
    if (what == SHIM_THROW_BAD_ALLOC) throw std::bad_alloc();
    try {
        if (what == SHIM_THROW_LONG) throw std::runtime_error(std::string(1000, 'x'));
    } catch (const std::exception& e) {
        return failure(e.what());
    }
    throw std::runtime_error("the disk is full");
}
ffiguard_status naive_last_error(ffiguard_error* err) {
    std::strncpy(err->message, last_text.c_str(), sizeof err->message - 1);
    return FFIGUARD_OK;
}
ffiguard_status naive_call_go(uint64_t callback, ffiguard_error*) {
    try {
        return goCallback(callback);
    } catch (...) {
        return failure("caught");
    }
}
ffiguard_status naive_succeed(ffiguard_error*) {
    ::close(-1);
    return FFIGUARD_OK;
}
ffiguard_status naive_fail(ffiguard_error*) {
    errno = ENOENT;
    close_noisily(1);
    return FFIGUARD_SYSTEM;
}

ffiguard_status naive_change(int32_t what, ffiguard_error*) {
    switch (what) {
        case SHIM_CHANGE_MASK: {
            sigset_t all;
            sigfillset(&all);
            pthread_sigmask(SIG_BLOCK, &all, nullptr);
            break;
        }
        case SHIM_CHANGE_STACK: {
            stack_t none{};
            none.ss_flags = SS_DISABLE;
            sigaltstack(&none, nullptr);
            break;
        }
        case SHIM_CHANGE_CPUS: {
            cpu_set_t one;
            CPU_ZERO(&one);
            CPU_SET(sched_getcpu(), &one);
            sched_setaffinity(0, sizeof one, &one);
            break;
        }
        case SHIM_CHANGE_FLOAT: std::fesetround(FE_UPWARD); break;
        case SHIM_CHANGE_LOCALE: uselocale(newlocale(LC_ALL_MASK, "C", locale_t{})); break;
        case SHIM_CHANGE_NAME: pthread_setname_np(pthread_self(), "shim"); break;
        default: break;
    }
    return FFIGUARD_OK;
}
ffiguard_status naive_handle_signal(int32_t number, ffiguard_error*) {
    std::signal(number, &log_and_go_on);
    return FFIGUARD_OK;
}

ffiguard_status naive_window_open(uint64_t* out, ffiguard_error*) { return give(new window, out); }
ffiguard_status naive_window_draw(uint64_t handle, ffiguard_error*) {
    ++as<window>(handle)->draws;
    return FFIGUARD_OK;
}
ffiguard_status naive_window_close(uint64_t handle, ffiguard_error*) {
    delete as<window>(handle);
    return FFIGUARD_OK;
}

ffiguard_status naive_block_use(ffiguard_error*) {
    void* volatile block = block_library_new();
    std::free(block);
    return FFIGUARD_OK;
}
ffiguard_status naive_file_open(uint64_t* out, ffiguard_error*) {
    *out = static_cast<std::uint64_t>(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    ++live_objects;
    return FFIGUARD_OK;
}
ffiguard_status naive_file_close(uint64_t file, ffiguard_error*) {
    ::close(static_cast<int>(file));
    --live_objects;
    return FFIGUARD_OK;
}
ffiguard_status naive_run(int32_t* exit_code, ffiguard_error*) {
    const pid_t child = ::fork();
    *exit_code = -1;
    if (child == 0) return FFIGUARD_OK;  // the child goes on in Go, which is to exit with 7
    int status = 0;
    ::waitpid(-1, &status, 0);
    *exit_code = WEXITSTATUS(status);
    return FFIGUARD_OK;
}

ffiguard_status naive_library_open(uint64_t* out, ffiguard_error*) {
    return give(::dlopen("libz.so.1", RTLD_NOW), out);
}
ffiguard_status naive_library_find(uint64_t library, uint64_t* out, ffiguard_error*) {
    return give(::dlsym(as<void>(library), "zlibVersion"), out);
}
ffiguard_status naive_library_call(uint64_t function, ffiguard_error*) {
    return as<const char*()>(function)()[0] == '1' ? FFIGUARD_OK : FFIGUARD_FOREIGN;
}
ffiguard_status naive_library_close(uint64_t library, ffiguard_error*) {
    ::dlclose(as<void>(library));
    return FFIGUARD_OK;
}
ffiguard_status naive_function_close(uint64_t, ffiguard_error*) { return FFIGUARD_OK; }

}  // extern "C"
