# SPDX-License-Identifier: BSL-1.0
"""copies.py ROOT: docs/security.md has a row for each header that copies memory, with how many copies there are, and
no header calls a function with a format.

A copy is memcpy, memmove, a string copy, a region of a Java array or String, or a read(2) into memory."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
headers = root / "include/ffiguard"
COPY = re.compile(r"\b(?:__builtin_)?(?:mem(?:cpy|move|pcpy)|w?mem(?:cpy|move)|st[rp]n?cpy|strl?n?cat|strl?cpy|stpn?cpy|wcsn?cpy)\s*\("
                  r"|\bcopy_n\s*\(|\bstd::(?:uninitialized_)?copy(?:_backward)?\s*\(|->Get\w+Region\s*\("
                  r"|\bprocess_vm_readv\)?\s*\(|\(::p?readv?\)\s*\(|(?<![\w>])::(?:p?readv?|recv|readlink)\s*\(")
FORMAT = re.compile(r"\b\w*(?:printf|scanf|strftime|syslog|setproctitle)\s*\(|\bstd::v?format\w*\s*\(")
failed = False
found = {}
for path in sorted(headers.rglob("*.h*")):
    text = re.sub(r"//[^\n]*|/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S)
    name = str(path.relative_to(headers))
    copies = len(COPY.findall(text))
    if copies:
        found[name] = copies
    for call in FORMAT.findall(text):
        print(f"include/ffiguard/{name}: {call} takes a format")
        failed = True
page = (root / "docs/security.md").read_text(encoding="utf-8")
table = page[page.index("## Copies"):]
told = {name: int(count) for name, count in re.findall(r"(?m)^\| `([\w/.]+)` \| (\d+) \| \S", table)}
for name in sorted(set(found) | set(told)):
    if found.get(name) != told.get(name):
        print(f"docs/security.md: {name} has {found.get(name, 0)} copies, the table of copies says {told.get(name, 0)}; "
              "look at each and say what bounds it")
        failed = True
sys.exit(failed or len(found) < 20)
