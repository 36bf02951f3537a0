"""Asks a model for an answer; what is not known is tried in more than one way.

An answer that comes out the same whatever the unknown is, is certain. Otherwise the
reasons why it is unknown become the doubts of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

from corslint.libraries.kit.models import RAISED, Build, Model, Refusal, Reply
from corslint.libraries.kit.plain import Generated, Plain, Regex, UndecidedError, Untold
from corslint.wire import Answer, Request

OWN_ORIGIN = "https://app.example"
OTHER_ORIGIN = "https://unread.example"
"""Nobody asks from there: a list that is not empty, and no use to whoever asks."""
SOME_HEADER = "x-unread"
UNREAD = "it may have entries that cannot be read"


class Kind(Enum):
    """What an option is about, which says what it might be where that is not known."""

    ORIGINS = "origins"
    ORIGIN = "one origin"
    HOSTS = "hosts"
    METHODS = "methods"
    HEADERS = "headers"
    SWITCH = "switch"
    NUMBER = "number"
    TABLE = "table"
    PATTERN = "pattern"
    ORIGIN_TEXT = "text of origins"
    METHOD_TEXT = "text of methods"
    HEADER_TEXT = "text of headers"
    SWITCH_TEXT = "text that switches"
    NUMBER_TEXT = "text of a number"


Values: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Setup:
    """The options of one use. ``kinds`` names every option that the library has.

    ``missing`` says why options that are not given here may be given all the same.
    """

    build: Build
    options: Mapping[str, Plain]
    kinds: Mapping[str, Kind]
    missing: str | None = None

    def reasons(self) -> dict[str, str]:
        """Why options may be others than they seem, by name."""
        found = {name: each.missing for name, each in self.options.items() if each.missing}
        if self.missing is not None:
            unread = self.kinds.keys() - self.options.keys()
            found |= dict.fromkeys(sorted(unread), self.missing)
        return found

    def known(self) -> dict[str, object]:
        return {name: each.value for name, each in self.options.items() if each.told}

    def with_options(self, options: Mapping[str, Plain]) -> Setup:
        return replace(self, options={**self.options, **options})


def refused(setup: Setup, admitted: str | None = None) -> Refusal | None:
    """How the library refuses what is known of its options, if it does.

    ``admitted`` is an origin that it lets in, where it may refuse those alone.
    """
    asked = Request(admitted or OWN_ORIGIN)
    try:
        model = setup.build(**started(base(setup, asked)))
    except RAISED as error:
        return Refusal(str(error))
    except UndecidedError:
        return None
    try:
        replied(model, asked)
    except RAISED as error:
        crossing = not fails(model, Request(None))
        return Refusal(str(error), False, crossing, admitted if crossing else None)
    except UndecidedError:
        pass
    return None


def fails(model: Model, request: Request) -> bool:
    try:
        replied(model, request)
    except RAISED:
        return True
    except UndecidedError:
        pass
    return False


def ask(setup: Setup, request: Request) -> Answer:
    """The answer, with the doubts that come of what is not known."""
    first = base(setup, request)
    found = outcome(setup.build, first, request)
    doubts = list(found.doubts)
    reasons = setup.reasons()
    together = dict(first)
    for name, reason in reasons.items():
        for other in others(setup, name, request):
            together[name] = other
            if outcome(setup.build, {**first, name: other}, request) != found:
                doubts.append(reason)
    if not doubts and outcome(setup.build, together, request) != found:
        doubts += reasons.values()
    return replace(found, doubts=tuple(dict.fromkeys(doubts)))


def base(setup: Setup, request: Request) -> dict[str, object]:
    """The options as far as they are known, and what is unknown as if it were nothing."""
    found = setup.known()
    for name in setup.reasons():
        if name not in found and name in setup.kinds:
            found[name] = next(guesses(setup.kinds[name], request))
    return found


def others(setup: Setup, name: str, request: Request) -> Iterator[object]:
    """What an option may be beside what it is in the base."""
    kind = setup.kinds.get(name)
    if kind is None:
        return
    known = setup.options.get(name)
    if known is not None and known.told:
        if isinstance(known.value, list | tuple | frozenset):
            yield from more(known.value, kind, request)
        elif isinstance(known.value, dict) and kind is Kind.TABLE:
            yield table(request) | known.value
        return
    yield from list(guesses(kind, request))[1:]


def more(
    value: list[object] | tuple[object, ...] | frozenset[object],
    kind: Kind,
    request: Request,
) -> Iterator[object]:
    """The same collection with something in it that the request asks about."""
    for items in list(guesses(kind, request))[1:]:
        if isinstance(items, list):
            yield type(value)((*value, *items))


def guesses(kind: Kind, request: Request) -> Iterator[object]:
    """Nothing first, then something that would make a difference to the request."""
    match kind:
        case Kind.ORIGINS:
            yield from ([], [request.origin or OWN_ORIGIN], [OTHER_ORIGIN])
        case Kind.ORIGIN:
            yield from ("", request.origin or OWN_ORIGIN)
        case Kind.HOSTS:
            yield from ([], [(request.origin or OWN_ORIGIN).partition("://")[2]])
        case Kind.METHODS:
            yield from ([], [request.asks_method or request.method])
        case Kind.HEADERS:
            yield from ([], [*request.asks_headers, SOME_HEADER])
        case Kind.SWITCH:
            yield from (False, True)
        case Kind.NUMBER:
            yield from (1, 2)
        case Kind.TABLE:
            yield from ({}, table(request))
        case Kind.PATTERN:
            yield from (None, Regex("(?s).*"))
        case Kind.ORIGIN_TEXT:
            yield from ("", request.origin or OWN_ORIGIN)
        case Kind.METHOD_TEXT:
            yield from ("", request.asks_method or request.method)
        case Kind.HEADER_TEXT:
            yield from ("", ", ".join((*request.asks_headers, SOME_HEADER)))
        case Kind.SWITCH_TEXT:
            yield from ("false", "true")
        case Kind.NUMBER_TEXT:
            yield from ("1", "2")


def table(request: Request) -> dict[object, object]:
    """An entry for the origin that asks, of which nothing else is known."""
    return {request.origin or OWN_ORIGIN: Untold(UNREAD)}


def outcome(build: Build, options: Values, request: Request) -> Answer:
    """What comes back; an error of the library's is a server error."""
    try:
        model = build(**started(options))
        return replied(model, request)
    except RAISED:
        return Answer(status=500)
    except UndecidedError as error:
        return Answer(doubts=(str(error),))


def started(options: Values) -> dict[str, object]:
    """The options, with generators that nobody has gone through yet."""
    return {
        name: iter(value.items) if isinstance(value, Generated) else value
        for name, value in options.items()
    }


def replied(model: Model, request: Request) -> Answer:
    reply = Reply()
    model.respond(request, reply)
    return reply.answer


def any_of(tests: Sequence[Callable[[], bool]]) -> bool:
    """Whether one of several tests holds; one that cannot be told is tried last.

    Raises UndecidedError where it depends on such a one.
    """
    undecided: UndecidedError | None = None
    for test in tests:
        try:
            if test():
                return True
        except UndecidedError as error:
            undecided = error
    if undecided is not None:
        raise undecided
    return False
