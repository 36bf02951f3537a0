"""Why a pattern lets an origin in, and what to write instead."""

from __future__ import annotations

import re
from dataclasses import replace

from corslint.patterns import tree as t
from corslint.patterns.alphabet import EVERY, mask
from corslint.patterns.automaton import TooLargeError
from corslint.patterns.building import Mode
from corslint.patterns.conditions import automata
from corslint.patterns.judging import Safe, judge
from corslint.patterns.lowering import Form, regex
from corslint.patterns.naming import Named

MAX_DOMAINS = 3


def cause(form: Form, origin: str) -> str:
    """Why ``origin`` is accepted, as a clause that follows "because"."""
    if form.mode is not Mode.FULL and not accepts(replace(form, mode=Mode.FULL), origin):
        if form.mode is Mode.SEARCH and accepts(ended(form), origin):
            return "the pattern may begin to fit in the middle of a name"
        return "nothing says where the pattern ends, so that more may follow"
    if not accepts(replace(form, node=escaped(form.node)), origin):
        return "an unescaped `.` in the pattern fits any character"
    return "the pattern leaves a part of the name open"


def ended(form: Form) -> Form:
    """The same pattern, if it had to fit to the end."""
    return Form(t.Row((form.node, t.AT_END)), Mode.SEARCH)


def escaped(node: t.Node) -> t.Node:
    """The same pattern with each single ``.`` as a dot."""
    match node:
        case t.One(characters=characters, text=".") if characters == EVERY:
            return t.One(mask("."), ".")
        case t.Row(parts=parts):
            return t.Row(tuple(map(escaped, parts)))
        case t.Choice(options=options):
            return t.Choice(tuple(map(escaped, options)))
        case t.Repeat(part=part, least=0 | 1 as least, most=1):
            return t.Repeat(escaped(part), least, 1)
        case _:
            return node


def accepts(form: Form, origin: str) -> bool:
    try:
        return automata(form).accepts(origin)
    except TooLargeError:
        return True


def repaired(whom: Named) -> str | None:
    """A pattern for the named domains and all below them that is proven to be safe."""
    if not whom.domains or len(whom.domains) > MAX_DOMAINS:
        return None
    hosts = "|".join(map(re.escape, sorted(whom.domains)))
    several = f"(?:{hosts})" if len(whom.domains) > 1 else hosts
    text = rf"^https://(?:[a-z0-9-]+\.)*{several}$"
    form = regex(text, Mode.FULL)
    compiled = re.compile(text)
    fits = all(compiled.fullmatch(f"https://{domain}") for domain in whom.domains)
    safe = judge(form, lambda origin: compiled.fullmatch(origin) is not None) == Safe()
    return text if fits and safe else None
