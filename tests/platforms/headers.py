#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles every header for the targets of targets.json, with the headers of their systems that zig
ships (ziglang on PyPI), and compares docs/platforms.md with what came out.

  headers.py                     all targets; fails where docs/platforms.md says something else
  headers.py --write             writes docs/platforms.md instead
  headers.py TARGET...           these targets
  headers.py --each TARGET...    header by header, for these targets: slow; finds a missing #include
  headers.py --observe [...]     with FFIGUARD_OBSERVE=1

For each target, one source file includes every header that the target has. The headers that it
cannot have are in targets.json; a second source file includes those, and each must give exactly
one error: its own #error.

Which tests have run where is in tests_run.json and in rooms.tsv (of rooms.sh), for the page.
"""
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/platforms"
BUILD = ROOT / "build/platforms"
PAGE = ROOT / "docs/platforms.md"
WARNINGS = ("-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Werror "
            "-ferror-limit=0 -fno-caret-diagnostics -fno-color-diagnostics").split()
# What bionic lacks at API level 28 (the first with posix_spawn), and musl has.
NOT_IN_BIONIC = """shm_open shm_unlink memfd_create pthread_cancel pthread_testcancel pthread_setcancelstate
pthread_setcanceltype pthread_getaffinity_np pthread_setaffinity_np pthread_tryjoin_np pthread_timedjoin_np
dlinfo getcontext setcontext makecontext swapcontext""".split()
# Of the builtins that are used, those that MSVC has, too.
MSVC_HAS = """__builtin_addressof __builtin_memcmp __builtin_memcpy __builtin_strlen __builtin_FILE
__builtin_LINE __builtin_FUNCTION __builtin_is_constant_evaluated""".split()
# Functions that POSIX lets a system define as macros, and that some do: write (::name)(...).
MAYBE_MACROS = "sigaddset sigdelset sigemptyset sigfillset sigismember getc putc feof ferror clearerr htons ntohs htonl ntohl"
# What jni_md.h of a Windows JDK says, as far as jni.h needs it.
WINDOWS_JNI_MD = """#ifndef _JAVASOFT_JNI_MD_H_
#define _JAVASOFT_JNI_MD_H_
#define JNIEXPORT __declspec(dllexport)
#define JNIIMPORT __declspec(dllimport)
#define JNICALL __stdcall
typedef long jint;
typedef __int64 jlong;
typedef signed char jbyte;
#endif
"""
# The real <windows.h> before and behind ours. mingw leaves out MSVC's min and max in C++.
WINDOWS_H_FIRST = """#define UNICODE
#define _UNICODE
#include <winsock2.h>
#include <windows.h>
#if !defined(ERROR) || !defined(interface)
#error "this is not the whole <windows.h>"
#endif
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
"""
WINDOWS_H_LAST = """#if defined(WIN32_LEAN_AND_MEAN) || defined(NOMINMAX)
#error "ffiguard leaves defined how it asked for <windows.h>"
#endif
#include <winsock2.h>
#include <windows.h>
"""
WINDOWS_SHIM = f'#include "{HERE}/windows_shim.hpp"\n'


def jdk_include():
    homes = [os.environ.get("JAVA_HOME")]
    if shutil.which("javac"):
        homes.append(Path(shutil.which("javac")).resolve().parents[1])
    for home in filter(None, homes):
        if (Path(home) / "include/jni.h").exists():
            return Path(home) / "include"
    return None


def all_headers():
    include = ROOT / "include"
    return sorted(str(path.relative_to(include)) for path in include.rglob("*.h*"))


def pattern_of(pattern):
    """As a shell does it: * stands for no slash."""
    return re.compile("ffiguard/" + re.escape(pattern).replace(r"\*", "[^/]*"))


def matches(header, patterns):
    return any(pattern_of(pattern).fullmatch(header) for pattern in patterns)


def system_headers():
    """Those that the headers include."""
    found = set()
    for header in all_headers():
        found |= set(re.findall(r"^#include <([^>]+)>", (ROOT / "include" / header).read_text(), re.M))
    return sorted(name for name in found if not name.startswith("ffiguard/"))


def bionic():
    """musl's headers without what bionic's lack. Android's own are not to be had here."""
    lines = [f"#define {name} {name}_is_not_in_bionic" for name in NOT_IN_BIONIC]
    for name in system_headers():
        if name not in ("jni.h", "jvmti.h", "intrin.h"):
            lines += [f"#if __has_include(<{name}>)", f"#include <{name}>", "#endif"]
    lines += [f"#undef {name}" for name in NOT_IN_BIONIC]
    return "\n".join(lines) + "\n#define __ANDROID__ 1\n#define __ANDROID_API__ 28\n"


