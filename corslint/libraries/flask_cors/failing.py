"""Values that releases of Flask-CORS before 6.0.5 fail on, at start or on a request."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.naming import kind_of
from corslint.libraries.flask_cors.entries import Raising, RefusedError, Regex
from corslint.libraries.flask_cors.options import Part, Setting, is_none
from corslint.libraries.flask_cors.origins import Item, read
from corslint.observation import Effect, WrongType

LONGEST = 60
WANTED = {"origins": "a list of origins", "allow_headers": "a list of header names"}
FAILS = {
    "origins": "requests that it is compared for end in a server error",
    "allow_headers": "preflights that ask for a header end in a server error",
}
SPARED = (
    "preflights that it is compared for end in a server error, other answers have no "
    "headers then"
)
NO_PATTERN = "a regular expression"
USELESS = "it is no regular expression, and fits nothing"


def failing(part: Part) -> Iterator[WrongType]:
    """The first entry of each option that raises, and those that are no patterns."""
    yield from no_methods(part)
    for name in sorted(WANTED.keys() & part.settings.keys()):
        setting = part.settings[name]
        for item in entries(setting):
            match item.matcher:
                case Raising() as raising:
                    yield raised(name, setting, item, raising)
                    break
                case Regex(text=text, broken=True):
                    yield told(
                        name, setting, item, shown(text), NO_PATTERN, Effect.CLOSES, USELESS
                    )
                case _:
                    pass


def no_methods(part: Part) -> Iterator[WrongType]:
    setting = part.settings.get("methods")
    if setting is not None and setting.edition.texts_only and is_none(setting.value):
        span, via = setting.where(setting.value)
        wanted = "the names of methods"
        consequence = f"{setting.edition.title} raises AttributeError"
        yield WrongType(
            "methods", "`None`", wanted, span, Effect.CRASHES, consequence, via=via
        )


def entries(setting: Setting) -> tuple[Item, ...]:
    try:
        return read(setting).items
    except RefusedError:
        return ()


def raised(name: str, setting: Setting, item: Item, raising: Raising) -> WrongType:
    written = kind_of(item.thing) if raising.typed else shown(raising.text)
    wanted = WANTED[name] if raising.typed else NO_PATTERN
    spared = name == "origins" and setting.edition.lenient
    fails = SPARED if spared else FAILS[name]
    consequence = f"{setting.edition.title} raises {raising.error}, and {fails}"
    return told(name, setting, item, written, wanted, Effect.CRASHES, consequence)


def shown(text: str) -> str:
    return f"`{text[:LONGEST]}`"


def told(
    name: str,
    setting: Setting,
    item: Item,
    written: str,
    wanted: str,
    effect: Effect,
    consequence: str,
) -> WrongType:
    span, via = setting.where(item.thing)
    return WrongType(name, written, wanted, span, effect, consequence, via=via)
