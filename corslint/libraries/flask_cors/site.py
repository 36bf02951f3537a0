"""The options of Flask-CORS as it keeps them, and where they hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote, unquote_plus

from corslint.libraries.flask_cors.editions import NEWEST, Edition
from corslint.libraries.flask_cors.entries import EVERYTHING, Matcher, any_fits

ALL_METHODS = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"


class Mount(Enum):
    """What the options are attached to."""

    APP = "app"
    BLUEPRINT = "blueprint"
    VIEW = "view"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options as the library keeps them; ``None`` for a header that is not sent."""

    origins: tuple[Matcher, ...] = EVERYTHING
    everybody: bool = True
    allow_headers: tuple[Matcher, ...] = EVERYTHING
    methods: str | None = ALL_METHODS
    expose_headers: str | None = None
    max_age: str | None = None
    supports_credentials: bool = False
    send_wildcard: bool = False
    automatic_options: bool = True
    vary_header: bool = True
    always_send: bool = True
    intercept_exceptions: bool = True
    private_network: bool | None = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Options where they hold: the ``settings`` of a policy.

    ``takes_options``: a route takes the method OPTIONS, as far as the source says.
    ``resources`` are the paths (None: all), ``before`` those that other options of the same
    call answer first. ``options_left``: OPTIONS is left to Flask, which knows no CORS.
    ``refused`` says why the service does not start, ``detached`` that no request ever
    gets here. ``doubts`` are what could not be read; defaults stand in for it. ``edition``
    is the release that answers.
    """

    options: Options
    mount: Mount = Mount.APP
    resources: tuple[Matcher, ...] | None = None
    before: tuple[Matcher, ...] = ()
    options_left: bool = False
    takes_options: bool = False
    refused: str | None = None
    detached: bool = False
    doubts: tuple[str, ...] = ()
    edition: Edition = NEWEST

    def serves(self, route: str) -> bool | None:
        """Whether these options answer at ``route``; None where trying could take long.

        Raises FailedError where the library raises.
        """
        if self.resources is None:
            return True
        exact = self.edition.exact_paths
        path = unquote(route) if exact else unquote_plus(route)
        taken = any_fits(self.before, path, fold=not exact)
        fitting = any_fits(self.resources, path, fold=not exact)
        if taken or fitting is False:
            return False
        return fitting if taken is False else None
