"""What releases of Flask-CORS changed, each run on both sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum

from corslint.versions.editions import Editions, Older

PRIVATE = "allow_private_network"
SINCE = {PRIVATE: "4.0.2"}
"""Options that came later than the others."""
NAMES = frozenset(
    """origins methods allow_headers expose_headers supports_credentials max_age
    send_wildcard automatic_options vary_header resources intercept_exceptions always_send
    allow_private_network""".split()
)


HINTS = frozenset("*\\]?$^[]()")
"""What makes a text a pattern."""


class Broken(Enum):
    """What becomes of a text that looks like a pattern and is none."""

    REFUSED = "the service does not start"
    IGNORED = "it fits nothing"
    RAISED = "the request that it is tried on ends in a server error"


class Order(Enum):
    """Which of several ``resources`` answers where more than one fits."""

    DEEPEST = "a plain path, then the one with the most slashes, then the longest"
    SHALLOWEST = "a plain path, then the one with the fewest slashes, then the longest"
    LONGEST = "the longest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """How the library works; the defaults are those of the newest release.

    ``title`` is the library's name. ``names`` are the options that it knows, ``hints`` the
    characters that make a text a pattern. ``texts_only``: requests fail on an entry that
    is neither a text nor a pattern, and the start on methods that are None.
    ``exact_paths``: the case of a path counts and a ``+`` is no space. ``rereads``: options
    are read again for every path. ``private_network`` is the default of that option, where
    it is none what is always answered; None: nothing is. ``any_age``: a maximum age is sent
    whatever it is, None too. ``lenient``: where an entry fails, the answer to a request is
    sent without headers, and only preflights end in a server error. ``routed``: blueprints
    and views answer OPTIONS only where a route takes it.
    """

    title: str = "Flask-CORS"
    names: frozenset[str] = NAMES
    hints: frozenset[str] = HINTS
    broken: Broken = Broken.REFUSED
    texts_only: bool = False
    order: Order = Order.DEEPEST
    exact_paths: bool = True
    rereads: bool = True
    private_network: bool | None = False
    any_age: bool = False
    lenient: bool = False
    routed: bool = False

    @property
    def library(self) -> str:
        """The name of its extractor."""
        return self.title.lower().replace("-", "_")

    @property
    def config(self) -> Mapping[str, str]:
        """The keys of ``app.config`` that are read, and the options that they stand for."""
        return {f"CORS_{name.upper()}": name for name in sorted(self.names)}


NEWEST = Edition()
BEFORE_6_0_5 = replace(NEWEST, broken=Broken.IGNORED, texts_only=True, rereads=False)
BEFORE_6_0_1 = replace(BEFORE_6_0_5, order=Order.SHALLOWEST)
BEFORE_6_0_0 = replace(
    BEFORE_6_0_5, broken=Broken.RAISED, order=Order.LONGEST, exact_paths=False
)
BEFORE_5_0_0 = replace(BEFORE_6_0_0, private_network=True)
BEFORE_4_0_2 = replace(BEFORE_5_0_0, names=NAMES - {PRIVATE})
BEFORE_4_0_0 = replace(BEFORE_4_0_2, private_network=None)

FLASK_CORS = Editions(
    "flask-cors",
    "6.0.5",
    NEWEST,
    (
        Older("4.0.0", "3.0.10", BEFORE_4_0_0),
        Older("4.0.2", "4.0.1", BEFORE_4_0_2),
        Older("5.0.0", "4.0.2", BEFORE_5_0_0),
        Older("6.0.0", "5.0.1", BEFORE_6_0_0),
        Older("6.0.1", "6.0.0", BEFORE_6_0_1),
        Older("6.0.5", "6.0.3", BEFORE_6_0_5),
    ),
)
