// SPDX-License-Identifier: BSL-1.0
// A hostile caller of a shim's C functions: COUNT random values as tokens, and structs of random bytes. None may open,
// close or change anything, and the sanitizers that this is compiled with find nothing.
//
//   forged COUNT SEED     prints "STATUS COUNT" for each status that was returned
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/call_bytes.hpp>
#include <ffiguard/core/life_cycle.hpp>
#include <ffiguard/core/release_queue.hpp>
#include <ffiguard/exports.hpp>
#include <ffiguard/memory/foreign_buffer.hpp>
#include <ffiguard/memory/loan.hpp>
#include <ffiguard/memory/named_bytes.hpp>

namespace {

using ffiguard::handle_table;
using ffiguard::token;

class room {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
    explicit room(std::int32_t level) noexcept : level_(level) {}
    std::int32_t level() const noexcept { return level_; }
    void set_level(std::int32_t level) noexcept { level_ = level; }
    void closing() noexcept {}
    ffiguard::result<ffiguard::foreign_span<const std::uint8_t>> bytes() const noexcept {
        return ffiguard::foreign_span<const std::uint8_t>::from(memory_.data(), memory_.size());
    }

private:
    std::int32_t level_;
    std::array<std::uint8_t, 100> memory_{};
};
class chair {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::child_of<room>, ffiguard::one_user>;
    chair(room& of, std::int32_t legs) noexcept : of_(&of), legs_(legs) {}
    std::int32_t legs() const noexcept { return legs_ + of_->level() - of_->level(); }

private:
    room* of_;
    std::int32_t legs_;
};

auto& rooms = *new handle_table<room, 1>;
auto& chairs = *new handle_table<chair, 2>;
auto& loans = *new handle_table<ffiguard::loan<room>, 3>;

}  // namespace

// NOLINTBEGIN: the C names of a shim
FFIGUARD_EXPORT_CLASS(room, rooms, std::int32_t);
FFIGUARD_EXPORT_CALL(room_level, rooms, &room::level, std::int32_t*);
FFIGUARD_EXPORT_CALL(room_set_level, rooms, &room::set_level, std::int32_t);
FFIGUARD_EXPORT_WAKE(room_wake, rooms);
FFIGUARD_EXPORT_CHILD(chair, chairs, rooms, std::int32_t);
FFIGUARD_EXPORT_CALL(chair_legs, chairs, &chair::legs, std::int32_t*);
FFIGUARD_EXPORT_LOAN(loan, loans);
FFIGUARD_EXPORT_SYMBOL ffiguard_status room_lend(ffiguard_token room_token, ffiguard_token* made, ffiguard_error* err) {
    return ffiguard::call_lend<&room::bytes>(loans, rooms, room_token, made, err);
}
// NOLINTEND

namespace {

std::uint64_t state = 1;
std::uint64_t random_bits() {
    state = state * 6364136223846793005U + 1442695040888963407U;
    std::uint64_t mixed = state ^ (state >> 32);
    mixed *= 0xd6e8feb86659fd93U;
    return mixed ^ (mixed >> 32);
}

void demand(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "not so: %s\n", what);
    std::abort();
}

/// What is open, and what was closed before.
struct everything {
    std::vector<token> open[4];  // rooms, chairs, loans, bytes
    std::vector<token> closed;

