# SPDX-License-Identifier: BSL-1.0
"""page.py check|write [ROOT]: the tables of docs/reliability.md are those of tests/deep/results/*.json.

check fails if they are not, if a result is incomplete, or if it is of no script; write writes them."""
import json
import pathlib
import sys

import results

what = sys.argv[1]
root = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).parents[2])
page = root / "docs/reliability.md"
begin, end = "<!-- results: written by tests/deep/page.py -->\n", "<!-- end of results -->\n"


def cell(text):
    return text.replace("|", "\\|").replace("\n", " ")


def section(result):
    lines = [f"### {result['title']}", "",
             f"`{result['command']}`, last run on {result['date']}, {result['seconds']} s." + (f" {result['note']}" if "note" in result else ""), "",
             "| what | target | measured | verdict |", "|---|---|---|---|"]
    for row in result["rows"]:
        verdict = row["verdict"] + (f": {row['why']}" if row.get("why") else "")
        lines.append("| " + " | ".join(map(cell, (row["what"], row["target"], row["measured"], verdict))) + " |")
    if result["exceptions"]:
        lines += ["", "Exceptions:", ""]
        lines += [f"- {one['name']}: {one['why']}" for one in result["exceptions"]]
    return lines + [""]


failed = False
found = []
for path in sorted((root / "tests/deep/results").glob("*.json")):
    result = json.loads(path.read_text(encoding="utf-8"))
    wrong = list(results.faults(result))
    if not (root / "tests/deep" / f"{path.stem}.sh").exists() or result.get("name") != path.stem:
        wrong.append(f"there is no tests/deep/{path.stem}.sh of this name")
    for one in wrong:
        print(f"{path.relative_to(root)}: {one}")
    failed |= bool(wrong)
    if not wrong:
        found.append(result)

lines = ["| run | rows | met | explained | missed | last run |", "|---|---|---|---|---|---|"]
for result in found:
    count = {verdict: sum(row["verdict"] == verdict for row in result["rows"]) for verdict in results.VERDICTS}
    lines.append(f"| [{cell(result['title'])}](#{results.anchor(result['title'])}) | {len(result['rows'])} | "
                 f"{count['met']} | {count['explained']} | {count['missed']} | {result['date']} |")
lines.append("")
for result in found:
    lines += section(result)

text = page.read_text(encoding="utf-8")
before, rest = text.split(begin)
wanted = before + begin + "\n" + "\n".join(lines) + end + rest.split(end)[1]
if what == "write":
    if wanted != text:
        page.write_text(wanted, encoding="utf-8")
elif wanted != text:
    print("docs/reliability.md is not what the results say; run: python3 tests/deep/page.py write")
    failed = True
sys.exit(failed)