def check_msvc():
    """What only g++ and clang understand, in the headers as MSVC preprocesses them. No MSVC is at
    hand: the system's headers are empty files."""
    compiler = shutil.which("g++") or shutil.which("clang++")
    if not compiler:
        print("skipped: platforms: what MSVC reads: no g++ or clang++ to preprocess it")
        return []
    stubs = BUILD / "msvc"
    for name in system_headers():
        if name not in ("elf.h", "link.h"):
            (stubs / name).parent.mkdir(parents=True, exist_ok=True)
            (stubs / name).touch()
    source = stubs / "all.cpp"
    source.write_text("".join(f"#include <ffiguard/{name}>\n" for name in ("ffiguard.hpp", "exports.hpp", "jni/jni.hpp")))
    run = subprocess.run([compiler, "-E", "-undef", "-std=c++17", "-nostdinc", "-Iinclude", f"-I{stubs}", "-D_WIN32",
                          "-D_WIN64", "-D_MSC_VER=1939", "-D_MSVC_LANG=201703L", "-D_CPPUNWIND", "-D_M_X64", str(source)],
                         capture_output=True, text=True, cwd=ROOT)
    wrong = ["the preprocessor: " + line for line in run.stderr.splitlines() if "error: " in line]
    file, number = "", 0
    for line in run.stdout.splitlines():
        marker = re.match(r'# (\d+) "([^"]*)"', line)
        if marker:
            file, number = marker[2], int(marker[1])
            continue
        if "include/ffiguard/" in file:
            for word in re.findall(r"\b(__builtin_\w+|__attribute__|__asm__|__PRETTY_FUNCTION__|__int128)\b", line):
                if word not in MSVC_HAS:
                    wrong.append(f"{file}:{number}: MSVC does not know {word}")
        number += 1
    return wrong


def check_macros():
    names = "|".join(MAYBE_MACROS.split())
    wrong = []
    for header in all_headers():
        for number, line in enumerate((ROOT / "include" / header).read_text().splitlines(), 1):
            if re.search(rf"::({names})\(", line):
                wrong.append(f"include/{header}:{number}: a system may define this as a macro; write (::name)(...)")
    return wrong


class Target:
    def __init__(self, facts, kinds, jdk, observe):
        self.target, self.kind = facts["target"], facts["kind"]
        self.name = facts.get("as", self.target)
        self.absent = kinds[self.kind]["absent"]
        self.not_compiled = kinds[self.kind]["not_compiled"]
        self.jdk = jdk
        self.flags = ["-DFFIGUARD_OBSERVE=1"] if observe else []

    def compile(self, headers, name, before="", after=""):
        """Gives the errors and warnings of one source file with these headers, [] if there are none."""
        source = BUILD / f"{self.name}.{name}.cpp"
        text = before + "".join(f"#include <{header}>\n" for header in headers) + after
        if self.kind == "android":
            text = bionic() + text
        if not source.exists() or source.read_text() != text:
            source.write_text(text)
        command = [sys.executable, "-m", "ziglang", "c++", "-target", self.target, "-std=c++17", "-O0", "-g0",
                   *WARNINGS, *self.flags, f"-I{ROOT}/include", "-c", str(source), "-o", f"{BUILD}/{self.name}.{name}.o"]
        if self.jdk:
            md = BUILD / "windows_jni" if self.kind == "windows" else self.jdk / "linux"
            command[-4:-4] = ["-isystem", str(md), "-isystem", str(self.jdk)]
        run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=os.environ | {
            "ZIG_GLOBAL_CACHE_DIR": str(BUILD / "zig"), "ZIG_LOCAL_CACHE_DIR": str(BUILD / "zig")})
        found = [line for line in run.stderr.splitlines() if re.search(r"(error|warning): ", line)]
        if run.returncode != 0 and not found:
            found = ["error: " + (run.stderr.strip() or f"exit status {run.returncode}")]
        return found

    def check(self, headers):
        """Gives what is wrong, and how many headers compiled."""
        absent = [header for header in headers if matches(header, self.absent)]
        present = [header for header in headers if header not in absent and not matches(header, self.not_compiled)]
        wrong = self.compile(present, "headers")
        if self.kind == "windows":
            wrong += self.compile(present, "windows_h_first", before=WINDOWS_H_FIRST, after=WINDOWS_SHIM)
            wrong += self.compile(present, "windows_h_last", after=WINDOWS_H_LAST + WINDOWS_SHIM)
        if absent:
            wrong += self.check_refusals(absent)
        return wrong, len(present), absent

    def check_refusals(self, absent):
        refused = {header: [] for header in absent}
        wrong = []
        for line in self.compile(absent, "refusals"):
            header = re.match(r"(?:.*/)?include/(ffiguard/\S+?):\d+", line)
            if header and header[1] in refused and re.search(r'error: "?ffiguard', line):
                refused[header[1]].append(line)
            elif "too many errors" not in line:
                wrong.append(f"beside the #error: {line}")
        for header, lines in refused.items():
            if len(lines) != 1:
                wrong.append(f"{header}: {len(lines)} errors of its own; it must say by one #error that "
                             f"{self.name} cannot have it")
        return wrong