    static everything make() {
        everything all;
        ffiguard_error err;
        for (int i = 0; i < 50; ++i) {
            token made = 0;
            demand(room_new(7, &made, &err) == FFIGUARD_OK, "a room");
            all.open[0].push_back(made);
            demand(chair_new(all.open[0].back(), 4, &made, &err) == FFIGUARD_OK, "a chair");
            all.open[1].push_back(made);
            demand(room_lend(all.open[0].back(), &made, &err) == FFIGUARD_OK, "a loan");
            all.open[2].push_back(made);
            auto buffer = ffiguard::foreign_buffer::copy("some", 4);
            ffiguard_bytes bytes{};
            demand(ffiguard::name_bytes(*std::move(buffer), &bytes).ok(), "bytes");
            all.open[3].push_back(bytes.owner);
        }
        for (int i = 0; i < 50; ++i) {
            token made = 0;
            demand(room_new(7, &made, &err) == FFIGUARD_OK, "a room");
            demand(room_release(made, &err) == FFIGUARD_OK, "its release");
            all.closed.push_back(made);
        }
        return all;
    }
    void end() {
        for (const token one : open[1]) demand(chair_release(one, nullptr) == FFIGUARD_OK, "a chair's release");
        for (const token one : open[2]) demand(loan_release(one, nullptr) == FFIGUARD_OK, "a loan's release");
        for (const token one : open[3]) demand(ffiguard_bytes_release(one) == FFIGUARD_OK, "the bytes' release");
        for (const token one : open[0]) {
            std::int32_t level = 0;
            demand(room_level(one, &level, nullptr) == FFIGUARD_OK && level == 7, "a room as it was");
            demand(room_release(one, nullptr) == FFIGUARD_OK, "a room's release");
        }
    }
    /// Every other time of the kind.
    [[nodiscard]] token some_open(std::size_t kind) const {
        const auto& of = open[random_bits() % 2 == 0 ? kind : random_bits() % 4];
        return of[random_bits() % of.size()];
    }
    [[nodiscard]] bool is_open(std::size_t kind, token value) const {
        for (const token one : open[kind])
            if (one == value) return true;
        return false;
    }
    /// What a caller may try.
    [[nodiscard]] token forged(std::size_t kind) const {
        const token known = some_open(kind);
        const std::uint64_t bits = random_bits();
        switch (bits % 8) {
            case 0: return random_bits();
            case 1: return known ^ (token{1} << (bits >> 8) % 64);  // one bit
            case 2: return (known & ~(token{0x3FFFF} << 22)) | (bits >> 8 & 0x3FFFF) << 22;  // another generation
            case 3: return (known & ~token{0x3FFFFF}) | (bits >> 8 & 0x3FFFFF);  // another index
            case 4: return (known & ~token{0x3FFFFF}) | (bits >> 8 & 0xFF);      // a near one
            case 5: return closed[(bits >> 8) % closed.size()];
            case 6: return reinterpret_cast<std::uintptr_t>(&rooms) + (bits >> 8) % 4096;  // a pointer
            default: return (known & 0xFFFFFFFFFF) | (bits >> 8) << 40;  // another table and type
        }
    }
};

const std::size_t functions = 16;

/// Of which kind the token of a function is.
std::size_t kind_of(std::size_t function) {
    return function < 7 ? 0 : function < 10 ? 1 : function < 15 ? 2 : 3;
}

ffiguard_status call_with(std::size_t function, token value) {
    static ffiguard_error err;
    std::int32_t number = 0;
    std::uint64_t size = 0;
    token made = 0;
    unsigned char memory[64];
    ffiguard_buffer whole{};
    ffiguard_status got = FFIGUARD_OK;
    switch (function) {
        case 0: got = room_release(value, &err); break;
        case 1: got = room_state(value); break;
        case 2: got = room_level(value, &number, &err); break;
        case 3: got = room_set_level(value, 9, &err); break;
        case 4: got = room_wake(value, &err); break;
        case 5: got = chair_new(value, 3, &made, &err); break;
        case 6: got = room_lend(value, &made, nullptr); break;
        case 7: got = chair_release(value, nullptr); break;
        case 8: got = chair_state(value); break;
        case 9: got = chair_legs(value, &number, &err); break;
        case 10: got = loan_release(value, &err); break;
        case 11: got = loan_state(value); break;
        case 12: got = loan_size(value, &size, &err); break;
        case 13: got = loan_read(value, random_bits(), memory, sizeof memory, &size, &err); break;
        case 14: got = loan_copy(value, &whole, &err); break;
        default: got = ffiguard_bytes_release(value); break;
    }
    demand(number == 0 && size == 0 && made == 0 && whole.release == nullptr, "nothing comes out of a forged token");
    return got;
}

