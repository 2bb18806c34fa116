# SPDX-License-Identifier: BSL-1.0
"""bazel.py ROOT WORK CXX: what can be said of the Bazel module without Bazel.

Its files agree with one another and with the version, the integrity of each is right, and a program
builds and runs with what BUILD.bazel (Starlark, and so Python) gives it: these headers, this include path.
"""
import base64
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import sys

root, work, cxx = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]
version = ".".join(re.findall(r"define FFIGUARD_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)",
                              (root / "include/ffiguard/core/version.hpp").read_text()))
registry = root / "examples/packaging/bazel/modules/ffiguard"
module = registry / version
source = json.loads((module / "source.json").read_text())
problems = []
if json.loads((registry / "metadata.json").read_text())["versions"] != [version]:
    problems.append("metadata.json has another version")
if (module / "MODULE.bazel").read_text() != (module / "overlay/MODULE.bazel").read_text():
    problems.append("MODULE.bazel and overlay/MODULE.bazel differ")
if f'version = "{version}"' not in (module / "MODULE.bazel").read_text():
    problems.append(f"MODULE.bazel is not of version {version}")
if version not in source["url"] or version not in source["strip_prefix"]:
    problems.append(f"source.json is not of version {version}")
for path in (module / "overlay").iterdir():
    is_ = "sha256-" + base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
    if source["overlay"].get(path.name) != is_:
        problems.append(f"source.json: the integrity of {path.name} is {is_}")

libraries = {}
exec((module / "overlay/BUILD.bazel").read_text(),
     {"load": lambda *names: None, "package": lambda **options: None, "select": lambda cases: cases["//conditions:default"],
      "glob": lambda patterns: sorted(path.relative_to(root) for pattern in patterns for path in root.glob(pattern)),
      "cc_library": lambda name, **options: libraries.update({name: options})})
library = libraries["ffiguard"]
shutil.rmtree(work, ignore_errors=True)
for header in library["hdrs"]:
    (work / header).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / header, work / header)
(work / "main.cpp").write_text("#include <ffiguard/exports.hpp>\n#include <ffiguard/library/library.hpp>\n"
                               "int main() { return ffiguard_version() == FFIGUARD_VERSION ? 0 : 1; }\n")
built = subprocess.run([cxx, "-std=c++17", "-O0", "main.cpp", "-o", "program", *library["linkopts"],
                        *(f"-I{name}" for name in library["includes"])], cwd=work, capture_output=True, text=True)
if built.returncode or subprocess.run([work.resolve() / "program"]).returncode:
    problems.append(f"the program does not run: {built.stderr[:2000]}")
if problems:
    sys.exit("\n".join(problems))
if not shutil.which("bazel"):
    print("skipped: the Bazel module in Bazel: no bazel; its files are checked")
