"""Whom Quart-CORS lets in, and what is wrong with what it is told."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.settle import as_text, placed
from corslint.evaluate.things import Const
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit import texts
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.plain import Regex, plain
from corslint.libraries.kit.uses import Given, Use
from corslint.libraries.kit.whom import (
    Dead,
    Everybody,
    Fits,
    Meaning,
    Meant,
    Untold,
    each,
    equal,
    meant,
)
from corslint.libraries.quart_cors.names import (
    ALLOW_HEADERS,
    CREDENTIALS,
    EXPOSE_HEADERS,
    METHODS,
    ORIGIN,
    PLACE,
    SEND_WILDCARD,
    SOCKET,
    key,
)
from corslint.origin import WILDCARD
from corslint.policy import Effect, Observation, WrongType
from corslint.wire import FOREIGN_ORIGIN

LETTERS = "is gone through letter by letter, and no Origin is one letter"
JOINED = "the text is taken apart, and its letters are sent as a list"
ONE_NAME = "the text is taken for one name, which nobody asks for"
HOLDS = "the text is gone through letter by letter, and its letter `*` lets everybody in"
WINS = (
    "everybody is let in, and a name beside it is answered with itself or with `*`, as "
    "chance has it"
)
ONLY_TRUE = "only `True` itself is sent; any other value counts as true beside `*` alone"
STAYS = "it switches nothing off, which only `{key} = False` does"
NAMES = (ALLOW_HEADERS, METHODS, EXPOSE_HEADERS)


def is_socket(use: Use) -> bool:
    where = use.given.get(PLACE)
    return where is not None and as_text(where.thing) == SOCKET


def whom(use: Use) -> Iterator[Meant]:
    given = use.given.get(ORIGIN)
    known = plain(given.thing) if given else None
    if given is None and use.passed.missing is not None:
        return
    if given is None or (known and known.told and known.value is None):
        yield from by_configuration(use)
    elif known is not None and not known.told:
        yield meant(*given, Untold(known.missing or ""))
    elif known is not None and isinstance(known.value, str | Regex):
        yield meant(*given, entry(known.value))
    else:
        yield from each(given, entry)


def by_configuration(use: Use) -> Iterator[Meant]:
    given = use.given.get(key(ORIGIN))
    if given is None:
        yield Meant(Everybody(implicit=True), use.call.span)
        return
    text = as_text(given.thing)
    if text is None:
        yield from each(given, entry)
    elif WILDCARD in text:
        yield meant(*given, Everybody())
    elif text:
        yield meant(*given, Dead(text, LETTERS))


def entry(value: object) -> Meaning:
    match value:
        case Regex(text=text):
            return Fits(text, "match", value.ignores_case)
        case str() if value == WILDCARD:
            return Everybody()
        case _:
            return equal(value)


def faults(use: Use) -> Iterator[Observation]:
    for name in (ORIGIN, key(ORIGIN)):
        if (given := use.given.get(name)) is not None:
            yield from mixture(given, WINS)
    yield from of_configured_text(use.given.get(key(ORIGIN)))
    for name in NAMES:
        listed = use.given.get(key(name))
        if listed is not None and as_text(listed.thing) != WILDCARD:
            yield from texts.lettered(key(name), listed, "a list of names", JOINED)
        yield from of_names(name, use.given.get(name))
    for name in (CREDENTIALS, key(CREDENTIALS)):
        yield from of_credentials(name, use.given.get(name))
    yield from idle(use)


def of_configured_text(given: Given | None) -> Iterator[WrongType]:
    text = None if given is None else as_text(given.thing)
    if given is None or not text or text == WILDCARD:
        return
    if WILDCARD in text:
        wanted = "a list of origins"
        yield texts.wrong(key(ORIGIN), given, wanted, Effect.OPENS, HOLDS, FOREIGN_ORIGIN)
    else:
        yield from texts.lettered(key(ORIGIN), given, "a list of origins")


def of_names(name: str, given: Given | None) -> Iterator[WrongType]:
    text = None if given is None else as_text(given.thing)
    if given is not None and text and ("," in text or " " in text):
        yield texts.wrong(name, given, "a list of names", Effect.CLOSES, ONE_NAME)


def of_credentials(name: str, given: Given | None) -> Iterator[WrongType]:
    """Werkzeug sends the header for ``True`` itself."""
    if given is not None and as_text(given.thing):
        yield texts.wrong(name, given, "`True` or `False`", Effect.CLOSES, ONLY_TRUE)


def idle(use: Use) -> Iterator[WrongType]:
    """Parameters that are off where the configuration, or the default, is on."""
    given, setting = use.given.get(CREDENTIALS), use.given.get(key(CREDENTIALS))
    if given and setting and is_constant(given, False) and is_constant(setting, True):
        yield ignored(CREDENTIALS, given)
    given, setting = use.given.get(SEND_WILDCARD), use.given.get(key(SEND_WILDCARD))
    on = setting is None or truth(setting.thing) is True
    if given and on and is_constant(given, False) and any(map(is_everybody, whom(use))):
        yield ignored(SEND_WILDCARD, given)


def ignored(option: str, given: Given) -> WrongType:
    words = STAYS.replace("{key}", key(option))
    span, via = placed(*given)
    wanted, written = "`True` or nothing", "`False`"
    return WrongType(option, written, wanted, span, Effect.IGNORED, words, via=via)


def is_everybody(one: Meant) -> bool:
    return isinstance(one.meaning, Everybody)


def is_constant(given: Given, value: bool) -> bool:
    return isinstance(given.thing, Const) and given.thing.value is value
