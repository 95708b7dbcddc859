#!/usr/bin/env python3
"""Holds config/reference and config/mappings to what their READMEs say.

usage: reference.py [CONFIG_DIR]     (default: the config folder of this checkout)
"""

import datetime
import json
import pathlib
import re
import sys

ON = "2026-11-23"
IN_FORCE = {"england": 264, "wales": 22, "scotland": 32, "northern_ireland": 1}  # 319
MUST_HAVE = ("TFL", "BIR", "WLV", "MAN", "LDS", "GLG", "CRF")
# The Department for Transport's count on 1 April 2024, and whom we take it to leave out.
DFT = {"on": "2024-04-01", "england": 263, "wales": 22, "leaves_out": ["IOS"]}

AUTHORITY_FIELDS = {
    "code": str, "name": str, "short_name": str, "nation": str, "kind": str, "region": str,
    "gss": (str, type(None)), "licenses_drivers": bool, "provisional_code": bool,
    "starts_on": str, "starts_on_basis": str, "ends_on": (str, type(None)),
    "successors": list, "predecessors": list, "aliases": list,
    "population_2020": (int, type(None)), "ask": dict,
}
KINDS = {
    "england": {"metropolitan_district", "non_metropolitan_district", "unitary_authority",
                "county_council", "transport_for_london"},
    "wales": {"welsh_principal_area"},
    "scotland": {"scottish_council"},
    "northern_ireland": {"northern_ireland_agency"},
}
GSS = {"england": "E", "wales": "W", "scotland": "S", "northern_ireland": "N"}

DIVISIONS = ("england-and-wales", "scotland", "northern-ireland")
COVERS = {"from": "2012-01-01", "to": "2028-12-31"}
EARLY_MAY_MOVED = {2020: (5, 8)}
SPRING_MOVED = {2012: (6, 4), 2022: (6, 2)}
EXTRA = {  # (month, day), divisions
    2012: [((6, 5), DIVISIONS)],
    2022: [((6, 3), DIVISIONS), ((9, 19), DIVISIONS)],
    2023: [((5, 8), DIVISIONS)],
    2026: [((6, 15), ("scotland",))],
}
YEARLY_TITLES = {
    "england-and-wales": ("New Year’s Day", "Good Friday", "Easter Monday",
                          "Early May bank holiday", "Spring bank holiday",
                          "Summer bank holiday", "Christmas Day", "Boxing Day"),
    "scotland": ("New Year’s Day", "2nd January", "Good Friday", "Early May bank holiday",
                 "Spring bank holiday", "Summer bank holiday", "St Andrew’s Day", "Christmas Day",
                 "Boxing Day"),
    "northern-ireland": ("New Year’s Day", "St Patrick’s Day", "Good Friday", "Easter Monday",
                         "Early May bank holiday", "Spring bank holiday",
                         "Battle of the Boyne (Orangemen’s Day)", "Summer bank holiday",
                         "Christmas Day", "Boxing Day"),
}

UNITS = ("working_days", "days", "months", "years")
PERIODS = {  # on ON: amount, unit, counts_first_day
    "enter_decision": (5, "working_days", True),
    "answer_disclosure": (20, "working_days", True),
    "share_concern": (10, "working_days", True),
    "consider_concern": (20, "working_days", True),
    "retain_entry": (11, "years", True),
    "subject_request_answer": (1, "months", False),
    "extend_answer": (2, "months", False),
    "appeal_magistrates": (21, "days", False),
    "watch_check_subject": (6, "months", False),
    "replay_window": (12, "months", False),
    "idempotency_answer": (7, "days", False),
    "acknowledge_alert": (2, "working_days", True),
    "review_concern": (20, "working_days", True),
    "retain_concern": (11, "years", True),
    "retain_case_outcome": (11, "years", True),
    "search_before_grant": (6, "months", False),
    "contact_review": (12, "months", False),
    "remind_of_duty": (3, "working_days", True),
    "escalate_duty": (2, "working_days", True),
}
SETTINGS = ("watch_check_subject", "replay_window", "idempotency_answer", "acknowledge_alert",
            "review_concern", "retain_concern", "retain_case_outcome", "search_before_grant",
            "contact_review", "remind_of_duty", "escalate_duty")
