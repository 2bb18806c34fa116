# SPDX-License-Identifier: BSL-1.0
"""browser.py SITE SHOTS: opens every page of the built site SITE in a headless chromium, and looks.

Fails for an error in the console, a request to another host, a link or an anchor that leads nowhere, a
page that is wider than a screen of 390 pixels, and a search that does not find a name. Writes a picture
of some pages to SHOTS. Needs selenium, chromium and chromedriver.
"""
import functools
import html.parser
import http.server
import json
import pathlib
import shutil
import sys
import threading
import time
import urllib.parse

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

site, shots = map(pathlib.Path, sys.argv[1:3])
shots.mkdir(parents=True, exist_ok=True)
pages = sorted(str(path.relative_to(site)) for path in site.rglob("*.html") if path.name != "404.html")
problems = []


def complain(*what):
    problems.append(" ".join(map(str, what)))


# ---- links, by the files alone -------------------------------------------------------------------


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("id", "name"):
                self.ids.add(value)
            elif name in ("href", "src") and value:
                self.links.append((tag, value))


parsed = {name: Page((site / name).read_text()) for name in pages}
for name, page in parsed.items():
    for tag, link in page.links:
        url = urllib.parse.urlsplit(link)
        if url.scheme or url.netloc:
            if tag != "a":
                complain(f"{name}: takes {link} from elsewhere")
            continue
        target = (site / name).parent / urllib.parse.unquote(url.path) if url.path else site / name
        if target.is_dir():
            target /= "index.html"
        if not target.is_file():
            complain(f"{name}: {link}: no such file")
            continue
        there = str(target.resolve().relative_to(site.resolve()))
        fragment = urllib.parse.unquote(url.fragment)
        if fragment and there in parsed and fragment not in parsed[there].ids:
            if not fragment.startswith("__"):
                complain(f"{name}: {link}: no such section")

# ---- the browser ---------------------------------------------------------------------------------


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site))
threading.Thread(target=server.serve_forever, daemon=True).start()
home = f"http://127.0.0.1:{server.server_port}/"

options = webdriver.ChromeOptions()
options.binary_location = shutil.which("chromium") or shutil.which("chromium-browser")
for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                 "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
                 "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"):
    options.add_argument(argument)
options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
browser = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))


def screen(width, height, scheme):
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {
        "features": [{"name": "prefers-color-scheme", "value": scheme}]})
    browser.get("about:blank")
    browser.execute_cdp_cmd("Storage.clearDataForOrigin", {  # the scheme of before is kept there
        "origin": home.rstrip("/"), "storageTypes": "all"})


def look(where):
    for entry in browser.get_log("browser"):
        if entry["level"] in ("SEVERE", "ERROR"):
            complain(f"{where}: {entry['message']}")
    for entry in browser.get_log("performance"):
        event = json.loads(entry["message"])["message"]
        if event["method"] == "Network.requestWillBeSent":
            url = event["params"]["request"]["url"]
            if not url.startswith((home, "data:", "blob:", "about:", "chrome:")):
                complain(f"{where}: asks for {url}")


def shot(name):
    browser.save_screenshot(str(shots / f"{name}.png"))


shown = ("index.html", "reference/core.html", "misuse.html", "guarantees.html")
brightness = """const c = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number);
return (c[0] + c[1] + c[2]) / 3;"""
widest = """const wide = [];
for (const e of document.querySelectorAll('article *')) {
    const box = e.getBoundingClientRect();
    if (box.right > innerWidth + 1 && !e.closest('pre, .md-typeset__scrollwrap, .md-typeset__table, table'))
        wide.push(e.tagName + ' ' + e.textContent.slice(0, 60));
}
return [document.documentElement.scrollWidth, wide.slice(0, 3)];"""
for width, height, scheme in ((1280, 900, "light"), (1280, 900, "dark"), (390, 844, "light"), (390, 844, "dark")):
    screen(width, height, scheme)
    # Each page in one wide and one narrow window; the other two are for the pictures.
    for name in pages if (width > 600) == (scheme == "light") else shown:
        browser.get(home + name)
        where = f"{name}, {width} px, {scheme}"
        look(where)
        light = browser.execute_script(brightness)
        if (light > 128) != (scheme == "light"):
            complain(f"{where}: its background has the brightness {light:.0f}")
        if not browser.find_elements(By.CSS_SELECTOR, "article h1"):
            complain(f"{where}: no title")
        total, wide = browser.execute_script(widest)
        if total > width:
            complain(f"{where}: {total} px wide: {wide}")
        elif wide:
            complain(f"{where}: cut at the right: {wide}")
        if name in shown:
            shot(f"{name.replace('/', '-').removesuffix('.html')}-{width}-{scheme}")

screen(1280, 900, "light")
for word, page in (("child_of", "reference/core.html"), ("attach_scope", "reference/jni.html")):
    browser.get(home + "index.html")
    field = browser.find_element(By.CSS_SELECTOR, "input.md-search__input")
    browser.execute_script("arguments[0].focus()", field)
    field.send_keys(word, Keys.SPACE)
    found = []
    for _ in range(100):
        found = [link.get_attribute("href") for link in
                 browser.find_elements(By.CSS_SELECTOR, "a.md-search-result__link")]
        if found:
            break
        time.sleep(0.1)
    if not any(page in link for link in found):
        complain(f"the search for {word} finds {found[:5]}")
    shot(f"search-{word}")
    look(f"the search for {word}")
browser.quit()

print(*problems, sep="\n")
print(f"{len(pages)} pages, {len(problems)} problems")
sys.exit(bool(problems))
