// SPDX-License-Identifier: BSL-1.0
//
// The same with ffiguard: by a token.
#include <ffiguard/ffiguard.hpp>

#include "both.hpp"

using ffiguard::boundary;
using ffiguard::c_string;
using ffiguard::foreign_span;
using ffiguard::handle_table;
using ffiguard::loan;
using ffiguard::status;

namespace {

class page {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::closes_children>;
    static ffiguard::result<page> create() {
        auto bytes = c_string::duplicate("sixteen letters.");
        if (!bytes) return bytes.status();
        return page(*std::move(bytes));
    }
    foreign_span<const char> view() const noexcept {
        return *foreign_span<const char>::from(bytes_.c_str(), bytes_.size());
    }

private:
    explicit page(c_string bytes) noexcept : bytes_(std::move(bytes)) {}
    counted count_;
    c_string bytes_;
};

auto& pages = *new handle_table<page>;
auto& values = *new handle_table<loan<page>>;
auto& packets = *new handle_table<loan<>>;

}  // namespace

extern "C" {

ffiguard_status guarded_page_open(uint64_t* out, ffiguard_error* err) {
    return ffiguard::call_new(pages, out, err);
}
ffiguard_status guarded_page_close(uint64_t handle, ffiguard_error* err) {
    return ffiguard::call_release(pages, handle, err);
}
ffiguard_status guarded_value_open(uint64_t handle, uint64_t* out, ffiguard_error* err) {
    return ffiguard::call_lend<&page::view>(values, pages, handle, out, err);
}
ffiguard_status guarded_value_read(uint64_t handle, uint64_t offset, uint8_t* to, uint64_t size,
                                   uint64_t* copied, ffiguard_error* err) {
    return ffiguard::call_read(values, handle, copied, err, offset, to, size);
}
ffiguard_status guarded_value_close(uint64_t handle, ffiguard_error* err) {
    return ffiguard::call_release(values, handle, err);
}
ffiguard_status guarded_packet_each(uint64_t callback, uint64_t* out, ffiguard_error* err) {
    return boundary(err, [&]() -> status {
        const auto bytes = c_string::duplicate("sixteen letters.");
        if (!bytes) return bytes.status();
        const auto memory = foreign_span<const char>::from(bytes->c_str(), bytes->size());
        const ffiguard::scoped_loan lent(packets, *memory);
        if (!lent) return lent.status();
        *out = lent.get();
        const ffiguard::upcall inside;
        if (!inside.status().ok()) return inside.status();
        return goCallback(callback) == FFIGUARD_OK ? status() : status::foreign(0);
    });
}
ffiguard_status guarded_packet_read(uint64_t handle, uint8_t* to, uint64_t size, uint64_t* copied,
                                    ffiguard_error* err) {
    return ffiguard::call_read(packets, handle, copied, err, 0, to, size);
}

}  // extern "C"
