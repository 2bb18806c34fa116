# SPDX-License-Identifier: BSL-1.0
"""blocks.py ROOT WORK FILE.md...: the blocks that are not C++ can be read, and what a page names exists.

extract_snippets.py compiles C++ and C. Here a block of sh, go, java, cmake, xml or json is parsed, as a
whole file or as the fragment that it is. And in the code of a page, between backticks or in a block:
  - ffiguard::name, dev.ffiguard.Name, ffiguard_name, FFIGUARD_NAME: the word stands in a source of the
    tree, in comments or not. FFIGUARD_NAME_ and ffiguard_name_... begin such a word;
  - a preset that is given to --preset is in CMakePresets.json;
  - <ffiguard/room/name.hpp>, room/name.hpp, and a path that begins with a folder of the tree: it is there
    (* and a name in capitals or braces stand for anything).
A block after <!-- not compiled --> is for reading: its names count, its grammar does not.
A block of text is output. On a page that no test walks through, the line before it says <!-- printed: NAME -->
(see printed.py; a test compares it) or <!-- not compared: WHY -->.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree

import pages

root, work = map(pathlib.Path, sys.argv[1:3])
work.mkdir(parents=True, exist_ok=True)
documents = [pathlib.Path(name) for name in sys.argv[3:]]
problems, skipped = [], set()


def output_of(*command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip() if done.returncode else ""


# ---- what there is -------------------------------------------------------------------------------

sources = [path for part in ("include", "examples", "tests", "CMakeLists.txt", "CMakePresets.json", ".ci")
           for path in ([root / part] if (root / part).is_file() else (root / part).rglob("*"))
           if path.is_file() and not {"build", "target", "__pycache__"} & set(path.relative_to(root).parts)]
words, header_words = set(), set()
for path in sources:
    found = set(re.findall(r"\w+", path.read_text(errors="replace")))
    words |= found
    if path.is_relative_to(root / "include"):
        header_words |= found
paths = {str(path.relative_to(root)) for path in sources}
paths |= {str(path.relative_to(root)) for path in [*documents, *(root / "docs").rglob("*")]}
paths |= {str(parent) for path in paths for parent in pathlib.PurePosixPath(path).parents}
presets = {preset["name"] for kind, group in json.loads((root / "CMakePresets.json").read_text()).items()
           if kind.endswith("Presets") for preset in group}
rooms = "|".join(sorted(path.name for path in (root / "include/ffiguard").iterdir() if path.is_dir()))


# What printed.py is called with.
printed = set(re.findall(r"printed\.py\"? \S+\s+(\w+)", (root / "tests/CMakeLists.txt").read_text()))


def walked(page):
    return page.name == "install.md" or page.name.startswith("getting-started-")


def begins(word):
    return any(there.startswith(word) for there in words)


def exists(name, under=""):
    pattern = re.escape(under + name.rstrip("/")).replace(r"\*", "[^/]*")
    return any(re.fullmatch(pattern, path) for path in paths)


def check_names(code, complain):
    for chain in re.findall(r"\bffiguard((?:::~?\w+)+)", code):
        for word in re.findall(r"\w+", chain):
            if word not in header_words:
                complain(f"ffiguard{chain}: no header has {word}")
    for chain in re.findall(r"\bdev\.ffiguard((?:\.\w+)+)", code):
        for word in re.findall(r"\w+", chain):
            if word not in words:
                complain(f"dev.ffiguard{chain}: there is no {word}")
    for word, more in re.findall(r"\b((?:FFIGUARD|ffiguard)_\w+)(\.\.\.|\*)?", code):
        if not (begins(word) if more or word.endswith("_") else word in words):
            complain(f"{word}: there is no such name")
    for name in re.findall(r"--preset[ =]([\w-]+)", code):
        if name not in presets:
            complain(f"{name}: there is no such preset")
    for name in re.findall(rf"(?<![\w/.])(?:ffiguard/)?((?:{rooms})/(?:\w+/)*\w+\.hpp)\b", code):
        if not exists(name, "include/ffiguard/"):
            complain(f"{name}: there is no such header")
    for name in re.findall(r"(?<![\w/.}$-])((?:examples|tests|docs|include)/[\w./*-]*[\w*])", code):
        if not re.search(r"/[A-Z]+(/|\.|$)|\.{3}", name) and not exists(name) and not exists(
                name, "examples/"):
            complain(f"{name}: there is no such file")


# ---- blocks --------------------------------------------------------------------------------------

java_files = []


def check_go(text, complain, stem):
    if not shutil.which("gofmt"):
        skipped.add("go: no gofmt")
        return
    if re.search(r"(?m)^package \w+$", text):
        wrapped = [text]
    else:
        wrapped = ["package p\n" + text, "package p\nfunc f() {\n" + text + "\n}\n"]
    errors = [output_of("gofmt", "-e", "-l", text=one) for one in wrapped]
    if all(errors):
        complain(f"no Go: {errors[0]}")
    elif len(wrapped) == 1:
        formatted = subprocess.run(["gofmt"], input=text, capture_output=True, text=True).stdout
        if formatted != text:
            complain("not as gofmt writes it")


def check_cmake(text, complain, stem):
    file = work / f"{stem}.cmake"
    file.write_text(f"function(never)\n{text}\nendfunction()\n")
    if shutil.which("cmake") and (error := output_of("cmake", "-P", str(file))):
        complain(f"no CMake: {error}")


def check_sh(text, complain, stem):
    if error := output_of("bash", "-n", text=text):
        complain(f"no shell: {error}")


def check_java(text, complain, stem):
    file = work / f"{stem}.java"
    file.write_text(text)
    java_files.append(file)


def check_with(parse):
    def check(text, complain, stem):
        try:
            parse(text)
        except Exception as error:
            complain(str(error))
    return check


grammars = {"go": check_go, "cmake": check_cmake, "sh": check_sh, "bash": check_sh, "java": check_java,
            "xml": check_with(xml.etree.ElementTree.fromstring), "json": check_with(json.loads)}

for document in documents:
    name = document.relative_to(root)
    for part in pages.parts(document.read_text(), name):
        def complain(what, number=part[0]):
            problems.append(f"{name}:{number}: {what}")
        if isinstance(part, pages.Block):
            if part.compiled and part.kind in grammars:
                stem = "_".join([*name.with_suffix("").parts, str(part.line)])
                grammars[part.kind](part.text, complain, stem)
            if part.kind == "text" and not walked(name) and not (
                    part.note("not compared") or part.note("printed") in printed):
                complain("say before this block what prints it, or why it is not compared: printed.py")
            check_names(part.text, complain)
        else:
            for code in re.findall(r"`([^`]+)`", part[1]):
                check_names(code, complain)


def java_major():
    try:
        text = subprocess.run(["javac", "-version"], capture_output=True, text=True).stdout
    except OSError:
        return 0
    return int((re.search(r"\d+", text) or ["0"])[0])


if java_files and java_major() < 17:
    skipped.add("java: no JDK 17")
elif java_files:
    here = pathlib.Path(__file__).parent
    error = output_of("java", str(here / "ParseBlocks.java"), *map(str, java_files))
    problems += [line for line in error.splitlines() if line]

for what in sorted(skipped):
    print(f"skipped: blocks of {what}")
print(*problems, sep="\n")
print(f"{len(documents)} pages, {len(problems)} problems")
sys.exit(bool(problems))
