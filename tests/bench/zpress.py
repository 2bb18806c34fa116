# SPDX-License-Identifier: BSL-1.0
"""Compresses text by zpress, an example of ffiguard, and by the gzip of Go and of Java: results/zpress.json.

usage: zpress.py ROUNDS MOST_MIB DIRECTORY    DIRECTORY has zpress_go and jdk/ with ZpressBench, where built

A size is compressed by 1 and by 2 threads, which share it. From 64 MiB on a round is one run, and from
1 GiB on there is one round.
"""
import pathlib
import re
import subprocess
import sys
import time

from claims import Claim
from measure import row_of, write

SIZES = {1 << 10: "1 KiB", 64 << 10: "64 KiB", 1 << 20: "1 MiB", 64 << 20: "64 MiB", 1 << 30: "1 GiB"}
LIMITS = {"Go": 1.0, "Java": 1.1}
SMALL = ("for a small text the time is that of opening: zlib's state of 268 kB is made and freed, where Go's gzip reuses none either "
         "and Java's takes it from the same zlib")


def programs(directory):
    found = {}
    if (directory / "zpress_go").exists():
        found["Go"] = [directory / "zpress_go"]
    if (directory / "jdk" / "ZpressBench.class").exists():
        at = directory / "jdk"
        java = (at / "java").read_text().strip()
        found["Java"] = [java, "--enable-native-access=ALL-UNNAMED", "-Xmx64m", f"-Djava.library.path={at}", "-cp", f"{at}/classes:{at}",
                         "ZpressBench"]
    return found


def main():
    rounds, most, directory = int(sys.argv[1]), int(sys.argv[2]) << 20, pathlib.Path(sys.argv[3])
    began = time.time()
    rows = []
    found = programs(directory)
    for language in LIMITS:
        if language not in found:
            print(f"skipped: zpress from {language}: not built")
    for language, program in found.items():
        for size, name in SIZES.items():
            if size > most:
                continue
            for threads in (1, 2):
                times, peaks = {}, {}
                for _ in range(rounds if size < 64 << 20 else min(rounds, 3) if size < 1 << 30 else 1):
                    for side in ("zpress", "gzip"):
                        answer = subprocess.run([*program, side, str(size), str(threads), "0.1"], check=True, capture_output=True,
                                                text=True, timeout=900).stdout
                        took, peak = map(float, re.search(r"^(\d+) (\d+)$", answer, re.M).groups())
                        times.setdefault(side, []).append(took)
                        peaks.setdefault(side, []).append(peak)
                on = f"{name}, {threads} thread{'s' if threads > 1 else ''}, {language}"
                rows.append(row_of(Claim(on, f"{language}'s gzip", LIMITS[language], SMALL if size < 1 << 20 else ""),
                                   times["zpress"], times["gzip"]))
                speed = sorted(size / took * 1e3 for took in times["zpress"])[len(times["zpress"]) // 2]
                rows[-1]["note"] = f"{speed:.0f} MB/s, peak {max(peaks['zpress']) / 1024:.0f} MiB, {max(peaks['gzip']) / 1024:.0f} MiB by gzip"
    write("zpress", "zpress beside gzip", "tests/bench/run.sh zpress", began, rows, rounds=rounds)


if __name__ == "__main__":
    main()
