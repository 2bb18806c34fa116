#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Puts one named bug at a time into a copy of the headers, and runs the tests that must notice it.

usage: mutate.py applies                     every bug's old text stands in its file exactly once
       mutate.py run [--only REGEX] [--keep OUT.json] [--work DIR] [--jobs N] [OUT.json]
       mutate.py sample N [--seed S]         N random changes by universalmutator (PyPI) instead

bugs.txt has one paragraph a bug:

    = gate_unpin_never_last          its name
    file core/gate.hpp               below include/ffiguard
    tests core/gate core/fork        tests/core/gate.test.cpp, ...; the first that turns red is enough
    libs guards_a                    shared objects of the tests that see the bug too (seldom)
    explained it needs ...           no test can see it, for this reason
    - old text                       lines of it; only the first may leave out its indentation
    + new text

A test `asan/ROOM/NAME` or `tsan/ROOM/NAME` is the same test with that sanitizer: for memory that is
not freed, and for a wrong memory order, which x86 forgives. `fast/ROOM/NAME` has the optimizer: tests of
every step need it. `jvm/NAME` is tests/jni/NAME.test.cpp in a real Java VM, `jni/NAME` the same over the fake one;
`process/ROOM/NAME` is the program tests/ROOM/process/NAME.cpp. `sh/NAME` is a command of commands.txt.
"""
import argparse
import concurrent.futures
import datetime
import hashlib
import json
import os
import pathlib
import queue
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
LIMIT = 60  # seconds that one test may take before it counts as hanging


class DoesNotBuild(Exception):
    pass


class Skipped(Exception):
    pass


class Bug:
    def __init__(self, name):
        self.name, self.file, self.why = name, "", ""
        self.tests, self.libs, self.old, self.new = [], [], [], []

    @property
    def room(self):
        return "rarely_closed" if "user_seats" in self.file else self.file.split("/")[0]

    def text(self, root):
        return (root / "include/ffiguard" / self.file).read_text()

    def applied(self, text):
        """The file with the bug, or None if the old text is not there exactly once."""
        old, new = "\n".join(self.old), "\n".join(self.new)
        return text.replace(old, new) if text.count(old) == 1 and old != new else None

    def key(self, root):
        """Changes with the bug and its file."""
        what = repr((self.file, self.old, self.new, self.tests, self.libs))
        return hashlib.sha256((what + self.text(root)).encode()).hexdigest()[:16]


def read_bugs():
    bugs = []
    for number, line in enumerate((HERE / "bugs.txt").read_text().splitlines(), 1):
        word, _, rest = line.partition(" ")
        if not line.strip() or word == "#":
            continue
        if word == "=":
            bugs.append(Bug(rest))
        elif word == "file":
            bugs[-1].file = rest
        elif word == "explained":
            bugs[-1].why = (bugs[-1].why + " " + rest).strip()
        elif word in ("tests", "libs"):
            getattr(bugs[-1], word).extend(rest.split())
        elif word in ("-", "+"):
            (bugs[-1].old if word == "-" else bugs[-1].new).append(rest)
        else:
            sys.exit(f"bugs.txt:{number}: not understood: {line}")
    names = [bug.name for bug in bugs]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        sys.exit(f"bugs.txt: the same name twice: {' '.join(sorted(twice))}")
    return bugs


def read_commands():
    lines = (HERE / "commands.txt").read_text().splitlines()
    return dict(line.split(None, 1) for line in lines if line.strip() and line[0] != "#")


MODES = {"fast": ["-O1"], "asan": ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-g1"],
              "tsan": ["-fsanitize=thread", "-g1"]}


def sources_of(root, test):
    kind, _, name = test.partition("/")
    if kind in MODES:
        kind, _, name = name.partition("/")
    if kind == "sh":
        return []
    if kind == "process":
        room, _, name = name.partition("/")
        return [root / f"tests/{room}/process/{name}.cpp"]
    return [root / f"tests/{'jni' if kind == 'jvm' else kind}/{name}.test.cpp"]


def wrong_bugs(bugs):
    """What is wrong with the data: a bug that does not apply, a test that is not there."""
    commands = read_commands()
    for bug in bugs:
        if not (ROOT / "include/ffiguard" / bug.file).is_file():
            yield f"{bug.name}: there is no {bug.file}"
        elif bug.applied(bug.text(ROOT)) is None:
            count = bug.text(ROOT).count("\n".join(bug.old))
            yield f"{bug.name}: the old text is {count} times in {bug.file}, not once"
        if not bug.tests:
            yield f"{bug.name}: no tests"
        for test in bug.tests:
            if test.startswith("sh/") and test[3:] not in commands:
                yield f"{bug.name}: no command {test}"
            for source in sources_of(ROOT, test):
                if not source.is_file():
                    yield f"{bug.name}: there is no {source.relative_to(ROOT)}"


def run(command, limit, cwd, env=None):
    """Exit code, or None for a hang; and what it printed. Ends all that the command started."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output,
                                   stderr=subprocess.STDOUT, start_new_session=True)
        try:
            code = process.wait(limit)
        except subprocess.TimeoutExpired:
            code = None
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()
        output.seek(0)
        return code, output.read().decode(errors="replace")


