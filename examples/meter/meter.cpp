// SPDX-License-Identifier: BSL-1.0
#include "meter.h"

#include <vector>

#include <ffiguard/exports.hpp>  // in one source file: ffiguard_version() and the like
#include <ffiguard/ffiguard.hpp>

namespace {

class meter {
public:
    using life_cycle = ffiguard::life_cycle<ffiguard::one_user>;  // one call at a time
    void add(double value) { values_.push_back(value); }
    double mean() const {
        double sum = 0;
        for (const double value : values_) sum += value;
        return values_.empty() ? 0 : sum / static_cast<double>(values_.size());
    }

private:
    std::vector<double> values_;
};

// Never destroyed: at the end of the process foreign threads may still be calling.
auto& meters = *new ffiguard::handle_table<meter>;

}  // namespace

FFIGUARD_EXPORT_CLASS(meter, meters);  // meter_new(), meter_release(), meter_live_count()
FFIGUARD_EXPORT_CALL(meter_add, meters, &meter::add, double);
FFIGUARD_EXPORT_CALL(meter_mean, meters, &meter::mean, double*);
