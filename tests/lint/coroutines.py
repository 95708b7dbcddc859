#!/usr/bin/env python3
"""Holds the coroutines of lib/net to the subset that every compiler translates rightly.

Debian 12's g++ silently miscompiles ordinary shapes of co_await, and clang has had its own share, so
lib/net keeps to the plain ones: `co_await x;`, `auto y = co_await x;`, `y = co_await x;`,
`co_return co_await x;`. Nowhere else are there coroutines at all. The planted examples below are
checked in each run. usage: coroutines.py [ROOT]
"""

import pathlib
import re
import sys

CO = re.compile(r"\bco_(?:await|return|yield)\b")
ALLOWED = re.compile(r"^(?:co_return\s+|[\w:<>,&*\s\[\].>-]+=\s*)?co_await\b(?!.*\bco_await\b)", re.S)
CONTROL = re.compile(r"^(?:if(?:\s+constexpr)?|while|for|switch)\s*\(")
LABEL = re.compile(r"^(?:else|do|case\b[^:]*:|default\s*:)\s*")
COROUTINE = re.compile(r"\bTask<[^;{}()]*>\s+[\w:~]+\s*\(")
LAMBDA = re.compile(r"\[[^\[\]]*\]\s*(?:\([^()]*\)|\{|mutable|noexcept)")
LOCK = re.compile(r"\b(?:lock_guard|unique_lock|scoped_lock|shared_lock)\b")
VIEW = re.compile(r"\b(?:string_view|span)\b")

# What the lint must find, and what it must let pass.
PLANTED = {
    "await in a condition": "Task<void> f() { if (co_await g()) h(); }",
    "negated await in a condition": "Task<void> f() { if (!co_await g()) h(); }",
    "await in a loop's condition": "Task<void> f() { while (co_await g()) h(); }",
    "await in a range": "Task<void> f() { for (auto x : co_await g()) h(x); }",
    "await in a switch": "Task<void> f() { switch (co_await g()) { default: h(); } }",
    "await behind if": "Task<void> f() { if (a) x = b ? co_await g() : 0; }",
    "ternary": "Task<int> f() { auto x = a ? co_await g() : co_await h(); }",
    "and": "Task<bool> f() { auto x = a && co_await g(); }",
    "or behind": "Task<bool> f() { auto x = co_await g() || a; }",
    "braces": "Task<void> f() { S s{co_await g(), 1}; }",
    "braces in the call": "Task<void> f() { co_await g({1, 2}); }",
    "aggregate in the call": "Task<void> f() { co_await g(S{1}); }",
    "twice": "Task<int> f() { auto x = co_await g() + co_await h(); }",
    "as an argument": "Task<void> f() { h(co_await g()); }",
    "lambda in the call": "Task<void> f() { co_await g([s] { return s; }); }",
    "returned inside an expression": "Task<int> f() { co_return 1 + co_await g(); }",
    "lambda that is a coroutine": "void f() { auto x = [s]() -> Task<void> { co_await g(s); }; }",
    "yield": "Task<int> f() { co_yield 1; }",
    "detached": "void f() { co_spawn(e, g(), detached); }",
    "spawn without a handler": "void f() { co_spawn(e, g()); }",
    "view as a parameter": "Task<void> f(std::string_view text) { co_await g(); }",
    "span in a declaration": "class A { Task<void> f(std::span<char> s); };",
    "lock in a coroutine": "Task<void> f() { const std::lock_guard l(m); co_await g(); }",
    "macro": "#define TRY(x) co_await x\n",
}
PASSING = {
    "statement": "Task<void> f() { co_await g(std::move(a), b + 1); }",
    "initialiser": "Task<void> f() { const auto [e, n] = co_await s.read(room, as_outcome); }",
    "typed initialiser": "Task<void> f() { std::optional<Map<int, int>> x = co_await g(); }",
    "assignment": "Task<void> f() { this->x_ = co_await g(); a.b = co_await g(); }",
    "assignment in a loop": "Task<void> f() { while (more) more = co_await g(); }",
    "behind else": "Task<void> f() { if (a) { h(); } else co_await g(); }",
    "returned": "Task<int> f() { if (a) co_return co_await g(); co_return 1 + 2; }",
    "operator on names": "Task<void> f() { auto both = g() && h(); co_await std::move(both); }",
    "named lambda": "Task<void> f() { auto job = [s] { return s; }; co_await run(std::move(job)); }",
    "spawn": "void f() { co_spawn(e, g(std::move(a), b), report); }",
    "in text": 'void f() { log("if (co_await x)"); } // detached',
    "lock elsewhere": "void f() { const std::lock_guard l(m); } Task<void> g() { co_await h(); }",
}


def blank(match):
    return re.sub(r"[^\n]", " ", match.group(0))