class Place:
    """A copy of the tree in which bugs are put, with what its tests need beside their own source."""

    def __init__(self, root, cxx, java_home):
        self.root, self.cxx, self.java_home = root, cxx.split(), java_home
        for part in ("include", "tests", "examples"):
            shutil.copytree(ROOT / part, root / part, symlinks=True,
                            ignore=shutil.ignore_patterns("build", "results"))
        for name in ("CMakeLists.txt", "LICENSE", "README.md", "CMakePresets.json"):
            shutil.copy(ROOT / name, root / name)
        (root / "docs").symlink_to(ROOT / "docs")
        self.out = root / "build/mutation"
        self.out.mkdir(parents=True)
        self.env = dict(os.environ, CCACHE_BASEDIR=str(root), CCACHE_NOHASHDIR="1")
        self.made = {}
        self.objects = {}

    def java(self):
        if not self.java_home:
            raise Skipped("no JAVA_HOME with lib/server/libjvm.so")
        return self.java_home

    def libs(self, names):
        """The shared objects of the tests, by the project's own rules; no names: all."""
        build = self.root / "build/libs"
        if not self.made.get("libs"):
            self.must(["cmake", "-S", ".", "-B", str(build), "-G", "Ninja", "-DFFIGUARD_TESTS=rooms",
                       "-DCMAKE_BUILD_TYPE=Debug", "-DFFIGUARD_GO=NOTFOUND"] +
                      [f"-DCMAKE_{name}_COMPILER_LAUNCHER=ccache" for name in ("C", "CXX")
                       if shutil.which("ccache")])
            listed = self.must(["ninja", "-C", str(build), "-t", "targets", "all"])
            self.made["libs"] = [name for name in re.findall(r"^(test_lib_\w+): phony$", listed, re.M)
                                 if "go_plugin" not in name]
        targets = [f"test_lib_{name}" for name in names] or self.made["libs"]
        self.must(["ninja", "-C", str(build), *targets])

    def classes(self):
        if not self.made.get("classes"):
            for package in ("test", "elsewhere"):
                sources = sorted(str(path) for path in (self.root / f"tests/jni/java/{package}").glob("*.java"))
                self.must([f"{self.java()}/bin/javac", "--release", "8", "-Xlint:-options", "-d",
                           str(self.out / "classes" / package), *sources])
            self.made["classes"] = True

    def must(self, command):
        code, output = run(command, 900, self.root, self.env)
        if code != 0:
            raise DoesNotBuild(f"{' '.join(command[:2])}: {code}: {output[-1000:]}")
        return output

    def compile(self, source, cache, mode):
        """An object. cache: its source cannot see the bug (doctest's main, the fake VM)."""
        name = str(source.relative_to(self.root)).replace("/", "_")
        output = self.out / f"{name}{''.join(mode)}.o"
        if cache and output.exists():
            return output
        flags = ["-O0", *mode, "-std=c++17", "-Iinclude", "-Itests", "-DDOCTEST_CONFIG_SUPER_FAST_ASSERTS",
                 f'-DFFIGUARD_TEST_LIB_DIR="{self.root}/build/libs/tests/lib"',
                 f'-DFFIGUARD_TEST_SOURCE_DIR="{self.root}"',
                 f'-DFFIGUARD_TEST_CLASSES="{self.out}/classes"',
                 "-DFFIGUARD_TEST_HAS_LMDB", "-DFFIGUARD_TEST_HAS_SQLITE"]
        if "tests/jni" in str(source):
            flags += [f"-isystem{self.java()}/include", f"-isystem{self.java()}/include/linux"]
        code, text = run([*self.cxx, *flags, "-c", str(source.relative_to(self.root)), "-o", str(output)],
                         600, self.root, self.env)
        if code != 0:
            output.unlink(missing_ok=True)
            first = re.search(r"error: .*", text)
            raise DoesNotBuild(first.group(0) if first else text[-300:])
        return output

    def program(self, test):
        source = sources_of(self.root, test)[0]
        kind = test.split("/")[0]
        mode = MODES.get(kind, [])
        if mode:
            kind = test.split("/")[1]
        sources = [source]
        if "attach_copies.hpp" in source.read_text() and not test.endswith("jni/vm/attach"):
            sources.append(self.root / "tests/jni/vm/attach.test.cpp")  # the first copy
        objects = [self.compile(one, False, mode) for one in sources]
        if kind != "process":
            objects.append(self.compile(self.root / "tests/main.cpp", True, mode))
        flags = [*mode, "-rdynamic", "-ldl", "-lpthread", "-lz"]
        if kind == "jni":
            fakes = sorted((self.root / "tests/jni/fake").glob("fake_*.cpp"))
            objects += [self.compile(fake, True, mode) for fake in fakes if ".test." not in fake.name]
        if kind == "jvm" or test.startswith("process/jni"):
            self.classes()
            server = f"{self.java()}/lib/server"
            flags += [f"-L{server}", "-ljvm", f"-Wl,-rpath,{server}"]
        flags += [f"-l{name}" for name in ("lmdb", "sqlite3") if name.rstrip("3") in test]
        output = self.out / "program"
        self.must([*[word for word in self.cxx if word != "ccache"], *map(str, objects), "-o", str(output), *flags])
        return output

    def red(self, test):
        """How a test fails; None if it does not."""
        if test.startswith("sh/"):
            command = ["bash", "-c", read_commands()[test[3:]]]
        else:
            # Newer kernels spread addresses wider than the sanitizers of older compilers can bear.
            command = ["setarch", "-R"] if test.split("/")[0] in MODES else []
            command.append(str(self.program(test)))
            if "jni" in test.split("/")[:2] and not test.startswith("process"):
                command.append("--test-case-exclude=" + fake_exclusions(self.root))
        limit = 10 * LIMIT if test.startswith("sh/") else LIMIT  # a command compiles, too
        code, output = run(command, limit, self.root, self.env)
        if code is None:
            return f"hang of {limit} s"
        wrong = re.search(r"test cases: +0 [|]|ledger: wrong:|(WARNING|FATAL ERROR) in native method", output)
        if code == 0 and not wrong:
            return None
        if code < 0:
            return signal.Signals(-code).name + case_of(output)
        return (wrong.group(0) if wrong and code == 0 else f"exit {code}") + case_of(output)

    def put(self, bug):
        path = self.root / "include/ffiguard" / bug.file
        clean = bug.text(self.root)
        path.write_text(bug.applied(clean))
        return path, clean


