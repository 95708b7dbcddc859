#!/usr/bin/env python3
"""Rebuilds families.txt, which words are spellings of one name, from public facts and what we know.

Run: python3 config/names/build_families.py FOLDER > config/names/families.txt
     python3 config/names/build_families.py --check FOLDER    (exit 1 where that would change it)
     python3 config/names/build_families.py --coverage        (families and spellings by culture)

FOLDER holds, as published by their sources:
  names/romanisation_pairs_arabic.tsv.gz     Latin, Arabic, how often so written
  names/romanisation_classes_cyrillic.csv    a Cyrillic form, Latin spellings of it with their counts
  matching/given_name_variants_wikidata.csv.gz, matching/family_name_variants_wikidata.csv.gz
and, as for build_relatives.py, the lists that say which names people bear.

Two words are surely spellings of one name where two of three sources say so and they sound alike: one
Arabic form, one Cyrillic form, Wikidata. Where one source alone says so, it is doubtful. Each word goes
to the family of the most usual word that it is so tied to; nothing is chained: spellings of a spelling
are none. families_by_hand.txt goes before all of that, and names that it parts are never joined.
"""
import collections
import csv
import gzip
import hashlib
import pathlib
import sys

from sources import BY_HAND, HERE, borne, one_edit, plain, read_by_hand, rows, skeleton

HEADER = """\
# format: badgewatch-name-families/2
# One name a line, the usual spelling first. A word after ~ may be another name: it weighs less.
# Made by config/names/build_families.py from families_by_hand.txt ({digest}).
# Sources beside it: names transliterated to Arabic and Russian, from Wikidata, by way of
# steveash/NETransliteration-COLING2018 (CC0); Wikidata name items (CC0), by way of
# moj-analytical-services/splink_synthetic_data; only words that people bear: births in England and
# Wales, Scotland and Northern Ireland (Contains public sector information licensed under the Open
# Government Licence v3.0), joke2k/faker (MIT), sigpwned/popular-names-by-country-dataset (CC0).
"""
# A spelling that fewer sources than that wrote is a slip.
LEAST_COUNT = 2
# Of what a form is written in Latin, a rarer one is more often a mistake than a spelling.
LEAST_SHARE = 0.02
# Two names that so many bear are two names, unless all sources join them.
MANY_BIRTHS = 1500


def ties_of_form(spellings, source, ties):
    """`spellings`: how often each word writes one form."""
    total = sum(spellings.values())
    known = sorted(word for word, count in spellings.items()
                   if count >= LEAST_COUNT and count >= LEAST_SHARE * total)
    for at, a in enumerate(known):
        for b in known[at + 1:]:
            ties[a, b].add(source)


def ties(folder):
    """Which sources take two words for one name, and how often each word is seen."""
    found, seen = collections.defaultdict(set), collections.Counter()
    arabic = collections.defaultdict(collections.Counter)
    path = folder / "names" / "romanisation_pairs_arabic.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if word := plain(row["latin"]):
                arabic[row["arabic"]][word] += int(row["count"])
    cyrillic = []
    for row in rows(folder / "names" / "romanisation_classes_cyrillic.csv"):
        counts = collections.Counter()
        for one in row["latin_variants_with_counts"].split("|"):
            word, _, count = one.rpartition(":")
            if word := plain(word):
                counts[word] += int(count)
        cyrillic.append(counts)
    for source, forms in (("arabic", arabic.values()), ("cyrillic", cyrillic)):
        for counts in forms:
            seen.update(counts)
            ties_of_form(counts, source, found)
    for kind in ("given", "family"):
        for row in rows(folder / "matching" / f"{kind}_name_variants_wikidata.csv.gz"):
            a, b = plain(row["a"]), plain(row["b"])
            if a and b and a != b and row["t"] == "said_to_be_the_same_as":
                found[min(a, b), max(a, b)].add("wikidata")
    return found, seen


class Bearers:
    """How many children of each sex were given a name."""

    def __init__(self, folder):
        self.births = collections.Counter()
        self.girls = collections.Counter()
        for row in rows(folder / "names" / "given_names_uk_births.csv"):
            if word := plain(row["name"]):
                self.births[word] += int(row["total"])
                self.girls[word] += int(row["total"]) if row["sex"] == "F" else 0

    def sex(self, word):
        """F or M where nearly all bearers are so."""
        share = self.girls[word] / self.births[word] if self.births[word] else 0.5
        return "F" if share > 0.9 else "M" if share < 0.1 else None

    def are_two_names(self, a, b):
        return {self.sex(a), self.sex(b)} == {"F", "M"}

    def both_many(self, a, b):
        return min(self.births[a], self.births[b]) >= MANY_BIRTHS


