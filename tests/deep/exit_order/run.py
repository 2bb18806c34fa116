# SPDX-License-Identifier: BSL-1.0
"""run.py WORK PROGRAM LIBRARY KINDS HOWS [COMMAND...]: runs PROGRAM in every order of two moments, two at a time, and
judges each run. Prints "FAULT ..." for each that is not right, and at last "RUNS n FAULTS n EXCLUDED n".

WORK is a directory for logs; KINDS and HOWS are words between commas. COMMAND stands before PROGRAM."""
import collections
import concurrent.futures
import itertools
import os
import re
import subprocess
import sys

work, program, library, kinds, hows, *command = sys.argv[1:]
kinds, hows = kinds.split(","), hows.split(",")
MOMENTS = ("static", "thread_local", "other_thread", "atexit", "library", "dlclose", "destructor", "never")
LIMIT = float(os.environ.get("EXIT_ORDER_SECONDS", "30"))

# How a process may end, and whether what it holds ends then: what exit() runs, the thread_local objects of the thread
# that set everything up, the code it returns.
HOWS = {
    "return": (True, True, 0), "exit": (True, True, 0), "thread": (True, False, 0),
    # of Go: its runtime ends the process without exit(); c_exit is exit(), called by another thread through cgo.
    "go_return": (False, False, 0), "go_exit": (False, False, 0), "go_panic": (False, False, 2), "go_c_exit": (True, False, 0),
}


def expected_ends(first, second, swap, how):
    """The halves that end."""
    runs_exit, ends_thread, _ = HOWS[how]
    ends = set()
    for half, moment in zip((1, 0) if swap else (0, 1), (first, second)):
        if moment == "never" or not runs_exit or (moment == "thread_local" and not ends_thread):
            continue
        ends.add(half)
    # A library that is open twice is unloaded by the second dlclose; if the other half does not close it, it stays
    # loaded, and its static objects end with the process.
    return ends


def is_excluded(kind, first, second, swap, out):
    """docs/reference/core.md: the shared object that a table, a home or a queued object's code is in stays loaded until
    all of them are released. Here it is unloaded first."""
    begun = [int(line.split(" ")[1]) for line in out.splitlines() if line.startswith("end ")]
    moments = dict(zip((1, 0) if swap else (0, 1), (first, second)))
    return kind in ("waiting", "queues", "homes") and bool(begun) and moments[begun[0]] == "dlclose"


def faults(kind, first, second, swap, how, code, out, err):
    lines = [line.split(" ") for line in out.splitlines()]
    numbers = collections.defaultdict(list)
    for line in lines:
        if len(line) == 2 and re.fullmatch(r"-?\d+", line[1]):
            numbers[line[0]].append(int(line[1]))
    if code != HOWS[how][2]:
        yield f"exit code {code}"
    if not any(word in numbers for word in ("end", "ended")) and expected_ends(first, second, swap, how):
        yield "nothing has ended"
    if sorted(numbers["end"]) != sorted(numbers["ended"]):
        yield f"begun to end {numbers['end']}, ended {numbers['ended']}"
    ends = expected_ends(first, second, swap, how)
    if set(numbers["ended"]) != ends or len(numbers["ended"]) != len(ends):
        yield f"ended {numbers['ended']}, expected {sorted(ends)}"
    for number, times in collections.Counter(numbers["released"]).items():
        if times != 1:
            yield f"{number} is released {times} times"
    if set(numbers["released"]) - set(numbers["made"]):
        yield "what was never made is released"
    left = set(numbers["made"]) - set(numbers["released"])
    told = [line for line in err.splitlines() if line.startswith("ffiguard: ")]
    if ends == {0, 1} and left and not told:
        yield f"{sorted(left)} are not released, and nothing is reported"
    if not ends and numbers["released"]:
        yield "released, and nothing has ended"
    # The report: how many were open when their table ended.
    reported = collections.Counter()
    for count, name in re.findall(r"(\d+) open[^\n]*? at the end of handle_table<(?:.*::)?(\w+(?:<[^>\n]*>+)?)>", err):
        reported[name] += int(count)
    order = numbers["ended"]
    wanted = collections.Counter()
    if kind == "tables":
        wanted["object"] = 2 * len(ends)
    elif kind == "families":
        wanted["parent"] = int(0 in ends)
        # The end of the parents' table closes their children.
        wanted["child"] = 2 if 1 in ends and (0 not in ends or order.index(1) < order.index(0)) else 0
    elif kind == "waiting":
        wanted["waiting_child"] = 2 if 1 in ends else 0
        wanted["waiting_parent"] = reported["waiting_parent"]  # 0: it was closed
        if reported["waiting_parent"] != 0:
            yield "a parent that was closed is reported as open"
    elif kind == "queues":
        wanted["queued"] = int(1 in ends)
    elif kind == "homes":
        wanted["homed"] = int(1 in ends)
    elif kind == "loans":
        wanted["parent"] = int(0 in ends)
        loans = [name for name in reported if "loan" in name]
        wanted.update({name: reported[name] for name in loans})
        if sum(reported[name] for name in loans) != int(1 in ends and (0 not in ends or order.index(1) < order.index(0))):
            yield f"the report of loans is wrong: {dict(reported)}"
    if +wanted != +reported:
        yield f"the report says {dict(+reported)}, and {dict(+wanted)} were open"
    if "Sanitizer" in err or "runtime error" in err or "SIGSEGV" in err or "fatal error" in err:
        yield "a sanitizer, or the runtime, found something"
    if kind == "refs" and 0 in ends and "destroyed 0" not in out:
        yield "the VM is not destroyed"


def run(case):
    kind, first, second, swap, how = case
    arguments = [kind, first, second, str(swap), how, library]
    try:
        done = subprocess.run([*command, program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT,
                              cwd=work)
        code, out, err = done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    except subprocess.TimeoutExpired as late:
        code, out, err = "hang", (late.stdout or b"").decode(errors="replace"), (late.stderr or b"").decode(errors="replace")
    return case, list(faults(*case, code, out, err)), out, err


def main():
    cases = list(itertools.product(kinds, MOMENTS, MOMENTS, (0, 1), hows))
    bad = excluded = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for case, wrong, out, err in pool.map(run, cases):
            if not wrong:
                continue
            if is_excluded(*case[:4], out):
                excluded += 1
                continue
            bad += 1
            if bad <= 40:
                print("FAULT", *case, "; ".join(wrong))
            if bad <= 5:
                print(out, err[:3000], sep="--\n")
    print("RUNS", len(cases), "FAULTS", bad, "EXCLUDED", excluded)
    return int(bad != 0)


sys.exit(main())
