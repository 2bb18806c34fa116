# SPDX-License-Identifier: BSL-1.0
"""c_abi.py WORK CC CXX INCLUDE HEADER...: whether C headers keep the rules of ffiguard.h.

cgo and jextract read them: no function-like macro, no bit-field, union, inline or variadic function,
nothing of more than 16 bytes by value; plain C11 and C++17. Bytes are const uint8_t *: what a void
pointer shows cgo does not know, so it looks for Go pointers all around it, and panics where there are
some. What ffiguard.h declares is in the object
that exports.hpp makes, and what its comments say of sizes is so. First each rule must find a header
that breaks it.
"""
import pathlib
import re
import subprocess
import sys

FORBIDDEN = {
    "a function-like macro": r"#\s*define\s+\w+\(",
    "a bit-field": r"\w\s*:\s*\w+\s*[;,]",
    "a variadic function": r"\.\.\.",
    "an inline function": r"\b(inline|static)\b",
    "a union": r"\bunion\b",
    "a type whose size is not the same everywhere": r"\b(long|unsigned|short|bool|_Bool|wchar_t)\b",
    "bytes as const void *": r"\bconst\s+void\s*\*",
}
SIZES = {"error": 256, "buffer": 32, "bytes": 24, "view": 16, "go_string": 16, "go_slice": 24, "callback": 16,
         "versioned_cell": 16, "thread_state": 2048}


def code_of(text):
    text = re.sub(r"/\*.*?\*/", " ", text, flags=re.S)
    return re.sub(r"//[^\n]*", " ", text)


def functions_of(text):
    """(name, types of what is passed by value) of each function."""
    text = re.sub(r"^\s*#.*$", "", code_of(text), flags=re.M)
    text = re.sub(r'extern "C" \{', "", text)
    text = re.sub(r"\{[^{}]*\}", "{}", text)  # the members of structs may point to functions
    for answer, name, parameters in re.findall(
            r"(?:^|[;}])\s*([\w\s*]+?)\b(\w+)\(([^()]*)\)\s*(?=;)", text):
        if "typedef" in answer:
            continue
        passed = [answer + " answer", *parameters.split(",")]
        yield name, {re.sub(r"\s*\b\w+\s*$", "", each).strip() for each in passed
                     if "*" not in each and each.strip() not in ("void", "")
                     and not each.strip().startswith("void ")}


def broken_rules(text):
    code = re.sub(r'extern "C"', "", code_of(text))
    return {rule for rule, pattern in FORBIDDEN.items() if re.search(pattern, code)}


def run(*command):
    done = subprocess.run(command, text=True, capture_output=True)
    return done.returncode, done.stdout + done.stderr


def compiles(header, work, cc, cxx, include):
    """Whether it is C and C++, with nothing large by value; else what the compiler says."""
    source = work / "by_value.c"
    types = {each for _, passed in functions_of(header.read_text()) for each in passed}
    source.write_text(f'#include "{header}"\n' + "".join(
        f'_Static_assert(sizeof({each}) <= 16, "{each} is passed by value");\n'
        for each in sorted(types)))
    strict = ["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", f"-I{include}"]
    status, text = run(cc, "-std=c11", *strict, str(source))
    if status == 0:
        status, text = run(cxx, "-std=c++17", *strict, "-x", "c++", str(header))
    return status == 0, text


def check_the_checks(work, cc, cxx, include):
    for rule, text in {
        "a function-like macro": "#define CLOSED(s) ((s) == 6)\n",
        "a bit-field": "struct s { int32_t open : 1; };\n",
        "a variadic function": "int32_t print(const char *text, ...);\n",
        "an inline function": "static int32_t one(void) { return 1; }\n",
        "a union": "union u { int32_t a; float b; };\n",
        "a type whose size is not the same everywhere": "long count(void);\n",
        "bytes as const void *": "int32_t take(const void *data, uint64_t size);\n",
    }.items():
        if rule not in broken_rules(text):
            sys.exit(f"c_abi.py does not see {rule}")
    bad = work / "bad.h"
    begin = "#include <stdint.h>\ntypedef struct big { uint64_t v[3]; } big;\n"
    for text in ("void take(big one);\n", "big give(int32_t n);\n", "void f(big *a,\n       big b);\n",
                 "int32_t g(int32_t class);\n"):
        bad.write_text(begin + text)
        if compiles(bad, work, cc, cxx, include)[0]:
            sys.exit(f"c_abi.py does not see what is wrong in: {text}")


def main():
    work, cc, cxx, include, *headers = sys.argv[1:]
    work, include = pathlib.Path(work), pathlib.Path(include)
    work.mkdir(parents=True, exist_ok=True)
    check_the_checks(work, cc, cxx, include)

    failed = False
    for header in map(pathlib.Path, headers):
        text = header.read_text()
        for rule in sorted(broken_rules(text)):
            failed = True
            print(f"{header}: {rule}")
        good, said = compiles(header, work, cc, cxx, include)
        if not good:
            failed = True
            print(f"{header}:\n{said}")
        print(f"{header}: {len(list(functions_of(text)))} functions")

    main_header = include / "ffiguard" / "ffiguard.h"
    names = [name for name, _ in functions_of(main_header.read_text())]
    shim, user = work / "shim.cpp", work / "user.c"
    shim.write_text("#include <ffiguard/exports.hpp>\n")
    pointers = ", ".join(f"(ffiguard_function){name}" for name in names)
    sizes = "".join(f'_Static_assert(sizeof(void *) != 8 || sizeof(ffiguard_{name}) == {size}, '
                    f'"ffiguard_{name}");\n' for name, size in SIZES.items())
    user.write_text(f"#include <ffiguard/ffiguard.h>\n{sizes}"
                    f"static const ffiguard_function all[] = {{{pointers}}};\n"
                    "int main(void) { return all[0] == 0; }\n")
    for command in ((cxx, "-std=c++17", f"-I{include}", "-c", str(shim), "-o", f"{work}/shim.o"),
                    (cc, "-std=c11", f"-I{include}", "-c", str(user), "-o", f"{work}/user.o"),
                    (cxx, f"{work}/user.o", f"{work}/shim.o", "-pthread", "-o", f"{work}/user"),
                    (f"{work}/user",)):
        status, said = run(*command)
        if status != 0:
            failed = True
            print(said)
            break
    if len(names) < 5:
        sys.exit(f"{main_header}: only {names} were found")
    sys.exit(failed)


main()
