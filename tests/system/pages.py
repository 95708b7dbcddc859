"""The officers' pages without a browser, for tests: their forms, filled in and sent as one would."""
import dataclasses
import html
import html.parser
import re
import urllib.parse
import uuid

from officers import Browser
from register import ROOT

FORM = "application/x-www-form-urlencoded"


def words():
    """Of the message catalogue, by key."""
    lines = (ROOT / "lib/web/messages/en.txt").read_text().splitlines()
    return dict(line.split(" = ", 1) for line in lines if " = " in line and not line.startswith("#"))


@dataclasses.dataclass
class Form:
    """What a browser would send of it: fields in their order, and no button's own."""
    action: str = ""
    multipart: bool = False
    fields: list = dataclasses.field(default_factory=list)

    def __getitem__(self, name):
        return next(value for one, value in self.fields if one == name)

    def fill(self, **typed):
        """Another value, or one that was chosen; None takes a field away."""
        for name, value in typed.items():
            self.fields = [one for one in self.fields if one[0] != name]
            if value is not None:
                self.fields.append((name, value))
        return self

    def body(self, file=None):
        """The body and its type; `file` is a name and bytes."""
        if not self.multipart:
            return urllib.parse.urlencode(self.fields).encode(), FORM
        border = uuid.uuid4().hex
        parts = [(f'name="{name}"', value.encode()) for name, value in self.fields]
        parts.append((f'name="file"; filename="{file[0] if file else ""}"', file[1] if file else b""))
        body = b"".join(f"--{border}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + value + b"\r\n"
                        for head, value in parts)
        return body + f"--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"


class _Forms(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self.inside, self.area, self.choice = [], None, None, None

    def handle_starttag(self, tag, attrs):
        has = dict(attrs)
        if tag == "form":
            self.inside = Form(has.get("action", ""), has.get("enctype") == "multipart/form-data")
            self.forms.append(self.inside)
        elif self.inside is None:
            return
        elif tag == "input" and has.get("name"):
            kind = has.get("type", "text")
            if kind != "file" and (kind not in ("radio", "checkbox") or "checked" in has):
                self.inside.fields.append((has["name"], has.get("value") or ""))
        elif tag == "textarea":
            self.area = [has["name"], ""]
        elif tag == "select":
            self.choice = has["name"]
        elif tag == "option" and self.choice and "selected" in has:
            self.inside.fields.append((self.choice, has.get("value", "")))

    def handle_data(self, data):
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.inside.fields.append((self.area[0], self.area[1]))
            self.area = None
        elif tag == "select":
            self.choice = None
        elif tag == "form":
            self.inside = None


def forms(answer):
    reader = _Forms()
    reader.feed(answer.body.decode())
    return reader.forms


def text_of(answer):
    """What is to be read on it."""
    main = answer.body.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


class Officer(Browser):
    """Somebody who is signed in and looks at pages."""

    def page(self, place):
        answer = self.send("GET", place)
        if answer.status != 200:
            raise AssertionError(f"{place}: {answer.status} {text_of(answer)}")
        return answer

    def form(self, place, end=None):
        """The form of that page whose action ends so; the first of the page itself without."""
        own = [one for one in forms(self.page(place)) if one.action != "/sign-out"]
        return next(one for one in own if end is None or one.action.endswith(end))

    def submit(self, form, file=None, action=None):
        body, kind = form.body(file)
        return self.send("POST", action or form.action, body,
                         {"Content-Type": kind, "Sec-Fetch-Site": "same-origin"})
