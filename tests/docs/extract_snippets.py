# SPDX-License-Identifier: BSL-1.0
"""extract_snippets.py ROOT OUT FILE.md...: writes every ```cpp and ```c block to a file in OUT.

A block after the line <!-- not compiled --> is left out. A #line directive makes the compiler
speak of the document. Unchanged files keep their time stamps; files of blocks that have gone go.
"""
import pathlib
import sys

import pages

root, out = map(pathlib.Path, sys.argv[1:3])
out.mkdir(parents=True, exist_ok=True)
stale = set(out.iterdir())

for document in sys.argv[3:]:
    name = pathlib.Path(document).relative_to(root)
    for block in pages.blocks(pathlib.Path(document).read_text(), document):
        if block.kind in ("cpp", "c") and block.compiled:
            target = out / f"{'_'.join([*name.with_suffix('').parts, str(block.line)])}.{block.kind}"
            text = f'#line {block.line + 1} "{name}"\n{block.text}'
            if not target.exists() or target.read_text() != text:
                target.write_text(text)
            stale.discard(target)

for target in stale:
    target.unlink()
