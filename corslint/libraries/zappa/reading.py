"""What one stage says about CORS, to each of the ways in which it is reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from corslint.evaluate.things import Arguments, Called, Symbol, Table, Trace
from corslint.evaluate.variants import Variant
from corslint.libraries.kit.things import thing_of_node, typed_by_pyyaml
from corslint.libraries.kit.uses import Given, Passed, Strange, Use, near
from corslint.libraries.zappa.stages import Stage, is_true
from corslint.observation import Effect
from corslint.syntax.tree import Mapping, Node, Pair, Scalar

CORS = "cors"
URL_CONFIG = "function_url_config"
URL_ENABLED = "function_url_enabled"
MAX_OPTIONS = 100

REST = ("allowed_origin", "allowed_methods", "allowed_headers")
HTTP = (
    "allowed_origins",
    "allowed_methods",
    "allowed_headers",
    "allow_credentials",
    "expose_headers",
    "max_age",
)
URL = (
    "allowedOrigins",
    "allowedMethods",
    "allowedHeaders",
    "allowCredentials",
    "exposedResponseHeaders",
    "maxAge",
)
EVERY = frozenset({*REST, *HTTP, *URL})
IGNORED = "Zappa takes it without a word and does nothing with it"
OPEN = f"{IGNORED}, and `*` stands for the origins"
OTHER_API = (
    "Zappa does nothing with it where `apigateway_version` is not v2: the application "
    "has to say so"
)


class Face(Enum):
    """A way in which a stage is reached, by what answers there."""

    REST = "REST API"
    HTTP = "HTTP API"
    URL = "function URL"

    @property
    def options(self) -> tuple[str, ...]:
        return {Face.REST: REST, Face.HTTP: HTTP, Face.URL: URL}[self]


@dataclass(frozen=True, slots=True)
class Said:
    """``pair`` is where ``face`` of a stage is set up, ``cors`` what it is told there.

    None is told where the defaults hold.
    """

    face: Face
    pair: Pair
    cors: Node | None


def said_by(stage: Stage) -> Iterator[Said]:
    cors = stage.pair(CORS)
    gateway = stage.on("use_apigateway", True) and stage.on("apigateway_enabled", True)
    if cors is not None and gateway and is_true(cors.value):
        second = stage.says("apigateway_version") == "v2"
        yield Said(Face.HTTP if second else Face.REST, cors, cors.value)
    if stage.on(URL_ENABLED, False):
        yield from said_by_url(stage)


def said_by_url(stage: Stage) -> Iterator[Said]:
    """Everybody is let in where nothing is said. What is no table stops Zappa."""
    enabled, config = stage.pair(URL_ENABLED), stage.pair(URL_CONFIG)
    if enabled is None:
        return
    if config is None or not is_true(config.value):
        if config is None or not isinstance(config.value, Scalar):
            yield Said(Face.URL, enabled, None)
        return
    cors = config.value.named().get(CORS) if isinstance(config.value, Mapping) else None
    if cors is None and isinstance(config.value, Mapping):
        yield Said(Face.URL, enabled, None)
    elif cors is not None and is_true(cors.value):
        yield Said(Face.URL, cors, cors.value)


def use_of(said: Said) -> Use:
    """What is said, as a call with these arguments would give it."""
    place, end = said.pair.key.span, said.pair.value.span
    statement = place.until(end) if place.path == end.path and place < end else place
    callee = Symbol(said.face.value, Trace(place))
    call = Called(callee, Arguments(), place, statement, callee)
    return Use(Variant(call, (), (), False), passed(said))


def passed(said: Said) -> Passed:
    match said.cors:
        case None:
            return Passed()
        case Mapping() as table:
            named = list(table.named().items())[:MAX_OPTIONS]
            known = said.face.options
            given = {name: given_by(pair) for name, pair in named if name in known}
            # Last, so that an option is blamed before the table around it.
            given[CORS] = Given(Table([], Trace(said.pair.key.span)), said.pair.key.span)
            return Passed(given, tuple(strangers(said.face, named)))
        case other:
            return Passed({CORS: given_by(Pair(said.pair.key, other))})


def given_by(pair: Pair) -> Given:
    return Given(thing_of_node(pair.value, typed_by_pyyaml), pair.value.span)


def strangers(face: Face, named: list[tuple[str, Pair]]) -> Iterator[Strange]:
    origins = face.options[0]
    for name, pair in named:
        if name not in face.options:
            meant = meant_by(face, name)
            opens = meant == origins and origins not in dict(named)
            yield Strange(name, pair.key.span, meant, *effect(face, name, opens))


def meant_by(face: Face, name: str) -> str | None:
    """The option that a name is meant for; those of the other ways resemble others."""
    if "origin" in name.lower():
        return face.options[0]
    return None if name in EVERY else near(name, face.options)


def effect(face: Face, name: str, opens: bool) -> tuple[Effect, str]:
    """A REST API only lets everybody ask: the application decides who may read."""
    if opens:
        return (Effect.IGNORED if face is Face.REST else Effect.OPENS), OPEN
    return Effect.IGNORED, OTHER_API if face is Face.REST and name in HTTP else IGNORED