SETTING_BASIS = "Deployment's setting, not statute: "

MAPPING_KEYS = ["format", "name", "description", "columns", "values", "defaults", "dates",
                "name_order"]
MAPPING_FIELDS = (
    "licence_number class status granted_on expires_on full_name given_names family_name "
    "former_names date_of_birth national_insurance_number driving_licence_number "
    "driving_licence_issuer address_1 address_2 address_3 address_4 postcode email telephone "
    "authority").split()
DECISION_FIELDS = (
    "your_reference kind decided_on effective_on notified_on suspension_ends_on "
    "relies_on_relevant_information first_entered_on imported_from full_name given_names family_name "
    "former_names date_of_birth national_insurance_number driving_licence_number "
    "driving_licence_issuer address_1 address_2 address_3 address_4 postcode email telephone").split()
WORDS = {
    "class": r"hackney_carriage|private_hire|dual",
    "status": r"applied|current|suspended|revoked|refused|expired|surrendered",
    "kind": r"refusal|refusal_to_renew|suspension|revocation|interim_suspension|out_of_area_suspension"
            r"|surrendered_under_investigation",
    "relies_on_relevant_information": r"true|false",
    "driving_licence_issuer": r"[A-Z]{2}",
}
DATE_FORMS = ("iso", "dmy")
NAME_ORDERS = ("as_written", "family_comma_given")

checks = 0
failures = []


def check(good, where, what):
    global checks
    checks += 1
    if not good:
        failures.append(f"{where}: {what}")
    return bool(good)


def is_day(text):
    try:
        return isinstance(text, str) and datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def day_before(text):
    return (datetime.date.fromisoformat(text) - datetime.timedelta(1)).isoformat()


def covers(record, day):
    return record["starts_on"] <= day and (record["ends_on"] is None or day <= record["ends_on"])


def overlap(a, b):
    return ((a["ends_on"] is None or b["starts_on"] <= a["ends_on"])
            and (b["ends_on"] is None or a["starts_on"] <= b["ends_on"]))


def fold(text):
    return " ".join(text.split()).casefold()


def is_text(value):
    return isinstance(value, str) and value and value == " ".join(value.split())


