# SPDX-License-Identifier: BSL-1.0
"""Writes the tables of docs/performance.md and the pictures in docs/ from results/*.json, or checks that they are so.

usage: page.py write|check
"""
import json
import pathlib
import re
import sys

import claims
import codegen
import pictures

HERE = pathlib.Path(__file__).resolve().parent
DOCS = HERE.parent.parent / "docs"
BEGIN, END = "<!-- results: written by tests/bench/page.py -->", "<!-- /results -->"
ORDER = ("sharing", "tables", "live_tokens", "threads", "boundary", "guards", "events", "libraries", "observation", "codegen", "callgrind", "jni", "fbjni",
         "jni_bind", "objects", "go", "sqlite_go", "sqlite_java", "zpress", "build_cost")
NOTES = {
    "live_tokens": "A table has room for 4,194,303 objects: ten million live in three tables. By hand is a mutex, a `std::unordered_map` and a "
                   "`std::shared_ptr`.",
    "codegen": "Instructions of a function, as compiled with `-O2`: [Codegen](codegen.md) shows them. `ffiguard` is their number.",
    "callgrind": "Instructions of whole paths, counted by valgrind: they repeat exactly. Those of a locked instruction count as one, too.",
    "zpress": "zpress is the [example](recipes/go.md) over zlib; a gzip is that of the language. The input is text, compressed at level 6.",
}


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def cell(text):
    return text.replace("|", "\\|")


def ratio_of(row):
    return row["ratio"][1] if "ratio" in row else 0


def own(row):
    return number(row["own_ns"][1]) if "own_ns" in row else row.get("own", "")


def disadvantages(results):
    rows = [(result, row) for result in results.values() for row in result["rows"] if row["verdict"] == "missed" or ratio_of(row) > 1.05]
    rows.sort(key=lambda one: (one[1]["verdict"] != "missed", -ratio_of(one[1])))
    missed = sum(row["verdict"] == "missed" for _, row in rows)
    total = sum(len(result["rows"]) for result in results.values())
    yield (f"{total} rows were measured: {missed} miss their target, and stand first. The rest of this table costs more than what it is compared "
           "with, within its target or without one.")
    yield ""
    yield "| what | compared with | target | measured | verdict | why |"
    yield "|---|---|--:|--:|---|---|"
    for result, row in rows:
        verdict = f"**{row['verdict']}**" if row["verdict"] == "missed" else row["verdict"]
        yield (f"| {cell(row['what'])} | {cell(row.get('against', ''))} | {row['target']} | {row['measured']} | {verdict} "
               f"| {cell(row['why'] or 'not explained')} |")


def table(result):
    rows = result["rows"]
    has_against, has_own = any(row.get("against") for row in rows), any(own(row) for row in rows)
    has_notes = any(row.get("note") for row in rows)
    head = ["what", *(["compared with"] if has_against else []), "target", "measured", *(["ns" if "own_ns" in rows[0] else "ffiguard"] if has_own else []), "verdict",
            *([""] if has_notes else [])]
    yield "| " + " | ".join(head) + " |"
    yield "|" + "|".join("--:" if name in ("target", "measured", "ns", "ffiguard") else "---" for name in head) + "|"
    for row in rows:
        yield "| " + " | ".join([cell(row["what"]), *([cell(row.get("against", ""))] if has_against else []), row["target"], row["measured"],
                                 *([own(row)] if has_own else []), row["verdict"], *([row.get("note", "")] if has_notes else [])]) + " |"


def model_text(model):
    yield "A line of memory serves one processor at a time. So the word that counts the users of one hot token does not get faster with more"
    yield "processors, as no shared count does. The model: a locked instruction takes *s* on a line that the processor has, and *c* more if another"
    yield "one used it last, which of *n* processors is so with the chance (*n* - 1) / *n*. So all processors together take *s* + *c* (*n* - 1) / *n*"
    yield f"for each. A bare counter on 1 and 2 threads gives *s* = {model['own_line_ns']} ns and *c* = {model['transfer_ns']} ns. The rows above check"
    yield "the model on what it was not fitted on. On 64 processors it expects, for all threads together:"
    yield ""
    yield "| | million pins a second, 2 threads | 64 threads | 64 threads, three times *c* |"
    yield "|---|--:|--:|--:|"
    for case, name in (("hot", "one token"), ("rarely_closed", "one token, [rarely_closed](reference/core.md#rarely_closed)"),
                       ("spread", "a token for each thread")):
        far = model.get(case + "_far")
        yield (f"| {name} | {number(1000 / model[case]['2'])} | {number(1000 / model[case]['64'])} | "
               f"{number(1000 / far['64']) if far else ''} |")
    yield ""
    yield "The remedy is there: a class that says `rarely_closed` counts its users by thread. The plain pin pays nothing for it."


