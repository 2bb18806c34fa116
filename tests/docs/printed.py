# SPDX-License-Identifier: BSL-1.0
"""printed.py ROOT NAME COMMAND...: what pages show as output is what the command prints.

Each line of a block of text after <!-- printed: NAME --> must be a line of the output in form: numbers, times
and the folders of paths may be others. Lines that begin with "$ " are commands.
blocks.py demands such a comment of each block of text that no walk through its page compares.
"""
import pathlib
import re
import subprocess
import sys

import pages

root, name, command = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]


def form(line):
    line = re.sub(r"(?<![\w.])/\S*/", "", line)            # folders
    line = re.sub(r"\b[0-9a-f]{40}\b", "ID", line)        # of a build
    line = re.sub(r"\b0x[0-9a-f]+\b", "0x#", line)
    line = re.sub(r"\b\d+(\.\d+)?", "#", line)
    return " ".join(re.sub(r"# (ms|s|min|h) ago", "# s ago", line).split())


done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
if done.returncode:
    sys.exit(f"{command[0]}: exit status {done.returncode}")
printed = {form(line) for line in done.stdout.splitlines()}
compared, failed = 0, False
for page in [root / "README.md", *sorted((root / "docs").rglob("*.md"))]:
    for block in pages.blocks(page.read_text(), page):
        if block.note("printed") != name:
            continue
        for number, line in enumerate(block.text.splitlines(), block.line + 1):
            if line.strip() and not line.strip().startswith("$ "):
                compared += 1
                if form(line) not in printed:
                    print(f"{page.relative_to(root)}:{number}: nothing prints a line like\n  {line.strip()}")
                    failed = True
if failed:
    print("printed were:", *sorted(printed), sep="\n  ")
if failed or not compared:
    sys.exit(f"{compared} lines of {name} compared")
print(f"{compared} lines of {name} are as printed")
