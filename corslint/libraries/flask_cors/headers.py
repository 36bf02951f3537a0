"""The options of Flask-CORS beside the origins: as the library keeps and sends them."""

from __future__ import annotations

from collections.abc import Callable

from corslint.evaluate.naming import reason_of
from corslint.evaluate.things import Thing
from corslint.evaluate.values.truth import truth
from corslint.libraries.flask_cors.editions import PRIVATE, Edition
from corslint.libraries.flask_cors.entries import (
    EVERYTHING,
    Literal,
    RefusedError,
    Regex,
)
from corslint.libraries.flask_cors.options import Part, Setting, Settings, is_none
from corslint.libraries.flask_cors.origins import Origins, entries, read
from corslint.libraries.flask_cors.sent import any_seconds, listed, methods, seconds
from corslint.libraries.flask_cors.site import ALL_METHODS, Options
from corslint.source import Span
from corslint.value import FromRequest, Known, Unknown, Value, convert

ASKED = "access-control-request-headers"


class Reading:
    """Reads options one by one; where one cannot be read, its default and a doubt."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.doubts: list[str] = []

    def flag(self, name: str, default: bool) -> bool:
        setting = self.settings.get(name)
        known = default if setting is None else truth(setting.value)
        if known is None and setting is not None:
            self.doubts.append(f"`{name}`: {reason_of(setting.value)}")
        return default if known is None else known

    def header(
        self, name: str, default: str | None, sent: Callable[[Thing], str | None]
    ) -> str | None:
        setting = self.settings.get(name)
        found = (default or "") if setting is None else sent(setting.left)
        if found is None and setting is not None:
            self.doubts.append(f"`{name}`: {reason_of(setting.value)}")
        return (default if found is None else found) or None

    def names(self) -> Origins:
        """``allow_headers``, which are matched as origins are."""
        setting = self.settings.get("allow_headers")
        found = Origins(()) if setting is None else read(setting)
        if found.missing is not None:
            self.doubts.append(f"`allow_headers`: {found.missing}")
        return found


def options(
    part: Part, origins: Origins | None, edition: Edition
) -> tuple[Options, tuple[str, ...]]:
    """The options of a part, and what could not be read. None: no origins are given.

    Raises RefusedError as the library would raise.
    """
    default = Options()
    given = part.settings.get("methods")
    if edition.texts_only and given is not None and is_none(given.value):
        raise RefusedError("AttributeError", "`methods` is None")
    reading = Reading(part.settings)
    names = reading.names()
    made = Options(
        origins=EVERYTHING if origins is None else origins.matchers,
        everybody=origins is None or origins.everybody,
        allow_headers=names.matchers if "allow_headers" in part.settings else EVERYTHING,
        methods=reading.header("methods", default.methods, methods),
        expose_headers=reading.header("expose_headers", None, listed),
        max_age=reading.header(
            "max_age", "None" if edition.any_age else None, age(edition)
        ),
        supports_credentials=reading.flag("supports_credentials", False),
        send_wildcard=reading.flag("send_wildcard", False),
        automatic_options=reading.flag("automatic_options", True),
        vary_header=reading.flag("vary_header", True),
        always_send=reading.flag("always_send", True),
        intercept_exceptions=reading.flag("intercept_exceptions", True),
        private_network=private_network(reading, edition),
    )
    unread = (part.unread, None if origins is None else origins.missing)
    return made, tuple(filter(None, (*unread, *reading.doubts)))


def age(edition: Edition) -> Callable[[Thing], str | None]:
    return any_seconds if edition.any_age else seconds


def private_network(reading: Reading, edition: Edition) -> bool | None:
    default = edition.private_network
    return None if default is None else reading.flag(PRIVATE, default)


class Headers:
    """The header fields of one part's policy, each with its place."""

    def __init__(self, part: Part, call: Span, refused: str | None) -> None:
        self.settings = part.settings
        self.unread = refused or part.replaced or part.unread
        self.refused = refused
        self.call = call

    def credentials(self) -> Value[str | None]:
        setting = self.settings.get("supports_credentials")
        if setting is None or self.refused:
            return self.absent(None)
        return convert(setting.settled(truth), lambda on: "true" if on else None)

    def methods(self) -> Value[str | None]:
        return self.header("methods", ALL_METHODS, methods)

    def exposed(self) -> Value[str | None]:
        return self.header("expose_headers", None, listed)

    def max_age(self) -> Value[str | None]:
        setting = self.settings.get("max_age")
        read = seconds if setting is None else age(setting.edition)
        return self.header("max_age", None, read)

    def names(self) -> Value[str | None]:
        """``allow_headers``: by default, whatever the preflight asks for."""
        setting = self.settings.get("allow_headers")
        if self.refused or (setting is None and self.unread):
            return self.absent(None)
        if setting is None:
            return FromRequest(ASKED, self.call)
        if any(isinstance(each, Regex) for each in read(setting).matchers):
            return FromRequest(ASKED, *setting.where(setting.value))
        return self.header(
            "allow_headers", None, lambda thing: allowed(thing, setting.edition)
        )

    def header(
        self, name: str, default: str | None, sent: Callable[[Thing], str | None]
    ) -> Value[str | None]:
        setting = self.settings.get(name)
        if setting is None or self.refused:
            return self.absent(default)
        return convert(setting.settled(sent), lambda text: text or None)

    def absent(self, default: str | None) -> Value[str | None]:
        if self.unread is not None:
            return Unknown(self.unread, self.call)
        return Known(default, self.call)


def allowed(thing: Thing, edition: Edition) -> str | None:
    found = entries(thing, edition)
    texts = sorted(each.text for each in found.matchers if isinstance(each, Literal))
    return None if found.missing else ", ".join(texts)


def switch(setting: Setting | None, default: bool, call: Span) -> Value[bool]:
    return Known(default, call) if setting is None else setting.settled(truth)
