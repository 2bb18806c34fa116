/* SPDX-License-Identifier: BSL-1.0 */
int main_in_c(void);

int main(void) {
    return main_in_c();
}
