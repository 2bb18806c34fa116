// SPDX-License-Identifier: BSL-1.0
// Runs every scenario with each of its calls failing in turn, in each plausible way, and each time
// in a process of its own. See faults.hpp.
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <new>
#include <set>
#include <string>
#include <vector>

#include "faults.hpp"

using ffiguard::status;
using ffiguard::status_code;

namespace {

struct entry {
    const char* room;
    const char* name;
    faults::scenario run;
};
std::vector<entry>& scenarios() {
    static auto& all = *new std::vector<entry>;
    return all;
}

// ---- in the process of one run
// -------------------------------------------------------------------

constexpr int things = 5;
constexpr int descriptors = 4096;

std::atomic<bool> armed{false};
std::atomic<int> calls{0};
int target = -1;
int variant = 0;
thread_local bool paused = false;  // of the executable: no allocation
std::atomic<int> live[things];
std::atomic<bool> is_open[descriptors];
std::atomic<int> violations{0};

struct verdict {
    int reached = 0;  // a call has failed
    int variants = 0;
    int error = 0;
    char function[40] = "";
    int code = 0;
    int detail = 0;
    int violations = 0;
    int changed = 0;  // of the thread or the signal actions
    int residue[things + 3] = {};
    char wrong[120] = "";
};
verdict told;
constexpr const char* left[] = {"descriptors", "mappings",   "libraries", "blocks",
                                "others",      "open files", "threads",   "children"};

void say(const char* what) noexcept {
    if (told.wrong[0] == '\0') std::snprintf(told.wrong, sizeof told.wrong, "%s", what);
}

int entries_of(const char* directory) noexcept {
    DIR* const all = opendir(directory);
    int count = 0;
    while (all != nullptr && readdir(all) != nullptr) ++count;
    if (all != nullptr) closedir(all);
    return count;
}

/// The thread's state and the process's signal actions, as bytes.
std::string state() {
    const faults::pause mine;
    std::string all;
    const auto add = [&](const auto& one) {
        all.append(reinterpret_cast<const char*>(&one), sizeof one);
    };
    sigset_t set;
    sigemptyset(&set);
    pthread_sigmask(SIG_BLOCK, nullptr, &set);
    for (int n = 1; n < 65; ++n) add(sigismember(&set, n));
    stack_t stack{};
    sigaltstack(nullptr, &stack);
    add(stack.ss_flags);
    add(stack.ss_sp);
    for (int n = 1; n < 65; ++n) {
        struct sigaction now {};
        if (sigaction(n, nullptr, &now) == 0) add(now.sa_handler);
    }
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    sched_getaffinity(0, sizeof cpus, &cpus);
    add(cpus);
    char name[16] = "";
    pthread_getname_np(pthread_self(), name, sizeof name);
    add(name);
    return all;
}

/// One run, and what it has left.
void run(faults::scenario scenario) {
    const std::string before = state();
    armed = true;
    faults::outcome first;
    try {
        first = scenario();
    } catch (const std::bad_alloc&) {
        first.code = static_cast<int>(
            status_code::out_of_memory);  // from what may throw; from what may not, the end
    }
    armed = false;
    told.code = first.code;
    told.detail = first.detail;
    told.violations = violations;
    told.changed = state() != before && violations == 0 && first.code == 0;
}

void look_at_the_rest() {
    const faults::pause mine;
    for (int i = 0; i < things; ++i) told.residue[i] = live[i];
    // A detached thread may still be on its way out.
    int threads = 0;
    for (int i = 0; i < 100 && (threads = entries_of("/proc/self/task")) > 3; ++i) usleep(1000);
    told.residue[things] = entries_of("/proc/self/fd");
    told.residue[things + 1] = threads;
    siginfo_t info{};
    told.residue[things + 2] =
        waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}

/// In the child: once with a fault, and once without.
[[noreturn]] void in_child(int to, faults::scenario scenario, int nth, int way) {
    target = nth;
    variant = way;
    calls = 0;
    run(scenario);
    target = -1;
    verdict first = told;
    run(scenario);
    if (told.code != 0 && told.wrong[0] == '\0')
        say("the scenario fails afterwards, without a fault");
    std::memcpy(first.wrong, told.wrong, sizeof first.wrong);
    look_at_the_rest();
    std::memcpy(first.residue, told.residue, sizeof first.residue);
    const faults::pause mine;
    const ssize_t written = write(to, &first, sizeof first);
    _exit(written == static_cast<ssize_t>(sizeof first) ? 0 : 3);
}

// ---- in the process of the engine
// ----------------------------------------------------------------

verdict run_in_child(const entry& one, int nth, int way) {
    verdict answer;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) std::abort();
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        alarm(20);
        in_child(ends[1], one.run, nth, way);
    }
    close(ends[1]);
    const ssize_t got = read(ends[0], &answer, sizeof answer);
    close(ends[0]);
    int how = 0;
    waitpid(child, &how, 0);
    if (got == static_cast<ssize_t>(sizeof answer)) return answer;
    answer = verdict();
    answer.reached = 1;
    std::snprintf(answer.wrong, sizeof answer.wrong, "%s by signal %d",
                  WTERMSIG(how) == SIGALRM ? "hangs: ended" : "ends", WTERMSIG(how));
    return answer;
}

