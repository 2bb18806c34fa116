# SPDX-License-Identifier: BSL-1.0
"""module.py ROOT WORK [write]: include/ffiguard/ffiguard.cppm exports the public names of ffiguard.hpp, and
a program that imports it runs.

`write` writes the file. The program needs clang 19 or later, or the one in ziglang (PyPI).
"""
import pathlib
import re
import shutil
import subprocess
import sys

root, work = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
include = root / "include"
module = include / "ffiguard/ffiguard.cppm"


def names_of(header):
    """(namespace, name) of what a header declares outside of detail."""
    inside = []
    for line in (include / header).read_text().splitlines():
        if opened := re.match(r"(?:inline )?namespace (\w*) ?\{", line):
            inside.append(opened[1])
        elif re.match(r"\}  // (inline )?namespace", line):
            inside.pop()
        elif inside[:1] == ["ffiguard"] and "detail" not in inside and "" not in inside:
            found = (re.match(r"(?:class|struct|union|enum class|enum)\b(?: FFIGUARD_\w+| \[\[.*?\]\])* (\w+)(?!.*>;)", line)
                     or re.match(r"using (\w+) =", line)
                     or re.match(r"(?:inline )?constexpr [\w:<>, ]+? (\w+)(?: =|\{|;)", line)
                     or re.match(r"[\w\[][\w:<>,&*\[\]() \".]*?[ &*>](\w+|operator[^\w(]+)\(", line))
            if found and not line.startswith(("template", "static_assert", "#")):
                yield "::".join(name for name in inside if name != "FFIGUARD_ABI"), found[1]


def text():
    """The names in the order of the conditions under which ffiguard.hpp includes their headers."""
    lines = ["// SPDX-License-Identifier: BSL-1.0",
             "// The public names of ffiguard.hpp as a C++20 module, written by tests/packaging/module.py. Macros do not",
             "// cross: include core/call.hpp for FFIGUARD_EXPORT_CLASS, exports.hpp and ffiguard.h as ever.",
             "module;", "", "#include <ffiguard/ffiguard.hpp>", "", "export module ffiguard;"]
    seen, names, condition = set(), set(), ""

    def flush():
        new = sorted(names - seen)
        seen.update(names)
        names.clear()
        if new:
            lines.extend(["", condition] if condition else [""])
            for space in sorted({space for space, name in new}):
                lines.append(f"export namespace {space} {{")
                lines.extend(f"using {space}::{name};" for where, name in new if where == space)
                lines.append("}")
            lines.extend(["#endif"] if condition else [])

    for line in (include / "ffiguard/ffiguard.hpp").read_text().splitlines()[3:]:
        if found := re.match(r"#include <(ffiguard/.*\.hpp)>", line):
            names.update(names_of(found[1]))
        elif line.startswith(("#if", "#endif")):
            flush()
            condition = line if line.startswith("#if") else ""
    flush()
    return "\n".join(lines) + "\n"


def compiler():
    for version in range(30, 18, -1):
        if found := shutil.which(f"clang++-{version}"):
            return [found]
    where = subprocess.run(["python3", "-c", "import ziglang; print(ziglang.__path__[0])"], capture_output=True,
                           text=True).stdout.strip()
    if where:
        target = subprocess.run(["gcc", "-dumpmachine"], capture_output=True, text=True).stdout.strip()
        return [f"{where}/zig", "clang", f"--target={target}", "-resource-dir", f"{where}/lib"]
    print("skipped: the C++20 module: no clang 19 or later, nor ziglang")
    sys.exit(77)


if sys.argv[3:] == ["write"]:
    module.write_text(text())
if module.read_text() != text():
    sys.exit(f"{module.name} lacks names, or has names that are gone: module.py ROOT WORK write")

program = """
#include <cstdio>
#include <cstdlib>
import ffiguard;
struct stream { void use() {} };
int main() {
    const ffiguard::owned<&std::free> memory(std::malloc(16));
    auto& streams = *new ffiguard::handle_table<stream>;
    const auto token = streams.emplace();
    if (!memory || !token || streams.close(*token).code() != ffiguard::status_code::ok) return 1;
    if (streams.pin(*token).status().code() != ffiguard::status_code::closed) return 2;
    std::puts("the module is imported, and its program runs");
}
"""
work.mkdir(parents=True, exist_ok=True)
(work / "main.cpp").write_text(program)
compile = [*compiler(), "-std=c++20", "-O0", f"-I{include}"]
for command in ([*compile, "--precompile", "-x", "c++-module", module, "-o", work / "ffiguard.pcm"],
                [*compile, "-c", work / "ffiguard.pcm", "-o", work / "ffiguard.o"],
                [*compile, f"-fmodule-file=ffiguard={work}/ffiguard.pcm", "-c", work / "main.cpp", "-o", work / "main.o"],
                ["g++", work / "main.o", work / "ffiguard.o", "-o", work / "program", "-pthread", "-ldl"],
                [work / "program"]):
    result = subprocess.run(list(map(str, command)), stderr=subprocess.PIPE, text=True)
    if result.returncode:
        sys.exit(f"exit status {result.returncode} of {' '.join(map(str, command))}\n{result.stderr[:3000]}")
