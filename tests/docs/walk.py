# SPDX-License-Identifier: BSL-1.0
"""walk.py ROOT PAGE: does what PAGE says, in an empty directory, in the order of the page.

A block after <!-- file: NAME --> is written to NAME. A block of sh is run. A block of text is what the
block of sh before it has to print. The sources of ffiguard are in the directory ffiguard, as the page says.
A page that speaks of "JDK N or later" gets JAVA_HOME; one that speaks of "Go 1.N or later" needs that Go.
Exits with 77 where the tools are missing.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

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


environment = dict(os.environ, GOFLAGS="-buildvcs=false", GOPROXY="off", GOTOOLCHAIN="local", CGO_CXXFLAGS="-O0")
if wanted := re.search(r"Go 1\.(\d+) or later", text):
    have = re.search(r"go1\.(\d+)", output_of("go", "version"))
    if not have or int(have[1]) < int(wanted[1]):
        skip(f"no Go 1.{wanted[1]}")
if wanted := re.search(r"JDK (\d+) or later", text):
    found = output_of("bash", "-c", "source tests/java/jdks.sh && jdks").split("\n")
    homes = {int(version): home for version, _, home in (line.partition(" ") for line in found) if version}
    if not homes or max(homes) < int(wanted[1]):
        skip(f"no JDK {wanted[1]}")
    environment["JAVA_HOME"] = homes[max(homes)]

steps, kinds = ["set -euo pipefail"], []
for name, kind, block in re.findall(r"(?m)(?:^<!-- file: (\S+) -->\n(?:<!-- .* -->\n)?)?^```(\w+)\n((?:.*\n)*?)```$", text):
    kinds.append("file" if name else kind)
    if name:
        steps.append(f"cat >{name} <<'__END__'\n{block}__END__")
    elif kind == "sh":
        steps.append(f"cat <<'__END__'\n{block}__END__\n{{\n{block}}} >\"$HOME/printed\" 2>&1 || {{ cat \"$HOME/printed\"; exit 1; }}")
    elif kind == "text":
        steps.append(f"diff - \"$HOME/printed\" <<'__END__' || {{ echo 'it prints something else'; exit 1; }}\n{block}__END__")
    else:
        sys.exit(f"{page.name}: a block of no file:\n{block}")

if "text" not in kinds or kinds.count("sh") < 3 or text.count("```") != 2 * len(kinds):
    sys.exit(f"{page.name}: {kinds}: are these all of its blocks?")

with tempfile.TemporaryDirectory() as work:
    home = pathlib.Path(work, "home")
    home.mkdir()
    for variable, command in (("GOCACHE", "go"), ("GOMODCACHE", "go")):
        environment.setdefault(variable, output_of(command, "env", variable).strip())
    environment.setdefault("CCACHE_DIR", str(pathlib.Path.home() / ".cache/ccache"))
    environment["HOME"] = str(home)
    start = pathlib.Path(work, "start")
    start.mkdir()
    (start / "ffiguard").symlink_to(root)
    begin = time.monotonic()
    done = subprocess.run(["bash"], cwd=start, env=environment, input="\n".join(steps) + "\n", text=True)
    print(f"{page.name}: {time.monotonic() - begin:.0f} s from the sources to the program's output", flush=True)
    subprocess.run(["chmod", "-R", "u+w", work], check=False)  # of Go's module cache, if it is there
sys.exit(done.returncode)
