# SPDX-License-Identifier: BSL-1.0
"""extract_snippets.py ROOT OUT FILE.md...: writes every ```cpp and ```c block to a file in OUT.

A block after the line <!-- not compiled --> is left out. A #line directive makes the compiler
speak of the document. Unchanged files keep their time stamps; files of blocks that have gone go.
"""
import pathlib
import re
import sys

root, out = map(pathlib.Path, sys.argv[1:3])
out.mkdir(parents=True, exist_ok=True)
stale = set(out.iterdir())

for document in sys.argv[3:]:
    name = pathlib.Path(document).relative_to(root)
    block, previous = None, ""
    for number, line in enumerate(pathlib.Path(document).read_text().splitlines(), 1):
        fence = re.fullmatch(r"\s*```(\w*).*", line)
        if block is None:
            if fence:
                block = [f'#line {number + 1} "{name}"']
                kind = fence[1] if previous != "<!-- not compiled -->" else ""
                stem = "_".join([*name.with_suffix("").parts, str(number)])
        elif fence:
            if kind in ("cpp", "c"):
                target = out / f"{stem}.{kind}"
                text = "\n".join(block) + "\n"
                if not target.exists() or target.read_text() != text:
                    target.write_text(text)
                stale.discard(target)
            block = None
        else:
            block.append(line)
        previous = line.strip() or previous
    if block is not None:
        sys.exit(f"{document}: a code block is not closed")

for target in stale:
    target.unlink()
