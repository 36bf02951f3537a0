"""What is wrong with the arguments of Flask-CORS, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from corslint.evaluate.settle import as_text
from corslint.evaluate.things import Const, Listing, Thing
from corslint.extractors._flask_calls import Use
from corslint.extractors._flask_config import Written
from corslint.extractors._flask_headers import listed
from corslint.extractors._flask_options import Part, Setting
from corslint.extractors._flask_origins import Origins
from corslint.models.flask_cors import (
    CONFIG,
    EVERYBODY,
    NAMES,
    Mount,
    RefusedError,
    any_fits,
)
from corslint.origin import malformed
from corslint.policy import (
    Effect,
    MixedWildcard,
    Observation,
    UnknownOption,
    WrongType,
)
from corslint.wire import FOREIGN_ORIGIN

MEANT = {
    "origin": "origins",
    "allow_origin": "origins",
    "allow_origins": "origins",
    "allowed_origin": "origins",
    "allowed_origins": "origins",
    "cors_allowed_origins": "origins",
    "origin_whitelist": "origins",
    "whitelist": "origins",
    "allow_credentials": "supports_credentials",
    "credentials": "supports_credentials",
    "headers": "allow_headers",
    "allowed_headers": "allow_headers",
    "allow_methods": "methods",
    "allowed_methods": "methods",
    "exposed_headers": "expose_headers",
    "paths": "resources",
    "routes": "resources",
}
"""What other libraries, and older manuals, call the options."""

FLAGS = frozenset(
    """supports_credentials send_wildcard automatic_options vary_header always_send
    intercept_exceptions allow_private_network""".split()  # noqa: SIM905 (as above)
)
OFF_WORDS = frozenset({"false", "0", "no", "off", "n", "f", "none", "null"})
LONGEST_NAME = 60

OPENS = (
    "Flask-CORS logs a warning, ignores it and admits every origin, which is its default"
)
IGNORED = "Flask-CORS logs a warning and ignores it"
SEVERAL = "holds several origins"
LIST_TEXT = "is the text of a list"


def observations(use: Use, part: Part, origins: Origins | None) -> Iterator[Observation]:
    yield from surplus(use, part)
    yield from strange_names(part)
    yield from strange_keys(use, part)
    setting = part.settings.get("origins")
    if setting is not None and origins is not None:
        yield from wrong_origins(setting, origins)
        yield from mixture(setting, origins)
    for name in sorted(FLAGS & part.settings.keys()):
        yield from wrong_flag(name, part.settings[name])
    yield from wrong_methods(part)
    yield from wrong_headers(part)


def surplus(use: Use, part: Part) -> Iterator[Observation]:
    """An option without its name crashes ``CORS`` and is lost on the decorator."""
    if use.surplus is None:
        return
    open_now = "origins" not in part.settings
    if use.mount is not Mount.VIEW:
        effect = Effect.CRASHES
        consequence = (
            "it stands where no argument is taken, so this raises TypeError at start"
        )
    else:
        effect = Effect.OPENS if open_now else Effect.IGNORED
        default = " and every origin is admitted, which is the default" if open_now else ""
        consequence = f"an argument without a name is ignored{default}"
    yield UnknownOption(surplus_name(use), use.surplus, effect, consequence, "origins=...")


def surplus_name(use: Use) -> str:
    match use.call.arguments.positional:
        case (*_, Const(value=str(text))):
            return repr(text[:LONGEST_NAME])
        case _:
            return "[...]"


def strange_names(part: Part) -> Iterator[Observation]:
    for each in part.keywords:
        if each.name in NAMES:
            continue
        near = meant(each.name)
        opens = near in ("origins", "resources") and closed(each.value) and bare(part)
        effect = Effect.OPENS if opens else Effect.IGNORED
        consequence = OPENS if opens else IGNORED
        yield UnknownOption(each.name[:LONGEST_NAME], each.span, effect, consequence, near)


def strange_keys(use: Use, part: Part) -> Iterator[Observation]:
    """Keys of ``app.config`` that were to name the origins, where nothing else does."""
    if not bare(part) or not use.configured:
        return
    for key, written in use.config.items():
        near = meant(key.removeprefix("CORS_").lower()) if key.startswith("CORS_") else None
        if near == "origins" and key not in CONFIG and closed(written.value):
            yield strange_key(key, written)


def strange_key(key: str, written: Written) -> Observation:
    consequence = "Flask-CORS does not read it, and its default admits every origin"
    return UnknownOption(
        key[:LONGEST_NAME], written.line, Effect.OPENS, consequence, "CORS_ORIGINS"
    )


def bare(part: Part) -> bool:
    return "origins" not in part.settings and part.unread is None


def meant(name: str) -> str | None:
    near = get_close_matches(name.lower()[:LONGEST_NAME], NAMES, 1, 0.8)
    return MEANT.get(name.lower(), near[0] if near else None)


def closed(thing: Thing) -> bool:
    """Whether a value was meant to keep somebody out."""
    items = thing.items if isinstance(thing, Listing) else [thing]
    return not any(as_text(item) in EVERYBODY for item in items)


def wrong_origins(setting: Setting, origins: Origins) -> Iterator[Observation]:
    match setting.value:
        case Const(value=str(text)) if malformed(text) == SEVERAL and not origins.everybody:
            consequence = "it is never split, so it is one entry that no Origin equals"
            yield wrong(setting, "one text", "a list of origins", consequence)
        case Const(value=str(text)) if malformed(text) == LIST_TEXT:
            yield from listed_as_text(setting, origins)
        case Const(value=None | False | str()):
            pass
        case Const():
            consequence = "it is compared as a text that no Origin equals"
            yield wrong(setting, "a plain value", "a list of origins", consequence)
        case _ if setting.spent and not setting.own:
            consequence = "it is read more than once and empty the second time"
            yield wrong(setting, "a generator", "a list of origins", consequence)
        case _:
            pass


def wrong(setting: Setting, written: str, wanted: str, consequence: str) -> WrongType:
    span, via = setting.where(setting.value)
    return WrongType("origins", written, wanted, span, Effect.CLOSES, consequence, via=via)


def listed_as_text(setting: Setting, origins: Origins) -> Iterator[Observation]:
    """JSON from the environment is a pattern here: one letter out of all that it holds."""
    if any_fits(origins.matchers, FOREIGN_ORIGIN, fold=True):
        span, via = setting.where(setting.value)
        yield WrongType(
            "origins",
            "the text of a list",
            "a list of origins",
            span,
            Effect.OPENS,
            "as a pattern it fits every origin that begins with one of its letters",
            FOREIGN_ORIGIN,
            via,
        )


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
        effect = Effect.OPENS if name == "supports_credentials" else Effect.WORKS
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
        yield WrongType("methods", "`*`", wanted, span, Effect.CLOSES, consequence, via=via)


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
            Effect.CLOSES,
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
                consequence = f"Flask-CORS raises {error.error}"
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
