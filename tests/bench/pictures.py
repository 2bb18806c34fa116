# SPDX-License-Identifier: BSL-1.0
"""The pictures of docs/performance.md, as SVG, from results/*.json. page.py writes and checks them.

Each has a ground of its own, so that it can be read on any page, dark where the reader's system is.
"""
import math
from xml.sax.saxutils import escape

WIDTH = 760
STYLE = """<style>
.ground{fill:#ffffff;stroke:#d0d7de}.text{fill:#1f2328}.soft{fill:#59636e}.line{stroke:#d0d7de}.axis{stroke:#818b98}
.good{fill:#2f74b5}.bad{fill:#c4601d}.s0{stroke:#2f74b5;fill:#2f74b5}.s1{stroke:#c4601d;fill:#c4601d}.s2{stroke:#1a7f5a;fill:#1a7f5a}
.s3{stroke:#8250b8;fill:#8250b8}
@media (prefers-color-scheme:dark){.ground{fill:#0d1117;stroke:#3d444d}.text{fill:#f0f6fc}.soft{fill:#9198a1}.line{stroke:#2b3138}
.axis{stroke:#656c76}.good{fill:#58a6ff}.bad{fill:#f0883e}.s0{stroke:#58a6ff;fill:#58a6ff}.s1{stroke:#f0883e;fill:#f0883e}
.s2{stroke:#3fb993;fill:#3fb993}.s3{stroke:#bc8cff;fill:#bc8cff}}
text{font:13px system-ui,sans-serif;stroke:none!important}.head{font-size:15px;font-weight:600}.small{font-size:12px}
polyline{fill:none!important;stroke-width:2}.dashed{stroke-dasharray:5 4}.band{fill-opacity:.15;stroke:none}
</style>"""


def text(x, y, words, kind="text", anchor="start"):
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def svg(height, title, parts):
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img">',
                      f"<title>{escape(title)}</title>", STYLE,
                      f'<rect class="ground" x=".5" y=".5" width="{WIDTH - 1}" height="{height - 1}" rx="6"/>', *parts, "</svg>", ""])


def bars(title, note, rows):
    """ROWS are (label, against, ratio); the bars start at 1, on a logarithmic scale."""
    left, right, top, step = 385, WIDTH - 70, 78, 26
    least, most = 1 / 8, 4

    def at(ratio):
        ratio = min(max(ratio, least), most)
        return left + (right - left) * math.log(ratio / least) / math.log(most / least)
    height = top + step * len(rows) + 22
    parts = [text(20, 28, title, "text head"), text(20, 48, note, "soft small")]
    for tick in (1 / 8, 1 / 4, 1 / 2, 1, 2, 4):
        x = at(tick)
        parts += [f'<line class="{"axis" if tick == 1 else "line"}" x1="{x:.1f}" y1="{top - 6}" x2="{x:.1f}" y2="{height - 14}"/>',
                  text(x, top - 10, f"{tick:g}" if tick >= 1 else f"1/{1 / tick:g}", "soft small", "middle")]
    for i, (label, against, ratio) in enumerate(rows):
        y = top + step * i + 4
        a, b = sorted((at(1), at(ratio)))
        parts += [f'<text class="text" x="{left - 12}" y="{y + 12}" text-anchor="end">{escape(label)} '
                  f'<tspan class="soft small">/ {escape(against)}</tspan></text>',
                  f'<rect class="{"good" if ratio <= 1 else "bad"}" x="{a:.1f}" y="{y}" width="{max(b - a, 1.5):.1f}" height="16" rx="2"/>']
        number = f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"
        parts.append(text(b + 5, y + 12, number) if ratio > 1 else text(a - 5, y + 12, number, "text", "end") if a - 40 > left
                     else text(at(1) + 5, y + 12, number))
    return svg(height, title, parts)


def power(n):
    return f"{n:,}" if n < 1000 else f"{n // 1000:,},000" if n < 10**6 else f"{n // 10**6} million"


