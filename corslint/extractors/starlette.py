"""Reads the CORS policies of Starlette and FastAPI, and predicts what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from corslint.allow_origin import OriginList
from corslint.evaluate.deployed import policies_of
from corslint.evaluate.reaching import reaches
from corslint.evaluate.settle import settle
from corslint.evaluate.slicing.binding import bound
from corslint.evaluate.study import Study
from corslint.evaluate.things import Thing
from corslint.evaluate.values.truth import truth
from corslint.evaluate.variants import Variant, variants
from corslint.extractor import extractor
from corslint.libraries.kit.handed import Library
from corslint.libraries.starlette.arguments import Registration, registration
from corslint.libraries.starlette.calls import registers
from corslint.libraries.starlette.editions import STARLETTE, Edition
from corslint.libraries.starlette.model import answer
from corslint.libraries.starlette.observations import observations
from corslint.libraries.starlette.options import SPREAD, joined, number, options, searched
from corslint.libraries.starlette.order import placed
from corslint.libraries.starlette.origins import allow_origin
from corslint.libraries.starlette.routes import routed
from corslint.libraries.starlette.texts import exposed_text, headers_text, methods_text
from corslint.libraries.starlette.values import MAX_AGE_DEFAULT, Options, Texts
from corslint.observation import Effect, Observation, UnknownOption, WrongType
from corslint.policy import Layer, Policy
from corslint.source import Source, Span, Workspace
from corslint.value import FromEnv, FromRequest, Known, Unknown, Value, convert
from corslint.versions.editions import Release
from corslint.wire import Answer, Certainty, Request

T = TypeVar("T")

DEFAULT = Options()
REQUESTED_HEADERS = "access-control-request-headers"
REMEDY = (
    'List the origins that need access, `allow_origins=["https://app.example.com"]`, each '
    "as the browser sends it: scheme, host, and a port only where the address shows one."
)


def predict(policy: Policy, request: Request) -> Answer:
    """What the middleware sends, by the options that ``extract`` read."""
    if not isinstance(policy.settings, Options):
        return Answer(doubts=("the policy is not one of Starlette's",))
    return answer(policy.settings, request)


NAME = "CORSMiddleware"


@extractor("python", markers=(b"corsmiddleware", b"_cors("), answer=predict)
def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
    """One policy for each set of arguments that a registration may receive.

    Helpers that register the middleware are followed from the files that call them, which
    may not name it: hence the second marker.
    """
    return policies_of(source, workspace, registered)


def registered(found: Study) -> Iterator[Policy]:
    if not reaches(found, (NAME,)):
        return iter(())
    workspace, path = found.tree.workspace, found.source.path
    policies = (
        placed(routed(policy_of(each, STARLETTE.found(workspace, path)), found), found)
        for each in variants(found, registers)
    )
    return bound(found.program, policies)


def by_a_tool(study: Study, variant: Variant) -> Iterator[Policy]:
    """The policy of a middleware that a tool adds."""
    release = STARLETTE.found(study.tree.workspace, study.source.path)
    yield policy_of(variant, release)


HANDED = Library(by_a_tool, predict)


def policy_of(variant: Variant, release: Release[Edition]) -> Policy:
    edition, version = release
    found = registration(variant, edition)
    seen = tuple(observations(found))
    wreck = next(wrecks(seen), None)
    settings = replace(options(found), crashes=wreck is not None)
    span = found.call.span
    return Policy(
        library="starlette",
        layer=Layer.APP,
        allow_origin=OriginList((), wreck) if wreck else allow_origin(found, settings),
        span=span,
        statement=found.call.statement,
        allow_credentials=convert(
            value(found, "allow_credentials", truth, False),
            lambda on: "true" if on else None,
        ),
        allow_methods=convert(
            value(found, "allow_methods", whole(searched), DEFAULT.methods),
            lambda methods: methods_text(methods, edition),
        ),
        allow_headers=allow_headers(found),
        expose_headers=convert(
            value(found, "expose_headers", whole(joined), DEFAULT.exposed), exposed_text
        ),
        max_age=convert(value(found, "max_age", seconds, MAX_AGE_DEFAULT), sent),
        vary=Unknown(found.own, span) if found.own else Known(True, span),
        preflight=preflight(found, settings),
        on_errors=settings.around_errors,
        version=version,
        observations=seen,
        tests=variant.tests,
        development=variant.development,
        remedy=REMEDY,
        settings=settings,
    )


def value(
    found: Registration, name: str, function: Callable[[Thing], T | None], default: T
) -> Value[T]:
    """An option as ``function`` reads it; its default where it is certainly not given."""
    given, span = found.given.get(name), found.call.span
    if found.own:
        return Unknown(found.own, span)
    if given is not None:
        return settle(given.thing, given.place, function)
    return Known(default, span) if found.complete else Unknown(SPREAD, span)


def whole(function: Callable[[Thing], Texts]) -> Callable[[Thing], Texts | None]:
    """Texts of which nothing that matters is missing: a wildcard makes up for the rest."""

    def read(thing: Thing) -> Texts | None:
        found = function(thing)
        return None if found.missing and not found.wild else found

    return read


def seconds(thing: Thing) -> str | None:
    found = number(thing)
    return found if isinstance(found, str) else None


def sent(text: str) -> str | None:
    return text


def allow_headers(found: Registration) -> Value[str | None]:
    """With a wildcard the names that the preflight asks for are sent back."""
    named = value(found, "allow_headers", whole(searched), DEFAULT.headers)
    match named:
        case Known(names, span, via) if names.wild:
            return FromRequest(REQUESTED_HEADERS, span, via)
        case FromEnv(_, Texts(wild=True), span, via):
            return FromRequest(REQUESTED_HEADERS, span, via)
        case _:
            return convert(named, lambda names: headers_text(names, found.edition))


def preflight(found: Registration, settings: Options) -> Certainty:
    if found.own or settings.behind_router is Certainty.MAYBE:
        return Certainty.MAYBE
    refused = settings.crashes or settings.behind_router is Certainty.YES
    return Certainty.NO if refused else Certainty.YES


def wrecks(seen: Sequence[Observation]) -> Iterator[Span]:
    """The places of what keeps the middleware from being built."""
    for each in seen:
        match each:
            case UnknownOption(effect=Effect.CRASHES) | WrongType(effect=Effect.CRASHES):
                yield each.span
            case _:
                pass
