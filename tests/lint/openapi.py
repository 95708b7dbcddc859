#!/usr/bin/env python3
"""Holds config/openapi.json to the code: every route with its scope and none more, the words of
every list, the bounds, the problem types; and to itself: references, examples.

Run: python3 tests/lint/openapi.py
"""
import copy
import json
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import api_document as api  # noqa: E402
import permissions  # noqa: E402

NAMES = re.compile(r"Names<(\w+), \d+> \w+\{\s*\{(.*?)\}\};", re.S)
PROBLEM = re.compile(r'\{(\d{3}), "(/problems/[a-z-]+)",\s+"([^"]+)"')

# The words of a list in the document, and the enumeration of the code that they name.
WORDS = {"LicenceClass": "LicenceClass", "LicenceStatus": "LicenceStatus", "Purpose": "Purpose",
         "Outcome": "Outcome", "DecisionKind": "DecisionKind", "EntryKind": "DecisionKind",
         "EntryState": "EntryState", "EntryChange": "EntryChange", "AlertKind": "AlertKind", "AlertState": "AlertState", "AlertChange": "AlertChange",
         "ConcernCategory": "ConcernCategory", "ConcernSource": "ConcernSource", "ConcernOutcome": "ConcernOutcome", "ConcernIssuerState": "IssuerState", "ConcernRouting": "Routing", "DutyKind": "DutyKind", "DutyState": "DutyState", "DutyNotice": "DutyNotice", "HoldCause": "HoldCause", "HoldState": "HoldState", "Finding": "Finding", "MisusePattern": "Pattern", "ReviewOutcome": "Review", "Scope": "Scope", "ScopeToGive": "Scope",
         "CaseResult": "CaseResult", "RectificationState": "RectificationState", "DutyPauseReason": "PauseReason",
         "DisclosureState": "DisclosureState", "DisclosureAct": "DisclosureAct", "Band": "Band", "Verdict": "Verdict", "EvidenceField": "Field"}
UNSAID = {"Band": {"none"},  # never in an answer
          "ScopeToGive": {"supervision", "administration", "import"}}  # an operator's alone

# A bound in the document, and the constant of the code that it repeats.
BOUNDS = [
    ("Name/properties/full/maxLength", "lib/person/name.hpp", "max_name_length"),
    ("Person/properties/names/maxItems", "lib/person/name.hpp", "max_names"),
    ("Person/properties/addresses/maxItems", "lib/person/parts_reading.hpp", "max_addresses"),
    ("Address/properties/lines/maxItems", "lib/person/parts_reading.hpp", "max_address_lines"),
    ("Address/properties/lines/items/maxLength", "lib/person/parts_reading.hpp",
     "max_address_line_length"),
    ("Contact/properties/email/maxLength", "lib/person/email.cpp", "longest"),
    ("Contact/properties/telephone/maxLength", "lib/person/telephone.cpp", "longest_text"),
    ("LicenceRow/properties/licence_number/maxLength", "lib/api/licence_json.cpp",
     "longest_number"),
    ("DecisionToEnter/properties/your_reference/maxLength", "lib/api/decision_json.cpp",
     "longest_reference"),
    ("Adjudication/properties/reason/maxLength", "lib/domain/finding.hpp", "longest_reason"),
    ("ChangeToMake/properties/reason/maxLength", "lib/api/decision_changes.cpp",
     "longest_change_reason"),
    ("ChangeToMake/properties/decided_by/maxLength", "lib/api/decision_changes.cpp",
     "longest_signature"),
    ("AlertChangeToMake/properties/note/maxLength", "lib/api/alerts.cpp", "longest_note"),
    ("Jwk/properties/kid/maxLength", "lib/access/public_key.cpp", "longest_kid"),
    ("JwkSet/properties/keys/maxItems", "lib/access/public_key.hpp", "most_keys_of_a_client"),
    ("InvitationAccepted/properties/password/minLength", "lib/access/password.hpp",
     "shortest_password"),
    ("InvitationAccepted/properties/password/maxLength", "lib/access/password.hpp",
     "longest_password"),
    ("ApiKeyToMake/properties/networks/maxItems", "lib/access/network.hpp", "most_networks"),
    ("Check/properties/hits/maxItems", "lib/app/checks.cpp", "most_hits"),
    ("Alerts/properties/alerts/maxItems", "lib/api/alerts.cpp", "page"),
    ("Decisions/properties/decisions/maxItems", "lib/api/own_lists.cpp", "page"),
    ("Searches/properties/checks/maxItems", "lib/api/own_lists.cpp", "page"),
    ("Concerns/properties/concerns/maxItems", "lib/api/concerns.cpp", "page"),
    ("Duties/properties/duties/maxItems", "lib/api/duties.cpp", "page"),
    ("MisuseFlags/properties/flags/maxItems", "lib/api/misuse.cpp", "page"),
    ("MisuseFlag/properties/checks/maxItems", "lib/domain/misuse.hpp", "most_checks_named"),
    ("ReviewToMake/properties/reason/maxLength", "lib/domain/finding.hpp", "longest_reason"),
]

