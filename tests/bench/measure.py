# SPDX-License-Identifier: BSL-1.0
"""Measures the claims of claims.py and writes results/DOMAIN.json, which page.py makes docs/performance.md of.

usage: measure.py ratios PROGRAM [FLAG...]        prints each claim of one benchmark program; writes nothing
       measure.py domain NAME ROUNDS DIRECTORY    runs the programs of a domain, which are in DIRECTORY
       measure.py lines NAME COMMAND < LINES      times from elsewhere, in the form of Go's benchmarks

Benchmarks are named "<claim>/<side>"; the side "ffiguard" is compared with every other side. A round runs
every side once, one after the other, and gives one ratio: what disturbs one side disturbs its neighbour.
The figures are medians over the rounds, with the middle half of the rounds as spread. Nothing here fails
on a time, because a busy machine would.
"""
import datetime
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import time

import claims

RESULTS = pathlib.Path(__file__).parent / "results"


def first_line(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.split("\n")[0].strip()
    except OSError:
        return None


def machine():
    """What the times depend on; no name of the machine."""
    cpu = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())
    return {"cpu": cpu[1] if cpu else platform.machine(), "processors": os.cpu_count(),
            "memory_gib": round(int(memory[1]) / 2**20) if memory else None,
            "kernel": platform.release().split("-")[0], "libc": " ".join(platform.libc_ver()),
            "compiler": first_line("g++", "--version"),
            "load": round(os.getloadavg()[0], 1)}


def write(name, title, command, began, rows, **more):
    RESULTS.mkdir(exist_ok=True)
    result = {"name": name, "title": title, "date": datetime.date.today().isoformat(), "command": command,
              "seconds": round(time.time() - began), "machine": machine(), **more, "rows": rows}
    text = json.dumps(result, indent=1, ensure_ascii=False)
    # A list of numbers on one line.
    text = re.sub(r"\[\s+([-\d.,\s]+?)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", text)
    (RESULTS / f"{name}.json").write_text(text + "\n")
    for row in rows:
        print(f"{row['what']:44} {row.get('against', ''):40} {row['target']:>14} {row['measured']:>24}  {row['verdict']}")


def spread(values):
    """The median, and the middle half around it."""
    ordered = sorted(values)
    quarter = len(ordered) // 4
    return [round(x, 4) for x in (ordered[quarter], statistics.median(ordered), ordered[-1 - quarter])]


def row_of(claim, own, other, suffix=""):
    """OWN and OTHER are the times of the same rounds, in ns."""
    low, middle, high = ratio = spread([a / b for a, b in zip(own, other)])
    digits = 2 if middle >= 0.1 else 4
    if claim.limit is None:
        verdict = "explained" if middle > 1 else "met"
    else:
        verdict = "met" if round(middle, digits) <= claim.limit else "missed"
    return {"what": claim.what + suffix, "against": claim.against,
            "target": "none" if claim.limit is None else f"at most {claim.limit:g}",
            "measured": f"{middle:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})",
            "verdict": verdict, "why": claim.why if middle > 1.005 or verdict == "missed" else "",
            "ratio": ratio, "own_ns": spread(own), "other_ns": spread(other)}


def run(program, flags=()):
    """{claim: {side: time in ns}} of one round."""
    answer = subprocess.run([program, *flags, "--benchmark_format=json"], check=True, capture_output=True, text=True,
                            timeout=600).stdout
    times = {}
    if "{" not in answer:  # none of this program
        return times
    for one in json.loads(answer[answer.index("{"):])["benchmarks"]:
        claim, side = re.sub(r"/real_time|/threads:\d+|/min_time:[\d.]+|/min_warmup_time:[\d.]+", "",
                             one["run_name"]).split("/", 1)
        # The thread's own time, unless several threads take part: a busy machine disturbs it less.
        times.setdefault(claim, {})[side] = one["real_time" if "/real_time" in one["run_name"] else "cpu_time"]
    return times


