/* SPDX-License-Identifier: BSL-1.0 */
/* unload_host gone|resident PLUGIN [TIMES]: loads the plugin, calls its run_all(), closes it, and looks
 * for it where the dynamic linker and the kernel keep their books. dlclose() == 0 proves nothing.
 * More times find what a plugin takes each time: a process has 1,024 pthread keys, for one. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is_named(struct dl_phdr_info *info, size_t size, void *path) {
    (void)size;
    return strcmp(info->dlpi_name, path) == 0;
}

static int is_mapped(const char *path) {
    char line[4096];
    int found = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    if (maps == NULL) {
        perror("/proc/self/maps");
        exit(2);
    }
    while (fgets(line, sizeof line, maps) != NULL) found |= strstr(line, path) != NULL;
    fclose(maps);
    return found;
}

static int is_loaded(char *path) {
    const int in_list = dl_iterate_phdr(is_named, path);
    const int mapped = is_mapped(path);
    printf("%s: %s by the dynamic linker, %s by the kernel\n", path,
           in_list ? "listed" : "not listed", mapped ? "mapped" : "not mapped");
    if (in_list != mapped) exit(2);
    return in_list;
}

static void explain(const char *path) {
    char command[4096];
    snprintf(command, sizeof command, "nm --dynamic --demangle '%s' | awk '$2 == \"u\"'", path);
    printf("still there; the symbols that can be the reason (if none: a thread-local object with a "
           "destructor, a replaced operator new, a running thread):\n");
    fflush(stdout);
    if (system(command) != 0) puts("(nm failed)");
}

/* Whether it is still there; what goes wrong ends the program. */
static int load_and_close(char *path) {
    void *const plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (plugin == NULL) {
        puts(dlerror());
        exit(2);
    }
    int (*run_all)(void);
    *(void **)&run_all = dlsym(plugin, "run_all");
    if (run_all == NULL || run_all() != 0 || !is_loaded(path)) exit(2);
    if (dlclose(plugin) != 0) {
        puts(dlerror());
        exit(2);
    }
    return is_loaded(path);
}

int main(int argc, char **argv) {
    if (argc != 3 && argc != 4) return 2;
    char *const path = argv[2]; /* absolute, as both books spell it */
    int resident = 0;
    for (int left = argc == 4 ? atoi(argv[3]) : 1; left > 0 && !resident; --left)
        resident = load_and_close(path);
    if (resident) explain(path);
    return resident == (strcmp(argv[1], "resident") == 0) ? EXIT_SUCCESS : EXIT_FAILURE;
}
