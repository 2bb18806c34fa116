# SPDX-License-Identifier: BSL-1.0
"""A page as its blocks of code, and as the shell session that does what the page says.

pages.py test PAGE NAME       prints the block after <!-- test: NAME -->.
pages.py session PAGE TITLE   prints the session of the section "## TITLE".
"""
import os
import pathlib
import re
import subprocess
import sys
import typing


class Block(typing.NamedTuple):
    line: int    # of the opening fence
    kind: str    # the word behind the fence
    text: str
    notes: list  # the comments directly before it: "file: main.cpp", "not compiled"

    def note(self, name):
        """What the comment says behind NAME and a colon; nothing without such a comment."""
        return next((note[len(name) + 2:] for note in self.notes if note.startswith(name + ": ")), "")

    @property
    def compiled(self):
        return "not compiled" not in self.notes


def parts(text, page):
    """The lines outside of blocks, as (number, line), and the blocks, in the order of the page."""
    kind, notes = None, []
    for number, line in enumerate(text.splitlines(), 1):
        fence = re.fullmatch(r"\s*```(\w*).*", line)
        if kind is not None and fence:
            yield Block(first, kind, "".join(f"{one}\n" for one in lines), notes)
            kind, notes = None, []
        elif kind is not None:
            lines.append(line)
        elif fence:
            kind, first, lines = fence[1], number, []
        else:
            yield number, line
            if comment := re.fullmatch(r"<!-- (.*) -->", line.strip()):
                notes.append(comment[1])
            elif line.strip():
                notes = []
    if kind is not None:
        sys.exit(f"{page}:{first}: a code block is not closed")


def blocks(text, page):
    return [part for part in parts(text, page) if isinstance(part, Block)]


def session(steps, page, whole=False):
    """A script for bash. A block with a file name is written to that file. A block of sh is run, in the same
    shell as those before it. A block of text is what the sh before it prints: last, or on the WHOLE."""
    script = ['set -euo pipefail', 'exec 3>&1', 'printed=$(mktemp)',
              'trap \'[[ $? == 0 ]] || cat "$printed" >&3; rm "$printed"\' EXIT']
    for block in steps:
        def with_text(command, otherwise=""):  # __END__ in quotes: nothing in the text is expanded
            return f"{command} <<'__END__'{otherwise}\n{block.text}__END__"
        if name := block.note("file"):
            script.append(f"mkdir -p \"$(dirname {name})\"\n" + with_text(f"cat >{name}"))
        elif block.kind == "sh":
            script.append(with_text("cat") + f"\nexec >\"$printed\" 2>&1\n{block.text}exec >&3 2>&1")
        elif block.kind == "text":
            read = "cat" if whole else f"tail -n {len(block.text.splitlines())}"
            script.append(with_text(f"diff <({read} \"$printed\") -",
                                    " || { echo 'it prints something else'; exit 1; }"))
        else:
            sys.exit(f"{page}: a block of no file:\n{block.text}")
    return "\n".join(script) + "\n"


def environment(home):
    """The variables of a user with the empty home directory HOME, who has built with Go and ccache before."""
    def go(variable):
        try:
            return subprocess.run(["go", "env", variable], capture_output=True, text=True).stdout.strip()
        except OSError:
            return ""
    kept = {name: value for name, value in os.environ.items()
            if not name.startswith(("GIT_", "CONAN_", "CGO_", "PKG_CONFIG_", "DESTDIR"))}
    return kept | {"HOME": str(home), "GOCACHE": go("GOCACHE"), "GOMODCACHE": go("GOMODCACHE"),
                   "GOFLAGS": "-buildvcs=false", "GOPROXY": "off", "GOTOOLCHAIN": "local", "CGO_CXXFLAGS": "-O0",
                   "CCACHE_DIR": os.environ.get("CCACHE_DIR", str(pathlib.Path.home() / ".cache/ccache"))}


def run(script, directory, variables):
    return subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=directory, env=variables,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def main(what, page, name):
    text = pathlib.Path(page).read_text()
    if what == "session":
        found = [session(blocks(part, page), page) for part in re.split(r"(?m)^(?=## )", text)
                 if part.startswith(f"## {name}\n")]
    else:
        found = [block.text for block in blocks(text, page) if block.note(what) == name]
    if len(found) != 1:
        sys.exit(f"{page}: {len(found)} of {what} {name}")
    print(found[0], end="")


if __name__ == "__main__":
    main(*sys.argv[1:])