def unique_keys(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError("key twice: " + next(k for k in keys if keys.count(k) > 1))
    return found


def read(path):
    """The file's object and its text, or None: a file that cannot be read is a failure."""
    try:
        text = path.read_bytes().decode("utf-8")
        data = json.loads(text, object_pairs_hook=unique_keys)
    except (OSError, ValueError) as problem:
        check(False, path.name, f"cannot be read: {problem}")
        return None
    check(isinstance(data, dict), path.name, "is no object")
    check(text.endswith("}\n") and "\r" not in text, path.name, "must end with one line feed")
    for bad in ("\ufffd", "ï¿½", "Ã"):  # text decoded wrongly somewhere on its way
        check(bad not in text, path.name, f"holds {bad!r}")
    local = re.search(r"""[\s"]\.{0,2}/\S*""", text)
    check(local is None, path.name, f"names a path of some machine: {local and local.group()}")
    return (data, text) if isinstance(data, dict) else None


def read_reference(folder, kind, key):
    path = folder / (kind + ".json")
    found = read(path)
    if found is None:
        return None
    data, text = found
    name = path.name
    check(list(data)[:4] == ["format", "kind", "version", "sources"], name,
          "must begin with format, kind, version, sources")
    check(data.get("format") == "badgewatch-reference/1", name, "format")
    check(data.get("kind") == kind, name, "kind")
    check(is_day(data.get("version")), name, "version is no day")
    check(bool(data.get("sources")), name, "names no source")
    for source in data.get("sources") or []:
        check(list(source) == ["title", "location", "licence"]
              and all(is_text(value) for value in source.values()), name,
              f"source {source}: title, location and licence")
    rows = data.get(key)
    if not check(isinstance(rows, list) and rows and all(isinstance(r, dict) for r in rows), name,
                 f"no list {key}"):
        return None
    written = [line.strip().rstrip(",") for line in text.splitlines()]
    written = written[written.index(f'"{key}": [') + 1:-2] if f'"{key}": [' in written else []
    check(written == [json.dumps(row, ensure_ascii=False) for row in rows], name,
          "must be written one record a line")
    return data, rows


# ------------------------------------------------------------------------------- authorities

def authority_record(where, a):
    if not check(list(a) == list(AUTHORITY_FIELDS), where, f"fields {list(a)}"):
        return False
    good = True
    for field, kind in AUTHORITY_FIELDS.items():
        good &= check(isinstance(a[field], kind), where, f"{field} is of the wrong type")
    good &= check(all(isinstance(text, str) for field in ("successors", "predecessors", "aliases")
                      for text in a[field]), where, "successors, predecessors, aliases are texts")
    if not good:
        return False
    good &= check(is_day(a["starts_on"]), where, "starts_on is no day")
    good &= check(a["ends_on"] is None or is_day(a["ends_on"]), where, "ends_on is no day")
    check(a["ends_on"] is None or a["starts_on"] <= a["ends_on"], where, "ends before it starts")
    check(a["starts_on_basis"] in ("source", "reorganisation"), where, "starts_on_basis")
    check(re.fullmatch(r"[A-Z]{3,5}", a["code"]), where, "code is not 3 to 5 capital letters")
    for field in ("name", "short_name", "region"):
        check(is_text(a[field]), where, f"{field} is empty or has odd spaces")
    check(a["nation"] in KINDS and a["kind"] in KINDS[a["nation"]], where, "nation and kind")
    check(a["gss"] is None or re.fullmatch(GSS.get(a["nation"], "?") + r"\d{8}", a["gss"]), where,
          "gss is no code of its nation")
    check(a["gss"] is not None or a["provisional_code"] or a["code"] in ("TFL", "DVANI"), where,
          "no gss")
    check(a["licenses_drivers"] != (a["kind"] == "county_council"), where,
          "licenses_drivers: all but county councils do")
    check(a["population_2020"] is None or a["population_2020"] > 0, where, "population_2020")
    check(list(a["ask"]) == ["team", "email", "telephone", "url"]
          and all(v is None or is_text(v) for v in a["ask"].values()), where, "ask")
    check(bool(a["ask"].get("team")) == a["licenses_drivers"], where, "ask.team")
    check(str(a["ask"].get("url") or "https://").startswith("https://"), where, "ask.url")
    for alias in a["aliases"]:
        check(is_text(alias), where, f"alias {alias!r} is empty or has odd spaces")
    names = [fold(n) for n in a["aliases"]]
    check(len(set(names)) == len(names), where, "an alias twice")
    check(not set(names) & {fold(a["name"]), fold(a["short_name"])}, where,
          "an alias equals the name")
    return good


def authorities(folder):
    found = read_reference(folder, "authorities", "authorities")
    if found is None:
        return
    data, rows = found
    file = "authorities.json"
    if not all([authority_record(f"{file}: {a.get('code', a)}", a) for a in rows]):
        return
    codes = [a["code"] for a in rows]
    check(codes == sorted(codes), file, "not sorted by code")
    for code in sorted(set(codes)):
        check(codes.count(code) == 1, f"{file}: {code}", "code twice")
    gss = [a["gss"] for a in rows if a["gss"]]
    for code in sorted(set(gss)):
        check(gss.count(code) == 1, f"{file}: {code}", "gss code twice")
    by_code = {a["code"]: a for a in rows}

    for a in rows:
        where = f"{file}: {a['code']}"
        check((a["ends_on"] is None) == (not a["successors"]), where,
              "ends_on without successors or successors without ends_on")
        for field, mirror in (("successors", "predecessors"), ("predecessors", "successors")):
            check(a[field] == sorted(set(a[field])), where, f"{field}: unsorted or twice")
            for code in a[field]:
                other = by_code.get(code)
                if check(other is not None, where, f"{field}: no such code {code}"):
                    check(a["code"] in other[mirror], where, f"{code} does not mirror it")
        for code in a["successors"]:
            if code in by_code and a["ends_on"]:
                starts = by_code[code]["starts_on"]
                check(day_before(starts) == a["ends_on"], where,
                      f"ends {a['ends_on']}, but successor {code} starts {starts}: "
                      + ("a gap" if day_before(starts) > a["ends_on"] else "an overlap"))
        if a["provisional_code"]:
            check(a["starts_on"] > data["version"], where, "provisional_code, but in force already")
            check(a["predecessors"] and a["population_2020"] == sum(
                by_code[c]["population_2020"] for c in a["predecessors"] if c in by_code), where,
                "population is not the sum of its predecessors'")

    meanings = {}
    for a in rows:
        for text in {fold(t) for t in [a["name"], a["short_name"], a["code"], *a["aliases"]]}:
            meanings.setdefault(text, []).append(a)
    for text, holders in sorted(meanings.items()):
        clash = [(a["code"], b["code"]) for i, a in enumerate(holders) for b in holders[i + 1:]
                 if overlap(a, b)]
        check(not clash, f"{file}: {' '.join(sorted({c for pair in clash for c in pair}))}",
              f"{text!r} leads to both on the same day")

    def in_force(day):
        return [a for a in rows if a["licenses_drivers"] and covers(a, day)]

    for nation, expected in IN_FORCE.items():
        have = sum(a["nation"] == nation for a in in_force(ON))
        check(have == expected, file, f"{have} in force in {nation} on {ON}, not {expected}")
    total = sum(IN_FORCE.values())
    check(total == 319 and len(in_force(ON)) == total, file,
          f"{len(in_force(ON))} in force on {ON}, not {total}")
    check(data.get("counts") == {"on": ON, "in_force": total, "by_nation": IN_FORCE,
                                 "department_for_transport": DFT}, file, "counts")
    for day in (DFT["on"], ON):
        counted = [a for a in in_force(day) if a["code"] not in DFT["leaves_out"]]
        for nation in ("england", "wales"):
            have = sum(a["nation"] == nation for a in counted)
            check(have == DFT[nation], file, f"{have} of {nation} as the Department for Transport "
                                             f"counts on {day}, not {DFT[nation]}")
    check(len(in_force("2027-04-01")) == total - 11 + 2, file, "in force on 2027-04-01 (Surrey)")
    for code in MUST_HAVE:
        check(code in {a["code"] for a in in_force(ON)}, file, f"{code} is not in force on {ON}")


# ----------------------------------------------------------------------------- bank holidays

def easter(year):
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    el = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * el) // 451
    n = h + el - 7 * m + 114
    return datetime.date(year, n // 31, n % 31 + 1)


def monday(year, month, last):
    if last:
        day = datetime.date(year, month + 1, 1) - datetime.timedelta(1)
        return day - datetime.timedelta(day.weekday())
    day = datetime.date(year, month, 1)
    return day + datetime.timedelta(-day.weekday() % 7)


def expected_holidays(division, year):
    """Computed from the rules, apart from the file: by rule, weekends moved to free weekdays."""
    one = datetime.timedelta(1)
    days = {easter(year) - 2 * one}
    if division != "scotland":
        days.add(easter(year) + one)
    days.add(datetime.date(year, *EARLY_MAY_MOVED[year]) if year in EARLY_MAY_MOVED
             else monday(year, 5, last=False))
    days.add(datetime.date(year, *SPRING_MOVED[year]) if year in SPRING_MOVED
             else monday(year, 5, last=True))
    days.add(monday(year, 8, last=division != "scotland"))
    fixed = [(1, 1), (12, 25), (12, 26)]
    if division == "scotland":
        fixed += [(1, 2), (11, 30)]
    if division == "northern-ireland":
        fixed += [(3, 17), (7, 12)]
    fixed = [datetime.date(year, *f) for f in fixed]
    days.update(day for day in fixed if day.weekday() < 5)
    for day in sorted(day for day in fixed if day.weekday() >= 5):
        while day.weekday() >= 5 or day in days:
            day += one
        days.add(day)
    days.update(datetime.date(year, *day) for day, where in EXTRA.get(year, ())
                if division in where)
    return {day.isoformat() for day in days}


def bank_holidays(folder):
    found = read_reference(folder, "bank_holidays", "bank_holidays")
    if found is None:
        return
    data, rows = found
    file = "bank_holidays.json"
    check(data.get("covers") == COVERS, file, "covers")
    for row in rows:
        where = f"{file}: {row.get('division')} {row.get('date')}"
        if not check(list(row) == ["division", "date", "title", "note"]
                     and row["division"] in DIVISIONS and is_day(row["date"])
                     and is_text(row["title"]) and (row["note"] is None or is_text(row["note"])),
                     where, "division, date, title, note"):
            return
        check(datetime.date.fromisoformat(row["date"]).weekday() < 5, where, "is on a weekend")
        check(COVERS["from"] <= row["date"] <= COVERS["to"], where, "is outside covers")
    keys = [(DIVISIONS.index(row["division"]), row["date"]) for row in rows]
    for before, after in zip(keys, keys[1:]):
        check(before < after, f"{file}: {DIVISIONS[after[0]]} {after[1]}", "unsorted or twice")
    for division in DIVISIONS:
        for year in range(int(COVERS["from"][:4]), int(COVERS["to"][:4]) + 1):
            where = f"{file}: {division} {year}"
            mine = [r for r in rows if r["division"] == division and r["date"][:4] == str(year)]
            for title in YEARLY_TITLES[division]:
                check(sum(r["title"].startswith(title) for r in mine) == 1, where,
                      f"must have {title} once")
            have, should = {r["date"] for r in mine}, expected_holidays(division, year)
            check(have == should, where, f"missing {sorted(should - have)}, "
                                         f"unexpected {sorted(have - should)}")


# --------------------------------------------------------------------------------- periods

def statutory_periods(folder):
    found = read_reference(folder, "statutory_periods", "periods")
    if found is None:
        return
    _, rows = found
    file = "statutory_periods.json"
    for row in rows:
        where = f"{file}: {row.get('name')} {row.get('starts_on')}"
        fields = [name for name in row if name != "ends_on_working_day"]
        if not check(fields == ["name", "amount", "unit", "counts_first_day", "starts_on",
                                   "ends_on", "basis"], where, f"fields {list(row)}"):
            return
        if not check(isinstance(row["name"], str) and is_day(row["starts_on"])
                     and (row["ends_on"] is None or is_day(row["ends_on"])), where,
                     "name, starts_on or ends_on"):
            return
        check(row["ends_on"] is None or row["starts_on"] <= row["ends_on"], where,
              "ends before it starts")
        check(row["name"] in PERIODS, where, "unknown name")
        check(type(row["amount"]) is int and row["amount"] > 0, where, "amount")
        check(row["unit"] in UNITS, where, "unit")
        check(isinstance(row["counts_first_day"], bool), where, "counts_first_day")
        check(row.get("ends_on_working_day", True) is True, where, "ends_on_working_day: true or not there")
        check(is_text(row["basis"]), where, "no basis")
        check(str(row["basis"]).startswith(SETTING_BASIS) == (row["name"] in SETTINGS), where,
              "basis must say whether it is statute or a setting")
    for name, expected in PERIODS.items():
        mine = sorted((r for r in rows if r["name"] == name), key=lambda r: r["starts_on"])
        for before, after in zip(mine, mine[1:]):
            check(not overlap(before, after), f"{file}: {name} {after['starts_on']}",
                  "overlaps the row before it")
            check(overlap(before, after) or before["ends_on"] == day_before(after["starts_on"]),
                  f"{file}: {name} {after['starts_on']}", "leaves a gap after the row before it")
        current = [(r["amount"], r["unit"], r["counts_first_day"]) for r in mine if covers(r, ON)]
        check(current == [expected], f"{file}: {name}", f"{current} in force on {ON}")


# -------------------------------------------------------------------------------- mappings

def words(where, field, value):
    check(re.fullmatch(WORDS[field], str(value)), where, f"{field}: {value!r} is none of our words")


def mapping(path):
    found = read(path)
    if found is None:
        return
    data, _ = found
    file = path.name
    if not check([key for key in data if key != "kind"] == MAPPING_KEYS, file, f"keys {list(data)}"):
        return
    kind = data.get("kind", "licences")
    if not check(kind in ("licences", "decisions"), file, f"kind {kind}"):
        return
    fields = MAPPING_FIELDS if kind == "licences" else DECISION_FIELDS
    check(data["format"] == "badgewatch-mapping/1", file, "format")
    check(data["name"] == path.stem, file, "name is not the file's")
    check(is_text(data["description"]), file, "description")
    if not check(all(isinstance(data[k], dict) for k in ("columns", "values", "defaults")), file,
                 "columns, values and defaults are objects"):
        return
    headers = []
    for field, column in data["columns"].items():
        where = f"{file}: columns.{field}"
        check(field in fields, where, "unknown field")
        if check(isinstance(column, dict) and list(column) == ["header"]
                 and is_text(column["header"]), where, "is not {\"header\": text}"):
            check(fold(column["header"]) not in headers, where, "header twice")
            headers.append(fold(column["header"]))
    reference = "licence_number" if kind == "licences" else "your_reference"
    check(reference in data["columns"], file, f"no {reference}")
    check({"full_name", "family_name"} & set(data["columns"]), file, "no name")
    for field, table in data["values"].items():
        where = f"{file}: values.{field}"
        if not check(field in WORDS and field in fields and isinstance(table, dict), where, "unknown field"):
            continue
        check(field in data["columns"], where, "has no column")
        check(len({fold(theirs) for theirs in table}) == len(table), where, "a word twice")
        for theirs, ours in table.items():
            check(is_text(theirs), where, f"{theirs!r} is empty or has odd spaces")
            words(where, field, ours)
            check(field == "driving_licence_issuer" or not re.fullmatch(WORDS[field], fold(theirs))
                  or fold(theirs) == ours, where, f"{theirs!r} is our own word for something else")
    for field, value in data["defaults"].items():
        where = f"{file}: defaults.{field}"
        check(field in fields, where, "unknown field")
        check(is_text(value), where, "is no text")
        if field in WORDS:
            words(where, field, value)
    dates = data["dates"]
    check(isinstance(dates, list) and dates and len(set(map(str, dates))) == len(dates)
          and all(d in DATE_FORMS for d in dates), file, f"dates {dates}")
    check(data["name_order"] in NAME_ORDERS, file, f"name_order {data['name_order']}")
    check(data["name_order"] == "as_written" or "full_name" in data["columns"], file,
          "name_order without full_name")
    if path.stem == "default":
        check({f: c.get("header") for f, c in data["columns"].items() if isinstance(c, dict)}
              == {f: f for f in MAPPING_FIELDS}, file, "must map every field to itself")


def mappings(folder):
    paths = sorted(folder.glob("*.json"))
    check(folder / "default.json" in paths, str(folder.name), "no default.json")
    check(len(paths) >= 3, str(folder.name), "fewer than three mappings")
    for path in paths:
        mapping(path)


def main():
    config = (pathlib.Path(sys.argv[1]) if len(sys.argv) > 1
              else pathlib.Path(__file__).resolve().parents[2] / "config")
    authorities(config / "reference")
    bank_holidays(config / "reference")
    statutory_periods(config / "reference")
    mappings(config / "mappings")
    if failures:
        for failure in failures:
            print(failure)
        print(f"reference: {len(failures)} of {checks} checks failed")
        return 1
    print(f"reference: ok ({checks} checks)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
