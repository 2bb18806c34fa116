// SPDX-License-Identifier: BSL-1.0
// How often two tables that should differ have one number: of processes, of loads of one library, of children of one
// process. Each prints "NAME EXPECTED DEVIATION FOUND": pairs with one number, by the birthday law, and as they are.
//
//   seeds processes COUNT
//   seeds reloads COUNT PLUGIN     PLUGIN is this file with -DPLUGIN -shared
//   seeds children COUNT
#include <ffiguard/core/detail/table_id.hpp>

#ifdef PLUGIN
extern "C" __attribute__((visibility("default"))) unsigned draw();
extern "C" unsigned draw() { return ffiguard::detail::draw_table_id(); }
#else

#include <dlfcn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <vector>

namespace {

[[noreturn]] void fail(const char* what) {
    std::fprintf(stderr, "not so: %s\n", what);
    std::_Exit(1);
}

/// What a child writes; it leaves by _exit.
template <class InChild>
unsigned from_child(const InChild& in_child) {
    int ends[2];
    if (::pipe(ends) != 0) fail("a pipe");
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], 1);
        in_child();
        ::_exit(1);
    }
    ::close(ends[1]);
    unsigned drawn = 0;
    const bool got = ::read(ends[0], &drawn, sizeof drawn) == sizeof drawn;
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (!got || status != 0) fail("a number of a child");
    return drawn;
}
void tell(unsigned drawn) {
    if (::write(1, &drawn, sizeof drawn) == sizeof drawn) ::_exit(0);
}

unsigned draw_in_new_process() {
    return from_child([] { ::execl("/proc/self/exe", "seeds", "one", nullptr); });
}
unsigned draw_in_child() {
    return from_child([] { tell(ffiguard::detail::draw_table_id()); });
}
unsigned draw_in_plugin(const char* path) {
    void* const library = ::dlopen(path, RTLD_NOW);
    if (library == nullptr) fail(::dlerror());
    const auto draw = reinterpret_cast<unsigned (*)()>(::dlsym(library, "draw"));
    const unsigned drawn = draw();
    ::dlclose(library);
    if (::dlopen(path, RTLD_NOW | RTLD_NOLOAD) != nullptr) fail("the plugin is unloaded");
    return drawn;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "one") == 0) tell(ffiguard::detail::draw_table_id());
    if (argc < 3) return 2;
    const char* const how = argv[1];
    const long count = std::atol(argv[2]);
    double numbers = 65535;
    unsigned of_parent = 0;
    if (std::strcmp(how, "children") == 0) {
        of_parent = ffiguard::detail::draw_table_id();
        numbers = (65535 - 1) / 8 + 1;
    }
    std::map<unsigned, long> seen;
    for (long i = 0; i < count; ++i) {
        const unsigned drawn = std::strcmp(how, "processes") == 0 ? draw_in_new_process()
                               : std::strcmp(how, "children") == 0 ? draw_in_child()
                                                                   : draw_in_plugin(argv[3]);
        if (drawn == 0 || drawn > 65535 || drawn == of_parent) fail("a number that is the table's own");
        ++seen[drawn];
    }
    if (of_parent != 0 && seen.count(ffiguard::detail::draw_table_id()) != 0) fail("none has the parent's next number");
    long pairs = 0;
    for (const auto& [number, times] : seen) pairs += times * (times - 1) / 2;
    const double expected = static_cast<double>(count) * static_cast<double>(count - 1) / 2 / numbers;
    std::printf("%s %.1f %.1f %ld\n", how, expected, std::sqrt(expected), pairs);
}
#endif