template <class T>
T random_struct() {
    T made;
    std::uint64_t words[sizeof(T) / 8];
    for (auto& word : words) word = random_bits();
    std::memcpy(&made, words, sizeof made);
    return made;
}

/// Structs that a caller filled with anything.
void random_structs(int count) {
    for (int i = 0; i < count; ++i) {
        auto before = random_struct<ffiguard_thread_state>();
        auto after = random_struct<ffiguard_thread_state>();
        ffiguard_thread_state real;
        demand(ffiguard_thread_state_take(&real) == FFIGUARD_OK, "a state");
        if (i % 2 == 0) before.opaque[0] = after.opaque[0] = real.opaque[0];                        // the format
        if (i % 4 == 0) std::memcpy(after.opaque, before.opaque, 4 * sizeof(std::uint64_t));          // the thread
        auto text = random_struct<ffiguard_error>();
        ffiguard_thread_state_difference(&before, &after, static_cast<std::uint32_t>(random_bits()), &text);
        demand(std::memchr(text.message, 0, sizeof text.message) != nullptr, "a message ends");

        auto cut = random_struct<ffiguard_error>();
        // The mark of a message that was cut, as core/detail/long_text.hpp has it.
        cut.message[231] = '\0';
        std::memcpy(cut.message + 232, "\xFF\xFEwhole\xFF", 8);
        char whole[64];
        demand(ffiguard_error_text(&cut, whole, sizeof whole) == 0, "no text of a forged error");
        static_cast<void>(ffiguard_status_name(static_cast<ffiguard_status>(random_bits())));

        char place[40];
        static_cast<void>(ffiguard_observe_place(random_bits(), place, 1 + random_bits() % sizeof place));
        std::uint64_t frames[4];
        static_cast<void>(ffiguard_observe_stack(random_bits(), frames, 4));
        static_cast<void>(ffiguard_observe_history(random_bits(), place, sizeof place));
        const auto rows = std::make_unique<std::array<ffiguard_held_place, 2>>();
        const auto others = std::make_unique<std::array<ffiguard_held_place, 2>>();
        for (auto& row : *rows) row = random_struct<ffiguard_held_place>();
        for (auto& row : *others) row = random_struct<ffiguard_held_place>();
        if (i % 2 == 0) { // texts that do not end
            std::memset(rows->back().type, 'x', sizeof rows->back().type);
            std::memset(others->back().type, 'x', sizeof others->back().type);
            std::memset(rows->front().type, 'x', sizeof rows->front().type);
            std::memset(others->front().type, 'x', sizeof others->front().type);
        }
        ffiguard_held_place grown[1];
        static_cast<void>(ffiguard_observe_difference(rows->data(), 2, others->data(), 2, grown, 1));
    }
}

}  // namespace

int main(int argc, char** argv) {
    const long count = argc > 1 ? std::atol(argv[1]) : 1000000;
    state = argc > 2 ? std::strtoull(argv[2], nullptr, 0) : 1;
    everything all = everything::make();
    const auto before = room_live_count() + chair_live_count() + loan_live_count() + ffiguard::live_bytes();
    std::map<std::string, long> seen;
    for (long i = 0; i < count; ++i) {
        const std::size_t function = random_bits() % functions;
        const token value = all.forged(kind_of(function));
        if (all.is_open(kind_of(function), value)) continue;  // a guess that is right is no forgery
        const ffiguard_status got = call_with(function, value);
        demand(got != FFIGUARD_OK, "a forged token is refused");
        ++seen[ffiguard_status_name(got)];
    }
    demand(before == room_live_count() + chair_live_count() + loan_live_count() + ffiguard::live_bytes(),
           "as many are open as before");
    random_structs(static_cast<int>(count / 100));
    all.end();
    demand(room_live_count() + chair_live_count() + loan_live_count() + ffiguard::live_bytes() == 0, "none is left");
    for (const auto& [name, times] : seen) std::printf("%s\t%ld\n", name.c_str(), times);
}
