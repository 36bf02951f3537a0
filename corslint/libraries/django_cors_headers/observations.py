"""What is wrong with the settings of django-cors-headers: names and types."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from corslint.evaluate.naming import kind_of
from corslint.evaluate.things import Listing, Thing
from corslint.evaluate.values.truth import truth
from corslint.libraries.django_cors_headers.evidence import Misspelt
from corslint.libraries.django_cors_headers.faults import (
    LONGEST_SHOWN,
    TESTS,
    Fault,
    hosts_fault,
    text_of,
)
from corslint.libraries.django_cors_headers.matching import split
from corslint.libraries.django_cors_headers.origins import admitted
from corslint.libraries.django_cors_headers.settings import Found, Setting, used
from corslint.libraries.django_cors_headers.values import (
    ALL,
    CREDENTIALS,
    DECIDING,
    EXPOSED,
    HEADERS,
    METHODS,
    OLD_NAMES,
    ORIGINS,
    REGEXES,
    REMOVED,
    RENAMED,
)
from corslint.observation import (
    DeprecatedOption,
    Effect,
    Observation,
    RefusedSetting,
    UnknownOption,
    WrongType,
)

RENAMED_IN = "3.5"
STOPS = "`manage.py` refuses its commands"
CHECK = "corsheaders.E014"
CHECKED = (
    f"the system check {CHECK} finds a {{}} in this origin, and `migrate`, `test` and "
    "`runserver` stop at it, while a WSGI server goes on and ignores it"
)
WITHOUT = "Write it without the {}."
WANTED = {
    ALL: "`True` or `False`",
    CREDENTIALS: "`True` or `False`",
    ORIGINS: "a list of origins",
    REGEXES: "a list of patterns",
    METHODS: "a list of methods",
    HEADERS: "a list of header names",
    EXPOSED: "a list of header names",
}


def observations(found: Found) -> Iterator[Observation]:
    """Of the settings that the file itself sets; what only others set is theirs."""
    yield from old_names(found)
    unlimited = used(found, ALL)
    for name, test in TESTS.items():
        setting = used(found, name)
        if setting is None or not setting.own:
            continue
        if name in (ORIGINS, REGEXES) and unlimited and truth(unlimited.thing):
            continue  # never looked at
        searched = name == ORIGINS and not setting.edition.schemes
        fault = hosts_fault(setting.thing) if searched else test(setting.thing)
        if fault is not None:
            yield wrong_type(name, setting, fault)


def unknown_option(strange: Misspelt, found: Found, decided: bool) -> UnknownOption:
    """A misspelt name; ``decided``: other settings say who is let in."""
    meant = strange.meant
    closes = meant in DECIDING and not decided
    default = "" if used(found, meant) else f", and the default of `{meant}` holds"
    return UnknownOption(
        strange.name,
        strange.label,
        Effect.CLOSES if closes else Effect.IGNORED,
        "it is not read, and no origin is let in" if closes else f"it is not read{default}",
        meant,
    )


def early_option(setting: Setting, found: Found, decided: bool) -> UnknownOption:
    """A setting that only later releases read; ``decided`` as above."""
    name, old = setting.name, OLD_NAMES.get(setting.name)
    closes = name in DECIDING and not decided
    since = f"django-cors-headers reads it from {setting.edition.later[name]} on"
    instead = ", and until then no origin is let in" if closes else ""
    effect = Effect.CLOSES if closes else Effect.IGNORED
    suggestion = None if old in found else old
    return UnknownOption(name, setting.label, effect, f"{since}{instead}", suggestion)


def old_names(found: Found) -> Iterator[DeprecatedOption]:
    for name, each in found.items():
        if not each.own:
            continue
        new = RENAMED.get(name)
        if new is not None and new in each.edition.later:
            continue
        if new is not None:
            effect = Effect.IGNORED if new in found else Effect.WORKS
            yield DeprecatedOption(name, each.label, RENAMED_IN, new, effect)
        elif name in each.edition.dropped and (since := REMOVED.get(name)):
            yield DeprecatedOption(name, each.label, since, None, Effect.IGNORED)


def refused_by_checks(found: Found, text: str) -> Iterator[RefusedSetting]:
    """Entries that work, and that a check refuses which ``text`` does not silence."""
    setting = used(found, ORIGINS)
    if setting is None or not setting.own or not setting.edition.schemes:
        return
    if CHECK in text or not isinstance(setting.thing, Listing):
        return
    for item in setting.thing.items:
        part = surplus(text_of(item) or "")
        if part is not None:
            span, _ = setting.places(item)
            yield RefusedSetting(span, CHECKED.format(part), WITHOUT.format(part), STOPS)


def surplus(text: str) -> str | None:
    """What an origin has beside its scheme and host, or None."""
    if split(text) is None or admitted(text) == ():
        return None
    parsed = urlsplit(text)
    if not (parsed.scheme and parsed.netloc):
        return None
    parts = {"path": parsed.path, "query": parsed.query, "fragment": parsed.fragment}
    return next((name for name, found in parts.items() if found), None)


def wrong_type(name: str, setting: Setting, fault: Fault) -> WrongType:
    cause = fault.at or setting.thing
    span, via = setting.places(cause)
    return WrongType(
        setting.name,
        kind_of(cause) if fault.at is None else described_item(cause),
        WANTED[name],
        span,
        fault.effect,
        fault.consequence,
        fault.admits,
        via,
    )


def described_item(thing: Thing) -> str:
    text = text_of(thing)
    return kind_of(thing) if text is None else f"`{text[:LONGEST_SHOWN]}`"
