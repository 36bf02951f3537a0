"""Sanic-CORS: from its options to the answer for one request.

This is 2.2.0 on Sanic 25.12, without Sanic Extensions or started by them. It is a port of
Flask-CORS 3; what differs is run, not read off that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.libraries.flask_cors.editions import BEFORE_4_0_0
from corslint.libraries.flask_cors.entries import FailedError
from corslint.libraries.flask_cors.model import ANYWHERE, UNTRIED, Lines, reached
from corslint.libraries.flask_cors.site import Mount, Site
from corslint.policy import Policy
from corslint.versions.editions import Editions
from corslint.wire import Answer, Request

NEWEST = replace(
    BEFORE_4_0_0,
    title="Sanic-CORS",
    hints=frozenset("*\\]?"),
    rereads=False,
    any_age=True,
    lenient=True,
    routed=True,
)
SANIC_CORS = Editions("sanic-cors", "2.2.0", NEWEST, ())

ROUTED = "whether the route takes OPTIONS is not known"
REFUSED = Answer(status=405)
"""Sanic's own: no method ``OPTIONS`` is among those of the route."""


def predict(policy: Policy, request: Request) -> Answer:
    """What Sanic-CORS adds to the answer; the status where it answers itself."""
    site = policy.settings
    if not isinstance(site, Site):
        return Answer(doubts=("this policy was not read from a Sanic application",))
    if site.refused is not None:
        return Answer(status=500)
    if site.detached:
        return Answer()
    try:
        return answer(site, request)
    except FailedError:
        return failed(site, request)


def failed(site: Site, request: Request) -> Answer:
    """What is raised for a request is lost, unless it is raised instead of an answer."""
    instead = site.mount is Mount.VIEW or answers_itself(site, request)
    return Answer(status=500 if instead or request.fails else None)


def answers_itself(site: Site, request: Request) -> bool:
    return request.method == "OPTIONS" and site.options.automatic_options


def answer(site: Site, request: Request) -> Answer:
    """Raises FailedError where the library raises."""
    served = reached(site) if request.route == ANYWHERE else site.serves(request.route)
    if served is False:
        return Answer()
    if request.method == "OPTIONS" and site.mount is not Mount.APP and site.options_left:
        return REFUSED
    if request.fails and bare_errors(site):
        return Answer(status=500, doubts=site.doubts)
    lines = SanicLines(site.options, request)
    sent = tuple(lines.all())
    untried = () if served else (f"{UNTRIED} on the path",)
    doubts = (*site.doubts, *untried, *lines.doubts, *unrouted(site, request))
    return Answer(sent, status_of(site, request), tuple(dict.fromkeys(doubts)))


def bare_errors(site: Site) -> bool:
    return site.mount is Mount.VIEW or not site.options.intercept_exceptions


def unrouted(site: Site, request: Request) -> Iterator[str]:
    """A blueprint and a decorator are asked only when a route takes the method."""
    if (
        request.method == "OPTIONS"
        and site.mount is not Mount.APP
        and not site.takes_options
    ):
        yield ROUTED


def status_of(site: Site, request: Request) -> int | None:
    if answers_itself(site, request):
        return 200
    return 500 if request.fails else None


class SanicLines(Lines):
    """The header lines of one answer where these differ from Flask-CORS's."""

    def chosen(self, origins: list[str]) -> str:
        return origins[-1]

    def without_origin(self) -> list[str]:
        """Credentials make no difference."""
        options = self.options
        if options.always_send and options.everybody:
            return ["*"]
        return super().without_origin()
