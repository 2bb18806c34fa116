#include "counter.h"

#include <atomic>

#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>

namespace {

class counter {
public:
    std::int64_t add(std::int64_t by) { return sum_ += by; }  // may throw

private:
    std::atomic<std::int64_t> sum_{0};
};

auto& counters =
    *new ffiguard::handle_table<counter>;  // never destroyed: threads may call until the end

}  // namespace

FFIGUARD_EXPORT_CLASS(counter, counters);  // counter_new(), counter_release(), counter_live_count()
FFIGUARD_EXPORT_CALL(counter_add, counters, &counter::add, int64_t, int64_t*);
