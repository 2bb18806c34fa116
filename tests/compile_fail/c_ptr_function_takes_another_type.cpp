// expect: the freeing function must take a pointer that T. converts to
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/c_ptr.hpp>

void free_number(int* number);

void use(int* p);
void use(int* p) { const ffiguard::c_ptr<int, &free_number> owner(p); }

#ifdef FAIL
void misuse(char* p);
void misuse(char* p) { const ffiguard::c_ptr<char, &free_number> owner(p); }
#endif