def without_text(source):
    """The same length and lines, comments and literals blanked."""
    pattern = r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])*\''
    return re.sub(pattern, blank, source, flags=re.S)


def closing(text, at):
    """The position of the bracket that closes the one at `at`."""
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] in "([{") - (text[i] in ")]}")
        if depth == 0:
            return i
    return len(text) - 1


def statement_around(text, at):
    """From behind the last ; { or } to what ends it, brackets balanced: a ; if it is a statement."""
    begin, depth = at, 0
    while begin > 0:
        before = text[begin - 1]
        depth += (before == ")") - (before == "(")
        if before in "{}" or (before == ";" and depth >= 0 and not in_for_head(text, begin)):
            break
        begin -= 1
    end = at
    while end < len(text) and text[end] not in ";}":
        end = closing(text, end) if text[end] in "([{" else end
        end += 1
    return text[begin:end + 1].strip()


def in_for_head(text, at):
    head = text.rfind("for (", 0, at)
    return head >= 0 and closing(text, head + 4) >= at


def is_plain(statement):
    """Whether co_await stands in it as the subset allows."""
    while True:
        label = LABEL.match(statement)
        control = CONTROL.match(statement)
        if label:
            statement = statement[label.end():].strip()
        elif control:
            end = closing(statement, control.end() - 1)
            if "co_await" in statement[:end]:
                return False
            statement = statement[end + 1:].strip()
        else:
            break
    if not statement.endswith(";") or not ALLOWED.match(statement):
        return False
    if LAMBDA.search(statement.split("co_await", 1)[1]):
        return False
    return not re.search(r"\?|&&|\|\||\{", statement)


def lambda_bodies(text):
    for match in LAMBDA.finditer(text):
        brace = text.find("{", match.end() - 1)
        between = text[match.end():brace] if brace >= match.end() else ""
        if brace >= 0 and re.fullmatch(r"[\w\s:<>,&*-]*", between):
            yield match.start(), text[brace:closing(text, brace) + 1]


def coroutine_faults(text):
    for match in COROUTINE.finditer(text):
        end = closing(text, match.end() - 1)
        if VIEW.search(text[match.end():end]):
            yield match.start(), "a view as a parameter dangles across a suspension"
        body = re.match(r"\s*(?:const\s*)?\{", text[end + 1:])
        if body:
            brace = end + body.end()
            lock = LOCK.search(text, brace, closing(text, brace))
            if lock:
                yield lock.start(), "a lock in a coroutine may be held across a suspension"


def faults_in(source):
    text = without_text(source)
    for match in re.finditer(r"^\s*#\s*define\b.*co_(?:await|return)", text, re.M):
        yield match.end(), "a macro hides a coroutine"
    text = re.sub(r"^\s*#.*$", blank, text, flags=re.M)
    for match in re.finditer(r"\bco_await\b", text):
        if not is_plain(statement_around(text, match.start())):
            yield match.start(), "co_await stands elsewhere than in a plain statement"
    for match in re.finditer(r"\bco_yield\b|\bdetached\b", text):
        yield match.start(), f"{match.group(0)} is not used here"
    for match in re.finditer(r"\bco_spawn\s*\(", text):
        arguments = text[match.end():closing(text, match.end() - 1)]
        flat = re.sub(r"\([^()]*\)", "", re.sub(r"\([^()]*\)", "", arguments))
        if flat.count(",") < 2:
            yield match.start(), "a spawned coroutine has no handler that reports"
    for at, body in lambda_bodies(text):
        if CO.search(body):
            yield at, "a lambda is a coroutine; make it a function"
    yield from coroutine_faults(text)


def check_planted():
    wrong = [name for name, code in PLANTED.items() if not list(faults_in(code))]
    wrong += [name for name, code in PASSING.items() if list(faults_in(code))]
    return [f"coroutines.py itself judges the planted example wrongly: {name}" for name in wrong]


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[2])
    faults = check_planted()
    files = sorted((root / "lib" / "net").glob("*.[ch]pp"))
    for path in files:
        source = path.read_text(encoding="utf-8")
        for at, what in faults_in(source):
            line = source.count("\n", 0, at) + 1
            faults.append(f"{path.relative_to(root)}:{line}: {what}")
    others = [p for d in ("lib", "daemon") for p in sorted((root / d).rglob("*.[ch]pp"))]
    for path in others:
        if path.parent != root / "lib" / "net":
            match = CO.search(without_text(path.read_text(encoding="utf-8")))
            if match:
                faults.append(f"{path.relative_to(root)}: coroutines belong to lib/net alone")
    for fault in faults:
        print(fault)
    print(f"coroutines: {'ok' if not faults else f'{len(faults)} faults'} ({len(files)} files)")
    return 1 if faults or not files else 0


if __name__ == "__main__":
    sys.exit(main())
