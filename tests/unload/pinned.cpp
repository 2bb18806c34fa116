// SPDX-License-Identifier: BSL-1.0
// What no header of ffiguard may hold: the probes must see that it pins.

namespace ffiguard {
inline namespace abi {

template <class T>
inline T& counter() {
    static T count = 0;
    return count;
}

}  // namespace abi
}  // namespace ffiguard

extern "C" int run_all();

extern "C" int run_all() {
    return ffiguard::counter<int>();
}
