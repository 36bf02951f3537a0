"""What is known of the requests that a policy is there for, and of its answers to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corslint.evaluate.machine import Probe
from corslint.handwritten.judging.deciding import Sink, sightings
from corslint.handwritten.routing.answerers import OPTIONS
from corslint.handwritten.routing.errors import bare_errors
from corslint.handwritten.routing.hooks import may_answer
from corslint.handwritten.routing.preflights import (
    actual,
    answers,
    asks,
    common,
    preflights,
    route,
)
from corslint.handwritten.routing.replies import replies
from corslint.handwritten.routing.reply import Replies, Reply
from corslint.handwritten.routing.routes import Site
from corslint.handwritten.routing.stage import Stage
from corslint.handwritten.sending.beside import settled, value_key
from corslint.handwritten.sending.responses import cleared, responses, sent
from corslint.observation import BareError
from corslint.policy import Route
from corslint.source import Span
from corslint.value import OneOf, Value
from corslint.wire import FOREIGN_ORIGIN, Answer, Certainty, Request

MAX_NAMED = 4


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What is known of the requests that a policy is there for.

    ``sites`` are all that the policy has a part in, ``routes`` those that serve more than
    OPTIONS. ``asked_only``: no route is known, and only preflights get to the sinks.
    """

    stage: Stage
    sites: tuple[Site, ...] = ()
    routes: tuple[Route, ...] = ()
    preflight: Certainty = Certainty.MAYBE
    actual: Certainty = Certainty.YES
    errors: tuple[BareError, ...] = ()
    preflights: tuple[Reply, ...] = ()
    asked_only: bool = False

    @property
    def followed(self) -> Certainty:
        """Whether requests themselves are answered as their preflights are."""
        return Certainty.MAYBE if self.asked_only else self.actual

    def told(self, name: str, known: Value[str | None], sink: Span) -> Value[str | None]:
        """What preflights are told by the header ``name``; ``known`` where none is seen."""
        found: dict[object, Value[str | None]] = {}
        for reply in self.preflights:
            value = settled(reply.last(name), sink)
            found.setdefault(value_key(value), value)
        values = tuple(found.values())
        if not values:
            return known
        return values[0] if len(values) == 1 else OneOf(values, sink)

    def answer(self, request: Request) -> Answer | None:
        """The answer, where more is known of it than what the sinks write."""
        if request.fails and self.errors:
            return Answer(status=self.errors[0].status)
        made = self.composed(request)
        if made is not None and (request.preflight or not made.doubts):
            return made
        return Answer() if not request.preflight and self.actual is Certainty.NO else None

    def composed(self, request: Request) -> Answer | None:
        """What hooks and handler of a route send, where nobody else has a say in it."""
        site = self.asked(request)
        if site is None or not self.stage.closed(site):
            return None
        found = replies(self.stage, site, request)
        return answer_of(found) if found.found else None

    @property
    def takes_options(self) -> bool:
        """Whether OPTIONS gets to the handlers themselves: nobody answers it before."""
        taking = all(map(takes_options, self.sites))
        if not self.sites or not taking or self.stage.large:
            return False
        answering = filter(may_answer, self.stage.hooks)
        before = any(hook.covers(site) for hook in answering for site in self.sites)
        return self.stage.contained and self.stage.alone and not before

    def asked(self, request: Request) -> Site | None:
        wanted = request.asks_method or request.method
        found = [each for each in self.sites if each.takes(wanted)]
        same = [each for each in found if each.path == request.route]
        return next(iter(same or found), None)


def facts(stage: Stage, found: Sequence[Sink]) -> Facts:
    """What the sinks of one policy are there for."""
    origin = next((each for sink in found if (each := admitted(stage, sink))), None)
    only = all(only_preflights(stage, sink) for sink in found)
    sites = tuple(dict.fromkeys(site for sink in found for site in serves(stage, sink)))
    if origin is None:
        return Facts(stage, sites)
    errors = tuple(bare_errors(stage, found, origin))
    if not sites:
        return Facts(stage, errors=errors, asked_only=only)
    own = {id(each.function) for sink in found for each in stage.ends(sink)}
    asked = {id(site): preflights(stage, site, origin) for site in sites}
    made = tuple(route(stage, site, asked[id(site)], own) for site in sites)
    return Facts(
        stage,
        sites,
        tuple(each for each in made if each.methods),
        common(each.preflight for each in made if asks(each)),
        actual(stage, sites, origin) if only else Certainty.YES,
        errors,
        tuple(reply for each in asked.values() for reply in admitting(each)),
    )


def takes_options(site: Site) -> bool:
    """Whether a function answers OPTIONS, with no decorator but that of its route."""
    bare = site.lineage is None and len(site.function.decorators) <= 1
    return bare and site.takes(OPTIONS)


def admitting(found: Replies) -> Iterator[Reply]:
    """The replies that count, where a route has no others."""
    if answers(found) is Certainty.YES:
        yield from found.found


def only_preflights(stage: Stage, sink: Sink) -> bool:
    """Whether nothing but an answer to OPTIONS gets to a sink, as far as names tell."""
    served = [site for end in stage.ends(sink) for site in stage.answered_by(end)]
    named = bool(served) and all(site.methods == (OPTIONS,) for site in served)
    return named or sink.preflight_only


def admitted(stage: Stage, sink: Sink) -> str | None:
    """An origin that the sink certainly lets in, if one is found."""
    for sighting in sink.sightings:
        text = sent(sighting.effect)
        if sighting.certain and text == "*":
            return FOREIGN_ORIGIN
        if sighting.certain and text and "://" in text:
            return text
    for origin in list(stage.study.origins)[:MAX_NAMED]:
        found = responses(stage.study, sink.entry, Probe(origin))
        for sighting in sightings(found, origin):
            if sighting.effect.sink == sink.span and sighting.certain:
                return origin
    return None


def serves(stage: Stage, sink: Sink) -> Iterator[Site]:
    """The routes of a sink; for a class all that any of its methods serve."""
    for site in stage.served(sink):
        yield site
        if site.lineage is not None:
            yield from (each for each in stage.sites if each.lineage is site.lineage)
        elif site.takes(OPTIONS):
            yield from (each for each in stage.sites if partner(site, each))


def partner(site: Site, other: Site) -> bool:
    """Another route of the same path, whose preflights ``site`` answers."""
    same = other.path == site.path and other.owner == site.owner
    return same and site.path is not None and other.framework is site.framework


def answer_of(found: Replies) -> Answer:
    """The reply that admits somebody if one does; what differs between them is a doubt."""
    best = next((each for each in found.found if each.admits), found.found[0])
    lines: list[tuple[str, str]] = []
    doubts = list(best.doubts)
    for name, written in best.headers:
        for effect in written:
            text = sent(effect)
            if text is not None:
                lines.append((name.title(), text))
            elif not cleared(effect):
                doubts.append(f"the value of {name.title()} is not known")
    if not found.sure or any(differs(each, best) for each in found.found):
        doubts.append("the code has other ways to answer a preflight")
    return Answer(tuple(lines), best.status, tuple(dict.fromkeys(doubts)))


def differs(one: Reply, other: Reply) -> bool:
    return one.status != other.status or texts(one) != texts(other)


def texts(reply: Reply) -> dict[str, list[str | None]]:
    return {name: list(map(sent, written)) for name, written in reply.headers}
