"""Names that Flask-CORS does not know, and arguments without one."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from corslint.evaluate.settle import as_text
from corslint.evaluate.things import Const, Listing, Thing
from corslint.libraries.flask_cors.calls import Use
from corslint.libraries.flask_cors.editions import NAMES, SINCE, Edition
from corslint.libraries.flask_cors.entries import EVERYBODY
from corslint.libraries.flask_cors.options import Part
from corslint.libraries.flask_cors.site import Mount
from corslint.observation import Effect, UnknownOption
from corslint.source import Span

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

LONGEST_NAME = 60

OPENS = "{title} logs a warning, ignores it and admits every origin, which is its default"
IGNORED = "{title} logs a warning and ignores it"
UNREAD_KEY = "{title} does not read it, and its default admits every origin"
NAMELESS = "it stands where no option is taken, so this raises {error} at start"
LOST = "an argument without a name is ignored"


def strange(use: Use, part: Part) -> Iterator[UnknownOption]:
    if use.surplus is not None:
        yield surplus(use, use.surplus, part)
    yield from strange_names(use, part)
    if bare(part) and use.configured:
        yield from strange_keys(use)


def surplus(use: Use, span: Span, part: Part) -> UnknownOption:
    """An option without its name crashes ``CORS`` and is lost on the decorator."""
    name = surplus_name(use)
    if use.mount is not Mount.VIEW:
        words = NAMELESS.format(error=use.refusal)
        return UnknownOption(name, span, Effect.CRASHES, words, "origins=...")
    if not bare(part):
        return UnknownOption(name, span, Effect.IGNORED, LOST)
    consequence = f"{LOST} and every origin is admitted, which is the default"
    return UnknownOption(name, span, Effect.OPENS, consequence, "origins=...")


def surplus_name(use: Use) -> str:
    match use.call.arguments.positional:
        case (*_, Const(value=str(text))):
            return repr(text[:LONGEST_NAME])
        case _:
            return "[...]"


def strange_names(use: Use, part: Part) -> Iterator[UnknownOption]:
    for each in part.keywords:
        if each.name not in use.edition.names:
            near = None if each.name in NAMES else meant(each.name, use.edition)
            asked = near in ("origins", "resources") and closed(each.value)
            effect = Effect.OPENS if asked and bare(part) else Effect.IGNORED
            since = SINCE.get(each.name)
            later = "" if since is None else f", as it reads it from {since} on"
            words = OPENS if effect is Effect.OPENS else f"{IGNORED}{later}"
            consequence = words.format(title=use.edition.title)
            name = each.name[:LONGEST_NAME]
            yield UnknownOption(name, each.span, effect, consequence, near)


def strange_keys(use: Use) -> Iterator[UnknownOption]:
    """Keys of ``app.config`` that were to name the origins, where nothing else does."""
    for key, written in use.config.items():
        if key in use.edition.config or not key.startswith("CORS_"):
            continue
        near = meant(key.removeprefix("CORS_"), use.edition)
        if near == "origins" and closed(written.value):
            name, line = key[:LONGEST_NAME], written.line
            words = UNREAD_KEY.format(title=use.edition.title)
            yield UnknownOption(name, line, Effect.OPENS, words, "CORS_ORIGINS")


def bare(part: Part) -> bool:
    return "origins" not in part.settings and part.unread is None


def meant(name: str, edition: Edition) -> str | None:
    near = get_close_matches(name.lower()[:LONGEST_NAME], edition.names, 1, 0.8)
    return MEANT.get(name.lower(), near[0] if near else None)


def closed(thing: Thing) -> bool:
    """Whether a value was meant to keep somebody out."""
    items = thing.items if isinstance(thing, Listing) else [thing]
    return not any(as_text(item) in EVERYBODY for item in items)
