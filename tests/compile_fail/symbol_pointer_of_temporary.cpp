// expect: deleted|cannot cast
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/library/library.hpp>

using function = int(int);

function* find(const ffiguard::library& l, ffiguard::symbol<function>& kept);
function* find(const ffiguard::library& l, ffiguard::symbol<function>& kept) {
#ifdef FAIL
    static_cast<void>(kept);
    // The symbol goes at the semicolon, and may be the last to keep the library loaded.
    return static_cast<function*>(l.find<function>("f").value());
#else
    kept = l.find<function>("f").value();
    return static_cast<function*>(kept);
#endif
}
