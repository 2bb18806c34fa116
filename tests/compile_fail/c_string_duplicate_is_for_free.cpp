// expect: duplicate\(\) takes memory from malloc
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/c_string.hpp>

void free_text(char* text);
using library_string = ffiguard::basic_c_string<&free_text>;

bool use(char* text);
bool use(char* text) { return static_cast<bool>(library_string::adopt(text)); }

#ifdef FAIL
bool misuse();
bool misuse() { return library_string::duplicate("text").has_value(); }
#endif
