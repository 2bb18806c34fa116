# SPDX-License-Identifier: BSL-1.0
"""The results of the deep runs, tests/deep/results/NAME.json.

results.py check FILE...     each has the fields that a result needs
results.py table FILE...     prints the verdicts; exit code 1 if a row is missed
results.py make NAME TITLE COMMAND SECONDS [FILE] < ROWS
    Prints the rows, and writes them to FILE if given; exit code 1 if a row is missed. A row is a line of fields between
    tabs: `row WHAT TARGET MEASURED VERDICT [WHY]` or `exception NAME WHY`. Other lines are ignored.
"""
import datetime
import json
import sys

VERDICTS = ("met", "missed", "explained")


def faults(result):
    """What is wrong with a result, as sentences."""
    for field, kind in (("name", str), ("title", str), ("date", str), ("command", str), ("seconds", (int, float)),
                        ("rows", list), ("exceptions", list)):
        if not isinstance(result.get(field), kind):
            yield f"no {field}"
            return
    if not result["rows"]:
        yield "no rows"
    for row in result["rows"]:
        for field in ("what", "target", "measured", "verdict"):
            if not isinstance(row.get(field), str) or not row[field]:
                yield f"a row without {field}: {row}"
        if row.get("verdict") not in VERDICTS:
            yield f"a verdict is one of {', '.join(VERDICTS)}: {row}"
        elif row["verdict"] != "met" and not row.get("why"):
            yield f"a row that is {row['verdict']} says why: {row}"
    for one in result["exceptions"]:
        if not one.get("name") or not one.get("why"):
            yield f"an exception has a name and says why: {one}"


def anchor(title):
    """That of a heading, as GitHub makes it."""
    kept = "".join(one for one in title.lower() if one.isalnum() or one in " -_")
    return kept.replace(" ", "-")


def show(result):
    """Prints the table; tells whether no row is missed."""
    print(f"{result['title']} ({result['date']}, {result['seconds']} s, {result['command']})")
    columns = ("what", "target", "measured", "verdict")
    widths = [max(len(row[column]) for row in result["rows"] + [dict(zip(columns, columns))]) for column in columns]
    for row in [dict(zip(columns, columns))] + result["rows"]:
        print("  " + " | ".join(row[column].ljust(width) for column, width in zip(columns, widths)).rstrip())
        if row.get("why"):
            print(f"      {row['why']}")
    for one in result["exceptions"]:
        print(f"  exception: {one['name']}: {one['why']}")
    print()
    return all(row["verdict"] != "missed" for row in result["rows"])


def make(name, title, command, seconds, path=None):
    """Reads rows from standard input."""
    rows, exceptions = [], []
    for line in sys.stdin:
        kind, *fields = line.rstrip("\n").split("\t")
        if kind == "row":
            what, target, measured, verdict, *why = fields
            rows.append({"what": what, "target": target, "measured": measured, "verdict": verdict, "why": "".join(why)})
        elif kind == "exception":
            exceptions.append({"name": fields[0], "why": fields[1]})
    result = {"name": name, "title": title, "date": datetime.date.today().isoformat(), "command": command,
              "seconds": round(float(seconds)), "rows": rows, "exceptions": exceptions}
    wrong = list(faults(result))
    for one in wrong:
        print(f"{name}: {one}")
    if wrong:
        return 2
    if path:
        with open(path, "w", encoding="utf-8") as out:
            json.dump(result, out, indent=1, ensure_ascii=False)
            out.write("\n")
    return 0 if show(result) else 1


def main():
    what, *rest = sys.argv[1:]
    if what == "make":
        return make(*rest)
    bad = False
    for path in rest:
        with open(path, encoding="utf-8") as file:
            result = json.load(file)
        if what == "table":
            bad |= not show(result)
        else:
            for one in faults(result):
                print(f"{path}: {one}")
                bad = True
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
