# SPDX-License-Identifier: BSL-1.0
"""single_header.py ROOT WORK CXX ROOM[/TEST]...: compiles tests of the rooms against the generated single
headers, and runs them.

Each header of the tree is a line here that includes the single header of its room: a test that needs
something which the single header lacks does not compile.
"""
import concurrent.futures
import os
import pathlib
import subprocess
import sys

root, work = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
cxx, wanted = sys.argv[3].split(), sys.argv[4:]
single, include, objects, libraries = (work / name for name in ("single", "include", "objects", "lib"))
subprocess.run([sys.executable, root / "examples/packaging/single_header.py", single], check=True)
for header in (root / "include").rglob("*.h*"):
    name = header.relative_to(root / "include")
    room = name.parts[1]
    group = room if len(name.parts) == 2 else f"ffiguard_{room}.hpp" if room in ("go", "jni") else "ffiguard.hpp"
    target = include / name
    target.parent.mkdir(parents=True, exist_ok=True)
    group = "ffiguard_exports.hpp" if group == "exports.hpp" else group
    target.write_text(f"#include <{single}/{group}>\n")

flags = ["-O0", f"-I{include}", f"-I{root}/tests", f'-DFFIGUARD_TEST_LIB_DIR="{libraries}"',
         f'-DFFIGUARD_TEST_SOURCE_DIR="{root}"', "-DDOCTEST_CONFIG_SUPER_FAST_ASSERTS"]
objects.mkdir(exist_ok=True)
libraries.mkdir(exist_ok=True)


def run(*command):
    result = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return result.stdout if result.returncode else ""


def compiled(source):
    return objects / (str(source.relative_to(root)).replace("/", "_") + ".o")


def compile_test(source):
    return run(*cxx, "-std=c++17", *flags, "-c", source, "-o", compiled(source))


def build_library(source):
    standard = [] if source.suffix == ".c" else ["-std=c++17"]
    return run(*cxx, *(["-xc"] if source.suffix == ".c" else []), *standard, *flags, "-shared", "-fPIC", source, "-o",
               libraries / f"{source.stem}.so")


sources = [root / "tests/main.cpp"]
plugins = []
for one in wanted:
    tests = root / "tests"
    sources += [tests / f"{one}.test.cpp"] if "/" in one else sorted((tests / one).glob("*.test.cpp"))
    if "/" not in one:
        plugins += sorted((tests / one / "lib").glob("*.c*"))
        plugins.append(tests / "library/lib/plain.c")  # of several rooms
for source in sources:
    if "#undef FFIGUARD_ABI" in source.read_text():
        print(f"skipped: {source.name} against the single header: it compiles headers with an allocator of its own")
sources = [source for source in sources if "#undef FFIGUARD_ABI" not in source.read_text()]
with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    failures = [text for text in [*pool.map(compile_test, sources), *pool.map(build_library, plugins)] if text]
if failures:
    sys.exit(f"{len(failures)} sources do not compile against the single headers; the first:\n{failures[0][:3000]}")
program = work / "program"
if text := run(*cxx, *map(compiled, sources), "-o", program, "-ldl", "-pthread", "-lz"):
    sys.exit(text)
sys.exit(subprocess.run([program]).returncode)