def rounds_of(program, rounds, flags):
    all_times = {}
    for _ in range(rounds):
        for claim, sides in run(program, flags).items():
            for side, took in sides.items():
                all_times.setdefault(claim, {}).setdefault(side, []).append(took)
    return all_times


def rows_of(domain, times, suffix=""):
    rows = []
    for claim in domain.claims:
        sides = times.get(claim.what, {})
        if "ffiguard" in sides and claim.against in sides:
            rows.append(row_of(claim, sides["ffiguard"], sides[claim.against], suffix))
        else:
            print(f"skipped: {claim.what}, {claim.against}: not measured{suffix}")
    return rows


def flags_for(seconds, of=()):
    names = "|".join(sorted({re.sub(r"[][().+*?]", ".", claim.what) for claim in of}))
    return [f"--benchmark_min_time={seconds}", *([f"--benchmark_filter=^({names})/"] if of else [])]


def measure_domain(name, rounds, directory):
    began = time.time()
    domain = next(one for one in claims.DOMAINS if one.name == name)
    by_suffix = {}  # programs of a JDK are in a directory of its own
    for program in domain.programs:
        for path in sorted([directory / program, *directory.glob(f"jdk*/{program}")]):
            if path.exists():
                suffix = f", JDK {path.parent.name[3:]}" if path.parent != directory else ""
                # A JVM has to compile first.
                seconds = 0.1 if suffix else 0.03
                by_suffix.setdefault(suffix, {}).update(rounds_of(path, rounds, flags_for(seconds, domain.claims)))
    rows = [row for suffix, times in by_suffix.items() for row in rows_of(domain, times, suffix)]
    write(name, domain.title, f"tests/bench/run.sh {name}", began, rows, rounds=rounds)


def measure_lines(name, command):
    """Lines as "BenchmarkPointSelect/shim=naive-2  1000  4252 ns/op", a run each, in rounds."""
    began = time.time()
    domain = next(one for one in claims.DOMAINS if one.name == name)
    times = {}
    for line in sys.stdin:
        if found := re.match(r"Benchmark(\S+?)/shim=(\S+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op", line):
            claim = re.sub(r"(?<=[a-z])([A-Z])(?=[a-z])", lambda m: " " + m[1].lower(), found[1]).replace("_", " ")
            claim = claim[0].lower() + claim[1:]
            times.setdefault(claim, {}).setdefault(found[2].replace("_", " "), []).append(float(found[3]))
    rounds = max((len(runs) for sides in times.values() for runs in sides.values()), default=0)
    write(name, domain.title, command, began, rows_of(domain, times), rounds=rounds)


def print_ratios(program, flags):
    targets = {(claim.what, claim.against): claim.limit for domain in claims.DOMAINS for claim in domain.claims}
    rounds = int(os.environ.get("FFIGUARD_BENCH_REPETITIONS", "5"))
    times = rounds_of(program, rounds, [*flags, *flags_for(0.05)])
    if not times:
        sys.exit("no benchmark ran")
    for claim, sides in times.items():
        own = sides.pop("ffiguard")
        for side, other in sides.items():
            low, middle, high = spread([a / b for a, b in zip(own, other)])
            target = targets.get((claim, side))
            print(f"{claim:44} {statistics.median(own):10.2f} ns  {side:32} {statistics.median(other):10.2f} ns  ratio "
                  f"{middle:.2f} ({low:.2f} to {high:.2f})  {'at most %g' % target if target else 'no target'}")


if __name__ == "__main__":
    what, arguments = sys.argv[1], sys.argv[2:]
    if what == "ratios":
        print_ratios(arguments[0], arguments[1:])
    elif what == "domain":
        measure_domain(arguments[0], int(arguments[1]), pathlib.Path(arguments[2]))
    elif what == "lines":
        measure_lines(*arguments)
    else:
        sys.exit(__doc__)