def error_line(header):
    found = re.search(r'^#error "(.*)"$', (ROOT / "include" / header).read_text(), re.M)
    return found[1] if found else f"{header}: no #error on one line"


def rooms_run():
    """What rooms.sh has run, by target. A name of its own may be one of several of a target here."""
    names = {"m32": "x86-linux-gnu", "libcxx": "x86_64-linux-gnu", "musl": "x86_64-linux-musl",
             "musl-shared": "x86_64-linux-musl", "aarch64": "aarch64-linux-musl", "arm": "arm-linux-musleabihf",
             "riscv64": "riscv64-linux-musl", "s390x": "s390x-linux-musl",
             "s390x-gnu": "s390x-linux-gnu", "riscv64-gnu": "riscv64-linux-gnu", "windows": "x86_64-windows-gnu"}
    how = {"libcxx": " with libc++", "musl": ", static", "musl-shared": ", shared", "aarch64": " under qemu",
           "arm": " under qemu", "riscv64": " under qemu", "s390x": " under qemu", "s390x-gnu": ", static, under qemu",
           "riscv64-gnu": ", static, under qemu", "windows": " under Wine"}
    rooms, dates = {}, {}
    for line in (HERE / "rooms.tsv").read_text().splitlines():
        if line and not line.startswith("#"):
            target, room, cases, _, date = line.split("\t")
            rooms.setdefault(target, []).append(f"`{room}/` {cases}")
            dates[target] = max(date, dates.get(target, ""))
    found = {}
    for target, list_of in rooms.items():
        found.setdefault(names[target], []).append(f"{', '.join(list_of)}{how.get(target, '')} ({dates[target]})")
    return {name: "; ".join(texts) for name, texts in found.items()}


