"""What code demands of an origin that is to go another way than one did before."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from corslint.allow_origin import OriginPattern, OriginTest, Way
from corslint.patterns.automaton import TooLargeError
from corslint.patterns.conditions import Automata, automata
from corslint.patterns.lowering import Form, containing, ending, equal, inside, starting
from corslint.patterns.parsing import UnreadablePatternError
from corslint.patterns.verdicts import form_of
from corslint.patterns.views import NETWORK, Count, View
from corslint.source import Span

LOWERED: Mapping[Way, Callable[[Sequence[str]], Form]] = {
    Way.EQUALS: equal,
    Way.STARTS: lambda texts: starting(*texts),
    Way.ENDS: lambda texts: ending(*texts),
    Way.CONTAINS: lambda texts: containing(*texts),
    Way.INSIDE: lambda texts: inside(*texts),
}
COMMON = re.compile(r"https?(?::/*)?|:?/+|[.:-]")
"""What many origins have, those of strangers as well, such as ``https://``."""

Place = tuple[Span, Way]
Views = Mapping[Place, View | Count | None]
"""Which part of the origin is looked at where."""


@dataclass(frozen=True, slots=True)
class Demand:
    """That a text (or the pattern) fits a part of the origin, or that none of them does."""

    way: Way
    texts: tuple[str, ...]
    pattern: OriginPattern | None
    view: View | Count
    holds: bool

    @property
    def trivial(self) -> bool:
        """Whether every stranger meets it: none is one of the origins that code spells."""
        return self.way is Way.EQUALS and not self.holds and self.view in NETWORK


Goal = tuple[Demand, ...]
"""All that is demanded of one origin."""


def common(test: OriginTest) -> bool:
    return test.pattern is None and bool(COMMON.fullmatch(test.text.lower()))


def parting(test: OriginTest) -> bool:
    """Whether code only looks for what parts any origin, mostly to split it there."""
    return test.way is Way.CONTAINS and common(test)


def parts_all(test: OriginTest) -> bool:
    """Whether every origin has what code looks for."""
    return test.text in {".", "/", "//", "://", "http"}


def place(test: OriginTest) -> Place:
    return test.span, test.way


def goals(path: Sequence[OriginTest], views: Views) -> Iterator[Goal]:
    """For each test on a way: the same way up to it, and there the other one.

    First those that were failed: most ways in are reached by passing one more.
    """
    for failed in (True, False):
        for number, test in enumerate(path):
            turned = alternatives(test, path, views)
            if test.holds is not failed and turned and not hopeless(turned):
                yield (*way_to(path[:number], turned, views), turned)


def alternatives(
    test: OriginTest, path: Sequence[OriginTest], views: Views
) -> Demand | None:
    """The other outcome of a test, or of one of those that are made at the same place."""
    view = views[place(test)]
    if view is None or test.holds or test.way is Way.MATCHES:
        return turned(demand(test, views))
    here = dict.fromkeys(
        each.text for each in path if place(each) == place(test) and not each.holds
    )
    return Demand(test.way, tuple(here), None, view, holds=True)


def turned(made: Demand | None) -> Demand | None:
    return made and replace(made, holds=not made.holds)


def hopeless(made: Demand) -> bool:
    return replace(made, holds=not made.holds).trivial


def way_to(path: Sequence[OriginTest], last: Demand, views: Views) -> Iterator[Demand]:
    """The demands before the last one, each once."""
    found = dict.fromkeys(demand(test, views) for test in path)
    for each in found:
        again = each and not each.holds and set(each.texts) <= set(last.texts)
        if each and not each.trivial and not (again and each.way is last.way):
            yield each


def demand(test: OriginTest, views: Views) -> Demand | None:
    view = views[place(test)]
    unread = test.way is Way.MATCHES and test.pattern is None
    if view is None or unread:
        return None
    texts = () if test.pattern else (test.text,)
    return Demand(test.way, texts, test.pattern, view, test.holds)


@lru_cache(maxsize=256)
def of_demand(made: Demand) -> Automata | None:
    """The automata of what has to fit, or must not; None where they cannot be made."""
    try:
        return automata(form(made))
    except (TooLargeError, UnreadablePatternError):
        return None


def form(made: Demand) -> Form:
    """Raises ``UnreadablePatternError``."""
    if isinstance(made.view, Count):
        return made.view.of(made.texts)
    plain = form_of(made.pattern) if made.pattern else LOWERED[made.way](made.texts)
    return made.view.of(plain)


def forbids(made: Demand, found: Automata) -> bool:
    """Whether what must not fit is known so well that it may be refused."""
    return found.exact and made.view.exact and len(found.wanted) == 1 and not found.refused
