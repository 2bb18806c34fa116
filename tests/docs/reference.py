# SPDX-License-Identifier: BSL-1.0
"""reference.py ROOT WORK DOXYGEN: every public name of include/ffiguard is documented.

A class, function, member function, macro, type alias, variable or enum needs a docstring in its header,
and its name in code or in a heading of its room's page, docs/reference/ROOM.md. A name of ffiguard.h, of exports.hpp
or of a header that stands in no room may be on any page there.

Public is what stands in a header outside detail/, in a namespace outside detail, and is not private or
protected. The rules for what explains itself:
  - one documented declaration or overload documents the name;
  - operators, constructors and destructors belong to their class, specialisations to their template;
  - a member is documented if the docstring of its class names it, and so is a nested class;
  - what traits must have (empty(), close(), ...) is documented once, at unique_handle; java_name() at
    descriptor();
  - a const member function without parameters is an accessor: its name is what it returns;
  - a member's type alias and a data member belong to their class;
  - include guards, and macros that are undefined again in the same file, are not public.
"""
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

root, work = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
doxygen = sys.argv[3]
headers = root / "include" / "ffiguard"
work.mkdir(parents=True, exist_ok=True)
for old in work.glob("xml/*"):
    old.unlink()

settings = f"""
INPUT = {headers}
RECURSIVE = YES
FILE_PATTERNS = *.hpp *.h
EXCLUDE_PATTERNS = */detail/*
OUTPUT_DIRECTORY = {work}
GENERATE_HTML = NO
GENERATE_LATEX = NO
GENERATE_XML = YES
XML_PROGRAMLISTING = NO
EXTRACT_ALL = NO
EXTRACT_STATIC = YES
HIDE_UNDOC_MEMBERS = NO
HIDE_UNDOC_CLASSES = NO
WARN_LOGFILE = {work}/warnings.txt
STRIP_FROM_PATH = {root}
QUIET = YES
SEARCH_INCLUDES = NO
MACRO_EXPANSION = YES
EXPAND_ONLY_PREDEF = YES
PREDEFINED = FFIGUARD_ABI=v FFIGUARD_TRACED= FFIGUARD_HIDDEN= FFIGUARD_RARE= FFIGUARD_TRIVIAL_ABI= \\
    FFIGUARD_OF_ITS_OWN= FFIGUARD_EXPORTED= "__attribute__(x)=" "FFIGUARD_IS_WINDOWS()=0" \\
    "FFIGUARD_HAS_EXCEPTIONS()=1" __cplusplus=201703L __linux__ __unix__ __GNUC__=12
"""
subprocess.run([doxygen, "-"], input=settings, text=True, check=True)


def said(entity):
    parts = ("briefdescription", "detaileddescription")
    return any("".join(entity.find(part).itertext()).strip() for part in parts)


class Name:
    def __init__(self):
        self.said, self.needs_entry, self.place, self.room = False, False, None, None


names = {}
self_evident = set()


def plain(qualified):
    """ffiguard::v::jni::ref<T> is ffiguard::jni::ref."""
    while "<" in qualified:
        cut = re.sub(r"\s*<[^<>]*>", "", qualified)
        if cut == qualified:
            break  # operator<
        qualified = cut
    return re.sub(r"^ffiguard::v(?=::|$)", "ffiguard", qualified)


def note(qualified, entity, entry=True):
    location = entity.find("location")
    file = root / location.get("file")
    if not file.is_relative_to(headers):
        return
    name = names.setdefault(qualified, Name())
    name.said |= said(entity)
    name.needs_entry |= entry
    if name.place is None:
        inside = file.relative_to(headers)
        name.place = f"include/ffiguard/{inside}:{location.get('line')}"
        name.room = inside.parts[0] if len(inside.parts) > 1 else None


def is_public(qualified):
    return not re.search(r"(^|::)detail(::|$)|@", qualified)


def is_special(member, scope):
    name, own = member.findtext("name"), scope.split("::")[-1]
    return name.startswith(("operator", "~")) or name == own or not re.match(r"\w+$", name)


def is_accessor(member):
    return member.get("const") == "yes" and member.findtext("argsstring").startswith("()")


def words(entity):
    parts = ("briefdescription", "detaileddescription")
    text = " ".join(text for part in parts for text in entity.find(part).itertext())
    return set(re.findall(r"\w+", text))


def is_explained(scope, name):
    if scope.endswith("_traits") or name == "java_name":
        return True
    while scope:
        if name in class_words.get(scope, ()):
            return True
        scope = scope.rpartition("::")[0]
    return False


undefined = {}


def is_passing(macro, file):
    """An include guard, or undefined in its own file."""
    if file not in undefined:
        text = file.read_text()
        undefined[file] = set(re.findall(r"(?m)^#undef (\w+)", text))
        undefined[file] |= set(re.findall(r"(?m)^#ifndef (\w+)\n#define \1$", text))
    return macro in undefined[file]


paths = sorted((work / "xml").glob("*.xml"))
compounds = [xml.parse(path).getroot().find("compounddef") for path in paths]
compounds = [compound for compound in compounds if compound is not None]
class_words = {}
for compound in compounds:
    if compound.get("kind") in ("class", "struct", "union"):
        scope = plain(compound.findtext("compoundname"))
        class_words[scope] = class_words.get(scope, set()) | words(compound)

for compound in compounds:
    kind, scope = compound.get("kind"), plain(compound.findtext("compoundname"))
    in_class = kind in ("class", "struct", "union")
    if in_class:
        if compound.get("prot") != "public" or not is_public(scope):
            continue
        if compound.find("basecompoundref") is None and not scope.startswith("ffiguard"):
            continue  # std::hash<...>
        if is_explained(*scope.rpartition("::")[::2]):
            self_evident.add(scope)
        note(scope, compound, entry=scope.rpartition("::")[0] not in class_words)
    elif kind not in ("namespace", "file") or not is_public(scope):
        continue
    prefix = f"{scope}::" if kind != "file" else ""
    for member in compound.iter("memberdef"):
        what, name = member.get("kind"), member.findtext("name")
        if member.get("prot") != "public" or what == "friend" or is_special(member, scope):
            continue
        if in_class:
            if what == "function":
                is_evident = is_accessor(member) or is_explained(scope, name)
                if is_evident:
                    self_evident.add(prefix + name)
                note(prefix + name, member, entry=not is_evident)
            elif what == "enum":
                note(prefix + name, member, entry=False)
        elif what == "define":
            if not is_passing(name, root / member.find("location").get("file")):
                note(name, member)
        else:
            note(prefix + name, member)

pages = {}
for page in (root / "docs" / "reference").glob("*.md"):
    text = page.read_text()
    code = re.findall(r"(?ms)^```.*?^```|`[^`\n]+`|^#+ .*?$", text)
    pages[page.stem] = set(re.findall(r"\w+", " ".join(code)))
everywhere = set().union(*pages.values())

problems = []
for qualified, name in names.items():
    last = qualified.split("::")[-1]
    if not name.said and qualified not in self_evident:
        problems.append(f"{name.place}: {qualified}: no docstring")
    if name.needs_entry and last not in pages.get(name.room, everywhere):
        page = f"docs/reference/{name.room or '*'}.md"
        problems.append(f"{name.place}: {qualified}: not on {page}")
if len(names) < 500:
    problems.append(f"only {len(names)} public names found: does doxygen still read the headers?")
print(*sorted(problems), sep="\n")
print(f"{len(names)} public names, {len(problems)} problems")
sys.exit(bool(problems))
