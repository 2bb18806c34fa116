// SPDX-License-Identifier: BSL-1.0
#ifndef FFIGUARD_TESTS_LATE_CALLS_HPP
#define FFIGUARD_TESTS_LATE_CALLS_HPP

#include <pthread.h>

#include <cstdlib>
#include <functional>
#include <thread>
#include <utility>

namespace {  // or its thread-local variables pin a plugin

/// Runs a function at each late moment of a thread's life that code can run in: in the destructor
/// of a thread-local variable that is older, and younger, than what the thread does first; and in
/// that of a pthread key, where no destructor of a variable will run any more.
class late_calls {
public:
    enum moment { older_variable, younger_variable, key };

    /// first is what the thread does; late(moment) comes after it, three times.
    static void run(const std::function<void()>& first, const std::function<void(moment)>& late) {
        late_calls self(late);
        if (pthread_key_create(&self.key_, &at_key) != 0) std::abort();
        std::thread([&] {
            if (pthread_setspecific(self.key_, &self) != 0) std::abort();
            static thread_local at_end older{nullptr, older_variable};
            older.calls = &self;
            first();
            static thread_local at_end younger{nullptr, younger_variable};
            younger.calls = &self;
        }).join();
        pthread_key_delete(self.key_);
    }

private:
    struct at_end {
        late_calls* calls;
        moment when;
        ~at_end() { calls->late_(when); }
    };

    explicit late_calls(std::function<void(moment)> late) : late_(std::move(late)) {}
    static void at_key(void* self) { static_cast<late_calls*>(self)->late_(key); }

    std::function<void(moment)> late_;
    pthread_key_t key_{};
};

}  // namespace

#endif
