/* SPDX-License-Identifier: BSL-1.0 */
/* Tells a test of its coming and going: FFIGUARD_HOST_CALLER is the address of a
   void (*)(const char *what, const char *path). A constructor can be told by no other way. */
#define _GNU_SOURCE /* dladdr */
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

typedef void told(const char *what, const char *path);
int host_caller_value = 7;

static void tell(const char *what) {
    const char *const address = getenv("FFIGUARD_HOST_CALLER");
    Dl_info self;
    if (address != NULL && dladdr(&host_caller_value, &self) != 0)
        ((told *)(uintptr_t)strtoull(address, NULL, 16))(what, self.dli_fname);
}

__attribute__((constructor)) static void load(void) { tell("load"); }
__attribute__((destructor)) static void unload(void) { tell("unload"); }