def page(targets, headers, lacks):
    """docs/platforms.md. No count of all headers: the page would change with each new one."""
    tests = json.loads((HERE / "tests_run.json").read_text())
    for name, rooms in rooms_run().items():
        tests[name] = (tests[name] + "; " if name in tests else "") + rooms
    unknown = set(tests) - {target.name for target in targets} - {"MSVC"}
    assert not unknown, f"tests_run.json or rooms.tsv names no target of targets.json: {unknown}"
    lines = ["# Platforms", "",
             "What is compiled, what has run, and what a platform does not have. `tests/platforms/headers.py --write` writes",
             "this page; the part `platforms` of `tests/run.sh` fails where it says something else.", "",
             "## What is compiled and what has run", "",
             "\"All\" headers compile with all warnings as errors, by clang with the headers of that system, as zig ships them.",
             "The last column: the rooms whose tests have passed, how many test cases, and the day of the last run.",
             "\"None\": no test has run there. `tests/platforms/rooms.sh` runs them; what it left out, and why, is in",
             "`tests/platforms/rooms.tsv`.", "",
             "| target | headers that compile | tests that have run |", "|---|---|---|"]
    for target in targets:
        absent = [header for header in headers if matches(header, target.absent)]
        compiled = f"all but [{len(absent)}](#headers-that-a-platform-cannot-have)" if absent else "all"
        if target.kind == "android":
            compiled = "all but `jni/`, with musl's headers less what bionic lacks: Android's own were not at hand"
        lines.append(f"| {target.name} | {compiled} | {tests.get(target.name, 'none')} |")
    lines += ["| MSVC | none: a test only looks for what MSVC cannot read | none |", "",
              "## Headers that a platform cannot have", "",
              "The umbrella header leaves them out. An include of one is one compile error, and nothing else:", "",
              "| where | the error |", "|---|---|"]
    by_sentence = {}
    for kind, where in (("other unix", "all but Linux"), ("windows", "Windows")):
        target = next(target for target in targets if target.kind == kind)
        for header in headers:
            if matches(header, target.absent):
                by_sentence.setdefault(error_line(header), where)
    lines += [f"| {where} | `{sentence}` |" for sentence, where in by_sentence.items()]
    lines += ["", "## What else a platform does not have", "", "| where | what | what happens |", "|---|---|---|"]
    lines += [f"| {where} | {what} | {then} |" for where, what, then in lacks]
    shown = (HERE / "windows_shim.hpp").read_text().split("// docs end")[0].split("shows these lines.\n")[1].rstrip()
    lines += ["", "## An owner of a Windows handle", "",
              "`CloseHandle()` answers 0 for a failure, and `owned<>` takes 0 for success. So write traits. `tests/platforms` runs these under Wine:", "",
              "<!-- not compiled -->", "```cpp", shown, "```"]
    return "\n".join(lines) + "\n"


def report(name, wrong):
    for line in wrong:
        print(f"  {name}: " + line.replace(f"{ROOT}/", ""), flush=True)
    return len(wrong)


def main():
    arguments = sys.argv[1:]
    options = [argument for argument in arguments if argument.startswith("-")]
    wanted = [argument for argument in arguments if not argument.startswith("-")]
    BUILD.mkdir(parents=True, exist_ok=True)
    (BUILD / "windows_jni").mkdir(exist_ok=True)
    (BUILD / "windows_jni/jni_md.h").write_text(WINDOWS_JNI_MD)
    facts = json.loads((HERE / "targets.json").read_text())
    jdk = jdk_include()
    headers = all_headers()
    targets = [Target(target, facts["kinds"], jdk, "--observe" in options) for target in facts["targets"]]

    failed = report("macros", check_macros()) + report("MSVC", check_msvc())
    text = page(targets, headers, facts["lacks"])
    if "--write" in options:
        PAGE.write_text(text)
    elif not PAGE.exists() or PAGE.read_text() != text:
        failed += report("docs/platforms.md", ["is not what tests/platforms/headers.py --write writes"])

    if subprocess.run([sys.executable, "-m", "ziglang", "version"], capture_output=True).returncode != 0:
        print("skipped: platforms: the headers for other targets: no ziglang (pip install ziglang)")
        return 1 if failed else 0
    if not jdk:
        print("skipped: platforms: jni/: no JDK, so no jni.h")
        headers = [header for header in headers if not header.startswith("ffiguard/jni/")]
    if wanted:
        targets = [target for target in targets if target.name in wanted]
    if "--each" in options:
        return 1 if failed + each(targets, headers) else 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for target, (wrong, count, absent) in zip(targets, pool.map(lambda t: t.check(headers), targets)):
            print(f"{target.name}: {count} headers compile, {len(absent)} are refused by a sentence, "
                  f"{len(wrong)} errors", flush=True)
            failed += report(target.name, wrong)
    return 1 if failed else 0


def each(targets, headers):
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for target in targets:
            present = [h for h in headers if not matches(h, target.absent) and not matches(h, target.not_compiled)]
            names = [re.sub(r"\W", "_", header) for header in present]
            for header, wrong in zip(present, pool.map(lambda h, n: target.compile([h], n), present, names)):
                failed += report(f"{target.name}: {header}", wrong)
    return failed


if __name__ == "__main__":
    sys.exit(main())
