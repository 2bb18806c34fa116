# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions of each x_owner, x_hand and x_std of codegen.cpp and jni_codegen.cpp.

usage: codegen.py judge CXX SOURCE [FLAG...]    prints a line a group; fails where ffiguard needs more than its limit, and
                                                where the same compiler no longer makes what docs/codegen.md shows
       codegen.py measure                       with every compiler found: writes results/codegen.json, for page.py

Compilers: g++ and clang++, with and without a version in their names, and zig's clang where $FFIGUARD_ZIG or zig runs it.
Padding is not counted, nor what the compiler keeps apart from the function as cold (g++) or calls.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOURCES = ("codegen.cpp", "jni_codegen.cpp")
FLAGS = ["-std=c++17", "-O2", "-DNDEBUG", "-fomit-frame-pointer", "-w", f"-I{ROOT / 'include'}"]
PADDING = ("nop", "nopw", "nopl", "data16", "xchg", "cs", "int3")
SIDES = {"hand": "by hand", "std": "standard", "owner": "ffiguard"}
# Why ffiguard needs more than its twin.
REASONS = {
    "shared_copy": "the trap of a count that overflows, which clang puts into the function",
    "shared_pin": "the traps, the status of a refusal and the second try stand in the function: callgrind counts what runs",
    "table_pin": "the traps, the reason of a refusal and the second try: callgrind counts what runs",
    "boundary_status": "the caller's error struct, which may be null, is cleared",
    "boundary_throw": "each handler keeps its text in the caller's struct; clang puts the handlers into the function",
    "jni_local": "clang keeps the reference on the stack",
}


def groups_of(source):
    """{name: (title, limit, other side)} of a source, in its order."""
    return {name: (title, float(limit), other) for name, title, limit, other in
            re.findall(r"(?m)^//! (\w+): (.*) \| ([\d.]+) of (hand|std)$", (HERE / source).read_text())}


def compile_to(compiler, source, flags):
    """The functions of a source: {name: [instruction]}."""
    with tempfile.TemporaryDirectory() as work:
        made = pathlib.Path(work) / "codegen.o"
        subprocess.run([*compiler, *flags, "-c", str(HERE / source), "-o", str(made)], check=True, timeout=300)
        listing = subprocess.run(["objdump", "-dr", "--no-show-raw-insn", "-Mintel", str(made)], check=True, capture_output=True,
                                 text=True).stdout
    functions, code = {}, []
    for line in listing.splitlines():
        if head := re.match(r"[0-9a-f]+ <([^>]+)>:", line):
            functions[head[1]] = code = []
        elif step := re.match(r"\s+([0-9a-f]+):\s+(\S+)\s*(.*)", line):
            if step[2].startswith("R_X86_64"):
                if code:  # what the linker puts in
                    at, name, _ = code[-1]
                    code[-1] = (at, name, re.sub(r"[-+]0x[0-9a-f]+$", "", step[3]))
            elif step[2] not in PADDING:
                code.append((int(step[1], 16), step[2], step[3]))
    return {name: with_labels(name, code) for name, code in functions.items()}


def with_labels(function, code):
    """Addresses become L1, L2, ..."""
    begin = code[0][0] if code else 0
    targets = sorted({int(m[1], 16) for _, _, rest in code if (m := re.search(rf"<{re.escape(function)}\+0x([0-9a-f]+)>", rest))})
    names = {begin + target: f"L{i}" for i, target in enumerate(targets, 1)}

    def operand(rest):
        if m := re.search(rf"<{re.escape(function)}\+0x([0-9a-f]+)>", rest):
            return names[begin + int(m[1], 16)]
        rest = re.sub(r"^[0-9a-f]+ <(.+)>$", r"\1", rest)
        return re.sub(r"\s*#.*", "", rest).replace(" PTR ", " ")
    return [f"{names[at] + ':' if at in names else '':5}{name:8}{operand(rest)}".rstrip() for at, name, rest in code]


