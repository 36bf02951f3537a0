"""How the answer of a guard steers what is written: branches, flags, loops, early returns."""

from __future__ import annotations

from collections.abc import Callable

from asking_code import Origin
from guard_code import quoted
from pens import indented
from programs import Program

Allow = Callable[[str], list[str]]

OWN_TESTS = frozenset({"match", "index", "loop break", "loop else", "while", "always"})
"""Shapes that compare by themselves: they ask no guard."""


def shaped(
    program: Program,
    read: Origin,
    test: str,
    allow: Allow,
    refuse: list[str],
    leave: tuple[str, ...],
    forbid: tuple[str, ...],
) -> list[str]:
    """The code of the decision.

    ``allow`` gives the statements for a value that is sent, ``refuse`` are those for an
    origin that does not get in, ``leave`` ends the code, ``forbid`` answers 403.
    """
    allowed = allow(value(program, read))
    before = list(read.before)
    other = ["else:", *indented(refuse)] if refuse else []
    match program.shape:
        case "if" if read.assigned and program.careful:
            return [f"if {read.assigned} and {test}:", *indented(allowed), *other]
        case "if else":
            return [*before, f"if {test}:", *indented(allowed), "else:", *some(refuse)]
        case "nested":
            inner = [f"if {test}:", *indented(allowed), *other]
            return [*before, f"if {read.text}:", *indented(inner)]
        case "early return":
            return [*before, f"if not {test}:", *indented([*refuse, *leave]), *allowed]
        case "refuse":
            return [*before, f"if {read.text} and not {test}:", *indented(forbid), *allowed]
        case "conditional":
            chosen = (
                f"allowed = {read.text} if {test} else {other_value(program) or 'NAMED[0]'}"
            )
            return [*before, chosen, *allow("allowed")]
        case "conditional or nothing":
            chosen = f"allowed = {read.text} if {test} else None"
            return [*before, chosen, "if allowed:", *indented(allow("allowed")), *other]
        case "and":
            chosen = f"allowed = {test} and {read.text}"
            return [*before, chosen, "if allowed:", *indented(allow("allowed")), *other]
        case "flag":
            flag = ["trusted = False", f"if {test}:", "    trusted = True"]
            return [*before, *flag, "if trusted:", *indented(allowed), *other]
        case "variable":
            return [*before, f"trusted = {test}", "if trusted:", *indented(allowed), *other]
        case "overwritten":
            return [*before, *refuse, f"if {test}:", *indented(allowed)]
        case "raise":
            tried = [f"if not {test}:", '    raise ValueError("origin")']
            return attempt(before, tried, refuse, allowed)
        case shape if shape in OWN_TESTS:
            return own_test(program, read, allow, refuse)
        case _:
            return [*before, f"if {test}:", *indented(allowed), *other]


def own_test(program: Program, read: Origin, allow: Allow, refuse: list[str]) -> list[str]:
    """Shapes whose comparison is part of them."""
    allowed = allow(value(program, read))
    before = list(read.before)
    names = " | ".join(map(quoted, program.named))
    each = [f"if {read.text} == each:", *indented([*allowed, "break"])]
    match program.shape:
        case "match":
            cases = [f"case {names}:", *indented(allowed), "case _:", *some(refuse)]
            return [*before, f"match {read.text}:", *indented(cases)]
        case "index":
            tried = [f"found = NAMED[NAMED.index({read.text})]"]
            return attempt(before, tried, refuse, allow("found"))
        case "loop break":
            return [*before, "for each in NAMED:", *indented(each)]
        case "loop else":
            return [*before, "for each in NAMED:", *indented(each), "else:", *some(refuse)]
        case "while":
            start = ["left = list(NAMED)", "while left:"]
            step = ["each = left.pop()", *each]
            return [*before, *start, *indented(step)]
        case _:
            return [*before, *allowed]


def attempt(
    before: list[str], tried: list[str], refuse: list[str], allowed: list[str]
) -> list[str]:
    caught = ["except ValueError:", *some(refuse), "else:", *indented(allowed)]
    return [*before, "try:", *indented(tried), *caught]


def value(program: Program, read: Origin) -> str:
    """The expression that is sent to who gets in."""
    match program.value:
        case "constant":
            return quoted(program.named[0])
        case "star":
            return '"*"'
        case "first":
            return "NAMED[0]"
        case "formatted" if read.text == "origin":
            return 'f"{origin}"'
        case "or star":
            return f'({read.text} or "*")'
        case "joined":
            return '", ".join(NAMED)'
        case _:
            return read.text


def other_value(program: Program) -> str | None:
    values = {"star": '"*"', "constant": quoted(program.named[-1]), "null": '"null"'}
    return values.get(program.fallback)


def some(lines: list[str]) -> list[str]:
    return indented(lines or ["pass"])
