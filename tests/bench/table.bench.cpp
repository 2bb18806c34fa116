// SPDX-License-Identifier: BSL-1.0
// A table of tokens beside the maps that people write by hand: insert and close, hit, miss, stale.
// measure.py makes ratios of the pairs named "<claim>/<side>".
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <unordered_map>

#include <benchmark/benchmark.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/unique_handle.hpp>

namespace {

// glibc's mutex takes no locked instruction before the first thread, which is never so in a shim.
[[maybe_unused]] const bool has_had_threads = (std::thread([] {}).join(), true);

void close_number(int) {}
using number = ffiguard::owned<&close_number, -1>;
constexpr std::uint64_t forged = 0x123456789abcdef0U;

ffiguard::handle_table<number>& table = *new ffiguard::handle_table<number>;

template <class Mutex, class ReadLock>
class by_hand {
public:
    std::uint64_t insert() {
        const std::lock_guard<Mutex> lock(mutex_);
        map_[++last_] = std::make_shared<number>(1);
        return last_;
    }
    bool erase(std::uint64_t key) {
        std::shared_ptr<number> found;
        const std::lock_guard<Mutex> lock(mutex_);
        const auto at = map_.find(key);
        if (at == map_.end()) return false;
        found = std::move(at->second);
        map_.erase(at);
        return true;
    }
    std::shared_ptr<number> find(std::uint64_t key) {
        const ReadLock lock(mutex_);
        const auto at = map_.find(key);
        return at == map_.end() ? nullptr : at->second;
    }

private:
    Mutex mutex_;
    std::unordered_map<std::uint64_t, std::shared_ptr<number>> map_;
    std::uint64_t last_ = 0;
};
using plain_map = by_hand<std::mutex, std::lock_guard<std::mutex>>;
using read_locked_map = by_hand<std::shared_mutex, std::shared_lock<std::shared_mutex>>;
template <class Map>
Map map_of;

void open_close_ffiguard(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(table.close(*table.emplace(1)));
}
template <class Map>
void open_close_map(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(map_of<Map>.erase(map_of<Map>.insert()));
}

void find_ffiguard(benchmark::State& state, ffiguard::token which) {
    for (auto _ : state) {
        const auto inside = table.pin(which);
        benchmark::DoNotOptimize(static_cast<bool>(inside));
    }
}
template <class Map>
void find_map(benchmark::State& state, std::uint64_t which) {
    for (auto _ : state) {
        const auto found = map_of<Map>.find(which);
        benchmark::DoNotOptimize(found.get());
    }
}

void hit_ffiguard(benchmark::State& state) {
    const ffiguard::token mine = *table.emplace(1);
    find_ffiguard(state, mine);
    static_cast<void>(table.close(mine));
}
template <class Map>
void hit_map(benchmark::State& state) {
    const std::uint64_t mine = map_of<Map>.insert();
    find_map<Map>(state, mine);
    map_of<Map>.erase(mine);
}
void miss_ffiguard(benchmark::State& state) { find_ffiguard(state, forged); }
void miss_map(benchmark::State& state) { find_map<plain_map>(state, forged); }
void stale_ffiguard(benchmark::State& state) {
    const ffiguard::token gone = *table.emplace(1);
    static_cast<void>(table.close(gone));
    find_ffiguard(state, gone);
}
void stale_map(benchmark::State& state) {
    const std::uint64_t gone = map_of<plain_map>.insert();
    map_of<plain_map>.erase(gone);
    find_map<plain_map>(state, gone);
}

}  // namespace

BENCHMARK(open_close_ffiguard)->Name("token open+close/ffiguard");
BENCHMARK(open_close_map<plain_map>)->Name("token open+close/mutex+map+shared_ptr");
BENCHMARK(hit_ffiguard)->Name("token found/ffiguard");
BENCHMARK(hit_map<plain_map>)->Name("token found/mutex+map+shared_ptr");
BENCHMARK(hit_map<read_locked_map>)->Name("token found/shared_mutex+map+shared_ptr");
BENCHMARK(miss_ffiguard)->Name("token forged/ffiguard");
BENCHMARK(miss_map)->Name("token forged/mutex+map+shared_ptr");
BENCHMARK(stale_ffiguard)->Name("token stale/ffiguard");
BENCHMARK(stale_map)->Name("token stale/mutex+map+shared_ptr");

BENCHMARK_MAIN();
