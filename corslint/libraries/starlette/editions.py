"""What releases of Starlette's CORS middleware changed, each run on both sides.

FastAPI hands out the same class and accepts many releases of Starlette.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from corslint.versions.editions import Editions, Older

METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY")
PARAMETERS = (
    "allow_origins",
    "allow_methods",
    "allow_headers",
    "allow_credentials",
    "allow_origin_regex",
    "allow_private_network",
    "expose_headers",
    "max_age",
)
PRIVATE = "allow_private_network"
SINCE = {PRIVATE: "0.51.0"}
"""Parameters that came later than the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """How the middleware works; the defaults are those of the newest release.

    ``methods`` are what a wildcard stands for, ``parameters`` what follows the application.
    ``fitting`` is the method of the pattern that is asked. ``safelist``: headers that need
    no permission are always named. ``echoes``: a preflight gets its own origin back where
    a wildcard meets credentials, and every echo says Vary. ``by_cookie``: a wildcard is
    echoed to requests with a cookie, whatever was configured, and only to them.
    ``varies``: Vary is on every answer.
    """

    methods: tuple[str, ...] = METHODS
    parameters: tuple[str, ...] = PARAMETERS
    fitting: str = "fullmatch"
    safelist: bool = True
    echoes: bool = True
    by_cookie: bool = False
    varies: bool = True


NEWEST = Edition()
BEFORE_1_7 = replace(NEWEST, methods=METHODS[:-1], varies=False)
BEFORE_1_0 = replace(BEFORE_1_7, by_cookie=True)
BEFORE_0_51 = replace(
    BEFORE_1_0, parameters=tuple(name for name in PARAMETERS if name != PRIVATE)
)
BEFORE_0_15 = replace(
    BEFORE_0_51,
    methods=tuple(name for name in BEFORE_0_51.methods if name != "HEAD"),
    echoes=False,
)
BEFORE_0_13_3 = replace(BEFORE_0_15, safelist=False)
BEFORE_0_13_1 = replace(BEFORE_0_13_3, fitting="match")

STARLETTE = Editions(
    "starlette",
    "1.10.0",
    NEWEST,
    (
        Older("0.13.1", "0.13.0", BEFORE_0_13_1),
        Older("0.13.3", "0.13.2", BEFORE_0_13_3),
        Older("0.15.0", "0.14.2", BEFORE_0_15),
        Older("0.51.0", "0.50.0", BEFORE_0_51),
        Older("1.0.0", "0.52.1", BEFORE_1_0),
        Older("1.7.0", "1.6.0", BEFORE_1_7),
    ),
)
