#!/usr/bin/env python3
"""Holds config/names to what its files say of themselves, and to what is known by hand.

usage: names.py [FOLDER]     FOLDER: the public sources, to see too that the tools make the same again
"""
import hashlib
import pathlib
import re
import subprocess
import sys

NAMES = pathlib.Path(__file__).resolve().parents[2] / "config" / "names"
sys.path.insert(0, str(NAMES))
sys.dont_write_bytecode = True
from sources import read_by_hand  # noqa: E402

# Families and spellings that are known by hand, at least. What several cultures bear counts for each.
COVERED = {
    "arabic": (350, 1700), "urdu": (400, 1800), "punjabi": (120, 300), "bengali": (450, 1900),
    "gujarati": (50, 110), "hindi": (45, 100), "somali": (45, 120), "turkish": (95, 210),
    "kurdish": (70, 190), "persian": (400, 1800), "polish": (60, 140), "romanian": (70, 180),
    "bulgarian": (70, 200), "lithuanian": (75, 210), "portuguese": (50, 100), "irish": (120, 300),
    "welsh": (50, 110), "west_african": (80, 200),
}
LARGEST = 100_000  # bytes: it is part of every program


def lines_of(name):
    text = (NAMES / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def wrong_families(families):
    seen = {}
    for family in families:
        head, *others = family
        if head.startswith("~"):
            yield f"{head}: the usual spelling cannot be doubtful"
        if others != sorted(others, key=lambda word: word.lstrip("~")):
            yield f"{head}: its spellings are not by the alphabet"
        for word in (word.lstrip("~") for word in family):
            if not re.fullmatch("[a-z]{2,20}", word):
                yield f"{word}: not two to twenty letters of a to z"
            if word in seen:
                yield f"{word}: stands with {seen[word]} and with {head}"
            seen[word] = head
    if families != sorted(families):
        yield "the families are not by the alphabet"


def wrong_beside_hand(families):
    by_hand, apart = read_by_hand()
    of = {word.lstrip("~"): family for family in families for word in family}
    for _, words, doubtful in by_hand:
        family = of.get(words[0], [])
        for word in words:
            if ("~" + word if word in doubtful else word) not in family:
                yield f"{word}: known by hand as {words[0]}, and not so in families.txt"
    for a, b in map(sorted, apart):
        if a in of and of[a] is of.get(b):
            yield f"{a} and {b}: two names, and one family"
    cultures = {}
    for names, words, _ in by_hand:
        for culture in names:
            count = cultures.setdefault(culture, [0, 0])
            count[0] += 1
            count[1] += len(words)
    for culture, (least, spellings) in COVERED.items():
        found = cultures.get(culture, [0, 0])
        if found[0] < least or found[1] < spellings:
            yield f"{culture}: {found[0]} families with {found[1]} spellings are fewer than there were"
    written = (NAMES / "families.txt").read_text(encoding="utf-8")
    digest = hashlib.sha256((NAMES / "families_by_hand.txt").read_bytes()).hexdigest()[:16]
    if digest not in written:
        yield "families_by_hand.txt has changed since families.txt was made: run build_families.py"
    if len(written) > LARGEST:
        yield f"families.txt has over {LARGEST} bytes"


def wrong_relatives(families):
    _, apart = read_by_hand()
    head = {word.lstrip("~"): family[0] for family in families for word in family}
    for line in lines_of("relatives.txt"):
        name, *others = line.replace(":", "").split()
        if others != sorted(set(others)) or any(other <= name for other in others):
            yield f"{name}: relatives not by the alphabet, or before it"
        for word in (name, *others):
            if head.get(word, word) != word:
                yield f"{word}: stands for {head[word]}, under which its relatives belong"
        for other in others:
            if frozenset((name, other)) in apart:
                yield f"{name} and {other}: two names, and relatives"


def wrong_beside_sources(folder):
    for tool, made in (("build_families.py", "families.txt"), ("build_relatives.py", "relatives.txt")):
        run = subprocess.run([sys.executable, str(NAMES / tool), folder], capture_output=True,
                             text=True, check=False)
        if run.stdout != (NAMES / made).read_text(encoding="utf-8"):
            yield f"{made} is not what {tool} makes of {folder} {run.stderr[-300:]}"


def main():
    families = [line.split() for line in lines_of("families.txt")]
    wrong = [*wrong_families(families), *wrong_beside_hand(families), *wrong_relatives(families)]
    if len(sys.argv) > 1:
        wrong += wrong_beside_sources(sys.argv[1])
    print(*wrong, sep="\n", end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
