"""The CORS check and the CORS-preflight check of the Fetch standard, with their reasons."""

from __future__ import annotations

from collections.abc import Collection

from corslint.browser.safelist import SAFELISTED_METHODS
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    Answer,
    Outcome,
    Request,
    Verdict,
    tokens,
)

LONGEST_SHOWN = 120


def cors_check(request: Request, answer: Answer) -> Verdict:
    """Fetch, "CORS check": whether the answer admits the request's origin."""
    allowed = field(answer, ALLOW_ORIGIN)
    if allowed is None:
        return blocked(f"the answer has no {ALLOW_ORIGIN} header")
    if allowed == "*" and not request.credentials:
        return readable(f"{ALLOW_ORIGIN}: * lets every site read it without credentials")
    if allowed != request.origin:
        return blocked(refusal(request, allowed, len(answer.lines(ALLOW_ORIGIN))))
    named = admission(allowed)
    if not request.credentials:
        return readable(named)
    credentials = field(answer, ALLOW_CREDENTIALS)
    if credentials == "true":
        return readable(f"{named} and {ALLOW_CREDENTIALS} is true")
    if credentials is None:
        return blocked(f"a request with credentials needs {ALLOW_CREDENTIALS}: true")
    return blocked(f"{ALLOW_CREDENTIALS}: {shown(credentials)} is not exactly true")


def admission(allowed: str) -> str:
    if allowed == "null":
        return f"{ALLOW_ORIGIN}: null is the origin that any site has in a sandboxed frame"
    return f"{ALLOW_ORIGIN} is the caller's origin {shown(allowed)}"


def refusal(request: Request, allowed: str, lines: int) -> str:
    """Why ``allowed`` does not admit the request, in the words of its cause."""
    if lines > 1:
        return f"{ALLOW_ORIGIN} is sent {lines} times and browsers accept one value"
    written = f"{ALLOW_ORIGIN}: {shown(allowed)}"
    if allowed == "*":
        return f"{written} is refused for a request with credentials"
    if "," in allowed or len(allowed.split()) > 1:
        return f"{written} is not one origin, and browsers accept one value"
    return f"{written} is not the caller's origin {shown(request.origin or '')}"


def preflight_check(request: Request, answer: Answer) -> Verdict:
    """Fetch, "CORS-preflight fetch": what holds for the answer to the OPTIONS request."""
    origin = cors_check(request, answer)
    if origin.outcome is not Outcome.READABLE:
        return blocked(f"on the preflight, {origin.reason}")
    return blocked_first(
        status_check(answer),
        method_check(request, answer),
        headers_check(request, answer),
        readable(f"the preflight lets the browser send {asked(request)}"),
    )


def status_check(answer: Answer) -> Verdict:
    if answer.status is None:
        return undecided("the application decides the status of the preflight's answer")
    if 200 <= answer.status <= 299:
        return readable(f"the preflight is answered with status {answer.status}")
    return blocked(f"the preflight is answered with status {answer.status}, not 200 to 299")


def method_check(request: Request, answer: Answer) -> Verdict:
    wanted = wanted_method(request)
    written = field(answer, ALLOW_METHODS)
    allowed = tokens(written)
    if allowed is None:
        return no_list(ALLOW_METHODS, written)
    starred = "*" in allowed and not request.credentials
    if wanted in SAFELISTED_METHODS or wanted in allowed or starred:
        return readable(f"the preflight admits {wanted}")
    return unnamed(ALLOW_METHODS, written, wanted, allowed)


def headers_check(request: Request, answer: Answer) -> Verdict:
    written = field(answer, ALLOW_HEADERS)
    listed = tokens(written)
    if listed is None:
        return no_list(ALLOW_HEADERS, written)
    allowed = {name.lower() for name in listed}
    missing = [name for name in request.asks_headers if name.lower() not in allowed]
    starred = "*" in allowed and not request.credentials
    if not missing or (starred and "authorization" not in map(str.lower, missing)):
        return readable("the preflight admits the request's headers")
    if starred:
        # By the standard `*` leaves Authorization out; Chromium 156 and Firefox 153 do not.
        return undecided(f"browsers differ on {ALLOW_HEADERS}: * covering authorization")
    return unnamed(ALLOW_HEADERS, written, missing[0], allowed)


def no_list(header: str, written: str | None) -> Verdict:
    value = shown(written or "")
    return blocked(f"on the preflight, {header}: {value} is not a comma-separated list")


def unnamed(
    header: str, written: str | None, name: str, listed: Collection[str]
) -> Verdict:
    if written is None:
        return blocked(f"{name} needs {header}, which the preflight's answer does not have")
    star = ", and with credentials * is a name like any other" if "*" in listed else ""
    return blocked(f"on the preflight, {header}: {shown(written)} lacks {name}{star}")


def wanted_method(request: Request) -> str:
    """The method of the real request, of which a preflight is the first half."""
    return request.asks_method or request.method


def asked(request: Request) -> str:
    names = ", ".join(request.asks_headers)
    return wanted_method(request) + (f" with {names}" if names else "")


def field(answer: Answer, name: str) -> str | None:
    """The header's value without the white space around it (Fetch, "normalize")."""
    value = answer.value(name)
    return None if value is None else value.strip(" \t")


def blocked_first(*verdicts: Verdict) -> Verdict:
    """Conditions that must all hold: blocked beats undecided beats readable.

    The first of its kind gives the reason; when all are readable it is the last one.
    """
    for outcome in (Outcome.BLOCKED, Outcome.UNDECIDED):
        for verdict in verdicts:
            if verdict.outcome is outcome:
                return verdict
    return verdicts[-1]


def shown(value: str) -> str:
    if len(value) > LONGEST_SHOWN:
        return f"{value[:LONGEST_SHOWN]}..."
    return value or "(empty)"


def readable(reason: str) -> Verdict:
    return Verdict(Outcome.READABLE, reason)


def blocked(reason: str) -> Verdict:
    return Verdict(Outcome.BLOCKED, reason)


def undecided(reason: str) -> Verdict:
    return Verdict(Outcome.UNDECIDED, reason)
