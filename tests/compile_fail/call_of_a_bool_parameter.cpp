// expect: give it a value, such as .flag != 0.
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/call.hpp>

struct stream {
    void set_eager(bool) noexcept;
};
extern ffiguard::handle_table<stream> streams;

extern "C" ffiguard_status right(ffiguard_token s, std::int32_t eager, ffiguard_error* err) {
    return ffiguard::call<&stream::set_eager>(streams, s, err, eager != 0);
}

#ifdef FAIL
extern "C" ffiguard_status wrong(ffiguard_token s, bool eager, ffiguard_error* err) {
    return ffiguard::call<&stream::set_eager>(streams, s, err, eager);
}
#endif
