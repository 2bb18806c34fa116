// expect: foreign_struct<T> holds a struct of C; T must be trivially copyable
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/foreign_struct.hpp>

struct plain {
    void (*release)(plain*);
};
struct with_destructor {
    ~with_destructor() {}
    void (*release)(with_destructor*);
};

ffiguard::foreign_struct<plain> fine;
#ifdef FAIL
ffiguard::foreign_struct<with_destructor> wrong;
#endif
