// SPDX-License-Identifier: BSL-1.0
#include "references.hpp"

extern "C" references* references_make_c(JavaVM* java_vm, jobject of) {
    return references_of::make(java_vm, of);
}
extern "C" int references_use_c(references* given, jobject of) {
    return references_of::use_and_end(given, of);
}
