// expect: freeing foreign memory runs no destructor; T must be trivially destructible
// SPDX-License-Identifier: BSL-1.0
#include <ffiguard/memory/c_ptr.hpp>

struct plain {
    int value;
};
struct with_destructor {
    ~with_destructor() {}
    int value;
};

void use(plain* p);
void use(plain* p) { const ffiguard::c_ptr<plain> owner(p); }

#ifdef FAIL
void misuse(with_destructor* p);
void misuse(with_destructor* p) { const ffiguard::c_ptr<with_destructor> owner(p); }
#endif
