# SPDX-License-Identifier: BSL-1.0
"""Runs a benchmark program and prints each claim as a ratio to its alternatives in the same run.

usage: ratios.py PROGRAM [FLAG...]. Benchmarks are named "<claim>/<side>"; the side "ffiguard" is
compared with every other side of its claim. TARGETS is what docs promise; nothing here fails on a
time, because a busy machine would. The medians are those of FFIGUARD_BENCH_REPETITIONS (5) runs.
"""
import json
import os
import re
import subprocess
import sys

TARGETS = {
    ("shared copy+drop", "std::shared_ptr"): "at most 0.90",
    ("table pin+unpin", "two atomic RMW"): "at most 1.15",
    ("table pin+unpin", "mutex+map+shared_ptr"): "at most 0.50",
    ("table pin+unpin, 2 threads", "mutex+map+shared_ptr"): "at most 0.125",
    ("call, error in three layers", "a status"): "at most 1.10",
    ("pin of a child", "an object without a parent"): "at most 1.10",
    ("pin of a parent with a child", "an object without one"): "one load more",
    ("pin of one user at a time", "an object for many"): "at most 1.10",
    ("pin of a child in turn", "a pin and a mutex"): "at most 1.10",
    ("open, close and wait", "open and close"): "at most 1.20",
    ("library open+close", "dlopen+dlclose+NOLOAD"): "at most 1.15",
    ("call through a symbol", "raw pointer"): "1.00 of a call that does something",
    ("host lease by entry", "two atomic RMW"): "at most 2.50",
    ("host lease by name", "dlopen+dlclose"): "at most 0.60",
    ("host lease by entry, 1,000", "1 library"): "1.00",
    ("host lease by name, 1,000", "1 library"): "1.00",
    ("signal mask", "two pthread_sigmask"): "1.00 of the system calls",
    ("foreign call", "its eight system calls"): "at most 1.25",
    ("foreign call, float and mask", "two pthread_sigmask"): "at most 1.25",
    ("upcall", "its two system calls"): "at most 1.25",
    ("upcall in a batch", "two system calls"): "at most 0.10",
    ("hosted call", "mutex and condition variable"): "at most 1.00",
    ("event, push+drain", "mutex+deque"): "at most 0.80",
    ("event, 2 threads", "mutex+deque"): "at most 0.60",
    ("observe count", "four atomic RMW"): "at most 1.50",
    ("observe count, 2 threads", "four atomic RMW"): "at most 3.00",
    ("observe record", "four atomic RMW"): "at most 4.00",
    ("observe stack", "_Unwind_Backtrace"): "at most 2.5 us",
    ("timed call", "two readings of the clock"): "at most 2.00",
    ("JNI local reference", "raw JNI"): "1.00",
    ("JNI shared reference copy+drop", "New+DeleteGlobalRef"): "at most 0.17",
    ("JNI attach in a callback", "attach+detach"): "at most 0.002",
    ("JNI typed call", "CallIntMethod+check"): "at most 1.05",
    ("JNI int field", "GetIntField"): "at most 1.30",
    ("JNI int field set", "SetIntField"): "at most 1.30",
    ("JNI typed static call", "CallStatic+check+Delete"): "at most 1.05",
    ("new string, 16", "NewStringUTF+check"): "at most 1.10",
    ("new string, 256", "NewStringUTF+check"): "at most 1.10",
    ("string to UTF-8, 256", "GetStringUTFChars"): "at most 0.50 with JDK 17, 0.90 with 25",
    ("string to UTF-8, 4096", "GetStringUTFChars"): "at most 0.50 with JDK 17, 0.90 with 25",
}

answer = subprocess.run(
    [sys.argv[1], *sys.argv[2:], "--benchmark_format=json", "--benchmark_min_time=0.1",
     "--benchmark_repetitions=" + os.environ.get("FFIGUARD_BENCH_REPETITIONS", "5"),
     "--benchmark_enable_random_interleaving=true"],
    check=True, capture_output=True, text=True).stdout
times = {}
for run in json.loads(answer[answer.index("{"):])["benchmarks"]:
    if run.get("aggregate_name") == "median":
        claim, side = re.sub(r"/real_time|/threads:\d+", "", run["run_name"]).split("/", 1)
        times.setdefault(claim, {})[side] = run["real_time"]

if not times:
    sys.exit("no benchmark ran")
for claim, sides in times.items():
    own = sides.pop("ffiguard")
    for side, other in sides.items():
        print(f"{claim:28} {own:8.2f} ns  {side:24} {other:8.2f} ns  ratio {own / other:5.2f}"
              f"  target {TARGETS.get((claim, side), 'none')}")