def version_of(compiler):
    line = subprocess.run([*compiler, "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    kind = "clang" if "clang" in line else "g++"
    number = re.search(r"(\d+\.\d+\.\d+)", line)
    return f"{kind} {number[1] if number else line}"


def compilers():
    """The compilers found, one of each version: {version: command}."""
    found = {}
    names = ["g++", "clang++", *(f"g++-{n}" for n in range(20, 10, -1)), *(f"clang++-{n}" for n in range(25, 12, -1))]
    for name in filter(shutil.which, names):
        found.setdefault(version_of([name]), [name])
    zig = os.environ.get("FFIGUARD_ZIG", "zig").split()
    try:
        command = [*zig, "c++", "-target", "x86_64-linux-gnu", "-fno-sanitize=all"]
        found.setdefault(version_of(command) + " (zig)", command)
    except OSError:
        print("skipped: codegen with a newer clang: no zig")
    return found


def jni_flags():
    for home in filter(None, (os.environ.get("JAVA_HOME"), *sorted(map(str, pathlib.Path("/usr/lib/jvm").glob("*"))))):
        if (pathlib.Path(home) / "include" / "jni.h").exists():
            return [f"-isystem{home}/include", f"-isystem{home}/include/linux"]
    return None


def judge(compiler, source, flags):
    functions = compile_to([compiler], source, [*FLAGS, *flags])
    failed = False
    for name, (_, limit, other) in groups_of(source).items():
        owner, against = len(functions[f"{name}_owner"]), len(functions[f"{name}_{other}"])
        verdict = "ok" if owner <= round(limit * against, 2) else "TOO MANY"
        print(f"{name:16} ffiguard {owner:3}  {SIDES[other]:8} {against:3}  ratio {owner / against:.2f}, at most {limit:.2f}  {verdict}")
        failed |= verdict != "ok"
    shown = load()
    if shown and version_of([compiler]) == shown["shown"] and (changed := sorted(
            name for name, code in shown["listings"].items()
            if name in functions and functions[name] != code)):
        print(f"docs/codegen.md shows other instructions of {', '.join(changed)}: run tests/bench/run.sh codegen")
        failed = True
    sys.exit(failed)


def load():
    import json
    path = HERE / "results" / "codegen.json"
    return json.loads(path.read_text()) if path.exists() else None


def measure():
    from measure import write
    began = time.time()
    found = compilers()
    jni = jni_flags()
    if jni is None:
        print("skipped: codegen of JNI: no jni.h")
    counts, listings, rows, shown = {}, {}, [], None
    for version, command in found.items():
        shown = shown or (version if version.startswith("g++") else None)
        for source in SOURCES:
            if "jni" in source and jni is None:
                continue
            functions = compile_to(command, source, [*FLAGS, *(jni if "jni" in source else [])])
            for name, (title, limit, other) in groups_of(source).items():
                sides = {side: functions[f"{name}_{side}"] for side in SIDES if f"{name}_{side}" in functions}
                counts.setdefault(name, {})[version] = {side: len(code) for side, code in sides.items()}
                owner, against = len(sides["owner"]), len(sides[other])
                if version == shown:
                    listings |= {f"{name}_{side}": code for side, code in sides.items()}
                ratio = owner / against
                rows.append({"what": title.split(";")[0], "against": f"{SIDES[other]}, {version}", "target": f"at most {limit:g}",
                             "measured": f"{ratio:.2f}", "verdict": "met" if owner <= round(limit * against, 2) else "missed",
                             "why": REASONS.get(name, "") if ratio > 1 else "", "own": str(owner)})
    write("codegen", "Codegen", "tests/bench/run.sh codegen", began, rows, shown=shown, compilers=list(found), counts=counts,
          listings=listings)


# ---- docs/codegen.md

def source_of(name):
    """The C++ of a function, or nothing where a macro makes it."""
    for source in SOURCES:
        text = (HERE / source).read_text()
        if m := re.search(rf"(?m)^(?:FFIGUARD_EXPORT_SYMBOL )?[\w:]+[\w:<>* ]*[ *]{name}\((?:[^;{{]|\n)*\{{(?:.*\}}$|(?:.*\n)+?\}}$)", text):
            return m[0]
        if m := re.search(rf"(?m)^FFIGUARD_EXPORT_CALL\({name},[^;]*;", text):
            return m[0]
    return None


MOST_SHOWN = 60  # lines of a listing


def columns(listings):
    """Listings side by side: [(title, lines)]."""
    widths = [max(map(len, [title, *lines])) + 3 for title, lines in listings]
    yield "".join(f"{title:{width}}" for width, (title, _) in zip(widths, listings)).rstrip()
    for i in range(max(len(lines) for _, lines in listings)):
        yield "".join(f"{lines[i] if i < len(lines) else '':{width}}" for width, (_, lines) in zip(widths, listings)).rstrip()


def page(result):
    versions = result["compilers"]
    yield "<!-- written by tests/bench/codegen.py from tests/bench/results/codegen.json -->"
    yield "# Codegen"
    yield ""
    yield "Each function stands two or three times in `tests/bench/codegen.cpp` and `jni_codegen.cpp`: by hand, by the nearest thing of the standard"
    yield "library, and by ffiguard. The test `bench.codegen` compiles them with `-O2`, counts the instructions, and fails if ffiguard needs more than"
    yield f"its limit. The assembly below is what it compared, by {result['shown']} on x86-64. Code by hand keeps the same laws: it is empty before the"
    yield "closer runs, and keeps `errno`. [Performance](performance.md) has the time, and the instructions that run."
    yield ""
    yield "## Counts"
    yield ""
    yield "Instructions of ffiguard / by hand / standard. `-`: no such twin."
    yield ""
    yield "| | " + " | ".join(versions) + " | limit |"
    yield "|---|" + "--:|" * (len(versions) + 1)
    groups = {name: group for source in SOURCES for name, group in groups_of(source).items() if name in result["counts"]}
    for name, (title, limit, other) in groups.items():
        row = [" / ".join(str(result["counts"][name].get(version, {}).get(side, "-")) for side in ("owner", "hand", "std")) for version in versions]
        yield f"| [{name}](#{name}) | " + " | ".join(row) + f" | {limit:.2f} of {SIDES[other]} |"
    yield ""
    reasons = [(name, why) for name, why in REASONS.items() if name in groups]
    yield "Where ffiguard needs more:"
    yield ""
    for name, why in reasons:
        yield f"- `{name}`: {why}."
    yield ""
    for name, (title, _, _) in groups.items():
        sides = {side: result["listings"].get(f"{name}_{side}") for side in SIDES}
        sides = {side: code for side, code in sides.items() if code}
        yield f"## {name}"
        yield ""
        yield title[0].upper() + title[1:] + "."
        yield ""
        yield "<!-- not compiled -->"
        yield "```cpp"
        for i, side in enumerate(sides):
            if source := source_of(f"{name}_{side}"):
                yield from (["", ] if i else [])
                yield from source.splitlines()
        yield "```"
        yield ""
        owner = sides.pop("owner")
        same = [side for side, code in sides.items() if [re.sub(r"_(hand|std)\b", "_owner", line) for line in code] == owner]
        shown = [(SIDES[side], code) for side, code in sides.items() if side not in same and len(code) <= MOST_SHOWN]
        if same:
            yield f"ffiguard's is the same as {' and '.join(SIDES[side] for side in same)}, instruction for instruction."
            yield ""
        if len(owner) > MOST_SHOWN and same:
            continue
        yield "<!-- not compared: bench.codegen compares it -->"
        yield "```text"
        yield from columns([*shown, ("ffiguard", owner)])
        yield "```"
        yield ""


if __name__ == "__main__":
    if sys.argv[1:2] == ["judge"]:
        judge(sys.argv[2], sys.argv[3], sys.argv[4:])
    elif sys.argv[1:] == ["measure"]:
        measure()
    else:
        sys.exit(__doc__)