# Values of examples must be nobody's.
INVENTED = {
    "national_insurance_number": re.compile(r"QQ\d{6}[A-D]?$"),
    "email": re.compile(r"\S+@example\.(org|com|net)$"),
    "telephone": re.compile(r"(\+44|0)(1632960|7700900|2079460)\d{3}$"),
}


def text(path):
    return (api.ROOT / path).read_text(encoding="utf-8")


def code():
    """What the sources say."""
    sources = "".join(p.read_text(encoding="utf-8")
                      for p in sorted((api.ROOT / "lib" / "domain").glob("*.cpp")))
    words = {name: set(re.findall(r'"([^"]+)"', body)) for name, body in NAMES.findall(sources)}
    match = text("lib/match/match.hpp")
    for name in ("Band", "Verdict", "Field"):
        body = re.search(rf"enum class {name} \{{([^}}]*)\}}", match).group(1)
        words[name] = set(re.findall(r"\w+", body))
    words["Scope"] = set(re.findall(r'ScopeName\{Scope::\w+, "(\w+)"', text("lib/access/scope.hpp")))
    bounds = {}
    for _, path, constant in BOUNDS:
        found = re.search(rf"\b{constant} = (\d+);", text(path))
        bounds[path, constant] = int(found.group(1)) if found else None
    return {
        "routes": {call: permissions.rows().get(call, ("(none: it has no row)",))[0]
                   for call in permissions.routes()},
        "words": words,
        "problems": {kind: (int(status), title)
                     for status, kind, title in PROBLEM.findall(text("lib/http/problem.cpp")
                                                               + text("lib/api/checks.cpp"))},
        "bounds": bounds,
    }


def walk(value, path=""):
    yield path, value
    if isinstance(value, dict):
        for name, one in value.items():
            yield from walk(one, f"{path}/{name}")
    elif isinstance(value, list):
        for i, one in enumerate(value):
            yield from walk(one, f"{path}/{i}")


def route_faults(document, known):
    written = {}
    for method, path, operation in api.operations(document):
        asked = operation.get("security", [])
        kinds = [{*one} for one in asked]
        scopes = [[*one.values()][0] or ["any"] for one in asked if "session" not in one]
        if kinds not in ([], [{"session"}], [{"apiKey"}, {"oauth"}, {"session"}]) or scopes[1:] != scopes[:1]:
            yield (f"{method} {path} is opened by an API key and by OAuth alike and to people who signed in, "
                   "to these alone, or to everybody")
        written[method, path] = scopes[0][0] if scopes else "people" if asked else None
    for call in sorted(set(known["routes"]) | set(written)):
        if call not in written:
            yield f"{call[0]} {call[1]} is a route of the code and not in the document"
        elif call not in known["routes"]:
            yield f"{call[0]} {call[1]} is in the document and no route of the code"
        elif written[call] != known["routes"][call]:
            yield f"{call[0]} {call[1]} asks for scope {known['routes'][call]}, not {written[call]}"
    ids = [operation.get("operationId") for _, _, operation in api.operations(document)]
    if None in ids or len(set(ids)) != len(ids):
        yield "every operation has an operationId of its own"


def reference_faults(document):
    used = set()
    for path, value in walk(document):
        if path.endswith("/$ref") and isinstance(value, str):
            used.add(value)
            try:
                api.resolve(document, {"$ref": value})
            except KeyError:
                yield f"{path}: {value} stands for nothing"
    for kind in ("schemas", "responses"):
        for name in document["components"][kind]:
            if f"#/components/{kind}/{name}" not in used:
                yield f"components/{kind}/{name} is used nowhere"


def word_faults(document, known):
    schemas = document["components"]["schemas"]
    for name, enumeration in WORDS.items():
        schema = schemas.get(name, {})
        written = set(schema.get("enum") or schema.get("x-extensible-enum") or [])
        wanted = known["words"].get(enumeration, set()) - UNSAID.get(name, set())
        if written != wanted:
            yield f"{name} has the words {sorted(written)}, the code {sorted(wanted)}"
    for where, path, constant in BOUNDS:
        value = schemas
        for part in where.split("/"):
            value = value[part]
        if value != known["bounds"][path, constant]:
            yield f"{where} is {value}; {constant} in {path} is {known['bounds'][path, constant]}"


