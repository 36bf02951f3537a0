"""A policy from the settings of django-cors-headers that hold together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corslint.allow_origin import AllowOrigin, UnknownOrigins
from corslint.evaluate.settle import settle
from corslint.evaluate.values.truth import truth
from corslint.libraries.django_cors_headers.editions import Edition
from corslint.libraries.django_cors_headers.evidence import Misspelt
from corslint.libraries.django_cors_headers.files import Way
from corslint.libraries.django_cors_headers.observations import (
    early_option,
    observations,
    unknown_option,
)
from corslint.libraries.django_cors_headers.origins import parts
from corslint.libraries.django_cors_headers.remedy import remedy
from corslint.libraries.django_cors_headers.scope import scope
from corslint.libraries.django_cors_headers.settings import (
    Found,
    Setting,
    plain,
    settings,
    used,
)
from corslint.libraries.django_cors_headers.values import (
    AGE,
    CREDENTIALS,
    EXPOSED,
    HEADERS,
    METHODS,
    ORIGINS,
    ROUTES,
    Plain,
    RefusedError,
    Settings,
    Unread,
    given,
    joined,
    missing,
    seconds,
)
from corslint.observation import Observation
from corslint.policy import Layer, Policy
from corslint.source import Span
from corslint.value import Known, Value, convert
from corslint.wire import Certainty

ELSEWHERE = "nothing in this file lets an origin in, and another file may"


class Case(NamedTuple):
    """One way through a holder: the settings that hold then, and names nobody reads.

    ``early`` are settings of the file that only later releases read.
    """

    found: Found
    strange: tuple[Misspelt, ...]
    early: tuple[Setting, ...]
    way: Way
    edition: Edition

    @property
    def touched(self) -> bool:
        """Whether the file itself sets something."""
        own = any(each.own for each in self.found.values())
        return own or bool(self.strange or self.early)


class Whom(NamedTuple):
    """Who is let in, and the statement that decides it."""

    origins: AllowOrigin
    statement: Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What ``predict`` works with."""

    values: Settings
    edition: Edition


def policy(
    case: Case,
    whom: Whom,
    tests: tuple[Span, ...],
    development: bool,
) -> Policy:
    found, span = case.found, whom.statement
    values = reading(case, whom)
    return Policy(
        library="django_cors_headers",
        layer=Layer.APP,
        allow_origin=whom.origins,
        span=span,
        statement=span,
        allow_credentials=credentials(found, span),
        allow_methods=header(case, METHODS, texts, span),
        allow_headers=header(case, HEADERS, texts, span),
        expose_headers=sent(header(case, EXPOSED, texts, span)),
        max_age=sent(header(case, AGE, age, span)),
        vary=Known(True, span),
        preflight=Certainty.YES,
        on_errors=Certainty.YES,
        scope=scope(given(values, ROUTES)),
        observations=tuple(remarks(case)),
        tests=tests,
        development=development,
        remedy=remedy(whom.origins, found, case.edition),
        settings=Reading(values, case.edition),
    )


def reading(case: Case, whom: Whom) -> Settings:
    """The settings; where another file may name the origins they are open."""
    values = settings(case.found, case.edition)
    match whom.origins:
        case UnknownOrigins(reason) if reason == ELSEWHERE:
            return {**values, ORIGINS: Unread(reason)}
        case _:
            return values


def credentials(found: Found, span: Span) -> Value[str | None]:
    setting = used(found, CREDENTIALS)
    if setting is None:
        return Known(None, span)
    on = settle(setting.thing, setting.place, truth)
    return convert(on, lambda known: "true" if known else None)


def header(
    case: Case, name: str, text: Callable[[Plain], str | None], span: Span
) -> Value[str | None]:
    """The header that a setting becomes; ``text`` gives None for what is open."""
    setting, edition = used(case.found, name), case.edition
    if setting is None:
        return Known(text(given(settings({}, edition), name)), span)
    return settle(setting.thing, setting.place, lambda thing: text(plain(thing, edition)))


def sent(value: Value[str | None]) -> Value[str | None]:
    """An empty text stands for a header that is not sent."""
    return convert(value, lambda text: text or None)


def texts(value: Plain) -> str | None:
    try:
        return joined(value)
    except RefusedError:
        return None


def age(value: Plain) -> str | None:
    return None if missing(value) else seconds(value) or ""


def remarks(case: Case) -> Iterator[Observation]:
    decided = bool(parts(case.found))
    yield from (unknown_option(each, case.found, decided) for each in case.strange)
    yield from (early_option(each, case.found, decided) for each in case.early)
    yield from observations(case.found)
