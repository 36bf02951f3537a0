"""What is wrong with what Quart-CORS is told, where it decides.

Executed with quart-cors 0.8.0 on quart 0.22.0: a key beside a parameter that decides is
not looked at, whatever it says.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.settle import as_text, placed
from corslint.evaluate.things import Const
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit import texts
from corslint.libraries.kit.faults import mixture
from corslint.libraries.kit.uses import Given, Use
from corslint.libraries.kit.whom import Everybody
from corslint.libraries.quart_cors.names import (
    ALLOW_HEADERS,
    CREDENTIALS,
    EXPOSE_HEADERS,
    METHODS,
    ORIGIN,
    SEND_WILDCARD,
    key,
)
from corslint.libraries.quart_cors.whom import decisive, whom
from corslint.observation import Effect, Observation, WrongType
from corslint.origin import WILDCARD
from corslint.wire import FOREIGN_ORIGIN

JOINED = "the text is taken apart, and its letters are sent as a list"
ONE_NAME = "the text is taken for one name, which nobody asks for"
HOLDS = "the text is gone through letter by letter, and its letter `*` lets everybody in"
CHANCE = (
    "everybody is let in, and a name beside it is answered with itself or with `*`, as "
    "chance has it"
)
WINS = "everybody is let in, and the names beside it count for nothing"
STAYS = "it switches nothing off, which only `{key} = False` does"
NAMES = (ALLOW_HEADERS, METHODS, EXPOSE_HEADERS)


def faults(use: Use) -> Iterator[Observation]:
    name, given = decisive(use, ORIGIN)
    yield from mixture(given, CHANCE if sends_wildcard(use) else WINS)
    if name != ORIGIN:
        yield from of_configured_text(given)
    for option in NAMES:
        yield from of_names(option, *decisive(use, option))
    yield from texts.untrue(*decisive(use, CREDENTIALS))
    yield from idle(use)


def sends_wildcard(use: Use) -> bool:
    """Whether everybody may be sent `*`, as they are by default."""
    _, given = decisive(use, SEND_WILDCARD)
    return given is None or truth(given.thing) is not False


def of_configured_text(given: Given | None) -> Iterator[WrongType]:
    text = None if given is None else as_text(given.thing)
    if given is None or not text or text == WILDCARD:
        return
    if WILDCARD in text:
        wanted = "a list of origins"
        yield texts.wrong(key(ORIGIN), given, wanted, Effect.OPENS, HOLDS, FOREIGN_ORIGIN)
    else:
        yield from texts.lettered(key(ORIGIN), given, "a list of origins")


def of_names(option: str, name: str, given: Given | None) -> Iterator[WrongType]:
    """A parameter takes a text for one name, the configuration for its letters."""
    text = None if given is None else as_text(given.thing)
    if given is None or not text or (name != option and text == WILDCARD):
        return
    if name != option:
        yield from texts.lettered(name, given, "a list of names", JOINED)
    elif "," in text or " " in text:
        yield texts.wrong(name, given, "a list of names", Effect.CLOSES, ONE_NAME)


def idle(use: Use) -> Iterator[WrongType]:
    """Parameters that are off where the configuration, or the default, is on."""
    given, setting = use.given.get(CREDENTIALS), use.given.get(key(CREDENTIALS))
    if given and setting and is_constant(given, False) and is_constant(setting, True):
        yield ignored(CREDENTIALS, given, Effect.OPENS)
    given, setting = use.given.get(SEND_WILDCARD), use.given.get(key(SEND_WILDCARD))
    on = setting is None or truth(setting.thing) is True
    everybody = any(isinstance(one.meaning, Everybody) for one in whom(use))
    if given and on and is_constant(given, False) and everybody:
        yield ignored(SEND_WILDCARD, given, Effect.IGNORED)


def ignored(option: str, given: Given, effect: Effect) -> WrongType:
    words = STAYS.replace("{key}", key(option))
    span, via = placed(*given)
    wanted, written = "`True` or nothing", "`False`"
    return WrongType(option, written, wanted, span, effect, words, via=via)


def is_constant(given: Given, value: bool) -> bool:
    return isinstance(given.thing, Const) and given.thing.value is value
