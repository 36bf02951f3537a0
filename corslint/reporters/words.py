"""A proof in plain words: the request, the answer and what the browser makes of it."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.terminal import clean
from corslint.wire import Answer, Outcome, Request, Verdict

DOES = {
    Outcome.READABLE: "so the browser lets the page read it",
    Outcome.BLOCKED: "the browser blocks it",
    Outcome.UNDECIDED: "what the browser does cannot be told",
}

LONGEST_VALUE = 400
SWITCHING_PROTOCOLS = 101


def request_words(request: Request) -> str:
    """``GET with Origin: https://evil.example and cookies``."""
    kind = "WebSocket handshake" if request.websocket else clean(request.method)
    kind = f"{kind} of a form" if request.form else kind
    kind = f"{kind} to the page's own host name" if request.rebound else kind
    method = kind + ("" if request.route == "/" else f" {clean(request.route)}")
    origin = (
        "no Origin header" if request.origin is None else f"Origin: {clean(request.origin)}"
    )
    brings = conjunction(
        ["cookies"] * request.credentials,
        [clean(name) for name in request.asks_headers],
    )
    origin = ", ".join([origin, *(header_words(*one) for one in request.headers)])
    fails = ", while the handler fails" if request.fails else ""
    if request.preflight:
        wanted = f"{clean(request.asks_method or '')}{' with ' if brings else ''}{brings}"
        return f"preflight ({method}) with {origin}, asking for {wanted}{fails}"
    return f"{method} with {origin}{' and ' if brings else ''}{brings}{fails}"


def header_words(name: str, value: str) -> str:
    """A further header or, as ``?name``, a parameter of the request."""
    if name.startswith("?"):
        return f"parameter {clean(name[1:])}={clean(value)}"
    return f"{clean(name.title())}: {clean(value)}"


def conjunction(*groups: list[str]) -> str:
    return ", ".join(name for group in groups for name in group)


def answer_words(answer: Answer) -> str:
    """The clause before the header lines: ``is answered with status 204 and``."""
    status = f"with status {answer.status}" if answer.status is not None else ""
    if answer.status == SWITCHING_PROTOCOLS and not answer.headers:
        return f"is answered {status}"
    headers = "with" if answer.headers else "without any CORS header"
    if status and answer.headers:
        headers = "and"
    return " ".join(filter(None, ("is answered", status, headers)))


def header_lines(answer: Answer) -> Iterator[str]:
    for name, value in answer.headers:
        text = value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}..."
        yield f"{clean(name)}: {clean(text)}"


def verdict_words(request: Request, verdict: Verdict) -> str:
    """What the browser does, and why unless the header lines have just said so."""
    if verdict.outcome is not Outcome.READABLE:
        return f"{DOES[verdict.outcome]}: {clean(verdict.reason)}"
    if request.websocket or request.form or request.rebound:
        return f"so {clean(verdict.reason)}"
    if request.preflight:
        return "so the browser goes on to send the request"
    return DOES[verdict.outcome]
