# SPDX-License-Identifier: BSL-1.0
"""Compares the instructions of each pair x_owner, x_hand in an object file of codegen.cpp.

usage: codegen.py OBJECT. Prints a line a pair; exit status 1 where an owner needs more.
"""
import re
import subprocess
import sys

listing = subprocess.run(["objdump", "-dr", "--no-show-raw-insn", sys.argv[1]],
                         check=True, capture_output=True, text=True).stdout
functions = {}
for line in listing.splitlines():
    if head := re.match(r"[0-9a-f]+ <([^>]+)>:", line):
        functions[head[1]] = code = []
    elif step := re.match(r"\s+[0-9a-f]+:\s+(\S+)", line):
        if step[1] not in ("nop", "nopw", "nopl", "data16", "xchg", "cs"):  # padding
            code.append(step[1])

worse = 0
for name in sorted(f[:-6] for f in functions if f.endswith("_owner") and (f[:-6] + "_hand") in functions):
    owner, hand = functions[name + "_owner"], functions[name + "_hand"]
    verdict = "same" if sorted(owner) == sorted(hand) else "same count" if len(owner) == len(hand) else "different"
    print(f"{name:10} owner {len(owner):3}  by hand {len(hand):3}  ratio {len(owner) / len(hand):.2f}  {verdict}")
    worse += len(owner) > len(hand)
sys.exit(1 if worse else 0)
