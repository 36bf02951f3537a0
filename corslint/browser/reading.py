"""What a browser does with an answer: may the page read it, or is it blocked?"""

from __future__ import annotations

from collections.abc import Mapping

from corslint.browser.corscheck import (
    blocked,
    blocked_first,
    cors_check,
    preflight_check,
    readable,
    undecided,
    wanted_method,
)
from corslint.browser.safelist import SAFELISTED_METHODS, unsafe_names
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    Answer,
    Outcome,
    Request,
    Verdict,
)

NORMALIZED_METHODS = SAFELISTED_METHODS | {"DELETE", "OPTIONS", "PUT"}
SWITCHING_PROTOCOLS = 101
FORBIDDEN = 403
REFUSING = frozenset({400, FORBIDDEN, 421})
REDIRECTS = frozenset({301, 302, 303, 307, 308})


def reads(request: Request, answer: Answer, preflight: Answer | None = None) -> Verdict:
    """Whether a script at ``request.origin`` may read ``answer``.

    For a request with a preflight, ``request.asks_headers`` are the names of its headers
    that are not CORS-safelisted and ``preflight`` is the answer to the preflight; it is
    not looked at when the browser would not ask. A ``request`` that is itself a
    preflight, without a further answer, is judged as such: READABLE then means that the
    browser goes on to send the real request.

    An answer with doubts leaves the verdict UNDECIDED, unless the rest of the exchange
    fails whatever the doubtful part turns out to be.
    """
    if request.websocket:
        return settle(request, answer, handshake(answer))
    if request.rebound:
        return settle(request, answer, rebound(answer))
    if request.form:
        return settle(request, answer, submitted(answer))
    if request.origin is None:
        return readable("a request without an Origin header is not subject to CORS")
    if preflight is None and request.preflight:
        return settle(request, answer, preflight_check(request, answer), first=True)
    actual = settle(request, answer, actual_check(request, answer))
    if not asks_first(request):
        return actual
    if preflight is None:
        first = undecided("the browser sends a preflight first, whose answer is unknown")
    else:
        verdict = preflight_check(request, preflight)
        first = settle(request, preflight, verdict, first=True)
    return blocked_first(first, actual)


def handshake(answer: Answer) -> Verdict:
    """Any page may open a WebSocket that the server accepts (RFC 6455, 4.1 and 10.2)."""
    if answer.status is None:
        return undecided("the application decides whether the handshake is accepted")
    if answer.status == SWITCHING_PROTOCOLS:
        return readable("the handshake is accepted and the page sends and reads messages")
    return blocked(f"the handshake is refused with status {answer.status}")


def submitted(answer: Answer) -> Verdict:
    """Browsers submit any page's form without asking; the server looks at its Origin."""
    if answer.status == FORBIDDEN:
        return blocked("the server refuses what comes from this origin")
    return readable("the server takes it for a request of a trusted page")


def rebound(answer: Answer) -> Verdict:
    """What a page sends to its own origin is no matter of CORS, wherever that leads."""
    if answer.status in REFUSING:
        return blocked(f"the server refuses it with status {answer.status}")
    return readable("the server answers, and the page reads that as its own site's")


def needs_preflight(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a cross-origin ``fetch`` with these headers sends a preflight first."""
    return normalized(method) not in SAFELISTED_METHODS or bool(unsafe_names(headers))


def normalized(method: str) -> str:
    """The method that travels for what a script says (Fetch, "normalize a method")."""
    return method.upper() if method.upper() in NORMALIZED_METHODS else method


def asks_first(request: Request) -> bool:
    return bool(
        request.preflight
        or request.asks_headers
        or wanted_method(request) not in SAFELISTED_METHODS
    )


def actual_check(request: Request, answer: Answer) -> Verdict:
    verdict = cors_check(request, answer)
    if verdict.outcome is Outcome.READABLE and answer.status in REDIRECTS:
        return undecided(f"status {answer.status} sends the browser on to another address")
    return verdict


def settle(
    request: Request, answer: Answer, verdict: Verdict, first: bool = False
) -> Verdict:
    """A verdict on an answer that is only a possibility is not a verdict.

    ``first``: the answer is one to a preflight.
    """
    missing = sorted(answer.open & looked_at(request, first))
    if not answer.doubts and not missing:
        return verdict
    doubts = (*answer.doubts, *(f"{name.title()} may be set elsewhere" for name in missing))
    return undecided(f"the answer cannot be told from the source: {'; '.join(doubts)}")


def looked_at(request: Request, preflight: bool) -> frozenset[str]:
    """The headers (lower case) that a browser looks at in an answer."""
    names = {ALLOW_ORIGIN}
    if request.credentials:
        names.add(ALLOW_CREDENTIALS)
    if preflight:
        names |= {ALLOW_METHODS, ALLOW_HEADERS}
    return frozenset(map(str.lower, names))
