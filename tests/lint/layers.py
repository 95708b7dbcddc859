#!/usr/bin/env python3
"""Holds the table of docs/ARCHITECTURE.md ("Layout") to the sources.

A folder of lib/ includes only the folders that its row names, and an outside library only where
the row allows it. Run: python3 tests/lint/layers.py
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

MAY = {
    "core": "",
    "person": "core",
    "domain": "person core",
    "match": "person core",
    "proof": "core",
    "ports": "domain match person proof core",
    "app": "ports match domain person proof core",
    "store": "ports match domain person proof core",
    "http": "core",
    "net": "http core",
    "send": "ports core",
    "access": "ports domain http core",
    "api": "app access ports http domain match proof person core",
    "web": "app access ports http domain match proof person core",
    "jobs": "app ports domain core",
    "cluster": "core",
    "sample": "person domain core",
}

# Outside headers by the folders that may see them; "cpp" means inside .cpp files only.
OUTSIDE = [
    (r"boost/json", {"core": "cpp"}),
    (r"unicode/", {"core": "cpp", "person": "cpp"}),
    (r"boost/(asio|beast)", {"net": "any"}),
    (r"boost/url", {"http": "cpp"}),
    (r"soci/|libpq-fe\.h", {"store": "any", "cluster": "cpp"}),
    (r"sodium\.h", {"store": "cpp", "proof": "cpp", "access": "cpp"}),
    (r"liboath/", {"access": "cpp"}),
    (r"zxcvbn", {"access": "cpp"}),
    (r"openssl/", {"net": "cpp", "access": "cpp", "proof": "cpp"}),
    (r"cjose/", {"access": "any"}),
    (r"spdlog/|prometheus/", {"core": "cpp"}),
    (r"curl/", {"send": "cpp"}),
    (r"ctemplate/|qrencode\.h", {"web": "cpp"}),
    (r"CLI/|toml\+\+", {}),
]

# Time and randomness are passed in: these read them from the system.
CLOCKS = re.compile(r"system_clock::now|\btime\(\s*(nullptr|NULL|0)\s*\)|gettimeofday|std::random_device")
CLOCK_FILES = {"lib/core/clock.cpp", "lib/core/uuid.cpp"}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def faults_of(path):
    folder = path.relative_to(ROOT / "lib").parts[0]
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT).as_posix()
    allowed = set(MAY.get(folder, "").split()) | {folder}
    if folder not in MAY:
        yield f"{name}: lib/{folder} has no row in the table"
        return
    for kind, target in INCLUDE.findall(text):
        if kind == '"':
            first = target.split("/")[0]
            if first in MAY and first not in allowed:
                yield f'{name}: lib/{folder} may not include "{target}"'
            continue
        for pattern, places in OUTSIDE:
            if re.match(pattern, target):
                where = places.get(folder)
                if where is None or (where == "cpp" and path.suffix != ".cpp"):
                    yield f"{name}: <{target}> does not belong here"
    if name not in CLOCK_FILES and CLOCKS.search(text):
        yield f"{name}: reads the system's clock or randomness; have it passed in"
    if f"namespace badgewatch::{folder}" not in text and "namespace" in text:
        yield f"{name}: its namespace is badgewatch::{folder}"


def main():
    files = sorted((ROOT / "lib").glob("*/*.[ch]pp"))
    faults = [fault for path in files for fault in faults_of(path)]
    for fault in faults:
        print(fault)
    print(f"layers: {'ok' if not faults else f'{len(faults)} faults'} ({len(files)} files)")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
