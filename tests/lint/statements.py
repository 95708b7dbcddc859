#!/usr/bin/env python3
"""No two different statements of the store have one name: a session prepares each once, under it."""
import collections
import pathlib
import re
import sys

STORE = pathlib.Path(__file__).resolve().parents[2] / "lib" / "store"
STATEMENT = re.compile(r'\bStatement\s+\w+\s*\{\s*"(\w+)",(.*?)\};', re.S)

places = collections.defaultdict(list)
for path in sorted(STORE.glob("*.cpp")):
    for name, sql in STATEMENT.findall(path.read_text(encoding="utf-8")):
        said = "".join(re.findall(r'"([^"]*)"', sql)) or sql.strip()
        places[name].append((path.name, said))
if len(places) < 100:
    sys.exit(f"Only {len(places)} statements were found: are they written in another way by now?")
wrong = {name: found for name, found in places.items() if len({sql for _, sql in found}) > 1}
for name, found in sorted(wrong.items()):
    print(f"{name}: the name of different statements in {', '.join(file for file, _ in found)}")
sys.exit(1 if wrong else 0)
