# SPDX-License-Identifier: BSL-1.0
"""Preprocesses headers and fails where one gives more lines than its limit in a data file: what a
user waits for in each source file is mostly this number.

usage: preprocessed_size.py ROOT write|check COMPILER FLAGS...

The data file, tests/headers/lines.txt, has a header and a limit a line. A limit is a number of lines,
or a percentage of <atomic> with <utility>. Numbers hold for one standard library: where <memory> has
another number of lines, they are skipped. A public header without a limit fails, except one that
another platform has. write sets each number to what is measured, and 3 % more.
"""
import concurrent.futures
import pathlib
import subprocess
import sys
import tempfile

root, mode, command = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
data = root / "tests/headers/lines.txt"


def lines_of(*headers):
    with tempfile.NamedTemporaryFile("w", suffix=".cpp") as source:
        source.write("".join(f"#include <{header}>\n" for header in headers))
        source.flush()
        done = subprocess.run([*command, "-E", source.name], capture_output=True)
    return None if done.returncode != 0 else done.stdout.count(b"\n")


limits = {}
for line in data.read_text().splitlines():
    if line and not line.startswith("#"):
        header, limit = line.split()
        limits[header] = limit
public = sorted(str(path.relative_to(root / "include")) for path in (root / "include").rglob("*.hpp")
                if "detail" not in path.parts)
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    found = dict(zip(["memory", *public], pool.map(lines_of, ["memory", *public])))
base = lines_of("atomic", "utility")

if mode == "write":
    kept = [line for line in data.read_text().splitlines() if line.startswith("#")]
    for header in ["memory", *public]:
        old = limits.get(header, "")
        if old.endswith("%") or header == "ffiguard/jni/jni.hpp" or found[header] is None:
            new = old
        else:
            new = str(found[header] if header == "memory" else found[header] * 103 // 100)
        if new:
            kept.append(f"{header} {new}")
    data.write_text("\n".join(kept) + "\n")
    sys.exit(0)

is_known_library = found["memory"] == int(limits["memory"])
if not is_known_library:
    print(f"skipped: lines of headers: <memory> has {found['memory']} here, and {limits['memory']} "
          "where the limits were measured")
failed = 0
for header in public:
    lines, limit = found[header], limits.get(header)
    if lines is None:
        print(f"skipped: {header}: it does not compile for this target")
        continue
    if limit is None:
        print(f"{header}: {lines} lines, and no limit in tests/headers/lines.txt: run "
              "preprocessed_size.py with write")
        failed += 1
        continue
    if limit.endswith("%"):
        most = base * int(limit[:-1]) // 100
    elif is_known_library:
        most = int(limit)
    else:
        continue
    if lines > most:
        print(f"{header}: {lines} lines, at most {most}: it has become larger")
        failed += 1
print(f"{len(public)} headers, {failed} larger than their limit or without one")
for header in sorted(set(limits) - set(public) - {"memory"}):
    print(f"{header}: a limit in tests/headers/lines.txt for a header that is not there")
    failed += 1
sys.exit(1 if failed else 0)
