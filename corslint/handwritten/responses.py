"""The headers that a handler's response ends up with, for one request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from corslint.evaluate.entries import Entry
from corslint.evaluate.machine import Probe
from corslint.evaluate.settle import as_text
from corslint.evaluate.study import Study
from corslint.evaluate.things import Const, Decision, Listing, Path, Thing
from corslint.handwritten.effects import HeaderEffect, Mode, effects

ORIGIN = "access-control-allow-origin"
HEADER_NAME = re.compile(r"access-control-[a-z-]+", re.IGNORECASE)
SWITCH = re.compile(r"cors", re.IGNORECASE)
OPERATOR = re.compile(
    r"origin|domain|whitelist|(?<![a-z])status|'\*'|allow(?!_?(?:cred|head|meth))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Response:
    """One way through a handler: the CORS headers that remain, each with its writers."""

    path: Path
    headers: dict[str, list[HeaderEffect]] = field(default_factory=dict)

    def write(self, effect: HeaderEffect) -> None:
        there = self.headers.get(effect.name, [])
        if any(each.value is effect.value for each in there):
            return
        match effect.mode:
            case Mode.SET:
                self.headers[effect.name] = [effect]
            case Mode.ADD:
                self.headers[effect.name] = [*there, effect]
            case Mode.DEFAULT:
                self.headers.setdefault(effect.name, [effect])

    def last(self, name: str) -> HeaderEffect | None:
        found = self.headers.get(name)
        return found[-1] if found else None

    def before(self, effect: HeaderEffect) -> tuple[Decision, ...]:
        """The undecided branches on the way to ``effect``."""
        return self.path.before(effect.event)

    def doubtful(self, effect: HeaderEffect) -> Decision | None:
        """An undecided branch on that way that looks at the Origin or at an allowlist."""
        return next(filter(about_origins, self.before(effect)), None)


def about_origins(decision: Decision) -> bool:
    """A branch that decides who is let in: by the Origin, or by what an operator allows.

    A test of a setting such as ``"*" in allowed`` is open because the setting is, and so
    is what goes out where a switch for CORS is off. A switch that only turns CORS on, or a
    look whether the header is already there, is no such test.
    """
    text = HEADER_NAME.sub("", decision.text)
    off = not decision.taken and SWITCH.search(text)
    return "origin" in decision.headers or bool(OPERATOR.search(text) or off)


def responses(study: Study, entry: Entry, probe: Probe | None) -> Iterator[Response]:
    """The responses that a handler may give to a request, None for one not known."""
    for path in study.explore(entry, probe).paths:
        response = Response(path)
        for effect in effects(path):
            response.write(effect)
        yield response


def sent(effect: HeaderEffect) -> str | None:
    """The text that goes out for ``effect``, None when it is not known.

    Header objects turn other values into text, so True goes out as ``True``; Werkzeug's
    flags go out as ``true`` (Flask 3.1 with Werkzeug 3.1, executed).
    """
    match effect.value:
        case Const(value=bool(value)) if effect.flag:
            return "true" if value else None
        case Const(value=None):
            return None
        case Const(value=bool() | int() | float() as value):
            return str(value)
        case Listing() as items:
            return listed(items)
        case thing:
            return as_text(thing)


def listed(items: Listing) -> str | None:
    """A list given to a header goes out as its text."""
    found = [as_text(item) for item in items.items]
    known = [each for each in found if each is not None]
    return str(known) if items.complete and len(known) == len(found) else None


def absent(thing: Thing) -> bool:
    """A value that lets nobody in: no header at all, or an empty one."""
    return isinstance(thing, Const) and thing.value in (None, "", b"")
