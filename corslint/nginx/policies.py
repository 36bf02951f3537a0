"""From the levels of a file to its policies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from corslint.allow_origin import AllowOrigin, OriginList, OriginProgram, UnknownOrigins
from corslint.nginx.answers import Response
from corslint.nginx.configuration import Configuration
from corslint.nginx.decide import Decision, sends_back
from corslint.nginx.errors import bare_errors
from corslint.nginx.fields import says_origin, value_of
from corslint.nginx.gather import Group, apart, assigned, gather, needed
from corslint.nginx.headers import Header
from corslint.nginx.levels import Kind
from corslint.nginx.predict import Situation, admits, asked
from corslint.nginx.remarks import LIBRARY, in_lua, observations, remarks
from corslint.nginx.remedy import remedy
from corslint.nginx.text import Text
from corslint.policy import Layer, Policy
from corslint.source import Span
from corslint.value import Known, Unknown, Value
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    FOREIGN_ORIGIN,
    MAX_AGE,
    VARY,
    Certainty,
)


def policies(configuration: Configuration) -> Iterator[Policy]:
    """Every policy of a file, and what was noticed where none is."""
    seen: set[int] = set()
    for site in configuration.levels:
        if site.kind is not Kind.CONDITION:
            for group in gather(configuration, site):
                if (policy := policy_of(configuration, group)) is not None:
                    seen.add(id(group.carrier))
                    yield policy
    for level in configuration.levels:
        if id(level) not in seen:
            yield from remarks(level)
        yield from in_lua(level)


def policy_of(configuration: Configuration, group: Group) -> Policy | None:
    """The policy of a group; None where it is some other level that fills its values."""
    carrier = group.carrier
    sending = (one for one in carrier.origins if one.applies(None) and one.value.text)
    first = next(sending, None)
    if first is None:
        return None
    choice = configuration.choice(carrier)
    doubt = "a template decides which header is sent" if choice else None
    situation = Situation(
        group.site, carrier, configuration.definitions, configuration.effort // 6, doubt
    )
    responses = list(apart(group.admitting)) if choice else group.admitting
    origins = decided(group, responses, situation, first)
    if origins == OriginList((), first.value.span) and left_open(configuration, group):
        return None
    values = partial(value_in, responses, first.value.span)
    credentials = values(ALLOW_CREDENTIALS)
    return Policy(
        library=LIBRARY,
        layer=Layer.PROXY,
        allow_origin=origins,
        span=first.value.span,
        statement=first.directive.span,
        allow_credentials=credentials,
        allow_methods=values(ALLOW_METHODS),
        allow_headers=values(ALLOW_HEADERS),
        expose_headers=values(EXPOSE_HEADERS),
        max_age=values(MAX_AGE),
        vary=vary(group, responses, first.value.span),
        preflight=group.preflight,
        on_errors=on_errors(group),
        scope=group.site.scope,
        observations=(*observations(carrier), *bare_errors(group)),
        tests=tests(responses, choice),
        remedy=remedy(origins, credentials),
        settings=situation,
    )


def decided(
    group: Group, responses: Sequence[Response], situation: Situation, first: Header
) -> AllowOrigin:
    span, methods = first.value.span, group.methods
    if group.failure is not None:
        if asked(situation, methods[0], FOREIGN_ORIGIN).doubts:
            return UnknownOrigins(f"the configuration {group.failure}", span)
        return OriginProgram(span, partial(admits, situation, methods))
    decision = Decision(
        span,
        partial(admits, situation, methods),
        asked(situation, methods[0], None).value(ALLOW_ORIGIN),
        any(map(sends_back, responses)),
    )
    for response in responses:
        decision.add(response)
    return decision.result()


def left_open(configuration: Configuration, group: Group) -> bool:
    """Whether the headers are made of variables that only inner levels set."""
    waiting = needed(configuration, group.carrier) & configuration.definitions.assigned
    return bool(waiting - assigned(group.site))


def value_in(responses: Sequence[Response], absent: Span, name: str) -> Value[str | None]:
    return value_of((texts(response, name) for response in responses), absent)


def texts(response: Response, name: str) -> list[Text]:
    return [line.text for line in response.named(name.lower())]


def vary(group: Group, responses: Sequence[Response], absent: Span) -> Value[bool]:
    """Whether Vary names Origin, as far as all files of the level were read.

    Answers to OPTIONS are not kept by caches (RFC 9110, 9.3.7), so theirs need not.
    """
    if group.methods == ("OPTIONS",):
        return Unknown("caches do not keep answers to OPTIONS", absent)
    found = says_origin((texts(response, VARY) for response in responses), absent)
    if found == Known(False, absent) and not group.carrier.complete:
        return Unknown("an included file that was not found may send it", absent)
    return found


def on_errors(group: Group) -> Certainty:
    """Errors get a header with ``always`` or a replaced one for every status."""
    if group.answers_all:
        return Certainty.MAYBE
    everywhere = all(header.statuses is None for header in group.carrier.origins)
    return Certainty.YES if everywhere else Certainty.NO


def tests(responses: Sequence[Response], choice: Span | None) -> tuple[Span, ...]:
    """The undecided conditions, where there is no way to the headers around all of them."""
    spans = [response.decided.tests for response in responses]
    found = () if any(not span for span in spans) else tuple(chain.from_iterable(spans))
    return tuple(dict.fromkeys((*found, *((choice,) if choice else ()))))
