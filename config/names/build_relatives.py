#!/usr/bin/env python3
"""Rebuilds relatives.txt, which names are short forms, pet names or cognates of which, from public facts.

Run: python3 config/names/build_relatives.py FOLDER > config/names/relatives.txt

FOLDER holds, as published by their sources:
  matching/given_name_variants_wikidata.csv.gz, matching/family_name_variants_wikidata.csv.gz
  names/nicknames_carltonnorthern.csv, names/diminutives_male.csv, names/diminutives_female.csv
  names/given_names_uk_births.csv, names/name_lists_by_locale.csv,
  names/common_forenames_by_country.csv, names/common_surnames_by_country.csv
The last four only say which names people bear. What the matcher finds alike by itself, by a typing
error or the same consonants, is left out, and so is what families.txt knows.
"""
import collections
import csv
import gzip
import pathlib
import re
import sys
import unicodedata

HEADER = """\
# format: badgewatch-name-relatives/1
# A name, a colon, and names that are its short forms, pet names or cognates. One hop: relatives of
# relatives are none. A pair stands once, under its first name in the alphabet.
# Made by config/names/build_relatives.py. Sources: Wikidata name items (CC0), by way of
# moj-analytical-services/splink_synthetic_data; carltonnorthern/nicknames (Apache-2.0); diminutives.db
# from Wiktionary (public domain).
"""
PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d",
                       "þ": "th", "'": "", "’": "", "-": ""})
CONFUSED = {"c": "k", "q": "k", "z": "s", "x": "s", "v": "b", "p": "f", "d": "t", "j": "g"}


def plain(text):
    """The name in a to z; nothing when it cannot be so written or is too short to say anything."""
    folded = unicodedata.normalize("NFKD", text.lower().translate(PLAIN))
    folded = "".join(c for c in folded if not unicodedata.combining(c))
    return folded if re.fullmatch("[a-z]{3,20}", folded) else None


def skeleton(word):
    made = ""
    for c in word:
        if c in "aeiouyhw":
            made = made or "a"
            continue
        written = CONFUSED.get(c, c)
        if not made.endswith(written):
            made += written
    return made


def one_edit(a, b):
    a, b = sorted((a, b), key=len)
    if len(b) - len(a) > 1:
        return False
    i = next((i for i in range(len(a)) if a[i] != b[i]), len(a))
    if len(a) < len(b):
        return a[i:] == b[i + 1:]
    swapped = a[i:i + 2] == b[i:i + 2][::-1] and a[i + 2:] == b[i + 2:]
    return a[i + 1:] == b[i + 1:] or swapped


def rows(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else \
        open(path, encoding="utf-8-sig")
    with opened as file:
        yield from csv.DictReader(file)


def borne(folder):
    """Names that people bear somewhere."""
    columns = {"given_names_uk_births.csv": "name", "name_lists_by_locale.csv": "name",
               "common_forenames_by_country.csv": "Romanized Name",
               "common_surnames_by_country.csv": "Romanized Name"}
    return {plain(row[column] or "") for file, column in columns.items()
            for row in rows(folder / "names" / file)}


def pairs(folder):
    known = borne(folder)
    for kind in ("given", "family"):
        for row in rows(folder / "matching" / f"{kind}_name_variants_wikidata.csv.gz"):
            a, b = plain(row["a"]), plain(row["b"])
            close = row["t"] in ("diminutive", "hypocorism", "nickname")
            if a and b and (a in known and b in known or close and (a in known or b in known)):
                yield a, b
    for row in rows(folder / "names" / "nicknames_carltonnorthern.csv"):
        yield plain(row["name1"]), plain(row["name2"])
    for sex in ("male", "female"):
        path = folder / "names" / f"diminutives_{sex}.csv"
        for line in path.read_text(encoding="utf-8").splitlines():
            name, *short = map(plain, line.split(","))
            yield from ((name, one) for one in short)


def families(path):
    """The spelling families of each word."""
    of = collections.defaultdict(set)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if not line.startswith("#"):
            for word in line.split()[1:]:
                of[word].add(number)
    return of


def main():
    folder = pathlib.Path(sys.argv[1])
    of = families(pathlib.Path(__file__).with_name("families.txt"))
    relatives = collections.defaultdict(set)
    for a, b in pairs(folder):
        if not a or not b or a == b or one_edit(a, b) or skeleton(a) == skeleton(b) or of[a] & of[b]:
            continue
        relatives[min(a, b)].add(max(a, b))
    print(HEADER, end="")
    for name in sorted(relatives):
        print(name + ":", " ".join(sorted(relatives[name])))


if __name__ == "__main__":
    main()
