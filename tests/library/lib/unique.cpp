// SPDX-License-Identifier: BSL-1.0
// The static variable is one for the whole process: g++ makes its symbol unique, and glibc keeps
// whoever defines one. not_unique.cpp is the same, built with -fno-gnu-unique.
inline int& number() {
    static int value = 1;
    return value;
}
extern "C" int use();
extern "C" int use() { return number(); }
