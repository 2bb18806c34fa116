# SPDX-License-Identifier: BSL-1.0
"""install_page.py ROOT WORK [SECTION...]: does what docs/install.md says.

The section "Get it" comes first. Each other section then runs in an empty directory, with the main.cpp of
"Get it" if it speaks of one. A block after <!-- file: NAME --> is written to NAME; a block of sh is run; a
block of text is what the sh before it prints last. A section with <!-- needs: TOOL --> is skipped, by name, without TOOL.
The address on the page stands for a repository made of ROOT.
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys

root, work = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
wanted = sys.argv[3:]
address = "https://example.invalid/ffiguard.git"
text = (root / "docs/install.md").read_text()
version = ".".join(re.findall(r"define FFIGUARD_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)",
                              (root / "include/ffiguard/core/version.hpp").read_text()))

for directory in ("home", "origin", "sections"):
    shutil.rmtree(work / directory, ignore_errors=True)
home, origin = work / "home", work / "origin"
home.mkdir(parents=True)

if not shutil.which("git"):
    print("skipped: the commands of install.md: no git")
    sys.exit(77)
go_cache = subprocess.run(["go", "env", "GOCACHE"], capture_output=True, text=True).stdout if shutil.which("go") else ""
git = {"user.name": "test", "user.email": "test@example.invalid", "init.defaultBranch": "main",
       "advice.detachedHead": "false", f"url.file://{origin}.insteadOf": address}
environment = {name: value for name, value in os.environ.items()
               if not name.startswith(("GIT_", "CONAN_", "CGO_", "PKG_CONFIG_", "DESTDIR"))}
environment |= {"HOME": str(home), "GOCACHE": go_cache.strip() or str(work / "go-cache"), "GOFLAGS": "-buildvcs=false",
                "GOPROXY": "off", "GOTOOLCHAIN": "local", "CGO_CXXFLAGS": "-O0", "PWD": "",
                "CCACHE_DIR": os.environ.get("CCACHE_DIR", str(pathlib.Path.home() / ".cache/ccache")),
                "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_COUNT": str(len(git))}
for number, (key, value) in enumerate(git.items()):
    environment |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}


def run(script, directory):
    return subprocess.run(["bash", "-euo", "pipefail", "-c", script], cwd=directory, env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def has(tool):
    """TOOL, or TOOL-17 for one whose version is 17 or later."""
    name, _, least = tool.partition("-")
    if not shutil.which(name):
        return False
    return not least or int(re.search(r"\d+", run(f"{name} --version", work).stdout)[0]) >= int(least)


def steps(section):
    pattern = r"(?m)(?:^<!-- file: (\S+) -->\n(?:<!-- .* -->\n)?)?^```(\w+)\n((?:.*\n)*?)```$"
    for name, kind, block in re.findall(pattern, section):
        if not name and kind not in ("sh", "text"):
            sys.exit(f"install.md: a block of no file:\n{block}")
        yield name, kind, block


def walk(title, section, directory, given):
    """Why the section fails; nothing where it does not."""
    directory.mkdir(parents=True, exist_ok=True)
    printed = ""
    for name, kind, block in [*(given if "main.cpp" in section else []), *steps(section)]:
        if name:
            target = directory / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block)
        elif kind == "sh":
            result = run(block, directory)
            printed = result.stdout
            if result.returncode:
                return f"{title}: exit status {result.returncode} of\n{block}{printed}"
        elif not printed.endswith(block):
            return f"{title}: prints\n{printed[-2000:]}which does not end in\n{block}"
    if title == "Conan":  # the hash of no settings at all: one package serves every platform
        packages = run("conan list 'ffiguard/*:*' --format=json", directory).stdout
        if "da39a3ee5e6b4b0d3255bfef95601890afd80709" not in packages:
            return f"{title}: the package depends on settings:\n{packages}"
    return ""


origin.mkdir()
for name in ("CMakeLists.txt", "LICENSE", "include", "examples"):
    if (root / name).is_dir():
        shutil.copytree(root / name, origin / name, ignore=shutil.ignore_patterns("target", "build", "__pycache__"))
    else:
        shutil.copy(root / name, origin / name)
made = run(f"git init -q && git add -A && git commit -qm all && git tag v{version}", origin)
if made.returncode:
    sys.exit(made.stdout)
if stale := set(re.findall(r"\b0\.\d+\.\d+\b", re.sub(r".*rules_cc.*", "", text))) - {version}:
    sys.exit(f"install.md speaks of version {stale}; this is {version}")

sections = [part.partition("\n")[::2] for part in re.split(r"(?m)^###? ", text)[1:]]
title, first = sections.pop(0)
assert title == "Get it", title
if failure := walk(title, first, work / "sections/first", []):
    sys.exit(failure)
given = [step for step in steps(first) if step[0]]

failures, walked = [], 0
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    running = {}
    for title, section in sections:
        if (wanted and title not in wanted) or "```sh" not in section:
            continue
        missing = [tool for tool in re.findall(r"<!-- needs: (\S+) -->", section) if not has(tool)]
        if missing:
            print(f"skipped: install.md, {title}: no {missing[0]}")
            continue
        slug = re.sub(r"\W+", "-", title.lower())
        running[title] = pool.submit(walk, title, section, work / "sections" / slug, given)
    for title, result in running.items():
        walked += 1
        print(result.result() or f"{title}: runs", flush=True)
        failures += [title] if result.result() else []
if failures or not walked:
    sys.exit(f"install.md fails: {', '.join(failures)}")
