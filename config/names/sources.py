"""How the public sources of names, and our own files by hand, are read."""
import csv
import gzip
import pathlib
import re
import unicodedata

HERE = pathlib.Path(__file__).parent
BY_HAND = HERE / "families_by_hand.txt"
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


def read_by_hand(path=BY_HAND):
    """Families as (cultures, words, doubtful words), and the pairs that are no spellings."""
    families, apart, section = [], set(), None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            words = [word.lstrip("~") for word in line.split()]
            if section == "apart":
                apart |= {frozenset((a, b)) for a in words for b in words if a < b}
            else:
                doubtful = {word[1:] for word in line.split() if word.startswith("~")}
                families.append((section.split(), words, doubtful))
    return families, apart
