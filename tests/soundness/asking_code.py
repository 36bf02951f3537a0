"""Code that reads the Origin, and code that asks a guard about it."""

from __future__ import annotations

from dataclasses import dataclass

from dialects import Dialect
from guard_code import Rendered, quoted, rendered
from programs import Program

OWN_LISTS = frozenset({"loop", "method", "property list", "closure", "class method"})
"""Ways of asking that compare with a list of their own."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How the code names the Origin: an expression, and statements that come before."""

    text: str
    before: tuple[str, ...] = ()
    setup: tuple[str, ...] = ()
    assigned: str | None = None


def origin(program: Program, dialect: Dialect, request: str) -> Origin:
    """``request`` is how the code there calls the request."""
    spelling = dialect.reads[program.spelling % len(dialect.reads)]
    read, parameter = spelling.format(r=request), dialect.parameter
    inner, given = spelling.format(r=parameter or request), request if parameter else ""
    match program.reading:
        case "inline":
            return Origin(read)
        case "walrus":
            return Origin("origin", (f"origin = {read}",), assigned=f"(origin := {read})")
        case "or empty":
            return Origin("origin", (f'origin = {read} or ""',))
        case "stripped":
            return Origin("origin", (f'origin = ({read} or "").strip().rstrip("/")',))
        case "helper":
            setup = (f"def current_origin({parameter}):", f"    return {inner}")
            return Origin("origin", (f"origin = current_origin({given})",), setup)
        case "closure":
            made = ("def current():", f"    return {read}", "origin = current()")
            return Origin("origin", made)
        case "instance":
            extra = f", {parameter}" if parameter else ""
            setup = (
                "class Caller:",
                f"    def __init__(self{extra}):",
                f"        self.origin = {inner}",
            )
            return Origin("caller.origin", (f"caller = Caller({given})",), setup)
        case "default argument":
            named = dialect.named.format(r=parameter or request, n="name")
            before = f"{parameter}, " if parameter else ""
            setup = (f'def header_of({before}name="Origin"):', f"    return {named}")
            return Origin("origin", (f"origin = header_of({given})",), setup)
        case "header name":
            named = dialect.named.format(r=request, n="ORIGIN")
            return Origin("origin", (f"origin = {named}",), ('ORIGIN = "Origin"',))
        case _:
            return Origin("origin", (f"origin = {read}",))


def asked(program: Program, name: str) -> Rendered:
    """A test of the Origin that the code calls ``name``."""
    direct = rendered(program.guard, name)
    inside = rendered(program.guard, "origin")
    match program.asked:
        case "inline":
            return careful(direct, name, program)
        case "lambda":
            made = (
                f"is_allowed = lambda origin: {careful(inside, 'origin', program).text}",
            )
            return called("is_allowed({})", name, inside, made)
        case "attempt":
            tried = ["    try:", f"        return {inside.text}"]
            caught = ["    except (TypeError, AttributeError):", "        return False"]
            return function([*tried, *caught], name, inside)
        case "function":
            return function(
                [f"    return {careful(inside, 'origin', program).text}"], name, inside
            )
        case "two steps":
            test = careful(inside, "origin", program).text
            return function([f"    found = {test}", "    return bool(found)"], name, inside)
        case "branches":
            first = ["    if not origin:", "        return False"]
            then = [f"    if {inside.text}:", "        return True", "    return False"]
            return function([*first, *then], name, inside)
        case _:
            return listed(program, name)


def careful(test: Rendered, name: str, program: Program) -> Rendered:
    if not program.careful or not test.strict:
        return test
    return Rendered(f"({name} and {test.text})", test.setup, test.elsewhere)


def function(body: list[str], name: str, test: Rendered) -> Rendered:
    return called("is_allowed({})", name, test, ("def is_allowed(origin):", *body))


def called(text: str, name: str, test: Rendered, made: tuple[str, ...]) -> Rendered:
    return Rendered(text.format(name), test.setup + made, test.elsewhere)


def listed(program: Program, name: str) -> Rendered:
    """Ways of asking that hold a list themselves."""
    items = f"[{', '.join(map(quoted, program.named))}]"
    match program.asked:
        case "loop":
            setup = f"""\
ALLOWED = {items}
def is_allowed(origin):
    for each in ALLOWED:
        if origin == each:
            return True
    return False"""
            text = f"is_allowed({name})"
        case "method":
            setup = f"""\
class OriginPolicy:
    def __init__(self, allowed):
        self.allowed = set(allowed)
    def admits(self, origin):
        return origin in self.allowed
origin_policy = OriginPolicy({items})"""
            text = f"origin_policy.admits({name})"
        case "property list":
            setup = f"""\
class Origins:
    def __init__(self):
        self.named = {items}
    @property
    def allowed(self):
        return self.named
origins = Origins()"""
            text = f"{name} in origins.allowed"
        case "closure":
            setup = f"""\
def checker(allowed):
    def check(origin):
        return origin in allowed
    return check
is_allowed = checker({items})"""
            text = f"is_allowed({name})"
        case _:
            setup = f"""\
class OriginPolicy:
    ALLOWED = {items}
    @classmethod
    def admits(cls, origin):
        return origin in cls.ALLOWED"""
            text = f"OriginPolicy.admits({name})"
    return Rendered(text, tuple(setup.split("\n")))
