#!/usr/bin/env python3
"""Holds docs/ASVS.md to the standard: each requirement of levels 1 and 2 of ASVS 5.0 stands in one row,
each row has one of the states, and what is met names its evidence.

Run: python3 tests/lint/asvs.py
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
# How many of each section are of level 1 or 2: they are its first ones.
SECTIONS = {
    1: {1: 2, 2: 9, 3: 11, 4: 3, 5: 2}, 2: {1: 3, 2: 3, 3: 4, 4: 1}, 3: {2: 2, 3: 4, 4: 6, 5: 5, 7: 2},
    4: {1: 3, 2: 1, 3: 2, 4: 4}, 5: {1: 1, 2: 3, 3: 2, 4: 3},
    6: {1: 3, 2: 12, 3: 4, 4: 4, 5: 5, 6: 3, 8: 4}, 7: {1: 3, 2: 4, 3: 2, 4: 5, 5: 2, 6: 2},
    8: {1: 2, 2: 3, 3: 1, 4: 1}, 9: {1: 3, 2: 4}, 10: {1: 2, 2: 2, 3: 4, 4: 11, 5: 5, 6: 2, 7: 3},
    11: {1: 2, 2: 3, 3: 3, 4: 4, 5: 1, 6: 1}, 12: {1: 3, 2: 2, 3: 4}, 13: {1: 1, 2: 5, 3: 2, 4: 5},
    14: {1: 2, 2: 4, 3: 3}, 15: {1: 3, 2: 3, 3: 7}, 16: {1: 1, 2: 5, 3: 4, 4: 3, 5: 3},
    17: {1: 1, 2: 4, 3: 2}}
STATES = {"met", "partly", "deployment", "none of it", "not yet"}
NUMBER = re.compile(r"\b\d{1,2}\.\d\.\d{1,2}\b")


def wanted():
    return [f"{chapter}.{section}.{number}" for chapter, sections in SECTIONS.items()
            for section, count in sections.items() for number in range(1, count + 1)]


def faults_of(document):
    seen = []
    for line in document.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|") or len(cells) != 4 or not NUMBER.match(cells[0]):
            continue
        seen += NUMBER.findall(cells[0])
        if cells[2] not in STATES:
            yield f"{cells[0]}: {cells[2]} is no state"
        if not cells[3] or (cells[2] in ("met", "partly", "not yet") and cells[3] == "–"):
            yield f"{cells[0]}: {cells[2]}, but nothing says by what"
    for number in wanted():
        if seen.count(number) != 1:
            yield f"{number} stands in {seen.count(number)} rows"


def main():
    assert len(wanted()) == 253
    document = (ROOT / "docs/ASVS.md").read_text(encoding="utf-8")
    row = "| 1.1.1 | x | met | a test |\n"
    planted = "".join(row.replace("1.1.1", one) for one in wanted())
    assert not list(faults_of(planted))
    for spoiled in (planted + row, planted.replace(row, ""), planted.replace("met", "good", 1),
                    planted.replace("a test", "–", 1)):
        assert len(list(faults_of(spoiled))) == 1, list(faults_of(spoiled))
    faults = list(faults_of(document))
    for fault in faults:
        print(f"docs/ASVS.md: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
