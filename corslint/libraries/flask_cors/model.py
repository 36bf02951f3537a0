"""Flask-CORS: from its options to the answer for one request.

This is 6.0.5 on Flask 3.1 with Werkzeug 3.1, and every earlier release since 3.0.10 as its
edition says.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.libraries.flask_cors.entries import (
    FailedError,
    Literal,
    Matcher,
    Raising,
    Regex,
    any_fits,
)
from corslint.libraries.flask_cors.site import Mount, Options, Site
from corslint.policy import Policy
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    ALLOW_PRIVATE_NETWORK,
    EXPOSE_HEADERS,
    MAX_AGE,
    REQUEST_PRIVATE_NETWORK,
    VARY,
    Answer,
    Request,
)

ANYWHERE = "/"
"""The route of a request that names none: one where the policy holds."""

ASKED = (REQUEST_PRIVATE_NETWORK, "true")
UNTRIED = "a pattern could take long and is not tried"


def predict(policy: Policy, request: Request) -> Answer:
    """What Flask-CORS adds to the answer; the status where Flask itself decides it."""
    site = policy.settings
    if not isinstance(site, Site):
        return Answer(doubts=("this policy was not read from a Flask application",))
    if site.refused is not None:
        return refused(site, request, site.refused)
    try:
        return answer(site, request)
    except FailedError:
        return Answer(status=500)


def answer(site: Site, request: Request) -> Answer:
    """Raises FailedError where the library raises."""
    served = reached(site) if request.route == ANYWHERE else site.serves(request.route)
    if served is False or site.detached:
        return Answer(status=status_of(site, request))
    if site.mount is Mount.VIEW and bare(site, request):
        return Answer(status=status_of(site, request), doubts=site.doubts)
    lines = Lines(site.options, request)
    sent = tuple(lines.all())
    untried = () if served else (f"{UNTRIED} on the path",)
    doubts = dict.fromkeys((*site.doubts, *untried, *lines.doubts))
    return Answer(sent, status_of(site, request), tuple(doubts))


def reached(site: Site) -> bool:
    """Some route is; none where the library fails on a path. Raises FailedError then."""
    tried = (*site.before, *(site.resources or ()))
    any_fits((each for each in tried if isinstance(each, Raising)), ANYWHERE)
    return True


def refused(site: Site, request: Request, reason: str) -> Answer:
    """A decorator raises when it is asked; all else keeps the service from starting."""
    if site.mount is not Mount.VIEW:
        return Answer(doubts=(reason,))
    left = request.method == "OPTIONS" and site.options_left
    return Answer(status=200 if left else 500)


def bare(site: Site, request: Request) -> bool:
    """Whether the decorator's code is not reached or leaves by an exception."""
    if request.method == "OPTIONS":
        return site.options_left
    return request.fails


def status_of(site: Site, request: Request) -> int | None:
    """Flask answers OPTIONS itself, whatever the handler does, unless told otherwise."""
    if request.method == "OPTIONS" and (
        site.mount is not Mount.VIEW or site.options_left or site.options.automatic_options
    ):
        return 200
    return 500 if request.fails else None


class Lines:
    """The header lines of one answer, in the library's order."""

    def __init__(self, options: Options, request: Request) -> None:
        self.options = options
        self.request = request
        self.doubts: list[str] = []

    def all(self) -> Iterator[tuple[str, str]]:
        origins = self.origins()
        if not origins:
            return
        options = self.options
        yield from named(ALLOW_ORIGIN, self.chosen(origins))
        yield from named(EXPOSE_HEADERS, options.expose_headers)
        if options.supports_credentials:
            yield ALLOW_CREDENTIALS, "true"
        if options.private_network is not None and ASKED in self.request.headers:
            yield ALLOW_PRIVATE_NETWORK, "true" if options.private_network else "false"
        if self.request.method == "OPTIONS":
            yield from self.preflight()
        if self.varies(origins):
            yield VARY, "Origin"

    def chosen(self, origins: list[str]) -> str:
        """Of several, for a request without Origin, only one leaves the library."""
        return origins[0]

    def origins(self) -> list[str]:
        options, origin = self.options, self.request.origin
        if not origin:
            return self.without_origin()
        if options.everybody and options.send_wildcard:
            return ["*"]
        admitted = any_fits(options.origins, origin, fold=True)
        if admitted is None:
            self.doubts.append(f"{UNTRIED} on the origin")
        return [] if admitted is False else [origin]

    def without_origin(self) -> list[str]:
        """``always_send``: the names on the list, or the wildcard."""
        options = self.options
        if not options.always_send:
            return []
        if options.everybody:
            return [] if options.supports_credentials else ["*"]
        if any(isinstance(each, Raising) and each.typed for each in options.origins):
            raise FailedError
        literals = (each for each in options.origins if isinstance(each, Literal))
        return sorted(each.text for each in literals if each.sent)

    def preflight(self) -> Iterator[tuple[str, str]]:
        asked = (self.request.asks_method or "").upper()
        methods = self.options.methods
        # A test for a part of the text: `GE` would pass too.
        if not asked or not methods or asked not in methods:
            return
        yield from named(ALLOW_HEADERS, ", ".join(sorted(self.allowed_headers())))
        yield from named(MAX_AGE, self.options.max_age)
        yield ALLOW_METHODS, methods

    def allowed_headers(self) -> Iterator[str]:
        if not self.request.asks_headers:
            return
        for name in ",".join(self.request.asks_headers).split(","):
            allowed = any_fits(self.options.allow_headers, name.strip(), fold=True)
            if allowed is None:
                self.doubts.append(f"{UNTRIED} on a header")
            if allowed is not False:
                yield name.strip()

    def varies(self, sent: list[str]) -> bool:
        return (
            self.options.vary_header
            and sent[0] != "*"
            and (len(sent) > 1 or varying(self.options.origins))
        )


def varying(origins: tuple[Matcher, ...]) -> bool:
    """Whether ``Vary`` is sent for these: never for one plain origin."""
    return len(origins) > 1 or any(isinstance(each, Regex) for each in origins)


def named(name: str, value: str | None) -> Iterator[tuple[str, str]]:
    if value:
        yield name, value
