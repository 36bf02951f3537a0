"""What releases of django-cors-headers changed, each run on both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from corslint.libraries.django_cors_headers.values import (
    ALL,
    DEFAULT_HEADERS,
    ORIGINS,
    PRIVATE,
    REGEXES,
)
from corslint.versions.editions import Editions, Older

OLD_HEADERS = (
    "accept",
    "accept-encoding",
    "authorization",
    "content-type",
    "dnt",
    "origin",
    "user-agent",
    "x-csrftoken",
    "x-requested-with",
)
RENAMED = ((ALL, "3.5.0"), (ORIGINS, "3.5.0"), (REGEXES, "3.5.0"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """How the middleware works; the defaults are those of the newest release.

    ``coming`` are the settings that it does not read yet, and the releases that do;
    ``dropped`` those that it reads no more. ``schemes``: an entry is compared with
    scheme and host, else with the host alone. ``headers`` are allowed by default.
    ``grants``: every origin is told that credentials are allowed, the refused ones too.
    ``lower``: headers and the word in Vary are written in lower case.
    """

    coming: tuple[tuple[str, str], ...] = ()
    dropped: frozenset[str] = frozenset({"CORS_MODEL", "CORS_REPLACE_HTTPS_REFERER"})
    schemes: bool = True
    headers: tuple[str, ...] = DEFAULT_HEADERS
    grants: bool = False
    lower: bool = True

    @property
    def later(self) -> Mapping[str, str]:
        return dict(self.coming)

    def spelled(self, header: str) -> str:
        return header.lower() if self.lower else header


NEWEST = Edition()
BEFORE_4_3 = replace(NEWEST, grants=True)
BEFORE_4_0 = replace(
    BEFORE_4_3,
    coming=((PRIVATE, "4.0.0"),),
    dropped=frozenset({"CORS_MODEL"}),
    headers=OLD_HEADERS,
    lower=False,
)
BEFORE_3_5 = replace(BEFORE_4_0, coming=(*BEFORE_4_0.coming, *RENAMED))
BEFORE_3_0 = replace(BEFORE_3_5, dropped=frozenset(), schemes=False)

DJANGO_CORS_HEADERS = Editions(
    "django-cors-headers",
    "4.9.0",
    NEWEST,
    (
        Older("3.0.0", "2.5.3", BEFORE_3_0),
        Older("3.5.0", "3.4.0", BEFORE_3_5),
        Older("4.0.0", "3.14.0", BEFORE_4_0),
        Older("4.3.0", "4.2.0", BEFORE_4_3),
    ),
)
