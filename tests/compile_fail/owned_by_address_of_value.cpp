// expect: takes a function whose parameter is the address of a pointer
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/core/owned_by_address.hpp>

struct frame;
void free_frame(frame** address);
void free_data(frame* data);

using right = ffiguard::owned_by_address<&free_frame>;
void use(right&& owner);
void use(right&& owner) { owner.reset(); }

#ifdef FAIL
using wrong = ffiguard::owned_by_address<&free_data>;
void misuse(wrong&& owner);
void misuse(wrong&& owner) { owner.reset(); }
#endif
