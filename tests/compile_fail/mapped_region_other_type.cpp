// expect: a mapped region is made of unsigned char
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/posix/mapped_region.hpp>

// A size in bytes with a pointer to ints would be read past the end.
#ifdef FAIL
ffiguard::basic_mapped_region<int> region;
#else
ffiguard::basic_mapped_region<unsigned char> region;
#endif