def case_of(output):
    case = re.search(r"^TEST CASE: +(.*)", output, re.M)
    return f": {case.group(1).strip()}" if case else ""


def fake_exclusions(root):
    """What tests/CMakeLists.txt leaves out where the VM is the fake one."""
    text = (root / "tests/CMakeLists.txt").read_text()
    return re.search(r'set\(exclude "([^"]*)"\)', text).group(1).replace("\\\n", "")


def try_bug(place, bug):
    """One row: killed by what, survived, or why it could not be told."""
    began = time.monotonic()
    path, clean = place.put(bug)
    row = {"name": bug.name, "room": bug.room, "tests": bug.tests}
    try:
        if bug.libs:
            place.libs(bug.libs)
        for test in bug.tests:
            how = place.red(test)
            if how:
                row.update(result="killed", by=test, how=how)
                break
        else:
            row["result"] = "explained" if bug.why else "survived"
            if bug.why:
                row["why"] = bug.why
    except DoesNotBuild as error:
        if re.search("static.assert", str(error)):
            row.update(result="killed", by=test, how=str(error)[:160])
        else:
            row.update(result="does not build", how=str(error))
    except Skipped as error:
        row.update(result="skipped", how=str(error))
    finally:
        path.write_text(clean)
        if bug.libs:
            place.libs(bug.libs)
    row.update(seconds=round(time.monotonic() - began, 1), key=bug.key(ROOT))
    return row


