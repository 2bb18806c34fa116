# SPDX-License-Identifier: BSL-1.0
"""walk.py ROOT PAGE: does what PAGE says, in an empty directory, in the order of the page: see pages.py.

The sources of ffiguard are in the directory ffiguard, as the page says.
A page that speaks of "JDK N or later" gets JAVA_HOME; one that speaks of "Go 1.N or later" needs that Go.
Exits with 77 where the tools are missing.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import pages

root, page = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
text = page.read_text()


def skip(why):
    print(f"skipped: docs: {page.name}: {why}")
    sys.exit(77)


def output_of(*command):
    try:
        return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""


if wanted := re.search(r"Go 1\.(\d+) or later", text):
    have = re.search(r"go1\.(\d+)", output_of("go", "version"))
    if not have or int(have[1]) < int(wanted[1]):
        skip(f"no Go 1.{wanted[1]}")
java_home = ""
if wanted := re.search(r"JDK (\d+) or later", text):
    found = output_of("bash", "-c", "source tests/java/jdks.sh && jdks").split("\n")
    homes = {int(version): home for version, _, home in (line.partition(" ") for line in found) if version}
    if not homes or max(homes) < int(wanted[1]):
        skip(f"no JDK {wanted[1]}")
    java_home = homes[max(homes)]

blocks = pages.blocks(text, page.name)
kinds = ["file" if block.note("file") else block.kind for block in blocks]
if "text" not in kinds or kinds.count("sh") < 3:
    sys.exit(f"{page.name}: {kinds}: are these all of its blocks?")

with tempfile.TemporaryDirectory() as work:
    home, start = pathlib.Path(work, "home"), pathlib.Path(work, "start")
    home.mkdir()
    start.mkdir()
    (start / "ffiguard").symlink_to(root)
    begin = time.monotonic()
    done = pages.run(pages.session(blocks, page.name, whole=True), start,
                     pages.environment(home) | ({"JAVA_HOME": java_home} if java_home else {}))
    print(f"{done.stdout}{page.name}: {time.monotonic() - begin:.0f} s from the sources to the program's output")
sys.exit(done.returncode)
