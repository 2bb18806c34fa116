# SPDX-License-Identifier: BSL-1.0
"""Counts the instructions of the whole paths of paths.cpp under valgrind: results/callgrind.json.

usage: callgrind.py measure
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from measure import write

HERE = pathlib.Path(__file__).resolve().parent
# (path, against): at most so many times the instructions, and why more.
UNWIND = "the unwinder's instructions are most of it; it stops once more, to end the pin"
LIMITS = {
    ("an owner opens and closes", "std::unique_ptr"): (4.00, "errno is kept, as the closer might change it: two calls of the C library beside a closer of two instructions"),
    ("a shared handle is copied and dropped", "std::shared_ptr"): (1.00, "the closed bit is looked at, and the overflow trapped"),
    ("a weak handle is locked and dropped", "std::weak_ptr"): (1.00, ""),
    ("a shared handle is made and released", "std::shared_ptr"): (1.50, "a second count, of the block, beside the same allocation"),
    ("a token is pinned", "mutex+map+shared_ptr"): (0.50, ""),
    ("a rarely closed token is pinned", "an object that says nothing"):
        (2.10, "more instructions, and none of them locked: they take a fifth of the time"),
    ("a forged token is refused", "mutex+map+shared_ptr"): (1.00, ""),
    ("a token is opened and closed", "mutex+map+shared_ptr"): (0.60, ""),
    ("an exported function succeeds", "try and catch by hand"): (4.00, "what the function needs goes through memory to the part that catches, and the error struct is cleared"),
    ("an exported function throws", "try and catch by hand"): (1.10, ""),
    ("a call by token succeeds", "mutex+map+shared_ptr"): (0.60, ""),
    ("a call by token succeeds", "a pointer without checks"): (None, "the pin, the boundary, and the errno of the caller"),
    ("a call by token throws", "try and catch by hand"): (1.60, UNWIND),
    ("an event is pushed and drained", "mutex+deque"): (1.00, ""),
    ("a lease of a library by its entry", "copy of a std::shared_ptr"): (None, "the host is counted as well as the library"),
}


def counted(work):
    program = pathlib.Path(work) / "paths"
    subprocess.run(["g++", "-std=c++17", "-O2", "-DNDEBUG", f"-I{HERE.parent.parent / 'include'}", str(HERE / "paths.cpp"), "-o",
                    str(program), "-pthread", "-ldl"], check=True, timeout=300)
    subprocess.run(["valgrind", "-q", "--tool=callgrind", "--collect-systime=no", f"--callgrind-out-file={work}/out", str(program)],
                   check=True, timeout=300, capture_output=True)
    counts = {}
    for path in pathlib.Path(work).glob("out*"):
        text = path.read_text()
        if named := re.search(r"desc: Trigger: Client Request: (.*)/(.*)", text):
            counts.setdefault(named[1], {})[named[2]] = int(re.search(r"(?m)^(?:totals|summary): (\d+)", text)[1]) / 1000
    return counts


def main():
    if not shutil.which("valgrind") or not pathlib.Path("/usr/include/valgrind/callgrind.h").exists():
        print("skipped: callgrind: no valgrind")
        return
    began = time.time()
    with tempfile.TemporaryDirectory() as work:
        counts = counted(work)
    loop = counts["nothing"]["nothing"]
    rows = []
    for (path, against), (limit, why) in LIMITS.items():
        sides = counts.get(path, {})
        if "ffiguard" not in sides:
            print(f"skipped: {path}: not counted")
            continue
        own, other = sides["ffiguard"] - loop, sides[against] - loop
        ratio = own / other
        verdict = "explained" if limit is None else "met" if round(ratio, 2) <= limit else "missed"
        rows.append({"what": path, "against": against, "target": f"at most {limit:g}" if limit else "none",
                     "measured": f"{ratio:.2f}", "verdict": verdict, "why": why if ratio > 1 else "", "ratio": [round(ratio, 4)] * 3,
                     "own": f"{own:,.0f}"})
    write("callgrind", "Instructions that run", "tests/bench/run.sh callgrind", began, rows)


if __name__ == "__main__":
    if sys.argv[1:] != ["measure"]:
        sys.exit(__doc__)
    main()
