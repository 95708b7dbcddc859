#!/usr/bin/env python3
"""Holds docs/DATA-PROTECTION.md to the schema: each table has one row there that says how long it is kept.

Run: python3 tests/lint/data_protection.py
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HEADING = "## What is held where, and how long"


def made(sql):
    """The tables that migrations leave behind, in their order."""
    tables = []
    for verb, name in re.findall(r"^(create(?: unlogged)?|drop) table (?:if exists )?(\w+)", sql, re.M):
        if verb == "drop":
            tables.remove(name)
        else:
            tables.append(name)
    return tables


def told(document):
    """Of each row of the table under the heading: its tables, and its last column."""
    part = document.split(HEADING, 1)[-1].split("\n## ", 1)[0]
    for line in part.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 4:
            yield re.findall(r"`(\w+)`", cells[0]), cells[3]


def faults_of(sql, document):
    rows = list(told(document))
    named = [name for names, _ in rows for name in names]
    tables = made(sql)
    for table in tables:
        if table not in named:
            yield f"the table {table} has no row"
    for name in named:
        if name not in tables:
            yield f"{name} is no table"
        if named.count(name) > 1:
            yield f"{name} has two rows"
    for names, kept in rows:
        if not kept:
            yield f"how long is {', '.join(names)} kept?"


def check_self():
    sql = "create table one (\n);\ncreate unlogged table two (\n);\ncreate table old (\n);\ndrop table old;\n"
    good = f"{HEADING}\n| `one`, `two` | x | no | stays |\n## Next\n| `none` | x | no | stays |\n"
    assert not list(faults_of(sql, good)), list(faults_of(sql, good))
    for planted in (good.replace("`one`, ", ""), good.replace("`one`", "`three`, `one`"),
                    good.replace("| stays |\n## N", "|  |\n## N"), good.replace("`one`,", "`one`, `two`,")):
        assert list(faults_of(sql, planted)), planted


def main():
    check_self()
    sql = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "sql").glob("0*.sql")))
    document = (ROOT / "docs/DATA-PROTECTION.md").read_text(encoding="utf-8")
    faults = list(faults_of(sql, document))
    for fault in faults:
        print(f"docs/DATA-PROTECTION.md: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
