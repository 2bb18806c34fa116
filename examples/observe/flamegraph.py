#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Draws a flame graph of folded stacks, as an SVG file that any browser shows.

usage: flamegraph.py [FOLDED.txt] >GRAPH.svg

A line is "outermost;...;innermost COUNT"; ffiguard_observe_lines() and write_folded_stacks() write
them, and so do other profilers. The width of a box is how many are held below it; the pointer over a
box shows its name and number.
"""
import html
import sys

WIDTH, HEIGHT, LETTER = 1200, 18, 6.6


class Box:
    def __init__(self):
        self.count = 0
        self.inner = {}

    def depth(self):
        return 1 + max((one.depth() for one in self.inner.values()), default=0)


def read(lines):
    root = Box()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        stack, _, count = line.rstrip("\n").rpartition(" ")
        if not stack or not count.isdigit():
            sys.exit(f"line {number} is no folded stack: {line.rstrip()}")
        at = root
        at.count += int(count)
        for frame in stack.split(";"):
            at = at.inner.setdefault(frame, Box())
            at.count += int(count)
    return root


def color(name):
    mixed = sum((i + 1) * ord(c) for i, c in enumerate(name))
    return f"rgb({205 + mixed % 50},{110 + mixed // 7 % 110},{mixed // 3 % 60})"


def draw(box, name, x, level, whole, levels):
    width = WIDTH * box.count / whole
    if width < 0.3:
        return
    y = (levels - 1 - level) * HEIGHT
    letters = int((width - 6) / LETTER)
    shown = name if len(name) <= letters else name[: letters - 2] + ".." if letters > 4 else ""
    told = html.escape(f"{name}: {box.count} ({100 * box.count / whole:.1f} %)")
    print(f'<g><title>{told}</title><rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="{HEIGHT - 1}" '
          f'fill="{color(name)}"/><text x="{x + 3:.1f}" y="{y + 13}">{html.escape(shown)}</text></g>')
    for inner, one in sorted(box.inner.items()):
        draw(one, inner, x, level + 1, whole, levels)
        x += WIDTH * one.count / whole


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    with open(sys.argv[1]) if len(sys.argv) == 2 else sys.stdin as lines:
        root = read(lines)
    levels = root.depth()
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{levels * HEIGHT}" '
          'font-family="monospace" font-size="11">')
    if root.count:
        draw(root, "all", 0, 0, root.count, levels)
    print("</svg>")


main()
