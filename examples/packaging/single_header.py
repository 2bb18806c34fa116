# SPDX-License-Identifier: BSL-1.0
"""single_header.py OUT: writes ffiguard as files that need no other file of it.

    ffiguard.hpp          core/, memory/, posix/, library/, signal/, thread/, observe/
    ffiguard_go.hpp       go/, and what it needs of the others
    ffiguard_jni.hpp      jni/, and what it needs of the others; needs a JDK's jni.h
    ffiguard_exports.hpp  the functions of ffiguard.h, for one source file of a shim
    ffiguard.h            the C header, for a cgo preamble

A source may include several of them, in any order.
"""
import pathlib
import re
import sys

include = pathlib.Path(__file__).resolve().parents[2] / "include"


def public(room):
    found = (path.relative_to(include) for path in sorted((include / "ffiguard" / room).rglob("*.hpp")))
    return [str(path) for path in found if "detail" not in path.parts]


# What comes first in a group is what its users include; the rest is behind it.
groups = {
    "ffiguard.hpp": ["ffiguard/ffiguard.hpp", "ffiguard/core/call_new.hpp", *public("observe")],
    "ffiguard_go.hpp": public("go"),
    "ffiguard_jni.hpp": ["ffiguard/jni/jni.hpp", *public("jni")],
    "ffiguard_exports.hpp": ["ffiguard/exports.hpp"],
    "ffiguard.h": ["ffiguard/ffiguard.h"],
}


def expand(name, done):
    """The lines of a header. One that is included comes where it is included first; once more, where the
    first place is in an #if that another compiler leaves out."""
    done.add(name)
    lines = (include / name).read_text().splitlines()
    guard = next(line.split()[1] for line in lines if line.startswith("#ifndef"))
    outside = []  # what was done before each #if that is open
    for line in lines:
        if found := re.match(r"#include <(ffiguard/.*)>", line):
            if found[1] not in done:
                yield from expand(found[1], done)
            continue
        if re.match(r"#\s*if", line):
            outside.append(done if line == f"#ifndef {guard}" else set(done))
        elif re.match(r"#\s*el", line):
            done.intersection_update(outside[-1])
        elif re.match(r"#\s*endif", line):
            done.intersection_update(outside.pop())
        if not line.startswith("// SPDX"):
            yield line


def write(out):
    out.mkdir(parents=True, exist_ok=True)
    for group, headers in groups.items():
        lines, done = [], set()
        for header in headers:
            if header not in done:
                lines += expand(header, done)
        first = "// SPDX-License-Identifier: BSL-1.0\n" if group.endswith(".hpp") else ""
        (out / group).write_text(first + "\n".join(lines) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    write(pathlib.Path(sys.argv[1]))
