# SPDX-License-Identifier: BSL-1.0
"""Every function that a sample shim declares is seen from outside, with -fvisibility=hidden, too.

exported_symbols.py objects DIRECTORY
    DIRECTORY holds objects of the documents' code blocks, compiled with -fvisibility=hidden, and the
    blocks. Each function of a block that returns an ffiguard_status has default visibility.
exported_symbols.py shims ROOT WORK CXX [FLAG...]
    Builds shims of examples/ with -fvisibility=hidden. Each exports what its C header declares. One
    of them is called.
exported_symbols.py windows ROOT WORK [CXX...]
    The same for a DLL, without a call; by default with `python3 -m ziglang c++`.
"""
import ctypes
import pathlib
import re
import subprocess
import sys


def output(*command):
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout


def fail_if(names, what):
    if names:
        sys.exit(f"{what}: {', '.join(sorted(names))}")


def objects(directory):
    seen, hidden = 0, set()
    for compiled in sorted(pathlib.Path(directory).rglob("*.cpp.o")):
        block = pathlib.Path(directory, "docs", compiled.stem)
        if not block.exists():  # of an older configuration
            continue
        text = block.read_text()
        names = set(re.findall(r"\bffiguard_status\s+(\w+)\s*\(", text))
        for exported in re.findall(r"(?m)^FFIGUARD_EXPORT_CLASS\((\w+),", text):
            names |= {f"{exported}_{function}" for function in ("new", "release", "state", "live_count")}
        names |= set(re.findall(r"(?m)^FFIGUARD_EXPORT_CALL\((\w+),", text))
        for line in output("readelf", "-sW", compiled).splitlines():
            field = line.split()
            if len(field) == 8 and field[3] == "FUNC" and field[7] in names and field[6] != "UND":
                seen += 1
                if field[5] == "HIDDEN":
                    hidden.add(f"{field[7]} ({block.name})")
    if seen < 10:
        sys.exit(f"only {seen} exported functions found in {directory}: is this test looking at the blocks?")
    fail_if(hidden, "not exported; write FFIGUARD_EXPORT_SYMBOL in place of extern \"C\"")
    print(f"{seen} functions of the documents are exported")


def declared(header):
    text = re.sub(r"/\*.*?\*/", "", header.read_text(), flags=re.S)
    names = set(re.findall(r"^\w[\w ]*?[ *](\w+)\([^;{]*\);", text, flags=re.M))
    if not names:
        sys.exit(f"{header} declares nothing")
    return names


def shims(root, work, cxx, *flags):
    root, work = pathlib.Path(root), pathlib.Path(work)
    work.mkdir(parents=True, exist_ok=True)
    for name, libraries in (("meter", []), ("zpress", ["-lz"])):
        target = work / f"lib{name}.so"
        output(cxx, "-std=c++17", "-O0", "-shared", "-fPIC", "-fvisibility=hidden", *flags,
               f"-I{root}/include", root / "examples" / name / f"{name}.cpp", "-o", target, *libraries)
        exported = {line.split()[-1] for line in output("nm", "-D", "--defined-only", target).splitlines()}
        fail_if(declared(root / "examples" / name / f"{name}.h") - exported, f"{target.name} lacks")
    shim = ctypes.CDLL(str((work / "libmeter.so").resolve()))
    token, mean = ctypes.c_uint64(), ctypes.c_double()
    statuses = [shim.meter_new(ctypes.byref(token), None)]
    statuses += [shim.meter_add(token, ctypes.c_double(value), None) for value in (1.0, 2.0)]
    statuses += [shim.meter_mean(token, ctypes.byref(mean), None), shim.meter_release(token, None)]
    if any(statuses) or mean.value != 1.5:
        sys.exit(f"meter: statuses {statuses}, mean {mean.value}")
    if shim.meter_add(token, ctypes.c_double(1.0), None) == 0:
        sys.exit("meter: a released token is not refused")
    print("the shims export what they declare")


def windows(root, work, *cxx):
    root, work = pathlib.Path(root), pathlib.Path(work)
    if not cxx:
        if subprocess.run(["python3", "-c", "import ziglang"], capture_output=True).returncode:
            print("skipped: the exports of a DLL: no ziglang")
            sys.exit(77)
        cxx = ("python3", "-m", "ziglang", "c++", "-target", "x86_64-windows-gnu")
    work.mkdir(parents=True, exist_ok=True)
    target = work / "meter.dll"
    result = subprocess.run([*cxx, "-std=c++17", "-O1", "-shared", f"-I{root}/include",
                             root / "examples/meter/meter.cpp", "-o", target],
                            capture_output=True, text=True)
    if result.returncode or "dll-attribute" in result.stderr:
        sys.exit(result.stderr)
    exported = set(re.findall(r"^\s*\[\s*\d+\] (?:\+base.*? )?(\w+)$",
                              output("objdump", "-p", target), flags=re.M))
    fail_if(declared(root / "examples/meter/meter.h") - exported, "meter.dll lacks")
    fail_if(declared(root / "include/ffiguard/ffiguard.h") - exported, "meter.dll lacks")
    print(f"meter.dll exports {len(exported)} functions, and no attribute comes too late")


{"objects": objects, "shims": shims, "windows": windows}[sys.argv[1]](*sys.argv[2:])