def section(name, result):
    domain = next((one for one in claims.DOMAINS if one.name == name), None)
    yield f"### {result['title']}"
    yield ""
    if note := (domain.note if domain else NOTES.get(name, "")):
        yield note
        yield ""
    yield from table(result)
    yield ""
    if picture := {"live_tokens": ("performance-live-tokens.svg", "ns of a pin over the number of objects that live"),
                   "threads": ("performance-threads.svg", "Pins a second over the number of threads, measured and by the model")}.get(name):
        yield f"![{picture[1]}]({picture[0]})"
        yield ""
    if "model" in result:
        yield from model_text(result["model"])
        yield ""
    for left_out in result.get("exceptions", ()):
        yield f"- {left_out['name']}: {left_out['why']}"
    if result.get("exceptions"):
        yield ""
    rounds = f", {result['rounds']} rounds" if result.get("rounds") else ""
    yield f"`{result['command']}`, {result['date']}{rounds}."
    yield ""


def body(results):
    machines = sorted({(m["cpu"], m["processors"], m["kernel"], m["libc"], m["compiler"]) for m in
                       (result["machine"] for result in results.values() if "machine" in result)})
    yield from disadvantages(results)
    yield ""
    yield "## Every row"
    yield ""
    yield "`measured` is the ratio of ffiguard to what it is compared with: the median of interleaved rounds, with the middle half of the rounds."
    yield "`ns` is the time of ffiguard. A row without a target says what something costs. Measured on:"
    yield ""
    for cpu, processors, kernel, libc, compiler in machines:
        yield f"- {cpu}, {processors} processors, Linux {kernel}, {libc}, {compiler}"
    loads = [result["machine"]["load"] for result in results.values() if "machine" in result]
    if max(loads, default=0) > 3:
        yield f"- the machine was not quiet: up to {max(loads):g} programs wanted its processors. Take these figures for placeholders"
    yield ""
    for name in ORDER:
        if name in results:
            yield from section(name, results[name])
    missing = [name for name in ORDER if name not in results]
    yield "### Not at hand"
    yield ""
    yield "- Hardware counters: the machine has none. [Codegen](codegen.md) and valgrind count instructions."
    yield "- More than the processors above: the model stands for them."
    yield "- Boost.Scope: the Boost of Debian 12 (1.74) has none. Its owners are compared in [Codegen](codegen.md) as `std::unique_ptr`."
    for name in missing:
        yield f"- `{name}`: not measured here."


def load():
    results = {path.stem: json.loads(path.read_text()) for path in sorted((HERE / "results").glob("*.json"))}
    return {name: results[name] for name in ORDER if name in results}


def main():
    results = load()
    page = DOCS / "performance.md"
    before, _, rest = page.read_text().partition(BEGIN)
    _, marked, after = rest.partition(END)
    if not marked:
        sys.exit(f"{page.name}: no {BEGIN}")
    files = {page: f"{before}{BEGIN}\n" + "\n".join(body(results)) + f"\n{END}{after}"}
    if "codegen" in results:
        files[DOCS / "codegen.md"] = "\n".join(codegen.page(results["codegen"]))
    files |= {DOCS / name: text for name, text in pictures.all_pictures(results).items()}
    if sys.argv[1:] == ["write"]:
        for path, text in files.items():
            path.write_text(text)
        return
    if sys.argv[1:] != ["check"]:
        sys.exit(__doc__)
    other = [path for path, text in files.items() if not path.exists() or path.read_text() != text]
    for path in other:
        print(f"docs/{path.name} is not what tests/bench/results says: run tests/bench/page.py write")
    sys.exit(1 if other else 0)


if __name__ == "__main__":
    main()
