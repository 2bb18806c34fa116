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

FFIGUARD_EXPORT_SYMBOL ffiguard_status meter_add(ffiguard_token token, double value,
                                                 ffiguard_error* err) {
    return ffiguard::call<&meter::add>(meters, token, err, value);
}
FFIGUARD_EXPORT_SYMBOL ffiguard_status meter_mean(ffiguard_token token, double* out,
                                                  ffiguard_error* err) {
    return ffiguard::call_into<&meter::mean>(meters, token, out, err);
}