def java_home():
    for home in (os.environ.get("JAVA_HOME"), os.environ.get("JAVA25"), os.environ.get("JAVA17")):
        if home and (pathlib.Path(home) / "lib/server/libjvm.so").exists():
            return home
    javac = shutil.which("javac")
    home = str(pathlib.Path(javac).resolve().parents[1]) if javac else ""
    return home if (pathlib.Path(home) / "lib/server/libjvm.so").exists() else ""


def compiler():
    """clang++ where it is: it needs three quarters of g++'s time without optimization."""
    fastest = next((name for name in ("clang++", "g++") if shutil.which(name)), "c++")
    return f"ccache {fastest}" if shutil.which("ccache") else fastest


def make_places(arguments):
    work = pathlib.Path(arguments.work or tempfile.mkdtemp(prefix="ffiguard-mutation-"))
    places = queue.Queue()
    for number in range(arguments.jobs):
        shutil.rmtree(work / str(number), ignore_errors=True)
        (work / str(number)).mkdir(parents=True)
        places.put(Place(work / str(number), arguments.cxx, java_home()))
    return work, places


def in_parallel(places, function, items):
    """function(place, item) of each item, on as many threads as there are places."""
    def one(item):
        place = places.get()
        try:
            return function(place, item)
        finally:
            places.put(place)
    with concurrent.futures.ThreadPoolExecutor(places.qsize()) as pool:
        yield from pool.map(one, items)


def check_clean(places, tests):
    """Every test must be green without a bug."""
    def clean(place, test):
        try:
            return test, place.red(test)
        except Skipped as why:
            print(f"skipped: {test}: {why}", flush=True)
            return test, None
        except DoesNotBuild as why:
            return test, f"does not build: {why}"
    wrong = [(test, how) for test, how in in_parallel(places, clean, tests) if how]
    for test, how in wrong:
        print(f"{test} is red without any bug: {how}", flush=True)
    return not wrong


def command_run(arguments):
    began = time.monotonic()
    bugs = [bug for bug in read_bugs() if re.search(arguments.only, bug.name + " " + bug.file)]
    wrong = list(wrong_bugs(bugs))
    if wrong:
        print("\n".join(wrong))
        return 1
    kept = {}
    for keep in arguments.keep or []:
        old = json.loads(pathlib.Path(keep).read_text())["bugs"] if os.path.exists(keep) else []
        kept.update({row["key"]: row for row in old if row["result"] in ("killed", "explained")})
    todo = [bug for bug in bugs if bug.key(ROOT) not in kept]
    rows = [kept[bug.key(ROOT)] for bug in bugs if bug.key(ROOT) in kept]
    work, places = make_places(arguments)
    all(in_parallel(places, lambda place, _: place.libs([]) or True, range(places.qsize())))
    if not arguments.dirty and not check_clean(places, sorted({test for bug in bugs for test in bug.tests})):
        return 1
    for row in in_parallel(places, try_bug, todo):
        rows.append(row)
        write(arguments.out, rows, bugs, began)  # now and then it is stopped
        by = row.get("by", "")
        print(f"{row['result']:10} {row['name']:44} {row['seconds']:5} s  {by} {row.get('how', row.get('why', ''))}",
              flush=True)
    if not arguments.work:
        shutil.rmtree(work)
    result = write(arguments.out, rows, bugs, began)
    for row in result["rows"]:
        print(f"{row['what']}: {row['measured']}: {row['verdict']}")
    return 0 if all(row["verdict"] != "missed" for row in result["rows"]) else 1


def write(out, rows, bugs, began):
    result = report(rows, bugs, time.monotonic() - began)
    if out:
        head = json.dumps({**result, "bugs": []}, indent=1).removesuffix("[]\n}")
        bugs = ",\n".join("  " + json.dumps(row) for row in result["bugs"])  # a line each
        pathlib.Path(out).write_text(f"{head}[\n{bugs}\n ]\n}}\n")
    return result


