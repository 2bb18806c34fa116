# SPDX-License-Identifier: BSL-1.0
"""Measures pins over threads and over live tokens, and models one hot token on up to 64 processors:
results/threads.json and results/live_tokens.json.

usage: scale.py threads|live_tokens ROUNDS DIRECTORY [MOST]

The model. A locked instruction on a line of memory that the processor already has takes s. If another
processor used the line last, the line has to come over first, which takes c more. A line serves one
processor at a time. n processors that all want it take turns: the last one was another with the chance
(n - 1) / n. So of all processors together one locked instruction takes

    s + c (n - 1) / n

and an operation with k locked instructions on one line takes k times that. s and c are fitted on a bare
counter that does nothing but two such instructions, on 1 and 2 threads. The model is checked on what it
was not fitted on: pins of one hot token, and copies of one std::shared_ptr, on 2 threads. On a larger
machine c is larger, as a line comes from farther away: the band is up to three times c.
"""
import pathlib
import subprocess
import sys
import time

from measure import spread, write

MODEL_THREADS = (1, 2, 4, 8, 16, 32, 64)
OWN_COUNTS = 8  # of a rarely closed object: as many threads count on a line of their own


def series_of(program, *arguments):
    """{case: {number: [values]}}"""
    answer = subprocess.run([program, *map(str, arguments)], check=True, capture_output=True, text=True, timeout=900)
    series = {}
    for line in answer.stdout.splitlines():
        case, number, value = line.split()
        series.setdefault(case, {}).setdefault(int(number), []).append(float(value))
    return series


def row(what, against, limit, measured, unit="", why="", verdict=None, digits=2):
    verdict = verdict or ("met" if round(measured, digits) <= limit else "missed")
    return {"what": what, "against": against, "target": f"at most {limit:g}{unit}" if limit else "none",
            "measured": f"{measured:.{digits}f}{unit}", "verdict": verdict, "why": why if verdict != "met" else "",
            **({} if unit else {"ratio": [round(measured, 4)] * 3})}


def middle(values):
    return spread(values)[1]


def model_of(measured):
    """The time of one pin of all processors together, in ns, by threads; two locked instructions."""
    bare = {threads: middle(values) for threads, values in measured["bare"].items()}
    s = bare[1] / 2
    c = max(0.0, (bare[2] / 2 - s) * 2)
    alone = middle(measured["hot"][1])
    rare_alone = middle(measured["rarely_closed"][1])

    def hot(n, transfer, single=alone):
        # What is not the line (looking for the slot, the checks) other processors do meanwhile.
        return max(2 * (s + transfer * (n - 1) / n), single / n)

    def rare(n, transfer):
        # The first eight threads have a count each; the others share eight lines.
        rate = min(n, OWN_COUNTS) / rare_alone
        if n > OWN_COUNTS:
            on_a_line = max(1, (n - OWN_COUNTS) / OWN_COUNTS)
            rate += min(n - OWN_COUNTS, OWN_COUNTS) / (1.5 * hot(on_a_line, transfer))
        return 1 / rate

    def line(f):
        return {str(n): round(f(n), 3) for n in MODEL_THREADS}
    return {"own_line_ns": round(s, 2), "transfer_ns": round(c, 2),
            "hot": line(lambda n: hot(n, c)), "hot_far": line(lambda n: hot(n, 3 * c)),
            "spread": line(lambda n: middle(measured["spread"][1]) / n),
            "rarely_closed": line(lambda n: rare(n, c)), "rarely_closed_far": line(lambda n: rare(n, 3 * c))}


def threads(rounds, directory):
    began = time.time()
    measured = series_of(directory / "hot_token", rounds, 60)
    if 2 not in measured["bare"]:
        print("skipped: threads: one processor")
        return
    model = model_of(measured)
    rows = []

    def ratio(a, b, n):
        return middle([x / y for x, y in zip(measured[a][n], measured[b][n])])

    for n in sorted(measured["hot"]):
        on = f"{n} thread{'s' if n > 1 else ''}"
        rows.append(row(f"one hot token, {on}", "one std::shared_ptr copied", 1.10, ratio("hot", "shared_ptr", n)))
        rows.append(row(f"one hot token, {on}", "mutex+map+shared_ptr", 0.60, ratio("hot", "map", n)))
        rows.append(row(f"one hot token, {on}", "shared_mutex+map+shared_ptr", 0.60, ratio("hot", "read_map", n)))
    most = max(measured["hot"])
    rows.append(row(f"tokens of their own, {most} threads", f"one hot token, {most} threads", 0.60, ratio("spread", "hot", most)))
    rows.append(row(f"one rarely closed token, {most} threads", f"one hot token, {most} threads", 0.20,
                    ratio("rarely_closed", "hot", most)))
    alone, beside = middle(measured["hot"][1]), middle(measured["hot"][2])
    if beside > alone / 2:
        rows.append(row("one hot token, 2 threads, time of a pin", "half of that on 1 thread", None, beside / alone * 2,
                        why="one word counts the users: its line is with one processor at a time. Say rarely_closed, or give each thread an "
                        "object of its own", verdict="explained"))
    for case, of in (("hot", "one hot token"), ("shared_ptr", "one std::shared_ptr")):
        off = abs(model["hot"]["2"] / middle(measured[case][2]) - 1) * 100
        rows.append(row(f"the model on 2 threads, {of}", "measured", 35, off, " %", digits=0))
    write("threads", "Threads", "tests/bench/run.sh threads", began, rows, rounds=rounds, model=model,
          series={case: {str(n): spread(values) for n, values in of.items()} for case, of in measured.items()})


def live_tokens(rounds, directory, most):
    began = time.time()
    measured = series_of(directory / "live_tokens", rounds, most)
    lives = sorted(measured["table_same"])
    rows = []

    def name(n):
        return f"{n:,}"

    first, last = lives[0], lives[-1]
    for kind, of in (("same", "pin of one token"), ("near", "pin of 64 tokens in turn")):
        grown = middle(measured[f"table_{kind}"][last]) / middle(measured[f"table_{kind}"][first])
        rows.append(row(f"{of}, {name(last)} live", f"{name(first)} live", 1.15, grown))
    for n in lives:
        rows.append(row(f"pin of a random token, {name(n)} live", "mutex+map+shared_ptr", 0.60,
                        middle([a / b for a, b in zip(measured["table_random"][n], measured["map_random"][n])])))
    grown = middle(measured["table_random"][last]) / middle(measured["table_random"][first])
    rows.append(row(f"pin of a random token, {name(last)} live", f"{name(first)} live", None, grown, verdict="explained",
                    why="the caches of the processor: the object is somewhere in more memory than they hold. So it is for any table, and for "
                    "a pointer"))
    rows.append(row(f"bytes of a token, {name(last)} live", "mutex+map+shared_ptr", 0.60,
                    measured["bytes_table"][last][0] / measured["bytes_map"][last][0]))
    write("live_tokens", "Live tokens", "tests/bench/run.sh live_tokens", began, rows, rounds=rounds,
          series={case: {str(n): spread(values) for n, values in of.items()} for case, of in measured.items()})


if __name__ == "__main__":
    what, rounds, directory = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
    if what == "threads":
        threads(rounds, directory)
    else:
        live_tokens(rounds, directory, int(sys.argv[4]))
