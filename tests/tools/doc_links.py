# SPDX-License-Identifier: BSL-1.0
"""doc_links.py ROOT FILE.md...: every link of these documents to a file of ROOT leads somewhere.

The file is there, a #section of a .md file is there, and in "[name]: ../tests/x.test.cpp "title"" the
file has a test of that title: a string, a function, or what a test of compile_fail expects to read.
Links to the web are not followed.
"""
import pathlib
import re
import sys


def text_of(path):
    return re.sub(r"(?ms)^```.*?^```", "", path.read_text())  # no links in code


def sections(path):
    """As GitHub names them, and what an <a id="..."> names."""
    yield from re.findall(r'<a id="([^"]+)">', text_of(path))
    for title in re.findall(r"(?m)^#+ (.*)$", text_of(path)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).strip().lower()
        yield re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
    yield from re.findall(r'<a id="([\w-]+)">', text_of(path))


def has_test(file, title):
    text = file.read_text()
    return any(form in text for form in (f'"{title}"', f" {title}(", f"// expect: {title}\n"))


def problems(document):
    text = text_of(document)
    links = [(target, "") for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    links += re.findall(r'(?m)^\[[^\]]+\]: (\S+)(?: "(.*)")?$', text)
    for target, title in links:
        if target.startswith("http"):
            continue
        name, _, section = target.partition("#")
        file = (document.parent / name).resolve() if name else document
        if not file.exists():
            yield f"{target}: no such file"
        elif section and file.suffix == ".md" and section not in sections(file):
            yield f"{target}: no such section"
        elif title and not has_test(file, title):
            yield f'{target}: no test "{title}"'
    defined = set(re.findall(r"(?m)^\[([^\]]+)\]: ", text))
    for name in sorted(set(re.findall(r"\]\[([^\]]+)\]", text)) - defined):
        yield f"[{name}]: not defined"


root = pathlib.Path(sys.argv[1])
failed = False
for argument in map(pathlib.Path, sys.argv[2:]):
    for problem in problems(argument):
        print(f"{argument.relative_to(root)}: {problem}")
        failed = True
sys.exit(failed)