def problem_faults(document, known):
    written = set(document["components"]["schemas"]["ProblemType"]["x-extensible-enum"])
    if written != set(known["problems"]):
        yield f"the problem types differ: {sorted(written ^ set(known['problems']))}"
    for method, path, operation in api.operations(document):
        for status, response in operation["responses"].items():
            for kind, media in api.resolve(document, response).get("content", {}).items():
                if kind != "application/problem+json":
                    continue
                example = media["example"]
                told = (example["status"], example["title"])
                if int(status) != example["status"] or known["problems"].get(example["type"]) != told:
                    yield f"{method} {path}: its {status} shows another problem"


def bodies(document):
    """(where, kind, media, example) of every example of a body."""
    for method, path, operation in api.operations(document):
        parts = [("request", operation["requestBody"])] if "requestBody" in operation else []
        parts += [(status, api.resolve(document, one))
                  for status, one in operation["responses"].items()]
        for part, holder in parts:
            for kind, media in holder.get("content", {}).items():
                examples = [one["value"] for one in media.get("examples", {}).values()]
                examples += [media["example"]] if "example" in media else []
                yield f"{method} {path} {part} {kind}", kind, media, examples


def example_faults(document):
    strict = api.Validator(document, closed=True)
    for where, kind, media, examples in bodies(document):
        if not examples and media["schema"] != {"type": "object"}:
            yield f"{where}: has no example"
        for example in examples:
            body = example if isinstance(example, str) else json.dumps(example)
            for fault in strict.body_faults(kind, media, body):
                yield f"{where}: the example is not of its form: {fault}"
            values = [api.parse(line) for line in body.splitlines()] if kind == api.ROWS else example
            for _, value in walk(values):
                for name, form in INVENTED.items():
                    one = value.get(name) if isinstance(value, dict) else None
                    if isinstance(one, str) and not form.match(one):
                        yield f"{where}: {name} of an example could be somebody's"
    for method, path, operation in api.operations(document):
        for parameter in operation.get("parameters", []):
            if "example" in parameter:
                for fault in strict.faults(parameter["schema"], parameter["example"]):
                    yield f"{method} {path} {parameter['name']}: {fault}"


def schema_faults(document):
    for name, schema in document["components"]["schemas"].items():
        if "description" not in schema:
            yield f"{name} has no description"
        for field in schema.get("required", []):
            if field not in schema["properties"]:
                yield f"{name} requires {field}, which it does not describe"
        for field, one in schema.get("properties", {}).items():
            if not one:
                yield f"{name}/{field} says nothing"


def faults_of(document, known):
    faults = [*reference_faults(document)]
    if faults:
        return faults
    for look in (route_faults, word_faults, problem_faults):
        faults += look(document, known)
    return faults + [*schema_faults(document), *example_faults(document)]


# Each breaks the document in one way that must be found.
def planted():
    def change(path, value):
        def make(document):
            *parents, last = path.split("|")
            for name in parents:
                document = document[name]
            if value is None:
                del document[last]
            else:
                document[last] = value
        return make

    check = "paths|/v1/checks|post|requestBody|content|application/json|examples|partial_date|value|"
    return {
        "a route is left out": change("paths|/v1/events", None),
        "a route too many": change("paths|/v1/concerns",
                                   {"get": {"operationId": "x", "responses": {}}}),
        "another scope": change("paths|/v1/alerts|get|security", [{"apiKey": ["checks"]}]),
        "a dead reference": change("components|schemas|Alerts|properties|next",
                                   {"$ref": "#/components/schemas/Nothing"}),
        "a word is left out": change("components|schemas|Purpose|enum", ["renewal"]),
        "another bound": change("components|schemas|Person|properties|names|maxItems", 21),
        "a problem type is left out": change("components|schemas|ProblemType|x-extensible-enum", []),
        "an example with an unknown field": change(check + "surname", "Example"),
        "an example with a wrong date": change(check + "subject|date_of_birth", "1.7.1961"),
        "an example without a required field": change(check + "purpose", None),
        "a number that could be somebody's": change(check + "subject|national_insurance_number",
                                                    "AB123456C"),
    }


def main():
    known = code()
    document = api.read()
    faults = faults_of(document, known)
    if len(known["routes"]) < 10 or any(not words for words in known["words"].values()):
        faults.append("openapi.py cannot read the code's routes or names")
    for name, spoil in planted().items():
        broken = copy.deepcopy(document)
        spoil(broken)
        if not faults_of(broken, known):
            faults.append(f"openapi.py does not find the planted fault: {name}")
    for fault in faults:
        print(fault)
    calls = len([*api.operations(document)])
    print(f"openapi: {'ok' if not faults else f'{len(faults)} faults'} ({calls} calls)")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
