// SPDX-License-Identifier: BSL-1.0
//
// A C++ library of headers, of which two shims bring along two versions. Its functions are inline:
// the linker keeps one of each name. No include guard, for a file includes one version.
#include <cstdint>
#include <cstdlib>

namespace copied {
LIBRARY_BEGIN

struct box {
    std::int64_t values[LIBRARY_VERSION == 1 ? 1 : 1000];
};
[[gnu::noinline]] inline box* make_box() {
    auto* const made = static_cast<box*>(std::malloc(sizeof(box)));
    if (made != nullptr)
        for (std::int64_t& each : made->values) each = 1;
    return made;
}
[[gnu::noinline]] inline std::int64_t sum_of(const box* of) {
    std::int64_t sum = 0;
    for (const std::int64_t& each : of->values) sum += each;
    return sum;
}

LIBRARY_END
}  // namespace copied

static std::int64_t sum_of_a_box() {
    copied::box* const made = copied::make_box();
    if (made == nullptr) return 0;
    for (std::int64_t& each : made->values) each = 2;
    const std::int64_t sum = copied::sum_of(made);
    std::free(made);
    return sum;
}
