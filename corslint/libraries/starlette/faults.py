"""What is wrong with the arguments of Starlette's CORS middleware, one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from corslint.evaluate.settle import variable
from corslint.evaluate.things import Const, Func, Listing, Pattern, Thing, Unknown
from corslint.libraries.kit import pieces
from corslint.libraries.starlette.arguments import Given, Registration
from corslint.libraries.starlette.editions import Edition
from corslint.libraries.starlette.options import plain, spent, text_of, texts
from corslint.libraries.starlette.origins import items
from corslint.libraries.starlette.texts import headers_text
from corslint.libraries.starlette.values import WILDCARD, Texts, compiles
from corslint.observation import Effect
from corslint.origin import SEPARATOR
from corslint.wire import FOREIGN_ORIGIN

LONGEST_SHOWN = 80
OFF_WORDS = frozenset({"false", "0", "no", "off", "n", "f", "none", "null"})


class Fault(NamedTuple):
    """What comes of a value: ``admits`` gets in; ``at`` is the part at fault."""

    effect: Effect
    consequence: str
    admits: str | None = None
    at: Thing | None = None


CRASH = Fault(
    Effect.CRASHES,
    "the middleware cannot be built from it, so every request ends in a server error",
)
LETTERS = "it is taken letter by letter"


def fault_of(name: str, given: Given, registration: Registration) -> Fault | None:
    if name == "allow_credentials" and from_environment(given.thing):
        # On one branch of several, a test may have told the string from something else.
        return None if registration.variant.tests else SWITCHED_ON
    if name == "allow_headers":
        return headers_fault(given.thing, registration.edition)
    test = TESTS.get(name)
    return test(given.thing) if test else None


def from_environment(thing: Thing) -> bool:
    """Whether ``thing`` is what a variable of the environment holds: a string."""
    match thing:
        case Unknown(key=("environment", _)):
            return True
        case _:
            return False


SEARCHED = "the Origin is searched for in the text, so every piece of it is admitted"
SWITCHED_ON = Fault(Effect.OPENS, "every text but the empty one is true, `false` too")


def origins_fault(thing: Thing) -> Fault | None:
    string = text_of(thing)
    if string is not None:
        return string_of_origins(string, variable(thing))
    inner = next((item for item in items(thing) if isinstance(item, Listing)), None)
    if inner is not None and not texts(thing).wild:
        reason = "a list inside the list equals no Origin, whatever it holds"
        return Fault(Effect.CLOSES, reason, at=inner)
    return collection_fault(thing)


def string_of_origins(string: str, variable: str | None) -> Fault | None:
    """``in`` on a string: a wildcard that is meant works, all else has open edges."""
    wild = WILDCARD in SEPARATOR.split(string)
    if not wild and WILDCARD in string:
        reason = "a `*` anywhere in the text admits every origin"
        return Fault(Effect.OPENS, reason, FOREIGN_ORIGIN)
    stranger = None if wild else pieces.stranger(string)
    if stranger is not None:
        reason = f"{SEARCHED}, such as `{stranger}`"
        return Fault(Effect.OPENS, reason, stranger)
    if variable is not None:
        return Fault(Effect.OPENS, f"{SEARCHED}, whatever `{variable}` is set to")
    if wild or not string:
        return None
    if not pieces.named(string):
        reason = "the Origin is searched for in the text, and none is a piece of it"
        return Fault(Effect.CLOSES, reason)
    return Fault(Effect.WORKS, SEARCHED)


def methods_fault(thing: Thing) -> Fault | None:
    string = text_of(thing)
    if string is not None:
        usable = not string or WILDCARD in string
        return None if usable else letters(Texts.of(string).joined)
    if texts(thing).wild:
        return None
    return collection_fault(thing) or no_texts(thing)


def headers_fault(thing: Thing, edition: Edition) -> Fault | None:
    string = text_of(thing)
    if string is not None:
        sent = headers_text(Texts.of(string), edition)
        return letters(sent) if string and sent is not None else None
    return no_texts(thing) or collection_fault(thing)


def exposed_fault(thing: Thing) -> Fault | None:
    string = text_of(thing)
    if string is not None:
        return letters(Texts.of(string).joined) if len(string) > 1 else None
    if isinstance(thing, Const):
        return CRASH if thing.value else None
    return CRASH if isinstance(thing, (Func, Pattern)) else no_texts(thing)


def letters(sent: str) -> Fault:
    shown = sent if len(sent) <= LONGEST_SHOWN else f"{sent[:LONGEST_SHOWN]}..."
    return Fault(Effect.CLOSES, f"{LETTERS}, so browsers are sent `{shown}`")


def collection_fault(thing: Thing) -> Fault | None:
    """``"*" in value`` raises for what cannot be searched, and empties a generator."""
    if isinstance(thing, (Const, Pattern, Func)):
        return CRASH
    if spent(thing, texts(thing)):
        reason = "the look for `*` uses a generator up, and nothing is left of it"
        return Fault(Effect.CLOSES, reason)
    return None


def no_texts(thing: Thing) -> Fault | None:
    """Only strings can be sorted together and joined."""
    strange = (item for item in items(thing) if plain(item) and text_of(item) is None)
    cause = next(strange, None)
    return None if cause is None else CRASH._replace(at=cause)


def regex_fault(thing: Thing) -> Fault | None:
    match thing:
        case Const(value=None) | Pattern():
            return None
        case Const(value=str(text)):
            return None if compiles(text) else CRASH
        case _:
            return CRASH if plain(thing) else None


def credentials_fault(thing: Thing) -> Fault | None:
    string = text_of(thing)
    if string is None:
        return None
    if string.strip().lower() in OFF_WORDS or variable(thing) is not None:
        return SWITCHED_ON
    return None


TESTS: Mapping[str, Callable[[Thing], Fault | None]] = {
    "allow_origins": origins_fault,
    "allow_methods": methods_fault,
    "allow_credentials": credentials_fault,
    "allow_origin_regex": regex_fault,
    "expose_headers": exposed_fault,
}
