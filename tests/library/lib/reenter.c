/* SPDX-License-Identifier: BSL-1.0 */
/* A plugin whose destructor tells its host, as those do that unregister themselves. */
static void (*hook)(void);

void set_hook(void (*to)(void));
void set_hook(void (*to)(void)) { hook = to; }

static void unregister(void) __attribute__((destructor));
static void unregister(void) {
    if (hook) hook();
}
