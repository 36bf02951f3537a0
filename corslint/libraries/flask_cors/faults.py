"""What is wrong with the arguments of Flask-CORS, one by one."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.settle import as_text
from corslint.evaluate.things import Const, Listing, Thing
from corslint.libraries.flask_cors.calls import Use
from corslint.libraries.flask_cors.entries import RefusedError, Regex, any_fits
from corslint.libraries.flask_cors.failing import failing
from corslint.libraries.flask_cors.names import strange
from corslint.libraries.flask_cors.options import Part, Setting
from corslint.libraries.flask_cors.origins import Origins
from corslint.libraries.flask_cors.sent import listed
from corslint.observation import Effect, MixedWildcard, Observation, WrongType
from corslint.origin import SEPARATOR, malformed
from corslint.wire import FOREIGN_ORIGIN

FLAGS = frozenset(
    """supports_credentials send_wildcard automatic_options vary_header always_send
    intercept_exceptions allow_private_network""".split()
)
OFF_WORDS = frozenset({"false", "0", "no", "off", "n", "f", "none", "null"})
LONGEST_NAME = 60

OPENS, CLOSES = Effect.OPENS, Effect.CLOSES
SEVERAL = "holds several origins"


def observations(use: Use, part: Part, origins: Origins | None) -> Iterator[Observation]:
    yield from strange(use, part)
    setting = part.settings.get("origins")
    if setting is not None and origins is not None:
        yield from wrong_origins(setting, origins)
        yield from mixture(setting, origins)
    for name in sorted(FLAGS & part.settings.keys()):
        yield from wrong_flag(name, part.settings[name])
    yield from failing(part)
    yield from wrong_methods(part)
    yield from wrong_headers(part)


def wrong_origins(setting: Setting, origins: Origins) -> Iterator[Observation]:
    match setting.value:
        case Const(value=str(text)) if text.startswith("[") and text.endswith("]"):
            yield listed_as_text(setting, origins)
        case Const(value=str(text)) if several(text, origins):
            consequence = "it is never split, so it is one entry that no Origin equals"
            yield wrong(setting, "one text", "a list of origins", consequence)
        case Const(value=None | False | str()):
            pass
        case Const() if setting.edition.texts_only:
            pass  # fails
        case Const():
            consequence = "it is compared as a text that no Origin equals"
            yield wrong(setting, "a plain value", "a list of origins", consequence)
        case _ if setting.spent and not setting.own:
            consequence = "it is read more than once and empty the second time"
            yield wrong(setting, "a generator", "a list of origins", consequence)
        case _:
            pass


def several(text: str, origins: Origins) -> bool:
    """Whether a text means a list; a pattern may have a comma of its own."""
    if malformed(text) != SEVERAL or origins.everybody:
        return False
    pattern = any(isinstance(each, Regex) for each in origins.matchers)
    return not pattern or all("://" in item for item in SEPARATOR.split(text) if item)


def wrong(setting: Setting, written: str, wanted: str, consequence: str) -> WrongType:
    span, via = setting.where(setting.value)
    return WrongType("origins", written, wanted, span, CLOSES, consequence, via=via)


def listed_as_text(setting: Setting, origins: Origins) -> WrongType:
    """JSON from the environment is a pattern here: one letter out of all that it holds."""
    span, via = setting.where(setting.value)
    written, wanted = "the text of a list", "a list of origins"
    if any_fits(origins.matchers, FOREIGN_ORIGIN, fold=True):
        consequence = (
            "as a pattern it fits every origin that begins with one of its letters"
        )
        return WrongType(
            "origins", written, wanted, span, OPENS, consequence, FOREIGN_ORIGIN, via
        )
    consequence = "as a pattern it stands for one letter and not for the list"
    return WrongType("origins", written, wanted, span, CLOSES, consequence, via=via)


def mixture(setting: Setting, origins: Origins) -> Iterator[Observation]:
    named = [item for item in origins.items if not item.wild]
    if origins.everybody and named:
        wild = next(item for item in origins.items if item.wild)
        places = tuple(dict.fromkeys(setting.where(item.thing)[0] for item in named))
        span = setting.where(wild.thing)[0]
        others = tuple(place for place in places if place != span)
        consequence = "everybody is admitted and the names have no effect"
        yield MixedWildcard(span, consequence, others)


def wrong_flag(name: str, setting: Setting) -> Iterator[Observation]:
    word = as_text(setting.value)
    if word is not None and word.strip().lower() in OFF_WORDS:
        span, via = setting.where(setting.value)
        consequence = "a text that is not empty counts as true, so it is switched on"
        effect = OPENS if name == "supports_credentials" else Effect.IGNORED
        written = f"the text `{word.strip()}`"
        yield WrongType(
            name, written, "`True` or `False`", span, effect, consequence, via=via
        )


def wrong_methods(part: Part) -> Iterator[Observation]:
    setting = part.settings.get("methods")
    try:
        known = setting and listed(setting.left)
    except RefusedError:
        return
    if setting is not None and known == "*":
        span, via = setting.where(setting.value)
        consequence = "it is no wildcard here, and every preflight is refused"
        wanted = "the names of methods"
        yield WrongType("methods", "`*`", wanted, span, CLOSES, consequence, via=via)


def wrong_headers(part: Part) -> Iterator[Observation]:
    setting = part.settings.get("allow_headers")
    text = None if setting is None else as_text(setting.value)
    if setting is not None and text is not None and "," in text:
        span, via = setting.where(setting.value)
        consequence = "it is never split, so it is one name that no request header has"
        yield WrongType(
            "allow_headers",
            "one text",
            "a list of header names",
            span,
            CLOSES,
            consequence,
            via=via,
        )


def refusal(part: Part, error: RefusedError) -> Iterator[Observation]:
    """A pattern that does not compile, where it is written."""
    for name in ("origins", "allow_headers"):
        setting = part.settings.get(name)
        for thing in things(setting):
            if setting is not None and error.text and as_text(thing) == error.text:
                span, via = setting.where(thing)
                consequence = f"{setting.edition.title} raises {error.error}"
                written, wanted = f"`{error.text[:LONGEST_NAME]}`", "a regular expression"
                yield WrongType(
                    name, written, wanted, span, Effect.CRASHES, consequence, via=via
                )


def things(setting: Setting | None) -> list[Thing]:
    match setting:
        case Setting(value=Listing(items=items)):
            return items
        case Setting(value=value):
            return [value]
        case None:
            return []
