// SPDX-License-Identifier: BSL-1.0
// A mistake that ffiguard sees: the token of an object that was opened and closed here is released
// again.
#include <jni.h>

#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/core/violation.hpp>

namespace {

struct sensor {};
auto& sensors = *new ffiguard::handle_table<sensor>;

}  // namespace

extern "C" JNIEXPORT void JNICALL Java_dev_ffiguard_example_Planted_violate(JNIEnv*, jclass) {
    const ffiguard::token t = *sensors.emplace();
    sensors.close(t).ignore();
    ffiguard::report({ffiguard::violation::double_release, "planted", {}, {}, t});
}
