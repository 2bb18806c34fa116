#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""summary.py EXPORT.json ROOT EXCEPTIONS SECONDS [ROOM...]: line and branch coverage of the headers.

Each instantiation of a template, and each copy of an inline function in a shared object, has counters
of its own: a line is run if one of them ran it, and a branch is taken both ways if both ways were
taken in any of them. What is not run and not excepted is listed on stderr.

EXCEPTIONS has lines HEADER "TEXT": WHY; TEXT is part of the line, so that the exception moves with it.
"""
import collections
import datetime
import json
import os
import re
import sys

CODE, SKIPPED, GAP = 0, 2, 3


def read(path, include):
    """{header: {line: count}}, {header: {(line, column): [true, false]}}"""
    lines = collections.defaultdict(lambda: collections.defaultdict(int))
    branches = collections.defaultdict(lambda: collections.defaultdict(lambda: [0, 0]))
    with open(path) as file:
        export = json.load(file)
    for part in export["data"]:
        for function in part["functions"]:
            names = function["filenames"]
            wanted = {i for i, name in enumerate(names) if name.startswith(include)}
            if not wanted:
                continue
            # The innermost region that covers a line counts for it, as in llvm-cov: a line takes the
            # count of the region that begins on it, or of the one that goes on.
            for index in wanted:
                header = names[index][len(include):]
                regions = [r for r in function["regions"] if r[5] == index]
                count_lines(regions, lines[header])
            for b in function.get("branches", []):
                if b[6] in wanted:
                    taken = branches[names[b[6]][len(include):]][(b[0], b[1])]
                    taken[0] += b[4]
                    taken[1] += b[5]
    return lines, branches


def count_lines(regions, lines):
    found = {}
    # Outer regions come first: an inner one overwrites what it covers whole lines of.
    for r in sorted(regions, key=lambda r: (r[0], r[1], -r[2], -r[3])):
        first, _, last, _, count, kind = r[0], r[1], r[2], r[3], r[4], r[7]
        if kind in (SKIPPED,):
            continue
        if kind == GAP:
            for line in range(first + 1, last):
                found[line] = count
            continue
        for line in range(first, last + 1):
            if line == first and line in found:
                found[line] = max(found[line], count)
            else:
                found[line] = count
    # A line on which a region ends and the outer one goes on: the larger count.
    for r in regions:
        if r[7] == CODE:
            found[r[0]] = max(found.get(r[0], 0), r[4])
    for line, count in found.items():
        lines[line] += count


def exceptions(path):
    found = []
    with open(path) as file:
        for text in file:
            if not text.strip() or text.startswith("#"):
                continue
            match = re.fullmatch(r'(\S+) "(.*)": (.+)\n?', text)
            if match is None:
                sys.exit(f"not understood: {text}")
            found.append({"header": match[1], "text": match[2], "why": match[3].strip(), "used": 0})
    return found


def is_code(text):
    """Braces alone, and else, have no code of their own."""
    if text.lstrip().startswith("#"):
        return False
    return re.search(r"[A-Za-z0-9_]", re.sub(r"//.*|\belse\b", "", text)) is not None


def main():
    path, root, except_path, seconds, *wanted = sys.argv[1:]
    include = os.path.join(root, "include", "ffiguard") + "/"
    lines, branches = read(path, include)
    excepted = exceptions(except_path)

    def why(header, text):
        for one in excepted:
            if one["header"] in (header, "*") and one["text"] in text:
                one["used"] += 1
                return one
        return None

    rooms = collections.defaultdict(lambda: [0, 0, 0, 0, 0, 0])
    for header in sorted(lines):
        with open(include + header) as file:
            source = file.read().split("\n")
        name = header.split("/")[0] if "/" in header else "top"
        if wanted and name not in wanted:
            continue
        room = rooms[name]
        missing = []
        for line, count in sorted(lines[header].items()):
            text = source[line - 1]
            if not is_code(text):
                continue
            room[0] += 1
            if count:
                room[1] += 1
            elif why(header, text):
                room[2] += 1
            else:
                missing.append(f"{header}:{line}: not run: {text.strip()}")
        for (line, column), taken in sorted(branches[header].items()):
            if taken == [0, 0] and lines[header].get(line, 0) != 0:
                continue  # decided by the compiler
            text = source[line - 1]
            for way, count in zip(("true", "false"), taken):
                room[3] += 1
                if count:
                    room[4] += 1
                elif why(header, text):
                    room[5] += 1
                else:
                    missing.append(f"{header}:{line}:{column}: never {way}: {text.strip()}")
        for one in missing:
            print(one, file=sys.stderr)
    rows = []
    for what, at, target in (("lines", 0, 98.0), ("branches", 3, 95.0)):
        whole = [sum(r[at + i] for r in rooms.values()) for i in range(3)]
        for name, counts in [*sorted(rooms.items()), ("all of these", [0] * at + whole)]:
            total, run, explained = counts[at:at + 3]
            if total == 0:
                continue
            percent = 100.0 * run / total
            left = total - run - explained
            verdict = ("met" if percent >= target else
                       "explained" if 100.0 * (run + explained) / total >= target else "missed")
            rows.append({"what": f"{name}: {what} of the headers", "target": f"{target:.0f} %",
                         "measured": f"{percent:.1f} % of {total}", "verdict": verdict,
                         "why": f"{explained} explained, {left} not"})
    print(json.dumps({
        "name": "coverage", "title": "Coverage of the headers, every template instantiated",
        "date": datetime.date.today().isoformat(), "command": "tests/deep/coverage.sh",
        "seconds": int(seconds), "rows": rows,
        "exceptions": [{"name": f'{e["header"]}: {e["text"]}', "why": e["why"]}
                       for e in excepted if e["used"]]}, indent=1))


main()