def sureness(a, b, sources, bearers):
    """2 where they are surely one name, 1 where that is doubtful, 0 where nothing says so."""
    sound, near = skeleton(a) == skeleton(b), one_edit(a, b)
    if bearers.are_two_names(a, b) or not (sound or near):
        return 0
    if len(sources) == 3:
        return 2
    if len(sources) == 2:
        # Both transliterations drop what vowels tell.
        sure = not bearers.both_many(a, b) and ("wikidata" in sources or near)
        return 2 if sure else 1
    # Of two consonants too many names consist; a woman's name is often a man's and an a.
    telling = len(skeleton(a)) >= 3 and a + "a" != b and b + "a" != a
    return 1 if sound and near and telling and not bearers.both_many(a, b) else 0


def attested(folder):
    """By word: what it is tied to, and how surely. And how usual words are."""
    found, seen = ties(folder)
    known, bearers = borne(folder), Bearers(folder)
    tied = collections.defaultdict(dict)
    for (a, b), sources in found.items():
        sure = sureness(a, b, sources, bearers) if a in known and b in known else 0
        if sure:
            tied[a][b] = tied[b][a] = sure
    return tied, {word: (bearers.births[word] + seen[word], word) for word in known if word}


class Families:
    """Which family each word is of: at most one."""

    def __init__(self, by_hand, apart):
        self.apart = apart
        self.all = []
        self.of = {}
        for _, words, doubtful in by_hand:
            self.begin(words[0])
            for word in words[1:]:
                if word in self.of:
                    raise ValueError(f"{word} stands in two families")
                self.add(word, words[0], 1 if word in doubtful else 2)

    def begin(self, word):
        if word in self.of:
            raise ValueError(f"{word} stands in two families")
        self.all.append({word: 2})
        self.of[word] = self.all[-1]

    def add(self, word, beside, sure):
        """Nothing where the word has a family, or is known to be no spelling of one in this."""
        family = self.of[beside]
        if word in self.of or any(frozenset((word, one)) in self.apart for one in family):
            return
        family[word] = sure
        self.of[word] = family


def join(by_hand, apart, tied, usual):
    families = Families(by_hand, apart)
    # Words beside a family known by hand: each to the one that it is tied to most surely. What more
    # people bear than its usual spelling is another name.
    def may_join(word, other):
        family = families.of.get(other, {})
        return family.get(other) == 2 and usual[word] < usual.get(next(iter(family)), (0, ""))

    joining = []
    for word in sorted(tied):
        ties_of_word = [(sure, usual[other], other) for other, sure in tied[word].items()
                        if may_join(word, other)]
        if word not in families.of and ties_of_word:
            sure, _, other = max(ties_of_word)
            joining.append((word, other, sure))
    for word, other, sure in joining:
        families.add(word, other, sure)
    # The rest by themselves, the most usual word first.
    for head in sorted(tied, key=usual.get, reverse=True):
        others = [word for word in sorted(tied[head]) if word not in families.of]
        if head in families.of or not others:
            continue
        families.begin(head)
        for word in others:
            families.add(word, head, tied[head][word])
    # A name that is apart from another has a line, if need be alone, which says that it is known.
    for word in sorted({word for pair in apart for word in pair} - set(families.of)):
        families.begin(word)
    return families.all


def text_of(families):
    lines = []
    for family in families:
        head, *others = family
        written = (("~" if family[word] == 1 else "") + word for word in sorted(others))
        lines.append(" ".join([head, *written]))
    digest = hashlib.sha256(BY_HAND.read_bytes()).hexdigest()[:16]
    return HEADER.format(digest=digest) + "\n".join(sorted(lines)) + "\n"


def coverage():
    families, _ = read_by_hand()
    for culture in sorted({culture for cultures, _, _ in families for culture in cultures}):
        own = [words for cultures, words, _ in families if culture in cultures]
        print(f"{culture:<16}{len(own):>6} families {sum(map(len, own)):>6} spellings")


def main():
    if sys.argv[1] == "--coverage":
        return coverage()
    made = text_of(join(*read_by_hand(), *attested(pathlib.Path(sys.argv[-1]))))
    if sys.argv[1] != "--check":
        print(made, end="")
    elif made != HERE.joinpath("families.txt").read_text(encoding="utf-8"):
        sys.exit("families.txt is not what build_families.py makes of its sources")


if __name__ == "__main__":
    main()
