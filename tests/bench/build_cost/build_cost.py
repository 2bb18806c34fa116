#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""What ffiguard costs at build time, beside a shim that checks nothing.

usage: build_cost.py [--shims N] [--rounds N] [--before DIR] [--compilers A,B] OUT.json
       build_cost.py --limit BYTES COMPILER     only the stripped size of the SQLite shim; status 1
                                                if it is larger

Generates 100 shims of 10 exported functions each (--shims compiles fewer of them), naive and with
ffiguard, compiles both, and reports the user time, the size of the objects and of the stripped
shared object. For each public header: its preprocessed lines and its time beside <memory>. Then the
SQLite shim of examples/sqlite beside naive_sqlite.cpp. --before compiles an older tree, too.

The times are the least of some rounds of user time. On a busy machine only their ratios mean
something, because the two sides of a ratio are compiled in turn.
"""
import argparse
import datetime
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
FLAGS = ["-std=c++17", "-O2", "-fPIC", "-fvisibility=hidden"]

NAIVE = """#include <cstdint>
#include <cstring>
#include <ffiguard/ffiguard.h>
namespace {
struct meter@ { std::int32_t value; std::int64_t calls; char name[32]; };
meter@* at(ffiguard_token t) { return reinterpret_cast<meter@*>(static_cast<std::uintptr_t>(t)); }
ffiguard_status ok(ffiguard_error* e) { if (e) { e->status = 0; e->detail = 0; e->message[0] = 0; } return 0; }
}
#define NAIVE extern "C" __attribute__((visibility("default"))) ffiguard_status
NAIVE meter@_new(std::int32_t start, ffiguard_token* made, ffiguard_error* e) {
    *made = reinterpret_cast<std::uintptr_t>(new meter@{start, 0, {}}); return ok(e); }
NAIVE meter@_release(ffiguard_token t, ffiguard_error* e) { delete at(t); return ok(e); }
NAIVE meter@_add(ffiguard_token t, std::int32_t n, ffiguard_error* e) { at(t)->value += n; ++at(t)->calls; return ok(e); }
NAIVE meter@_scale(ffiguard_token t, std::int32_t by, std::int32_t from, ffiguard_error* e) { at(t)->value = (at(t)->value - from) * by; return ok(e); }
NAIVE meter@_reset(ffiguard_token t, ffiguard_error* e) { at(t)->value = 0; return ok(e); }
NAIVE meter@_limit(ffiguard_token t, std::int32_t most, ffiguard_error* e) {
    if (at(t)->value > most) { if (e) { e->status = FFIGUARD_OVERFLOW; e->detail = 0; std::strcpy(e->message, "overflow"); } return FFIGUARD_OVERFLOW; }
    return ok(e); }
