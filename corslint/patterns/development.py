"""Whether a pattern or code lets in the visitor's own machine, and pages of users."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import islice, product

from corslint.allow_origin import OriginPattern, OriginProgram
from corslint.origins.domains import named
from corslint.origins.places import public, split
from corslint.origins.workbenches import for_development
from corslint.patterns.automaton import TooLargeError
from corslint.patterns.building import Mode
from corslint.patterns.conditions import Automata, automata
from corslint.patterns.lowering import Form, regex
from corslint.patterns.sendable import common
from corslint.patterns.verdicts import judged
from corslint.wire import Certainty

LOCAL = ("http://localhost", "http://127.0.0.1", "https://localhost", "http://[::1]")
PORTS = (":3000", "")
USUAL = tuple(f"{host}{port}" for host, port in product(LOCAL, PORTS))
ANY_LOOPBACK = r"https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::[1-9]\d{1,4})?"
UNRELATED = ("some-host", "198.51.100.7")
"""Whoever lets these in, too, does not speak of developers."""

MAX_TEXTS = 20
MAX_DOMAINS = 6
BEFORE = ("", "www.", "app.")

Part = OriginPattern | OriginProgram
Test = Callable[[str], bool]


def local_origin(part: Part, besides: frozenset[str]) -> str | None:
    """A loopback origin that is surely let in and not one of ``besides``."""
    test = surely(part)
    found = (each for each in tries(part) if each not in besides and test(each))
    return next((each for each in found if meant(each, test)), None)


def public_origin(part: Part) -> str | None:
    """An origin that users visit, of a domain that the part spells."""
    test = surely(part)
    pairs = product(sorted(domains(part))[:MAX_DOMAINS], BEFORE)
    origins = (f"https://{before}{domain}" for domain, before in pairs)
    return next(filter(test, filter(for_users, origins)), None)


def surely(part: Part) -> Test:
    """Whether an origin is let in without a doubt."""
    match part:
        case OriginPattern():
            made = exactly(part)
            return lambda origin: made is not None and accepted(made, origin)
        case OriginProgram():
            return lambda origin: part.decide(origin) is Certainty.YES


@lru_cache(maxsize=128)
def exactly(part: OriginPattern) -> Automata | None:
    form = judged(part).form
    try:
        made = automata(form) if form is not None else None
    except TooLargeError:
        return None
    return made if made is not None and made.exact else None


def accepted(made: Automata, origin: str) -> bool:
    try:
        return made.accepts(origin)
    except TooLargeError:
        return False


def tries(part: Part) -> Iterator[str]:
    """The usual origins, and what code spells or a search of the pattern finds."""
    if isinstance(part, OriginProgram):
        spelled = filter(for_development, part.spelled)
        yield from islice(dict.fromkeys((*spelled, *USUAL)), MAX_TEXTS)
    elif (made := exactly(part)) is not None:
        yield from USUAL
        texts = common(made, automata(loopback())).texts()
        yield from filter(for_development, islice(texts, MAX_TEXTS))


@lru_cache(maxsize=1)
def loopback() -> Form:
    return regex(ANY_LOOPBACK, Mode.FULL)


def meant(origin: str, test: Test) -> bool:
    """Whether it is let in for itself, and not as one of all hosts or all addresses."""
    found = split(origin)
    host = found[1] if found else origin
    return not any(test(origin.replace(host, other, 1)) for other in UNRELATED)


def domains(part: Part) -> Iterable[str]:
    if isinstance(part, OriginPattern):
        form = judged(part).form
        return form.named.domains if form is not None else ()
    return {domain for text in part.spelled for domain in named(text)}


def for_users(origin: str) -> bool:
    found = split(origin)
    return found is not None and public(found[1]) and for_development(origin) is None
