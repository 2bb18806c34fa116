// expect: deleted (function|copy constructor)
// SPDX-License-Identifier: BSL-1.0
#include <utility>

#include <ffiguard/memory/foreign_buffer.hpp>

void use(ffiguard::foreign_buffer& buffer);
void use(ffiguard::foreign_buffer& buffer) {
    const ffiguard::foreign_buffer moved(std::move(buffer));
#ifdef FAIL
    const ffiguard::foreign_buffer copied(moved);
#endif
}
