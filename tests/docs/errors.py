# SPDX-License-Identifier: BSL-1.0
"""errors.py ROOT: docs/errors.md has a section for each status of ffiguard.h, with its number and its name,
and for no other, and a row for each violation."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
header = (root / "include/ffiguard/ffiguard.h").read_text()
first = header.index("FFIGUARD_OK = 0")
statuses = re.findall(r"FFIGUARD_(\w+) = (\d+)", header[first:header.index("}", first)])
names = dict(re.findall(r'case status_code::(\w+): return "(.*?)"',
                        (root / "include/ffiguard/core/status.hpp").read_text()))
wanted = {(number, name.lower(), names[name.lower()]) for name, number in statuses}
page = (root / "docs/errors.md").read_text()
found = set(re.findall(r'(?m)^## (\d+): (\w+)\n\n"(.*?)"', page))
for number, name, text in sorted(wanted ^ found, key=lambda one: int(one[0])):
    print(f'docs/errors.md: {"no" if (number, name, text) in wanted else "wrong"} section "{number}: {name}", "{text}"')
enum = (root / "include/ffiguard/core/violation.hpp").read_text()
enum = enum[enum.index("enum class violation :"):]
violations = set(re.findall(r"(?m)^    (\w+),", enum[:enum.index("};")]))
rows = set(re.findall(r"(?m)^\| `(\w+)` \|", page[page.index("## Violations"):]))
for name in sorted(violations ^ rows):
    print(f'docs/errors.md: {"no" if name in violations else "wrong"} row of {name}')
sys.exit(len(statuses) < 18 or len(violations) < 10 or wanted != found or violations != rows)
