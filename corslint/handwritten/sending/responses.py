"""The headers that a handler's response ends up with, for one request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from corslint.evaluate.machine import Probe
from corslint.evaluate.naming import reason_of
from corslint.evaluate.settle import as_text
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Called,
    Const,
    Decision,
    Event,
    Listing,
    Made,
    Path,
    Returned,
    Stored,
    Symbol,
    Thing,
    Unknown,
)
from corslint.handwritten.sending.belonging import lost
from corslint.handwritten.sending.effects import HeaderEffect, effects
from corslint.handwritten.sending.header_apis import Mode
from corslint.source import Span

ORIGIN = "access-control-allow-origin"
HEADER_NAME = re.compile(r"access-control-[a-z-]+", re.IGNORECASE)
CALLERS = frozenset({"origin", "referer"})
"""Request headers that say which page calls, or seem to."""

NO_SIDES: frozenset[bool] = frozenset()

SWITCH = re.compile(r"cors", re.IGNORECASE)
OPERATOR = re.compile(
    r"origin|domain|whitelist|(?<![a-z])status|'\*'|allow(?!_?(?:cred|head|meth))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Response:
    """One way through a handler: the CORS headers that remain, each with its writers.

    ``held`` are headers in dicts and lists of the program's own, which are sent once they
    are handed over; ``handed`` are the places where such a dict or list was made. ``sent``
    are all that were ever written. ``ways`` are all there are for the request, empty when
    not every one of them was followed.
    """

    path: Path
    headers: dict[str, list[HeaderEffect]] = field(default_factory=dict)
    held: list[HeaderEffect] = field(default_factory=list)
    handed: set[Span] = field(default_factory=set)
    sent: list[HeaderEffect] = field(default_factory=list)
    ways: list[Response] = field(default_factory=list, repr=False, compare=False)

    def write(self, effect: HeaderEffect) -> None:
        if effect.container is not None and not self.returns(effect):
            self.held.append(effect)
        else:
            self.send(self.first(effect))

    def returns(self, effect: HeaderEffect) -> bool:
        """The handler itself returns the header, not a function that it calls."""
        event = effect.event
        answers = (self.path.result, *self.path.answers)
        return isinstance(event, Returned) and any(event.value is each for each in answers)

    def first(self, effect: HeaderEffect) -> HeaderEffect:
        """A header that is handed over, as it was first written."""
        same = [each for each in self.held if is_same(each, effect)]
        self.handed.update(each.container for each in same if each.container is not None)
        if not same:
            return effect
        flag = same[0].flag or effect.flag
        return replace(same[0], mode=effect.mode, event=effect.event, flag=flag)

    def send(self, effect: HeaderEffect) -> None:
        """Several lines that are handed over at once do not replace each other."""
        there = self.headers.get(effect.name, [])
        if effect.mode is Mode.GONE:
            self.headers.pop(effect.name, None)
            return
        if any(each.value is effect.value for each in there) or self.known(effect):
            return
        self.sent.append(effect)
        at_once = there and all(each.event is effect.event for each in there)
        match effect.mode:
            case Mode.SET if not at_once:
                self.headers[effect.name] = [effect]
            case Mode.DEFAULT:
                self.headers.setdefault(effect.name, [effect])
            case _:
                self.headers[effect.name] = [*there, effect]

    def known(self, effect: HeaderEffect) -> bool:
        """A header that went into a response and is seen again when that is returned."""
        return any(
            each.value is effect.value and each.sink == effect.sink for each in self.sent
        )

    def settle(self, handed: AbstractSet[Span]) -> None:
        """Send what is held where no way is known to hand it over: one must be missed."""
        for effect in self.held:
            if effect.container not in handed:
                self.send(effect)

    def last(self, name: str) -> HeaderEffect | None:
        found = self.headers.get(name)
        return found[-1] if found else None

    def before(self, effect: HeaderEffect) -> tuple[Decision, ...]:
        """The undecided branches on the way to ``effect``."""
        return self.path.before(effect.event)

    def doubtful(self, effect: HeaderEffect) -> Decision | None:
        """An undecided branch on that way that looks at the Origin or at an allowlist."""
        return next(iter(self.doubts(effect)), None)

    def doubts(self, effect: HeaderEffect) -> list[Decision]:
        open_branches = filter(about_origins, self.before(effect))
        return [each for each in open_branches if not self.regardless(effect, each)]

    def regardless(self, effect: HeaderEffect, decision: Decision) -> bool:
        """The same goes out wherever that branch alone goes the other way."""
        others = [way for way in self.ways if differs(way.path, self.path, decision)]
        return bool(others) and all(way.sends(effect) for way in others)

    def sends(self, effect: HeaderEffect) -> bool:
        """Whether this way ends with what another one writes at the same place."""
        written = self.headers.get(effect.name, [])
        text = sent(effect)
        return text is not None and any(
            each.sink == effect.sink and sent(each) == text for each in written
        )


def differs(one: Path, other: Path, decision: Decision) -> bool:
    """Whether two ways part at that branch, and take every other one that both meet alike.

    A branch that is met time and again may have gone either way, so it parts nothing.
    """
    mine, theirs = sides(one), sides(other)
    parted = mine.get(decision.span), theirs.get(decision.span)
    if set(parted) != {frozenset({True}), frozenset({False})}:
        return False
    return all(
        mine[span] & theirs[span]
        for span in mine.keys() & theirs.keys()
        if span != decision.span
    )


def sides(path: Path) -> dict[Span, frozenset[bool]]:
    """The sides that a way takes of each branch."""
    found: dict[Span, frozenset[bool]] = {}
    for each in path.decisions:
        found[each.span] = found.get(each.span, NO_SIDES) | {each.taken}
    return found


def about_origins(decision: Decision) -> bool:
    """A branch that decides who is let in: by the Origin, or by what an operator allows.

    A test of a setting such as ``"*" in allowed`` is open because the setting is, and so
    is what goes out where a switch for CORS is off. A switch that only turns CORS on, a
    look whether the header is already there, or what the default of a variable settles is
    no such test.
    """
    text = HEADER_NAME.sub("", decision.text)
    off = not decision.taken and SWITCH.search(text)
    looks = bool(CALLERS & decision.headers or OPERATOR.search(text) or off)
    return looks and not decision.variables


def responses(study: Study, entry: Entry, probe: Probe | None) -> Iterator[Response]:
    """The responses that a handler may give to a request, None for one not known."""
    found = [written(path) for path in study.explore(entry, probe).paths]
    handed = {place for each in found for place in each.handed}
    if any(each.container not in handed for response in found for each in response.held):
        handed |= handed_over(study, entry)
    complete = study.explore(entry, probe).complete
    for response in found:
        response.settle(handed)
        response.ways.extend(found if complete else ())
    yield from found


def written(path: Path) -> Response:
    """A response before it is settled."""
    response = Response(path)
    for effect in effects(path):
        if not lost(effect, path.result):
            response.write(effect)
    return response


def handed_over(study: Study, entry: Entry) -> frozenset[Span]:
    """Where the dicts and lists are made that are handed over on any way of a handler."""

    def look() -> frozenset[Span]:
        ways = map(written, study.explore(entry).paths)
        return frozenset(place for way in ways for place in way.handed)

    key = ("handed over", study.source.path, entry.key)
    return study.tree.once(key, look)


def is_same(one: HeaderEffect, other: HeaderEffect) -> bool:
    """One value under one name, perhaps encoded meanwhile."""
    return one.name == other.name and (
        one.value is other.value or one.value.trace.span == other.value.trace.span
    )


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
            return listed(items, effect)
        case thing:
            return as_text(thing)


def listed(items: Listing, effect: HeaderEffect) -> str | None:
    """A list given to a header goes out as its text, unless the API takes names.

    In a dict of headers it is that in Django 5.2 and one line an item, which browsers join,
    in Flask 3.1 (executed); what others make of it is not known.
    """
    found = [as_text(item) for item in items.items]
    known = [each for each in found if each is not None]
    if not items.complete or len(known) < len(found):
        return None
    if effect.flag:
        return ", ".join(known)
    if effect.container is None and effect.sink == effect.event.span:
        return None if in_any_mapping(effect.event) else str(known)
    match taker(effect.event):
        case "django" | "rest_framework":
            return str(known)
        case "flask" | "werkzeug":
            return ", ".join(known)
        case _:
            return None


def in_any_mapping(event: Event) -> bool:
    """Written into ``headers``, of which nobody knows whether they are a response's yet."""
    match event:
        case Stored(target=Unknown() as target):
            return "header" in reason_of(target)
        case _:
            return False


def taker(event: Event) -> str | None:
    """The package of the function that takes a dict of headers, where it is named."""
    match event:
        case (
            Called(callee=Symbol(name=name))
            | Returned(value=Made(callee=Symbol(name=name)))
        ):
            return name.partition(".")[0]
        case _:
            return None


def absent(thing: Thing) -> bool:
    """A value that lets nobody in: no header at all, or an empty one."""
    return isinstance(thing, Const) and thing.value in (None, "", b"")


def cleared(effect: HeaderEffect) -> bool:
    """Werkzeug's attributes take None for no header; what others make of it differs."""
    return effect.flag and isinstance(effect.value, Const)
