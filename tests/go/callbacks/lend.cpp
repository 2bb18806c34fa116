// SPDX-License-Identifier: BSL-1.0
#include "lend.h"

#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <ffiguard/core/call.hpp>
#include <ffiguard/go/callback.hpp>
#include <ffiguard/memory/loan.hpp>
#include <ffiguard/thread/scoped_loan.hpp>

using ffiguard::foreign_span;
using ffiguard::loan;
using ffiguard::status;

namespace {

/// A text that is spoilt before it is freed: who reads it then is seen without a sanitizer, too.
class text_memory {
public:
    text_memory() {
        constexpr std::string_view text = "a text of C++";
        bytes_.assign(text.begin(), text.end());
    }
    text_memory(const text_memory&) = delete;
    text_memory& operator=(const text_memory&) = delete;
    ~text_memory() {
        volatile char* const spoilt = bytes_.data();
        for (std::size_t i = 0; i < bytes_.size(); ++i) spoilt[i] = '#';
    }
    foreign_span<const char> view() const noexcept {
        return *foreign_span<const char>::from(bytes_.data(), bytes_.size());
    }

private:
    std::vector<char> bytes_;
};

struct store : text_memory {
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
};

auto& packets = *new ffiguard::handle_table<loan<>>;
auto& stores = *new ffiguard::handle_table<store>;
auto& texts = *new ffiguard::handle_table<loan<store>>;

}  // namespace

FFIGUARD_EXPORT_LOAN(packet, packets);
FFIGUARD_EXPORT_CLASS(store, stores);
FFIGUARD_EXPORT_LOAN(text, texts);

ffiguard_status shim_packet(uint64_t user, ffiguard_user_release let_go, int32_t native,
                            ffiguard_error* err) {
    return ffiguard::boundary(err, [&]() -> status {
        using on_packet = ffiguard::go::callback<void(ffiguard_token)>;
        auto adopted = on_packet::adopt(&goOnPacket, user, let_go);
        if (!adopted) return adopted.status();
        status called;
        auto work = [&called, call = *std::move(adopted)] {
            const text_memory packet;
            const ffiguard::scoped_loan lent(packets, packet.view());
            called = lent ? call(lent.get()) : lent.status();
        };
        if (native != 0)
            std::thread(std::move(work)).join();
        else
            work();
        return called;
    });
}

ffiguard_status store_text(ffiguard_token in, ffiguard_token* lent, ffiguard_error* err) {
    return ffiguard::call_lend<&store::view>(texts, stores, in, lent, err);
}