NAIVE meter@_value(ffiguard_token t, std::int32_t* to, ffiguard_error* e) { *to = at(t)->value; return ok(e); }
NAIVE meter@_calls(ffiguard_token t, std::int64_t* to, ffiguard_error* e) { *to = at(t)->calls; return ok(e); }
NAIVE meter@_rename(ffiguard_token t, ffiguard_view to, ffiguard_error* e) { std::memcpy(at(t)->name, to.data, to.size); return ok(e); }
NAIVE meter@_ratio(ffiguard_token t, double* to, ffiguard_error* e) { *to = static_cast<double>(at(t)->value) / static_cast<double>(at(t)->calls); return ok(e); }
"""

GUARDED = """#include <cstdint>
#include <cstring>
#include <string_view>
#include <ffiguard/core/call.hpp>
#include <ffiguard/core/handle_table.hpp>
#include <ffiguard/memory/foreign_span.hpp>
namespace {
class meter@ {
public:
    explicit meter@(std::int32_t start) noexcept : value_(start) {}
    void add(std::int32_t n) noexcept { value_ += n; ++calls_; }
    void scale(std::int32_t by, std::int32_t from) noexcept { value_ = (value_ - from) * by; }
    void reset() noexcept { value_ = 0; }
    ffiguard::status limit(std::int32_t most) const noexcept {
        return value_ > most ? ffiguard::status(ffiguard::status_code::overflow) : ffiguard::status();
    }
    std::int32_t value() const noexcept { return value_; }
    std::int64_t calls() const noexcept { return calls_; }
    ffiguard::status rename(std::string_view to) noexcept {
        if (to.size() > sizeof name_) return ffiguard::status_code::overflow;
        std::memcpy(name_, to.data(), to.size());
        return {};
    }
    double ratio() const noexcept { return static_cast<double>(value_) / static_cast<double>(calls_); }

private:
    std::int32_t value_;
    std::int64_t calls_ = 0;
    char name_[32] = {};
};
auto& meters = *new ffiguard::handle_table<meter@>;
}
FFIGUARD_EXPORT_NEW(meter@_new, meters, std::int32_t);
FFIGUARD_EXPORT_RELEASE(meter@_release, meters);
FFIGUARD_EXPORT_CALL(meter@_add, meters, &meter@::add, std::int32_t);
FFIGUARD_EXPORT_CALL(meter@_scale, meters, &meter@::scale, std::int32_t, std::int32_t);
FFIGUARD_EXPORT_CALL(meter@_reset, meters, &meter@::reset);
FFIGUARD_EXPORT_CALL(meter@_limit, meters, &meter@::limit, std::int32_t);
FFIGUARD_EXPORT_CALL(meter@_value, meters, &meter@::value, std::int32_t*);
FFIGUARD_EXPORT_CALL(meter@_calls, meters, &meter@::calls, std::int64_t*);
FFIGUARD_EXPORT_CALL(meter@_rename, meters, &meter@::rename, ffiguard_view);
FFIGUARD_EXPORT_CALL(meter@_ratio, meters, &meter@::ratio, double*);
"""


def user_time(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def in_turn(commands, rounds):
    """The least user time of each command."""
    least = {}
    for _ in range(rounds):
        for name, command in commands.items():
            spent = user_time(command)
            least[name] = min(spent, least.get(name, spent))
    return least


def compile_of(compiler, tree, source, output, *more):
    return [compiler, *FLAGS, f"-I{tree}/include", f"-I{tree}/examples/sqlite", *more, "-c",
            str(source), "-o", str(output)]


def stripped(compiler, objects, output, *libraries):
    subprocess.run([compiler, "-shared", *map(str, objects), "-o", str(output), "-Wl,--gc-sections",
                    "-s", *libraries], check=True)
    return output.stat().st_size


def sqlite_size(compiler, tree, work, source):
    output = work / "sqlite.o"
    subprocess.run(compile_of(compiler, tree, source, output), check=True)
    return stripped(compiler, [output], work / "sqlite.so", "-lsqlite3")


def row(what, target, measured, met, why=""):
    verdict = "met" if met else "missed"
    return {"what": what, "target": target, "measured": measured, "verdict": verdict, "why": why}


def per_shim(rows, compiler, trees, work, options):
    """naive, before, now: time and size of the generated shims."""
    every = max(1, 100 // options.shims)
    chosen = range(0, 100, every)
    variants = {"naive": (ROOT, NAIVE), **{name: (tree, GUARDED) for name, tree in trees.items()}}
    spent, objects, files = {}, {}, {}
    for name in variants:
        spent[name], objects[name], files[name] = 0.0, 0, []
    for number in chosen:
        for name, (tree, text) in variants.items():
            source = work / f"{name}{number}.cpp"
            source.write_text(text.replace("@", str(number)))
            output = source.with_suffix(".o")
            spent[name] += user_time(compile_of(compiler, tree, source, output))
            objects[name] += output.stat().st_size
            files[name].append(output)
    linked = {name: stripped(compiler, files[name], work / f"{name}.so") for name in variants}
    count = len(chosen)
    for name in trees:
        rows.append(row(f"{compiler}: {count} of 100 shims of 10 functions, {name}: user time each",
                        "printed", f"{spent[name] / count:.2f} s, naive {spent['naive'] / count:.2f} s, "
                        f"ratio {spent[name] / spent['naive']:.1f}", True))
        rows.append(row(f"{compiler}: the same: bytes of object each", "printed",
                        f"{objects[name] // count}, naive {objects['naive'] // count}, "
                        f"ratio {objects[name] / objects['naive']:.1f}", True))
        rows.append(row(f"{compiler}: the same: stripped shared object of all", "printed",
                        f"{linked[name]} bytes, naive {linked['naive']}, "
                        f"ratio {linked[name] / linked['naive']:.1f}", True))


def sqlite(rows, compiler, trees, work, options):
    naive = ROOT / "tests/bench/build_cost/naive_sqlite.cpp"
    memory = work / "memory.cpp"
    memory.write_text("#include <memory>\n")
    commands = {"naive": compile_of(compiler, ROOT, naive, work / "naive.o"),
                "<memory>": compile_of(compiler, ROOT, memory, work / "memory.o")}
    for name, tree in trees.items():
        commands[name] = compile_of(compiler, tree, tree / "examples/sqlite/lite.cpp",
                                    work / f"{name}.o")
    spent = in_turn(commands, options.rounds)
    sizes = {name: stripped(compiler, [work / f"{name}.o"], work / "sqlite.so", "-lsqlite3")
             for name in ("naive", *trees)}
    naive_size = sizes["naive"]
    for name in trees:
        is_now = name == "now"
        rows.append(row(f"{compiler}: the SQLite shim, {name}: user time", "1.5 s" if is_now else "printed",
                        f"{spent[name]:.2f} s, naive {spent['naive']:.2f} s, <memory> alone "
                        f"{spent['<memory>']:.2f} s", not is_now or spent[name] <= 1.5,
                        "" if not is_now or spent[name] <= 1.5 else
                        "each of 38 exported functions is an instance for its member, and most of "
                        "the time is the optimizer's; the load of the machine is in \"load\""))
        size = sizes[name]
        met = not is_now or size <= 1.5 * naive_size
        rows.append(row(f"{compiler}: the SQLite shim, {name}: stripped",
                        "1.5 of naive" if is_now else "printed",
                        f"{size} bytes, naive {naive_size}, ratio {size / naive_size:.1f}", met,
                        "" if met else
                        "the naive shim has no tables, no life cycles, no texts of errors and no ledger: "
                        "exports.hpp alone, which reports for the whole process, is more than naive"))


def headers(rows, compiler, work, options):
    """Lines and time of each public header beside <memory>; no times with --header-rounds 0."""
    found = []
    names = sorted(str(path.relative_to(ROOT / "include")) for path in
                   (ROOT / "include/ffiguard").rglob("*.hpp") if "detail" not in path.parts)
    names = [name for name in names if "/jni/" not in name and "bpf" not in name and "uprobe" not in name]
    source = work / "header.cpp"

    def measure(name):
        source.write_text(f"#include <{name}>\n")
        command = [compiler, "-std=c++17", f"-I{ROOT}/include", str(source)]
        text = subprocess.run([*command, "-E"], check=True, capture_output=True).stdout
        times = [user_time([*command, "-fsyntax-only"]) for _ in range(options.header_rounds)]
        return text.count(b"\n"), min(times, default=0)
    base_lines, base = measure("memory")
    for name in names:
        lines, spent = measure(name)
        found.append({"header": name, "lines": lines, "of_memory_lines": round(lines / base_lines, 2),
                      "of_memory_time": round(spent / base, 2) if base else None})
    most = max(found, key=lambda one: one["lines"])
    core = [one for one in found if "/core/" in one["header"]]
    rows.append(row(f"{compiler}: {len(found)} public headers, preprocessed lines", "printed",
                    f"<memory> {base_lines}; the most {most['lines']} ({most['header']}); most of core/ "
                    f"{max(one['lines'] for one in core)}", True))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shims", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--header-rounds", type=int, default=1)
    parser.add_argument("--before", help="a tree with include/ and examples/sqlite/")
    parser.add_argument("--compilers", default="g++,clang++")
    parser.add_argument("--limit", type=int)
    parser.add_argument("last", help="OUT.json, or with --limit a compiler")
    options = parser.parse_args()
    if not pathlib.Path("/usr/include/sqlite3.h").exists():
        print("skipped: build cost: no sqlite3.h")
        return 0
    with tempfile.TemporaryDirectory() as directory:
        work = pathlib.Path(directory)
        if options.limit is not None:
            size = sqlite_size(options.last, ROOT, work, ROOT / "examples/sqlite/lite.cpp")
            print(f"the SQLite shim, stripped: {size} bytes, at most {options.limit}")
            return 1 if size > options.limit else 0
        began = time.time()
        trees = {"before": pathlib.Path(options.before)} if options.before else {}
        trees["now"] = ROOT
        rows, tables = [], {}
        for compiler in options.compilers.split(","):
            if shutil.which(compiler) is None:
                print(f"skipped: build cost of {compiler}: not found")
                continue
            sqlite(rows, compiler, trees, work, options)
            per_shim(rows, compiler, trees, work, options)
            tables[compiler] = headers(rows, compiler, work, options)
    result = {"name": "build_cost", "title": "What ffiguard costs at build time",
              "date": datetime.date.today().isoformat(),
              "command": "tests/bench/build_cost/build_cost.py",
              "seconds": round(time.time() - began), "load": round(os.getloadavg()[1], 1),
              "rows": rows, "exceptions": [], "headers": tables}
    for one in rows:
        print(f"{one['what']} | {one['target']} | {one['measured']} | {one['verdict']}")
    pathlib.Path(options.last).write_text(json.dumps(result, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
