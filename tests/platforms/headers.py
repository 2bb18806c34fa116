#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Compiles every header for the targets of targets.json, with the headers of their systems that zig
ships (ziglang on PyPI), and compares docs/platforms.md with what came out.

  headers.py                 all targets; fails where docs/platforms.md says something else
  headers.py --write         writes docs/platforms.md instead
  headers.py --each TARGET.. header by header, for these targets: slow; finds a missing #include

For each target, one source file includes every header that the target has. The headers that it
cannot have stand in targets.json; a second source file includes those, and must get exactly one
error for each: the header's own #error.
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


def skipped(why):
    print(f"skipped: platforms: {why}")
    sys.exit(77)


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


class Target:
    def __init__(self, facts, kinds, jdk):
        self.name, self.kind = facts["target"], facts["kind"]
        self.absent = kinds[self.kind]["absent"]
        self.not_compiled = kinds[self.kind]["not_compiled"]
        self.jdk = jdk

    def compile(self, headers, name, more=()):
        """Gives the errors and warnings of one source file with these headers, [] if there are none."""
        source = BUILD / f"{self.name}.{name}.cpp"
        text = "".join(f"#include <{header}>\n" for header in headers)
        if not source.exists() or source.read_text() != text:
            source.write_text(text)
        command = [sys.executable, "-m", "ziglang", "c++", "-target", self.name, "-std=c++17", "-O0", "-g0",
                   *WARNINGS, *more, f"-I{ROOT}/include", "-c", str(source), "-o", f"{BUILD}/{self.name}.{name}.o"]
        if self.jdk:
            md = BUILD / "windows_jni" if "windows" in self.name else self.jdk / "linux"
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


def main():
    arguments = sys.argv[1:]
    if subprocess.run([sys.executable, "-m", "ziglang", "version"], capture_output=True).returncode != 0:
        skipped("no ziglang (pip install ziglang)")
    BUILD.mkdir(parents=True, exist_ok=True)
    (BUILD / "windows_jni").mkdir(exist_ok=True)
    (BUILD / "windows_jni/jni_md.h").write_text(WINDOWS_JNI_MD)
    jdk = jdk_include()
    facts = json.loads((HERE / "targets.json").read_text())
    headers = all_headers()
    if not jdk:
        print("skipped: platforms: jni/: no JDK, so no jni.h")
        headers = [header for header in headers if not header.startswith("ffiguard/jni/")]
    targets = [Target(target, facts["kinds"], jdk) for target in facts["targets"]]
    if arguments[:1] == ["--each"]:
        return each([target for target in targets if target.name in arguments[1:]], headers)
    targets = [target for target in targets if target.name in arguments or not arguments[:1] or arguments == ["--write"]]

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for target, (wrong, count, absent) in zip(targets, pool.map(lambda t: t.check(headers), targets)):
            print(f"{target.name}: {count} headers compiled, {len(absent)} refused by a sentence, "
                  f"{len(wrong)} errors", flush=True)
            for line in wrong:
                print("  " + line.replace(f"{ROOT}/", ""))
            failed += bool(wrong)
    return 1 if failed else 0


def each(targets, headers):
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for target in targets:
            present = [h for h in headers if not matches(h, target.absent) and not matches(h, target.not_compiled)]
            names = [re.sub(r"\W", "_", header) for header in present]
            for header, wrong in zip(present, pool.map(lambda h, n: target.compile([h], n), present, names)):
                failed += bool(wrong)
                for line in wrong:
                    print(f"{target.name}: {header}: {line.replace(f'{ROOT}/', '')}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