bool names_the_fault(const verdict& v) {
    const status got = v.code == static_cast<int>(status_code::system)
                           ? status::system(v.detail)
                           : status(static_cast<status_code>(v.code));
    if (std::strncmp(v.function, "dl", 2) == 0) return true;  // any failure: in the loader's words
    if (v.error == ENOMEM && got == status_code::out_of_memory) return true;
    if (v.error == ENOENT && got == status_code::not_found) return true;
    return got == status::system(v.error);
}

/// What is right all the same, see tolerated.txt.
struct tolerated {
    std::string scenario, function, error, kind, why;
    bool used = false;
};

std::vector<tolerated> read_tolerated(const char* path) {
    std::vector<tolerated> all;
    FILE* const file = std::fopen(path, "r");
    if (file == nullptr) std::abort();
    char line[500];
    while (std::fgets(line, sizeof line, file) != nullptr) {
        if (line[0] == '#' || line[0] == '\n') continue;
        char scenario[100], function[100], error[100], kind[100];
        int at = 0;
        if (std::sscanf(line, "%99s %99s %99s %99s : %n", scenario, function, error, kind, &at) !=
                4 ||
            at == 0) {
            std::fprintf(stderr, "not understood: %s", line);
            std::exit(2);
        }
        std::string why = line + at;
        why.pop_back();
        all.push_back({scenario, function, error, kind, why, false});
    }
    std::fclose(file);
    return all;
}

bool is_tolerated(std::vector<tolerated>& all, const std::string& scenario, const verdict& v,
                  const char* kind) {
    const auto fits = [](const std::string& pattern, const std::string& text) {
        return !pattern.empty() && pattern.back() == '*'
                   ? text.compare(0, pattern.size() - 1, pattern, 0, pattern.size() - 1) == 0
                   : pattern == text;
    };
    for (tolerated& one : all) {
        if (!fits(one.scenario, scenario) || !fits(one.function, v.function) ||
            !fits(one.error, strerrorname_np(v.error)) || one.kind != kind)
            continue;
        one.used = true;
        return true;
    }
    return false;
}

}  // namespace

faults::registered::registered(const char* room, const char* name, scenario run) noexcept {
    scenarios().push_back({room, name, run});
}
faults::pause::pause() noexcept : before_(paused) { paused = true; }
faults::pause::~pause() { paused = before_; }
void faults::violated() noexcept { ++violations; }
void faults::wrong(const char* what) noexcept { say(what); }

int faults::hit(const char* function, const int* errors) noexcept {
    if (!armed || paused) return 0;
    if (calls++ != target) return 0;
    int count = 0;
    while (errors[count] != 0) ++count;
    told.reached = 1;
    told.variants = count;
    told.error = errors[variant < count ? variant : count - 1];
    std::snprintf(told.function, sizeof told.function, "%s", function);
    return told.error;
}
void faults::opened(thing what, long number) noexcept {
    if (what == thing::descriptor && number >= 0 && number < descriptors)
        is_open[number] = armed && !paused;
    if (armed && !paused) ++live[static_cast<int>(what)];
}
void faults::closed(thing what, long number) noexcept {
    if (!armed || paused) return;
    --live[static_cast<int>(what)];
    if (what == thing::descriptor && number >= 0 && number < descriptors &&
        !is_open[number].exchange(false))
        say("a descriptor is closed twice, or one that was never opened");
}

