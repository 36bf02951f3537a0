"""Predicts what nginx sends: the configuration run for one request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corslint.allow_origin import UnknownOrigins
from corslint.nginx.access import refusal
from corslint.nginx.answers import Response, sent
from corslint.nginx.fields import obscure
from corslint.nginx.fuel import Fuel, UndecidableError
from corslint.nginx.levels import Level
from corslint.nginx.run import Runner
from corslint.nginx.state import Caller, Exactly, Nobody, State, Subject
from corslint.nginx.text import Text
from corslint.nginx.variables import Definitions
from corslint.origin import NULL, WILDCARD
from corslint.policy import Policy
from corslint.wire import ALLOW_ORIGIN, Answer, Certainty, Request

FAILURE = 500


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """Where a policy holds: ``site`` is run, ``carrier`` is the level with its headers.

    ``effort`` bounds the steps for one request, as rules may ask about many origins.
    ``doubt`` says what of the files themselves a template decides.
    """

    site: Level
    carrier: Level
    definitions: Definitions
    effort: int
    doubt: str | None = None


def predict(policy: Policy, request: Request) -> Answer:
    """What nginx sends for ``request`` to a location where ``policy`` holds.

    Where conditions that cannot be decided lead to the policy they are taken to hold. A
    request that its level does not answer gets what the level that does answer sends.
    """
    situation = policy.settings
    if not isinstance(situation, Situation):
        return Answer(doubts=(why_not(policy),))
    try:
        return answer(situation, request)
    except UndecidableError as error:
        return Answer(doubts=(f"the configuration {error}",))


def why_not(policy: Policy) -> str:
    match policy.allow_origin:
        case UnknownOrigins(reason):
            return reason
        case _:
            return "the policy was not read from nginx configuration"


def answer(situation: Situation, request: Request) -> Answer:
    runner = Runner(situation.definitions, subject(request), Fuel(situation.effort))
    paths = runner.run(situation.site)
    ours = [path for path in paths if path.level.carrier is situation.carrier]
    answers = [one for path in ours or paths for one in responses(path, request, runner)]
    if not answers:
        return Answer()
    chosen = best(answers)
    doubts = chosen.doubts
    if any((one.headers, one.status) != (chosen.headers, chosen.status) for one in answers):
        doubts = (*doubts, "it depends on more than the request's Origin and method")
    if situation.doubt is not None:
        doubts = (*doubts, situation.doubt)
    return replace(chosen, doubts=doubts)


def best(answers: Sequence[Answer]) -> Answer:
    """The answer that admits somebody: what is open on one path is open."""
    return next((one for one in answers if one.lines(ALLOW_ORIGIN)), answers[0])


def responses(path: State, request: Request, runner: Runner) -> Iterator[Answer]:
    status = status_of(path, request)
    for response in sent(path.level, path, status, runner):
        doubts = list(dict.fromkeys(doubtful(response)))
        yield Answer(
            tuple((line.header.name, shown(line.text)) for line in response.lines),
            status,
            tuple(doubts),
        )


def status_of(path: State, request: Request) -> int | None:
    """A ``return`` answers before access is checked, and before any handler can fail."""
    if path.status is not None:
        return path.status
    refused = refusal(path.level, request.method)
    if refused is not None:
        return refused
    return FAILURE if request.fails else None


def doubtful(response: Response) -> Iterator[str]:
    if response.state.unknown is not None:
        yield f"the origins are {response.state.unknown[0]}"
    for line in response.lines:
        reason = obscure(line.text)
        if reason is not None:
            yield f"{line.header.name} is {reason}"
        elif line.text.plain is None:
            yield f"{line.header.name} depends on other headers of the request"


def shown(text: Text) -> str:
    """The value as far as it is known; unknown parts stay as a placeholder."""
    return "".join(part if isinstance(part, str) else "..." for part in text.parts)


def subject(request: Request) -> Subject:
    caller: Caller = Nobody()
    if request.origin:
        caller = Exactly(request.origin, request.origin)
    asks: dict[str, str] = {}
    if request.asks_method is not None:
        asks["access-control-request-method"] = request.asks_method
    if request.asks_headers:
        asks["access-control-request-headers"] = ",".join(request.asks_headers)
    return Subject(request.method, caller, asks, dict(request.headers))


def asked(situation: Situation, method: str, origin: str | None) -> Answer:
    """The answer to ``origin``; a preflight where ``method`` is OPTIONS."""
    request = Request(origin, method, asks_method="GET" if method == "OPTIONS" else None)
    try:
        return answer(situation, request)
    except UndecidableError as error:
        return Answer(doubts=(f"the configuration {error}",))


def admits(
    situation: Situation,
    methods: Sequence[str],
    origin: str | None,
    besides: str | None = None,
) -> Certainty:
    """Whether what is sent to ``origin`` for any of the methods lets it read.

    ``besides`` is what the refused are sent as well: that does not count.
    """
    found = {admits_with(situation, method, origin, besides) for method in methods}
    if Certainty.YES in found:
        return Certainty.YES
    return Certainty.MAYBE if Certainty.MAYBE in found else Certainty.NO


def admits_with(
    situation: Situation, method: str, origin: str | None, besides: str | None
) -> Certainty:
    found = asked(situation, method, origin)
    if found.doubts:
        return Certainty.MAYBE
    value = found.value(ALLOW_ORIGIN)
    allowed = value in (origin or NULL, WILDCARD) and value != besides
    return Certainty.YES if allowed else Certainty.NO
