#!/usr/bin/env python3
"""Holds README.md, docs/ and the READMEs of folders to the tree: every path and link is there.

Run: python3 tests/lint/docs.py
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
FENCE = re.compile(r"^```.*?^```", re.M | re.S)
HEADING = re.compile(r"^#+\s+(.*)$", re.M)
# Of a path: begins in a folder of the tree, or ends as a file of ours does.
TOP = ("lib", "daemon", "sql", "config", "tests", "docs", "cmake", "systemd", ".ci")
PATH = re.compile(rf"^(?:{'|'.join(map(re.escape, TOP))})/[\w./*-]+$")
HIDDEN = ("/work", "/tmp/", "/home/", "/root/")  # a machine's own places


def anchor(heading):
    text = re.sub(r"[`*\[\]]|\([^)]*\)", "", heading).strip().lower()
    return re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", text))


def exists(path):
    return any(path.parent.glob(path.name)) if "*" in path.name else path.exists()


def faults_of(text, place):
    """Of a document that lies in the folder `place`."""
    for target in LINK.findall(FENCE.sub("", text)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, part = target.partition("#")
        found = (place / path) if path else None
        if found is not None and not exists(found):
            yield f"links to {target}, which is not there"
        elif part and (found is None or found.suffix == ".md"):
            headings = HEADING.findall(text if found is None else found.read_text(encoding="utf-8"))
            if part not in map(anchor, headings):
                yield f"links to {target}: there is no such heading"
    for code in CODE.findall(FENCE.sub("", text)):
        if PATH.match(code) and not exists(ROOT / code):
            yield f"names {code}, which is not there"
    for place_name in HIDDEN:
        if place_name in text:
            yield f"names {place_name}, a place of one machine"


def planted():
    return {
        "a dead link": "[x](no/such/file.md)", "a dead path": "`lib/core/nothing.hpp`",
        "a dead heading": "# One\n[x](#two)", "a machine's place": "see /tmp/x",
    }


def main():
    documents = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    documents += sorted(p for top in ("sql", "config", "tests", "lib") for p in
                        (ROOT / top).rglob("README.md"))
    documents = [path for path in documents
                 if not path.is_symlink() and "node_modules" not in path.parts]
    faults = [f"docs.py does not find the planted fault: {name}"
              for name, text in planted().items() if not list(faults_of(text, ROOT))]
    faults += [f"docs.py finds a fault where there is none: {fault}"
               for fault in faults_of("# A b\n[x](#a-b) [y](docs) `lib/core/error.hpp`", ROOT)]
    for path in documents:
        text = path.read_text(encoding="utf-8")
        faults += [f"{path.relative_to(ROOT)}: {fault}" for fault in faults_of(text, path.parent)]
    for fault in faults:
        print(fault)
    print(f"docs: {'ok' if not faults else f'{len(faults)} faults'} ({len(documents)} documents)")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