def report(rows, bugs, seconds):
    order = {bug.name: number for number, bug in enumerate(bugs)}
    rows = sorted(rows, key=lambda row: order[row["name"]])
    table = []
    for room in dict.fromkeys(bug.room for bug in bugs):
        of_room = [row for row in rows if row["room"] == room]
        some = {result: [row for row in of_room if row["result"] == result]
                for result in sorted({row["result"] for row in of_room})}
        killed = some.pop("killed", [])
        measured = f"{len(killed)} of {len(of_room)} turn a test red"
        for result, others in some.items():
            measured += f"; {result}: {len(others)}"
        missed = [row["name"] for row in of_room if row["result"] not in ("killed", "explained", "skipped")]
        verdict = "missed" if missed else "explained" if some else "met"
        why = ", ".join(missed) if missed else "see the exceptions" if some else ""
        table.append({"what": f"named bugs in {room}", "target": "each turns a test red within 60 s, or is explained",
                      "measured": measured, "verdict": verdict, "why": why})
    return {"name": "mutation", "title": "Named bugs put into the headers, one at a time",
            "date": datetime.date.today().isoformat(), "command": "tests/deep/mutation.sh",
            "seconds": round(seconds), "rows": table,
            "exceptions": [{"name": row["name"], "why": row.get("why", row.get("how", ""))}
                           for row in rows if row["result"] in ("explained", "skipped")],
            "bugs": rows}


def command_applies(_):
    bugs = read_bugs()
    wrong = list(wrong_bugs(bugs))
    print("\n".join(wrong) or f"{len(bugs)} bugs apply")
    return 1 if wrong else 0


# ---- universalmutator -------------------------------------------------------------------------------

SAMPLED = {  # header: the tests that know it best
    "core/gate.hpp": ["core/gate", "core/handle_table", "core/life_cycle", "core/shared_handle"],
    "core/unique_handle.hpp": ["core/unique_handle", "core/out_param", "posix/unique_fd"],
    "core/detail/slot_store.hpp": ["core/handle_table", "core/life_cycle"],
    "core/release_queue.hpp": ["core/release_queue", "core/queued_release"],
    "memory/c_array.hpp": ["memory/c_array", "memory/out_param"],
    "memory/versioned_cell.hpp": ["memory/versioned_cell"],
    "posix/mapped_region.hpp": ["posix/mapped_region"],
    "signal/signal_mask.hpp": ["signal/signal_mask"],
    "thread/cpu_affinity.hpp": ["thread/cpu_affinity"],
    "jni/ref/frame.hpp": ["jni/ref/frame"],
}


def command_sample(arguments):
    """Random changes of lines. Survivors are for a reader: many change nothing that can be seen."""
    if not shutil.which("mutate"):
        print("skipped: the sample by universalmutator: pip install universalmutator")
        return 0
    arguments.jobs = 1
    work, places = make_places(arguments)
    place = places.get()
    place.libs([])
    made = work / "made"
    mutants = []
    for header in SAMPLED:
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        place.must(["mutate", str(place.root / "include/ffiguard" / header), "cpp", "--noCheck",
                    "--mutantDir", str(made)])
        mutants += [(header, path.name, path.read_text()) for path in sorted(made.iterdir())]
    random.Random(arguments.seed).shuffle(mutants)
    count = {}
    for header, name, text in mutants[:arguments.number]:
        path = place.root / "include/ffiguard" / header
        clean = path.read_text()
        path.write_text(text)
        try:
            how = next((f"killed by {test}: {red}" for test in SAMPLED[header] if (red := place.red(test))), "survived")
        except DoesNotBuild:
            how = "does not build"
        finally:
            path.write_text(clean)
        count[how.split()[0]] = count.get(how.split()[0], 0) + 1
        print(f"{header} {name}: {how}", flush=True)
        if how == "survived":
            for old, new in zip(clean.splitlines(), text.splitlines()):
                if old != new:
                    print(f"    - {old.strip()}\n    + {new.strip()}", flush=True)
                    break
    print(f"seed {arguments.seed}: {count}")
    return 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    applies = commands.add_parser("applies")
    applies.set_defaults(call=command_applies)
    running = commands.add_parser("run")
    running.set_defaults(call=command_run)
    running.add_argument("--only", default="", help="bugs whose name or file matches")
    running.add_argument("--keep", action="append", help="an earlier result: what has not changed since is not run again")
    running.add_argument("--dirty", action="store_true", help="do not run the tests without a bug first")
    running.add_argument("out", nargs="?")
    sample = commands.add_parser("sample")
    sample.set_defaults(call=command_sample)
    sample.add_argument("number", type=int)
    sample.add_argument("--seed", type=int, default=datetime.date.today().toordinal())
    for command in (running, sample):
        command.add_argument("--work", help="a directory to work in; it is kept")
        command.add_argument("--jobs", type=int, default=2)
        command.add_argument("--cxx", default=compiler())
    arguments = parser.parse_args()
    sys.exit(arguments.call(arguments))


if __name__ == "__main__":
    main()