def curves(title, note, x_title, y_title, lines, x_names=power, y_name="{:g}".format):
    """LINES are (label, class, {x: y}, is_dashed, is_dots, band or None), on logarithmic scales."""
    left, right, top, bottom = 70, WIDTH - 205, 84, 350
    xs = sorted({x for _, _, points, *_ in lines for x in points})
    ys = [y for _, _, points, _, _, band in lines for y in [*points.values(), *(band or {}).values()]]
    low, high = min(ys) / 1.3, max(ys) * 1.15

    def x_at(x):
        return left + (right - left) * math.log(x / xs[0]) / math.log(xs[-1] / xs[0])

    def y_at(y):
        return bottom - (bottom - top) * math.log(y / low) / math.log(high / low)
    parts = [text(20, 28, title, "text head"), text(20, 48, note, "soft small"), text(20, top - 12, y_title, "soft small"),
             text((left + right) / 2, bottom + 38, x_title, "soft small", "middle")]
    ticks = [digit * 10.0 ** exponent for exponent in range(-3, 7) for digit in ((1, 2, 5) if high / low < 300 else (1,))]
    for tick in (tick for tick in ticks if low <= tick <= high):
        parts += [f'<line class="line" x1="{left}" y1="{y_at(tick):.1f}" x2="{right}" y2="{y_at(tick):.1f}"/>',
                  text(left - 8, y_at(tick) + 4, y_name(tick), "soft small", "end")]
    parts += [text(x_at(x), bottom + 18, x_names(x), "soft small", "middle") for x in xs]
    parts.append(f'<line class="axis" x1="{left}" y1="{bottom}" x2="{right}" y2="{bottom}"/>')
    labels = []
    for label, kind, points, dashed, dots, band in lines:
        placed = [(x_at(x), y_at(y)) for x, y in sorted(points.items())]
        if band:
            edge = [(x_at(x), y_at(y)) for x, y in sorted(band.items(), reverse=True)]
            parts.append(f'<polygon class="{kind} band" points="' + " ".join(f"{x:.1f},{y:.1f}" for x, y in placed + edge) + '"/>')
        if len(placed) > 1 and not (dots and not label):
            parts.append(f'<polyline class="{kind}{" dashed" if dashed else ""}" points="' + " ".join(f"{x:.1f},{y:.1f}" for x, y in placed) + '"/>')
        if dots:
            parts += [f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in placed]
        if label:
            labels.append([placed[-1][1], label, kind])
    labels.sort()
    for above, here in zip(labels, labels[1:]):
        here[0] = max(here[0], above[0] + 17)
    for y, label, kind in labels:
        parts.append(f'<text class="{kind}" x="{right + 8}" y="{y + 4:.1f}">{escape(label)}</text>')
    return svg(bottom + 56, title, parts)


# (label, against, result, what, against in the result): the headline, with what is slower.
HEADLINE = (
    ("pin and unpin a token", "mutex, map, shared_ptr", "tables", "table pin+unpin", "mutex+map+shared_ptr"),
    ("copy and drop a shared handle", "std::shared_ptr", "sharing", "shared copy+drop", "std::shared_ptr"),
    ("event, push and drain", "mutex, deque", "events", "event, push+drain", "mutex+deque"),
    ("SQLite from Go, select by key", "mattn/go-sqlite3", "sqlite_go", "point select", "mattn"),
    ("SQLite from Go, select by key", "no checks", "sqlite_go", "point select", "naive"),
    ("SQLite from Java (JNI), select by key", "sqlite-jdbc", "sqlite_java", "select by key, JNI", "jdbc"),
    ("SQLite from Java (JNI), select by key", "no checks", "sqlite_java", "select by key, JNI", "naive"),
    ("compress 1 MiB from Go", "Go's gzip", "zpress", "1 MiB, 1 thread, Go", "Go's gzip"),
    ("empty method from Go", "no checks", "go", "empty method", "naive"),
    ("the same, rarely closed", "no checks", "go", "empty method rarely closed", "naive"),
    ("open and close, Java (JDK 17)", "by hand", "objects", "open and close, JDK 17", "by hand"),
)


def all_pictures(results):
    """{file name in docs/: text} of what the results allow."""
    made = {}
    rows = []
    for label, against, result, what, other in HEADLINE:
        for row in results.get(result, {}).get("rows", ()):
            if row["what"] == what and row["against"] == other and (label, against) not in [one[:2] for one in rows]:
                rows.append((label, against, row["ratio"][1]))
    if rows:
        made["performance-ratios.svg"] = bars("Time of ffiguard beside the alternative", "Ratios of medians of interleaved rounds. Below 1: faster.",
                                              sorted(rows, key=lambda row: row[2]))
    if live := results.get("live_tokens", {}).get("series"):
        def line(case):
            return {int(n): values[1] for n, values in live[case].items()}
        made["performance-live-tokens.svg"] = curves(
            "A pin while many objects live", "The pin of one token does not grow. Of a random one it grows with the caches of the processor, less than by hand.",
            "objects that live", "ns a pin",
            [("random, by hand", "s1", line("map_random"), False, True, None), ("random, ffiguard", "s0", line("table_random"), False, True, None),
             ("one token, by hand", "s3", line("map_same"), False, True, None), ("one token, ffiguard", "s2", line("table_same"), False, True, None)])
    if model := results.get("threads", {}).get("model"):
        series = results["threads"]["series"]

        def rate(points):
            return {int(n): 1000 / (values[1] if isinstance(values, list) else values) for n, values in points.items()}
        lines = []
        for case, label, kind in (("spread", "tokens of their own", "s2"), ("rarely_closed", "one, rarely closed", "s0"), ("hot", "one token", "s1")):
            far = rate(model[case + "_far"]) if case + "_far" in model else None
            lines += [(label, kind, rate(model[case]), True, False, far), ("", kind, rate(series[case]), False, True, None)]
        made["performance-threads.svg"] = curves(
            "Pins by many threads", "Dots: measured. Dashed: the model. Band: a line of memory that comes from up to three times as far.",
            "threads, one on each processor", "million pins a second, all threads", lines)
    return made
