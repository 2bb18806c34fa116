# SPDX-License-Identifier: BSL-1.0
"""install_page.py ROOT WORK [SECTION...]: does what docs/install.md says.

The section "Get it" comes first. Each other section then runs in an empty directory, with the main.cpp of
"Get it" if it speaks of one: see pages.py. A section with <!-- needs: TOOL --> is skipped, by name, without TOOL.
The address on the page stands for a repository made of ROOT.
"""
import concurrent.futures
import os
import pathlib
import re
import shutil
import sys

import pages

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
git = {"user.name": "test", "user.email": "test@example.invalid", "init.defaultBranch": "main",
       "advice.detachedHead": "false", f"url.file://{origin}.insteadOf": address}
environment = pages.environment(home)
environment |= {"PWD": "", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_COUNT": str(len(git))}
for number, (key, value) in enumerate(git.items()):
    environment |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": value}


def has(tool):
    """TOOL, or TOOL-17 for one whose version is 17 or later."""
    name, _, least = tool.partition("-")
    if not shutil.which(name) or not least:
        return bool(shutil.which(name))
    return int(re.search(r"\d+", pages.run(f"{name} --version", work, environment).stdout)[0]) >= int(least)


def walk(title, section, directory, given):
    """Why the section fails; nothing where it does not."""
    directory.mkdir(parents=True, exist_ok=True)
    steps = [*(given if "main.cpp" in section else []), *pages.blocks(section, "install.md")]
    done = pages.run(pages.session(steps, "install.md"), directory, environment)
    if done.returncode:
        return f"{title}: exit status {done.returncode}\n{done.stdout}"
    if title == "Conan":  # the hash of no settings at all: one package serves every platform
        packages = pages.run("conan list 'ffiguard/*:*' --format=json", directory, environment).stdout
        if "da39a3ee5e6b4b0d3255bfef95601890afd80709" not in packages:
            return f"{title}: the package depends on settings:\n{packages}"
    return ""


origin.mkdir()
for name in ("CMakeLists.txt", "LICENSE", "include", "examples"):
    if (root / name).is_dir():
        shutil.copytree(root / name, origin / name, ignore=shutil.ignore_patterns("target", "build", "__pycache__"))
    else:
        shutil.copy(root / name, origin / name)
made = pages.run(f"git init -q && git add -A && git commit -qm all && git tag v{version}", origin, environment)
if made.returncode:
    sys.exit(made.stdout)
if stale := set(re.findall(r"\b0\.\d+\.\d+\b", re.sub(r".*rules_cc.*", "", text))) - {version}:
    sys.exit(f"install.md speaks of version {stale}; this is {version}")

sections = [part.partition("\n")[::2] for part in re.split(r"(?m)^###? ", text)[1:]]
title, first = sections.pop(0)
assert title == "Get it", title
if failure := walk(title, first, work / "sections/first", []):
    sys.exit(failure)
given = [block for block in pages.blocks(first, "install.md") if block.note("file")]

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
