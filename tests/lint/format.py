#!/usr/bin/env python3
"""Every C++ source is as .clang-format says. To make it so: clang-format-19 -i FILE...

Run: python3 tests/lint/format.py
"""
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = "clang-format-19"
FILES_A_RUN = 40


def complaints(files, text=None):
    """What the tool says against files, or against a text."""
    command = [TOOL, "--dry-run", "-Werror", f"--style=file:{ROOT / '.clang-format'}"]
    command += [f"--assume-filename={files[0]}"] if text is not None else [str(f) for f in files]
    ran = subprocess.run(command, input=text, capture_output=True, text=True, timeout=300,
                         check=False)
    return ran.stderr if ran.returncode else ""


def main():
    files = sorted(path for top in ("lib", "daemon", "tests") for kind in ("*.cpp", "*.hpp")
                   for path in (ROOT / top).rglob(kind))
    begins = range(0, len(files), FILES_A_RUN)
    told = "".join(complaints(files[at:at + FILES_A_RUN]) for at in begins)
    bad = sorted({line.split(":")[0] for line in told.splitlines() if ": error: " in line})
    faults = [f"{os.path.relpath(path, ROOT)}: run {TOOL} -i on it" for path in bad]
    if not complaints([ROOT / "lib" / "x.cpp"], "int  x ;\n"):
        faults.append("format.py does not find the planted fault")
    for fault in faults:
        print(fault)
    print(f"format: {'ok' if not faults else f'{len(faults)} faults'} ({len(files)} files)")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
