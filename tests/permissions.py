"""The table of lib/access/permissions.cpp and the list of lib/api/routes.cpp, as tests read them."""
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[1]
ROLES = ("officer", "decision_maker", "supervisor", "data_administrator", "operator", "auditor")

ROUTE = re.compile(r'\{"([A-Z]+)",\s*"(/[^"]*)",\s*'
                   r'\{\.(immediate|open|anyone|visitor|handler|upload)')
ROW = re.compile(r'\{"([A-Z]+)",\s*"(/[^"]*)",\s*(\w+),\s*\{([a-z, ]+)\},\s*(\w+)'
                 r'(?:,\s*(fresh))?\}')


def routes():
    """(method, path) of each call that is there."""
    text = (ROOT / "lib" / "api" / "routes.cpp").read_text(encoding="utf-8")
    return [(method, path) for method, path, _ in ROUTE.findall(text)]


def rows():
    """(method, path): (scope or None, the roles that it is open to, "unnamed", "hidden" or "refused")."""
    text = (ROOT / "lib" / "access" / "permissions.cpp").read_text(encoding="utf-8")
    found = {}
    for method, path, scope, cells, foreign, _ in ROW.findall(text):
        is_open = [cell.strip() == "yes" for cell in cells.split(",")]
        roles = [role for role, one in zip(ROLES, is_open, strict=True) if one]
        found[method, path] = (None if scope == "none" else scope, roles, foreign)
    return found
