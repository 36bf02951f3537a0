"""What to write instead: a list in Django's settings."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.allow_origin import AllowOrigin, OriginList, parts_of
from corslint.libraries.django_cors_headers.editions import Edition
from corslint.libraries.django_cors_headers.settings import Found, used
from corslint.libraries.django_cors_headers.values import (
    ALL,
    OLD_NAMES,
    ORIGINS,
    REGEXES,
    truth,
)
from corslint.origin import NULL, SEPARATOR, WILDCARD, corrected
from corslint.wire import Certainty

PLACEHOLDER = "https://app.example.com"
PATTERN = r"^https://[a-z0-9-]+\.example\.com$"
FORM = (
    "each origin as the browser sends it: scheme, host, and a port only where the address "
    "shows one"
)
MOST = 5


def remedy(origins: AllowOrigin, found: Found, edition: Edition) -> str:
    """Sentences with the settings to write, naming the origins that were meant."""
    names = list(dict.fromkeys(meant(origins))) or [PLACEHOLDER]
    listed = ", ".join(f'"{name}"' for name in names[:MOST])
    sentences = [
        f"In the settings, write `{named(ORIGINS, edition)} = [{listed}]`, {FORM}.",
    ]
    everybody = used(found, ALL)
    if everybody is not None and truth(everybody.value) is not Certainty.NO:
        sentences.append(f"Take `{everybody.name}` out: where it is true no list is read.")
    if used(found, REGEXES) is not None:
        sentences.append(
            f'A pattern ends in `$`: `{named(REGEXES, edition)} = [r"{PATTERN}"]`.'
        )
    return " ".join(sentences)


def named(setting: str, edition: Edition) -> str:
    """A setting by the name that the release reads."""
    return OLD_NAMES[setting] if setting in edition.later else setting


def meant(origins: AllowOrigin) -> Iterator[str]:
    for part in parts_of(origins):
        if isinstance(part, OriginList):
            texts = (text for one in part.entries for text in SEPARATOR.split(one.text))
            names = (corrected(text) for text in texts if text != WILDCARD)
            yield from (name for name in names if name is not None and name != NULL)
