#!/usr/bin/env python3
"""A component of the design system stands in its own template alone: there it is held to the system's own
examples (tests/unit/web/fixtures_test.cpp), and written by hand elsewhere it would be held to nothing."""
import pathlib
import re
import sys

TEMPLATES = pathlib.Path(__file__).resolve().parents[2] / "lib" / "web" / "templates"
# Components and the templates that are theirs, where these have other names. What a field is made of
# (label, hint, error, group) belongs to each field's template.
OWN = {"notification-banner": "banner"}
# A style of the system's and no component.
STYLES = {"link"}
# Components that are part of another one, as the system's own examples have it.
WITHIN = {"password_input": {"button", "input"}, "date_input": {"input"}}


def components():
    return {path.stem.replace("_", "-"): path.stem for path in TEMPLATES.glob("*.tpl")
            if path.stem not in STYLES} | OWN


def faults():
    known = components()
    for path in sorted(TEMPLATES.glob("*.tpl")):
        for line_number, line in enumerate(path.read_text().splitlines(), 1):
            for classes in re.findall(r'class="([^"]*)"', line):
                for word in classes.split():
                    block = re.fullmatch(r"govuk-([a-z]+(?:-[a-z]+)*)(?:__.*|--.*)?(?:\{\{.*)?", word)
                    name = block and block[1]
                    if name not in known or known[name] == path.stem:
                        continue
                    if name not in WITHIN.get(path.stem, ()):
                        yield f"{path.name}:{line_number}: {word} is written by hand: {known[name]}.tpl has it"


def main():
    found = list(faults())
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
