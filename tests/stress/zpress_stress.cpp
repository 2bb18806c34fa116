// SPDX-License-Identifier: BSL-1.0
// Threads open, write, close, close twice, close each other's and abandon streams of the zpress shim
// until the time is over. Usage: zpress_stress SECONDS THREADS. Exit status 0: every stream that was
// opened was released, once.
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "zpress.h"

namespace {

// Where threads leave tokens for each other: abandoned ones, and some that are still in use.
std::array<std::atomic<ffiguard_token>, 64> shelf{};
std::atomic<long> unexpected{0};
std::atomic<long> answered{0};

void expect(ffiguard_status status, std::initializer_list<ffiguard_status> allowed) {
    for (const ffiguard_status one : allowed) answered += one == status && one != FFIGUARD_OK;
    for (const ffiguard_status one : allowed)
        if (one == status) return;
    std::fprintf(stderr, "unexpected answer: %s\n", ffiguard_status_name(status));
    ++unexpected;
}

void use(ffiguard_token token, const std::vector<unsigned char>& data) {
    ffiguard_buffer out{};
    ffiguard_error err{};
    expect(zpress_write(token, data.data(), data.size(), &out, &err),
           {FFIGUARD_OK, FFIGUARD_CLOSED, FFIGUARD_STALE, FFIGUARD_NULL});
    ffiguard_buffer_release(&out);
    ffiguard_buffer_release(&out);
}

void work(unsigned seed, std::chrono::steady_clock::time_point end) {
    std::minstd_rand random(seed);
    std::vector<unsigned char> data(20000);
    for (auto& byte : data) byte = static_cast<unsigned char>(random() >> 8);
    while (std::chrono::steady_clock::now() < end) {
        ffiguard_token mine = 0;
        expect(zpress_open(static_cast<int>(1 + random() % 9), &mine, nullptr), {FFIGUARD_OK});
        auto& place = shelf[random() % shelf.size()];
        use(mine, data);
        const ffiguard_token other = place.exchange(mine);  // from here on anybody may close it
        use(mine, data);
        use(other, data);
        expect(zpress_close(other, nullptr),
               {FFIGUARD_OK, FFIGUARD_CLOSED, FFIGUARD_STALE, FFIGUARD_NULL});
        if (random() % 2 == 0) {
            expect(zpress_close(mine, nullptr), {FFIGUARD_OK, FFIGUARD_CLOSED, FFIGUARD_STALE});
            expect(zpress_close(mine, nullptr), {FFIGUARD_CLOSED, FFIGUARD_STALE});
        }
        expect(zpress_close(random() | 1, nullptr), {FFIGUARD_WRONG_TYPE, FFIGUARD_WRONG_TABLE});
    }
}

}  // namespace

int main(int argc, char** argv) {
    const long seconds = argc > 1 ? std::atol(argv[1]) : 30;
    const unsigned threads = argc > 2 ? static_cast<unsigned>(std::atol(argv[2])) : 8;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
    std::vector<std::thread> crowd;
    for (unsigned t = 0; t < threads; ++t) crowd.emplace_back(work, t + 1, end);
    for (std::thread& one : crowd) one.join();
    for (auto& rest : shelf) static_cast<void>(zpress_close(rest, nullptr));
    std::printf("opened=%llu released=%llu live=%llu misuses answered=%ld\n",
                static_cast<unsigned long long>(zpress_opened()),
                static_cast<unsigned long long>(zpress_released()),
                static_cast<unsigned long long>(zpress_live()), answered.load());
    return zpress_opened() == zpress_released() && zpress_live() == 0 && unexpected == 0 &&
                   answered > 0
               ? 0
               : 1;
}
