"""config/openapi.json as tests use it: its operations, and what it says against a value."""
import datetime
import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[1]
PATH = ROOT / "config" / "openapi.json"
METHODS = ("get", "put", "post", "patch", "delete")
ROWS = "application/x-ndjson"

# Words of a schema that say nothing about a value.
REMARKS = {"description", "example", "default", "contentEncoding", "x-rows"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None),
         "number": (int, float), "integer": int}


def read():
    return parse(PATH.read_text(encoding="utf-8"))


def parse(text):
    """Strict JSON: no member twice."""
    def members(pairs):
        names = [name for name, _ in pairs]
        if len(set(names)) != len(names):
            raise ValueError(f"a member stands twice in one object: {sorted(names)}")
        return dict(pairs)
    return json.loads(text, object_pairs_hook=members)


def operations(document):
    """(METHOD, path, operation) of each call."""
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield method.upper(), path, item[method]


def resolve(document, value):
    """What a $ref stands for; else the value itself."""
    if not (isinstance(value, dict) and "$ref" in value):
        return value
    found = document
    for part in value["$ref"].removeprefix("#/").split("/"):
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return {**resolve(document, found), **{k: v for k, v in value.items() if k != "$ref"}}


def is_of_type(value, name):
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def is_date(value):
    try:
        datetime.date.fromisoformat(value[:10])
        return True
    except ValueError:
        return False


CHECKS = {
    "type": lambda v, want: any(is_of_type(v, t) for t in ([want] if isinstance(want, str) else want)),
    "const": lambda v, want: v == want and isinstance(v, bool) == isinstance(want, bool),
    "enum": lambda v, want: v in want,
    "pattern": lambda v, want: not isinstance(v, str) or re.search(want, v) is not None,
    "format": lambda v, want: not (want.startswith("date") and isinstance(v, str)) or is_date(v),
    "minLength": lambda v, want: not isinstance(v, str) or len(v) >= want,
    "maxLength": lambda v, want: not isinstance(v, str) or len(v) <= want,
    "minimum": lambda v, want: not is_of_type(v, "number") or v >= want,
    "maximum": lambda v, want: not is_of_type(v, "number") or v <= want,
    "minItems": lambda v, want: not isinstance(v, list) or len(v) >= want,
    "maxProperties": lambda v, want: not isinstance(v, dict) or len(v) <= want,
    "maxItems": lambda v, want: not isinstance(v, list) or len(v) <= want,
}


class Validator:
    """The part of JSON Schema that the document uses; another word of it is an error. `closed`:
    no undocumented member and no undocumented word passes, as answers of this very register are
    held to; readers elsewhere accept what they do not know."""

    def __init__(self, document, closed):
        self.document, self.closed = document, closed

    def faults(self, schema, value, where=""):
        """A sentence for each fault; nothing when the value is of its form."""
        schema = resolve(self.document, schema)
        found = []
        for word, want in schema.items():
            found += getattr(self, f"_{word}", self._simple)(word, schema, want, value, where)
        return found

    def _simple(self, word, _schema, want, value, where):
        if word in REMARKS:
            return []
        if word == "x-extensible-enum":
            word = "enum" if self.closed else "type"
            want = want if self.closed else "string"
        if word not in CHECKS:
            raise ValueError(f"the tests do not know the schema word {word}")
        return [] if CHECKS[word](value, want) else [f"{where or '/'}: not of {word} {want!r}"]

    def _required(self, _word, _schema, names, value, where):
        return [f"{where}/{name}: is missing" for name in names
                if isinstance(value, dict) and name not in value]

    def _properties(self, _word, schema, members, value, where):
        if not isinstance(value, dict):
            return []
        found = []
        for name, one in value.items():
            if name in members:
                found += self.faults(members[name], one, f"{where}/{name}")
            elif self.closed or schema.get("additionalProperties") is False:
                found.append(f"{where}/{name}: is not in the document")
        return found

    def _additionalProperties(self, _word, schema, want, value, where):
        if want is False and "properties" in schema:
            return []
        if not isinstance(want, dict) or "properties" in schema:
            raise ValueError("additionalProperties is only known as false, beside properties, or as a form alone")
        return [fault for name, one in (value.items() if isinstance(value, dict) else [])
                for fault in self.faults(want, one, f"{where}/{name}")]

    def _items(self, _word, _schema, items, value, where):
        return [fault for i, one in enumerate(value if isinstance(value, list) else [])
                for fault in self.faults(items, one, f"{where}/{i}")]

    def _oneOf(self, _word, _schema, choices, value, where):
        fits = [not self.faults(one, value, where) for one in choices].count(True)
        return [] if fits == 1 else [f"{where or '/'}: is of {fits} of its {len(choices)} forms"]

    def _anyOf(self, _word, _schema, choices, value, where):
        fits = any(not self.faults(one, value, where) for one in choices)
        return [] if fits else [f"{where or '/'}: is of none of its forms"]

    def _not(self, _word, _schema, other, value, where):
        return [] if self.faults(other, value, where) else [f"{where or '/'}: is of a form refused"]

    def body_faults(self, kind, media, body):
        """Of a body (text) of the media type `kind`."""
        if kind == ROWS:
            return [f"row {number}{fault}" for number, line in enumerate(body.splitlines(), 1)
                    for fault in self.faults(media["schema"]["x-rows"], parse(line))]
        return self.faults(media["schema"], parse(body)) if kind.endswith("json") else []


class Answers:
    """Whether answers of a register are of the documented status and form."""
    MOST_ROWS = 100  # of a long answer, from its beginning

    def __init__(self):
        self.document = read()
        self.operations = {(method, path): one for method, path, one in operations(self.document)}
        self.validator = Validator(self.document, closed=True)
        self.problem = {"schema": {"$ref": "#/components/schemas/Problem"}}

    def documented(self, method, path):
        """The template of the document that a path is one of: a fixed segment before a {name}."""
        parts = path.split("?")[0].split("/")

        def fits(template):
            wanted = template.split("/")
            return len(wanted) == len(parts) and all(want == one or want.startswith("{")
                                                     for want, one in zip(wanted, parts))
        found = [template for one, template in self.operations if one == method and fits(template)]
        return min(found, key=lambda template: template.count("{"), default=None)

    def faults(self, method, path, status, kind, body):
        """A sentence for each; none where the document has no such call. A status that it does not have
        is that of a refusal, before the call was read."""
        template = self.documented(method, path)
        if template is None:
            return []
        said = self.operations[method, template]["responses"].get(str(status))
        if said is None:
            if status < 400:
                return [f"the status {status} is not in the document"]
            content = {"application/problem+json": self.problem}
        else:
            content = resolve(self.document, said).get("content", {})
        if not body:
            return []
        if kind not in content:
            return [f"{kind} is not in the document"]
        if kind != ROWS and not kind.endswith("json"):
            return []
        text = body.decode()
        if kind == ROWS:
            text = "\n".join(text.splitlines()[:self.MOST_ROWS])
        return self.validator.body_faults(kind, content[kind], text)
