// SPDX-License-Identifier: BSL-1.0
#define FFIGUARD_OBSERVE 1
#include <ffiguard/core/life_cycle.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <doctest/doctest.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/observe/ledger.hpp>
#include <ffiguard/observe/open_metrics.hpp>

#include "at_level.hpp"

namespace {  // names of types are compared

using namespace ffiguard;

int times_asked = 0;

class decoder {
public:
    explicit decoder(std::uint32_t size) noexcept : size_(size) {}
    std::uint32_t bytes() const noexcept {
        ++times_asked;
        return size_;
    }
    using life_cycle = ffiguard::life_cycle<tells_bytes<&decoder::bytes>>;
    void grow() noexcept { size_ *= 2; }

private:
    std::uint32_t size_;
};

struct frame {
    std::size_t room;
    using life_cycle = ffiguard::life_cycle<closes_children, tells_bytes<&frame::room>>;
};
struct plane {
    std::size_t room;
    using life_cycle = ffiguard::life_cycle<child_of<frame>, tells_bytes<&plane::room>>;
};

struct stubborn {
    std::uint64_t room = 30;
    int refusals = 1;
    using life_cycle = ffiguard::life_cycle<closer_may_refuse<5>, tells_bytes<&stubborn::room>>;
    status close() noexcept { return refusals-- > 0 ? status::foreign(5) : status(); }
};

std::uint64_t bytes_of(std::string_view type) {
    std::uint64_t bytes = 0;
    for_each_observed_type([&](const resource_totals& one) noexcept {
        if (one.type == type) bytes = one.bytes;
    });
    return bytes;
}
std::uint64_t recorded(token value) {
    std::uint64_t bytes = 0;
    for_each_held([&](const held_resource& one) noexcept {
        if (one.value == value) bytes = one.bytes;
    });
    return bytes;
}

}  // namespace

TEST_CASE("an object of a table has the bytes that its class tells, until it is released") {
    const at_level record(observe_level::record);
    handle_table<decoder> decoders;
    const token a = *decoders.emplace(1000U);
    const token b = *decoders.emplace(24U);
    CHECK(bytes_of("decoder") == 1024);
    CHECK(recorded(a) == 1000);
    CHECK(recorded(b) == 24);
    decoders.pin(a)->grow();  // what was told is taken away again
    CHECK(decoders.close(a).ok());
    CHECK(bytes_of("decoder") == 24);
    CHECK(decoders.take(b).has_value());
    CHECK(bytes_of("decoder") == 0);
}

TEST_CASE("an object is asked for its bytes once") {
    const at_level record(observe_level::record);
    handle_table<decoder> decoders;
    times_asked = 0;
    const token t = *decoders.emplace(7U);
    CHECK(decoders.pin(t).status().ok());
    CHECK(decoders.close(t).ok());
    CHECK(times_asked == 1);
}

TEST_CASE("bytes are counted at level count, too") {
    const at_level count(observe_level::count);
    handle_table<decoder> decoders;
    const token t = *decoders.emplace(500U);
    CHECK(recorded(t) == 0);
    CHECK(bytes_of("decoder") == 500);
    CHECK(decoders.close(t).ok());
    CHECK(bytes_of("decoder") == 0);
}

TEST_CASE("a refused close keeps the bytes, and a tree has those of each") {
    const at_level record(observe_level::record);
    handle_table<stubborn> table;
    const token t = *table.emplace();
    CHECK(table.close(t).code() == status_code::foreign);
    CHECK(bytes_of("stubborn") == 30);
    CHECK(table.close(t).ok());
    CHECK(bytes_of("stubborn") == 0);

    handle_table<frame> frames;
    handle_table<plane> planes;
    const token f = *frames.emplace(frame{5});
    const token p = *planes.emplace_child(frames, f, plane{6});
    CHECK(recorded(f) == 5);
    CHECK(recorded(p) == 6);
    CHECK(frames.close(f).ok());
    CHECK(bytes_of("frame") + bytes_of("plane") == 0);
}

TEST_CASE("the class behind a pointer tells its bytes, an empty pointer none") {
    const at_level record(observe_level::record);
    handle_table<std::unique_ptr<decoder>> decoders;
    const token a = *decoders.emplace(std::make_unique<decoder>(77U));
    const token none = *decoders.emplace(nullptr);
    CHECK(recorded(a) == 77);
    CHECK(recorded(none) == 0);
    CHECK(decoders.close(a).ok());
    CHECK(decoders.close(none).ok());
}

TEST_CASE("OpenMetrics has the bytes of a table's objects") {
    const at_level count(observe_level::count);
    handle_table<decoder> decoders;
    const token t = *decoders.emplace(4096U);
    std::string text;
    write_open_metrics([&](std::string_view line) { (text += line) += '\n'; });
    CHECK(text.find("\nffiguard_handles_live_bytes{side=\"cpp\",type=\"decoder\"} 4096\n") !=
          std::string::npos);
    CHECK(decoders.close(t).ok());
}