/// faults TOLERATED OUT.json [--first] [SCENARIO]: --first tries the first errno of each call only.
int main(int count, char** arguments) {
    if (count < 3) return 2;
    std::vector<tolerated> accepted = read_tolerated(arguments[1]);
    bool first_only = false;
    std::string only;
    for (int i = 3; i < count; ++i)
        std::strcmp(arguments[i], "--first") == 0 ? void(first_only = true)
                                                  : void(only = arguments[i]);
    std::map<std::string, std::set<std::string>> functions;
    std::map<std::string, int> runs, excused, wrong;
    int bad = 0;
    for (const entry& one : scenarios()) {
        const std::string name = std::string(one.room) + "/" + one.name;
        if (!only.empty() && name.find(only) == std::string::npos) continue;
        const verdict clean = run_in_child(one, -1, 0);
        if (clean.wrong[0] != '\0' || clean.code != 0 || clean.violations != 0) {
            std::printf("%s: fails without a fault: %s status %s (%d), %d violations\n",
                        name.c_str(), clean.wrong,
                        ffiguard::name(static_cast<status_code>(clean.code)), clean.detail,
                        clean.violations);
            ++bad;
            ++wrong[one.room];
            continue;
        }
        for (int n = 0, way = 0;;) {
            const verdict v = run_in_child(one, n, way);
            if (!v.reached) break;
            const bool crashed = v.function[0] == '\0';
            ++runs[one.room];
            functions[one.room].insert(v.function);
            char what[200] = "";
            const char* kind = "wrong";
            if (v.wrong[0] != '\0') std::snprintf(what, sizeof what, "%s", v.wrong);
            for (int i = 0; i < things + 3 && what[0] == '\0'; ++i) {
                if (v.residue[i] == clean.residue[i]) continue;
                kind = "left";
                std::snprintf(what, sizeof what, "%d %s are left, without a fault %d", v.residue[i],
                              left[i], clean.residue[i]);
            }
            if (what[0] == '\0' && v.changed != 0) {
                kind = "changed";
                std::snprintf(what, sizeof what, "nothing is told, and the thread is changed");
            }
            if (what[0] == '\0' && v.code == 0 && v.violations == 0) {
                kind = "silent";
                std::snprintf(what, sizeof what, "nothing is told");
            }
            if (what[0] == '\0' && v.code != 0 && !names_the_fault(v)) {
                kind = "other";
                std::snprintf(what, sizeof what, "told is %s (%d)",
                              ffiguard::name(static_cast<status_code>(v.code)), v.detail);
            }
            if (what[0] != '\0') {
                if (!crashed && is_tolerated(accepted, name, v, kind)) {
                    ++excused[one.room];
                } else {
                    ++bad;
                    ++wrong[one.room];
                    std::printf("%s: call %d, %s fails with %s: %s\n", name.c_str(), n, v.function,
                                crashed ? "?" : strerrorname_np(v.error), what);
                }
            }
            ++way;
            if (first_only || way >= v.variants) ++n, way = 0;
        }
    }
    for (const tolerated& one : accepted)
        if (!one.used && only.empty() && !first_only) {
            std::printf("tolerated, but not seen this time: %s %s %s %s\n", one.scenario.c_str(),
                        one.function.c_str(), one.error.c_str(), one.kind.c_str());
        }
    FILE* const out = std::fopen(arguments[2], "w");
    if (out == nullptr) return 2;
    std::fprintf(out, "{\"rooms\": {");
    const char* comma = "";
    int sum = 0;
    for (const auto& [room, n] : runs) {
        std::fprintf(out,
                     "%s\"%s\": {\"runs\": %d, \"explained\": %d, \"bad\": %d, \"functions\": %d}",
                     comma, room.c_str(), n, excused[room], wrong[room],
                     static_cast<int>(functions[room].size()));
        comma = ", ";
        sum += n;
    }
    std::fprintf(out, "}, \"bad\": %d, \"exceptions\": [", bad);
    comma = "";
    for (const tolerated& one : accepted) {
        std::fprintf(out, "%s{\"name\": \"%s: %s, %s\", \"why\": \"%s\"}", comma,
                     one.scenario.c_str(), one.function.c_str(), one.error.c_str(),
                     one.why.c_str());
        comma = ", ";
    }
    std::fprintf(out, "]}\n");
    std::fclose(out);
    std::printf("%d faults, %d wrong\n", sum, bad);
    return bad == 0 ? 0 : 1;
}
