/* SPDX-License-Identifier: BSL-1.0 */
#include <ffiguard/ffiguard.h>

int main_in_c(void);

int main_in_c(void) {
    ffiguard_error error = {FFIGUARD_OK, 0, ""};
    return error.status;
}
