"""Runs every level for all origins at once and sorts the responses by who wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from corslint.nginx.access import FORBIDDEN, UNAUTHORIZED, refusal
from corslint.nginx.answers import Line, Response, sent
from corslint.nginx.configuration import Configuration
from corslint.nginx.fuel import Fuel, UndecidableError
from corslint.nginx.headers import Header
from corslint.nginx.levels import ORIGIN, Kind, Level, heirs
from corslint.nginx.run import Runner
from corslint.nginx.state import Anyone, State, Subject
from corslint.nginx.text import NotKnown, Reference, Text, pieces
from corslint.nginx.variables import used
from corslint.syntax.nginx import Directive, Word
from corslint.wire import Certainty

METHODS = ("GET", "OPTIONS", "HEAD", "POST", "PUT", "PATCH", "DELETE")
SIMPLEST = METHODS[:2]


@dataclass(slots=True)
class Group:
    """All that one level's headers make of requests to ``site``.

    ``ends`` are the paths that reach the level, by method; ``failure`` is why they cannot
    be followed.
    """

    site: Level
    carrier: Level
    ends: list[tuple[str, State]] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    failure: str | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that reach the level, OPTIONS only where no other does."""
        found = tuple(dict.fromkeys(method for method, _ in self.ends))
        return tuple(one for one in found if one != "OPTIONS") or found or ("GET",)

    @property
    def admitting(self) -> list[Response]:
        return [response for response in self.responses if response.origins]

    @property
    def preflight(self) -> Certainty:
        """Whether the configuration itself answers OPTIONS with a success here."""
        ends = [state for method, state in self.ends if method == "OPTIONS"]
        verdicts = {preflight(state) for state in ends}
        return verdicts.pop() if len(verdicts) == 1 else Certainty.MAYBE

    @property
    def answers_all(self) -> bool:
        """Whether no request gets past the level to a handler that could fail."""
        statuses = [state.status for _, state in self.ends]
        return bool(statuses) and all(s is not None and s < 400 for s in statuses)


def preflight(state: State) -> Certainty:
    if state.status is not None:
        return Certainty.YES if 200 <= state.status < 300 else Certainty.NO
    refused = refusal(state.level, "OPTIONS")
    return Certainty.NO if refused in (FORBIDDEN, UNAUTHORIZED) else Certainty.MAYBE


def gather(configuration: Configuration, site: Level) -> list[Group]:
    """One group for each level with Allow-Origin that ``site`` is the place to judge."""
    groups: dict[int, Group] = {
        id(carrier): Group(site, carrier)
        for carrier in carriers(site)
        if carrier.origins and judged(configuration, site, carrier)
    }
    if not groups:
        return []
    fuel = Fuel(configuration.effort)
    for method in methods(configuration, site):
        runner = Runner(configuration.definitions, Subject(method, Anyone()), fuel)
        try:
            for state in runner.run(site):
                group = groups.get(id(state.level.carrier))
                if group is not None:
                    group.ends.append((method, state))
                    group.responses += sent(state.level, state, state.status, runner)
        except UndecidableError as error:
            return [blind(site, group.carrier, str(error)) for group in groups.values()]
    return [group for group in groups.values() if group.ends]


def blind(site: Level, carrier: Level, failure: str) -> Group:
    """A group whose paths cannot be followed: only what is written out is known."""
    state = State(Anyone(), carrier)
    lines = tuple(Line(header, written(header, failure)) for header in carrier.cors)
    origins = tuple(line for line in lines if line.header.key == ORIGIN)
    response = Response(state, lines, state, origins)
    return Group(site, carrier, responses=[response], failure=failure)


def written(header: Header, failure: str) -> Text:
    """A value as far as it is written out."""
    word = header.value
    if any(isinstance(piece, Reference) for piece in pieces(word.text)):
        return Text((NotKnown(f"not known, as the configuration {failure}"),), word.span)
    return Text((word.text,), word.span)


def carriers(site: Level) -> Iterator[Level]:
    levels = (site, *site.conditions.values())
    yield from {id(level.carrier): level.carrier for level in levels}.values()


def judged(configuration: Configuration, site: Level, carrier: Level) -> bool:
    """Whether the headers of ``carrier`` are judged at ``site``.

    Headers from outside are judged where they are written, unless the site decides on
    their values or on the Origin by itself. Where all that inherit them do, nothing is
    left to judge outside.
    """
    if carrier is not site:
        inside = carrier.kind is Kind.CONDITION and carrier.parent is site
        return inside or decides(configuration, site, carrier)
    locations = [level for level in heirs(site) if level.kind is Kind.LOCATION]
    outside = site in locations or not locations
    return outside or not all(decides(configuration, one, carrier) for one in locations)


def decides(configuration: Configuration, site: Level, carrier: Level) -> bool:
    """Whether the site sets what the headers are made of, or looks at the Origin."""
    if assigned(site) & needed(configuration, carrier):
        return True
    tests = [word for one in site.named("if") for word in one.words]
    return "http_origin" in used(tests, configuration.definitions)


def needed(configuration: Configuration, carrier: Level) -> set[str]:
    return used((header.value for header in carrier.cors), configuration.definitions)


def assigned(site: Level) -> set[str]:
    """The variables that the statements of ``site`` set."""
    return {
        directive.words[0].text.strip("${}").lower()
        for directive in statements(site)
        if directive.name.text == "set" and directive.words
    }


def statements(site: Level) -> Iterator[Directive]:
    for directive in site.rewrites:
        yield directive
        if directive.name.text == "if":
            yield from directive.block or ()


def methods(configuration: Configuration, site: Level) -> Sequence[str]:
    """Those that the configuration may tell apart."""
    words: list[Word] = []
    for level in (site, *([site.server] if site.server else [])):
        words += [word for one in statements(level) for word in one.words]
        for inner in (level, *level.conditions.values()):
            words += [header.value for header in inner.cors]
    apart = "request_method" in used(words, configuration.definitions)
    return METHODS if apart else SIMPLEST


def apart(responses: Sequence[Response]) -> Iterator[Response]:
    """Each response as several, one for each line of a name: a template sends but one."""
    for response in responses:
        keys = [line.header.key for line in response.lines]
        for place in range(max(map(keys.count, keys), default=1)):
            yield replace(
                response,
                lines=tuple(chosen(response.lines, place)),
                origins=tuple(chosen(response.origins, place)),
            )


def chosen(lines: Sequence[Line], place: int) -> Iterator[Line]:
    for key in dict.fromkeys(line.header.key for line in lines):
        same = [line for line in lines if line.header.key == key]
        yield same[min(place, len(same) - 1)]
