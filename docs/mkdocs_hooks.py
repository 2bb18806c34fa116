# SPDX-License-Identifier: BSL-1.0
"""Makes the site of the files as they are: README.md is its first page, and a link to a file outside
docs/ becomes its text, as a site has no such file."""
import pathlib
import re

from mkdocs.structure.files import File

docs = pathlib.Path(__file__).parent
readme = docs.parent / "README.md"


def on_config(config):
    config.nav = list(without_missing(config.nav))
    return config


def without_missing(entries):
    """A copy of docs/ may lack a page. A page that the list below nav lacks is a warning of mkdocs."""
    for entry in entries:
        for title, what in entry.items():
            if isinstance(what, list):
                yield {title: list(without_missing(what))}
            elif what == "index.md" or (docs / what).exists():
                yield entry
            else:
                print(f"skipped: site: {what}: there is no such page")


def on_files(files, config):
    text = readme.read_text().replace("](docs/", "](")
    files.append(File.generated(config, "index.md", content=text))
    return files


def on_page_markdown(markdown, page, **_):
    to_readme = "../" * (page.file.src_uri.count("/") + 1) + "README.md"
    return markdown.replace(f"]({to_readme}", "](" + to_readme[3:].replace("README", "index"))


def on_page_content(html, page, files, **_):
    here = page.file.url

    def kept(match):
        target = match[1].partition("#")[0]
        if re.match(r"[a-z]+:", target) or not target:
            return match[0]
        base = pathlib.PurePosixPath(here).parent
        parts = []
        for part in (base / target).parts:
            if part == "..":
                if not parts:
                    return match[2]
                parts.pop()
            else:
                parts.append(part)
        there = "/".join(parts)
        return match[0] if any(file.url == there for file in files) else match[2]

    return re.sub(r'(?s)<a href="([^"]*)"[^>]*>(.*?)</a>', kept, html)
