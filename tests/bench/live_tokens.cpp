// SPDX-License-Identifier: BSL-1.0
// What a pin costs while 1,000 to 10 million objects live, beside a map with a mutex, and how many
// bytes each takes. A table's pin must not grow but for the caches of the processor.
//
// usage: live_tokens ROUNDS [MOST]. Prints "CASE LIVE ns", a line a round, and "bytes_CASE LIVE
// BYTES" for a token, the object excepted. "same" pins one token, "near" 64 of them in turn,
// "random" any.
#include <malloc.h>
#include <time.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include <ffiguard/core/handle_table.hpp>

namespace {

struct object {
    std::uint64_t value = 1;
};
constexpr std::size_t most_steps = 200000;

// The thread's own time: a busy machine disturbs it less.
double now() {
    timespec at{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &at);
    return static_cast<double>(at.tv_sec) * 1e9 + static_cast<double>(at.tv_nsec);
}

double bytes_in_use() {
    const auto used = ::mallinfo2();
    return static_cast<double>(used.uordblks + used.hblkhd);
}

class table_case {
public:
    std::uint64_t add() { return *tables_[made_++ / room].emplace(); }
    std::uint64_t use(std::uint64_t key, std::size_t at) {
        return tables_[at / room].pin(key)->value;
    }

private:
    // A table has 22 bits for the number of a slot: ten million objects are three tables.
    static constexpr std::size_t room = 4000000;
    // Never destroyed: a table may not go while there are objects.
    ffiguard::handle_table<object>* const tables_ = new ffiguard::handle_table<object>[3];
    std::size_t made_ = 0;
};
class map_case {
public:
    std::uint64_t add() {
        const std::lock_guard<std::mutex> lock(mutex_);
        map_[++last_] = std::shared_ptr<object>(new object);
        return last_;
    }
    std::uint64_t use(std::uint64_t key, std::size_t) {
        std::shared_ptr<object> found;
        {
            const std::lock_guard<std::mutex> lock(mutex_);
            found = map_.find(key)->second;
        }
        return found->value;
    }

private:
    std::mutex mutex_;
    std::unordered_map<std::uint64_t, std::shared_ptr<object>> map_;
    std::uint64_t last_ = 0;
};

volatile std::uint64_t sink;

template <class Case>
void measure(const char* name, Case& in, std::vector<std::uint64_t>& keys, std::size_t live) {
    const double before = bytes_in_use();
    const std::size_t had = keys.size();
    keys.reserve(live);
    const double of_keys = bytes_in_use() - before;
    while (keys.size() < live) keys.push_back(in.add());
    static double all = 0;
    if (had == 0) all = 0;
    all += bytes_in_use() - before - of_keys;
    std::printf("bytes_%s %zu %.2f\n", name, live,
                all / static_cast<double>(live) - static_cast<double>(sizeof(object)));
}

template <class Case, class Which>
void time(const char* name, const char* kind, Case& in, const std::vector<std::uint64_t>& keys,
          Which which) {
    std::uint64_t sum = 0;
    const double begin = now();
    for (std::size_t i = 0; i < most_steps; ++i) {
        const std::size_t at = which(i);
        sum += in.use(keys[at], at);
    }
    const double took = now() - begin;
    sink = sum;
    std::printf("%s_%s %zu %.3f\n", name, kind, keys.size(),
                took / static_cast<double>(most_steps));
}

template <class Case>
void all_times(const char* name, Case& in, const std::vector<std::uint64_t>& keys) {
    time(name, "same", in, keys, [&](std::size_t) { return keys.size() / 2; });
    time(name, "near", in, keys, [&](std::size_t i) { return keys.size() / 2 + (i & 63U); });
    std::uint64_t state = 88172645463325252U;
    time(name, "random", in, keys, [&](std::size_t) {
        state ^= state << 13U;
        state ^= state >> 7U;
        state ^= state << 17U;
        return static_cast<std::size_t>(state % keys.size());
    });
}

}  // namespace

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 9;
    const std::size_t most = argc > 2 ? static_cast<std::size_t>(std::atoll(argv[2])) : 10000000;
    std::thread([] {}).join();
    table_case table;
    map_case map;
    std::vector<std::uint64_t> tokens;
    std::vector<std::uint64_t> keys;
    for (std::size_t live = 1000; live <= most; live *= 10) {
        measure("table", table, tokens, live);
        measure("map", map, keys, live);
        for (int round = 0; round < rounds; ++round) {
            all_times("table", table, tokens);
            all_times("map", map, keys);
        }
    }
}
