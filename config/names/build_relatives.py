#!/usr/bin/env python3
"""Rebuilds relatives.txt, which names are short forms, pet names or cognates of which, from public facts.

Run: python3 config/names/build_relatives.py FOLDER > config/names/relatives.txt

FOLDER holds, as published by their sources:
  matching/given_name_variants_wikidata.csv.gz, matching/family_name_variants_wikidata.csv.gz
  names/nicknames_carltonnorthern.csv, names/diminutives_male.csv, names/diminutives_female.csv
  names/given_names_uk_births.csv, names/name_lists_by_locale.csv,
  names/common_forenames_by_country.csv, names/common_surnames_by_country.csv
The last four only say which names people bear. What the matcher finds alike by itself, by a typing
error or the same consonants, is left out, and so is what families.txt knows. relatives_by_hand.txt says
what else we know. A name stands for all its spellings, so it is written as its family's first.
"""
import collections
import pathlib
import sys

from sources import HERE, borne, one_edit, plain, read_by_hand, rows, skeleton

HEADER = """\
# format: badgewatch-name-relatives/1
# A name, a colon, and names that are its short forms, pet names or cognates. One hop: relatives of
# relatives are none. A pair stands once, under its first name in the alphabet.
# Made by config/names/build_relatives.py. Sources: relatives_by_hand.txt; Wikidata name items (CC0), by way of
# moj-analytical-services/splink_synthetic_data; carltonnorthern/nicknames (Apache-2.0); diminutives.db
# from Wiktionary (public domain).
"""


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


def by_hand(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, *others = line.split()
            yield from ((name, other) for other in others)


def usual_spellings(path):
    """The first word of the family of each word that has one."""
    usual = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            words = [word.lstrip("~") for word in line.split()]
            usual.update(dict.fromkeys(words, words[0]))
    return usual


def main():
    folder = pathlib.Path(sys.argv[1])
    usual = usual_spellings(HERE / "families.txt")
    _, apart = read_by_hand()
    relatives = collections.defaultdict(set)

    def add(a, b):
        a, b = usual.get(a, a), usual.get(b, b)
        if a != b and frozenset((a, b)) not in apart:
            relatives[min(a, b)].add(max(a, b))

    for a, b in pairs(folder):
        if a and b and a != b and not one_edit(a, b) and skeleton(a) != skeleton(b):
            add(a, b)
    for a, b in by_hand(HERE / "relatives_by_hand.txt"):
        add(a, b)
    print(HEADER, end="")
    for name in sorted(relatives):
        print(name + ":", " ".join(sorted(relatives[name])))


if __name__ == "__main__":
    main()
