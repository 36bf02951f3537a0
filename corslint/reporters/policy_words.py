"""What a policy's parts mean, in words that need no knowledge of its component."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginProgram,
    OriginUnion,
    ReflectedOrigin,
    Sent,
    UnknownOrigins,
)
from corslint.observation import (
    BareError,
    DeprecatedOption,
    Inactive,
    LostInheritance,
    Misplaced,
    MissingAlias,
    MixedWildcard,
    Observation,
    RefusedSetting,
    RequestSideHeader,
    Unguarded,
    UnknownOption,
    VaryOverwritten,
    WrongType,
)
from corslint.policy import Deployed
from corslint.source import Span
from corslint.value import FromEnv, FromRequest, Known, OneOf, Unknown, Value, setter

T = TypeVar("T")

SENT = {
    Sent.WILDCARD: "sent as *",
    Sent.ECHO: "sent as the caller's own",
    Sent.ACCEPTED: "handshakes are accepted",
    Sent.PASSED: "let past",
}
MODES = {
    "full": "as a whole",
    "first": "as a whole, at first try",
    "match": "from the start",
    "search": "anywhere",
}
MOST_ENTRIES = 20


def origins_words(part: AllowOrigin) -> Iterator[tuple[str, Span]]:
    """Who is admitted, one entry at a time, and where it is written."""
    match part:
        case OriginList():
            yield from list_words(part)
        case OriginUnion(parts):
            for one in parts:
                yield from origins_words(one)
        case _:
            yield rule_words(part), part.span


def rule_words(
    part: AnyOrigin | ReflectedOrigin | OriginPattern | OriginProgram | UnknownOrigins,
) -> str:
    match part:
        case AnyOrigin():
            return any_words(part)
        case ReflectedOrigin():
            return reflected_words(part)
        case OriginPattern(text, mode=mode, ignore_case=ignore_case):
            case_words = ", ignoring case" if ignore_case else ""
            return f"what the pattern {text} matches {MODES.get(mode, mode)}{case_words}"
        case OriginProgram():
            return program_words(part)
        case UnknownOrigins(reason):
            return f"cannot be told: {reason}"


def reflected_words(part: ReflectedOrigin) -> str:
    unset = f", while {part.variable} is unset" if part.variable else ""
    if part.header == "origin":
        return f"every origin: the request's origin header is sent back unchecked{unset}"
    whom = "every origin" if part.forged is not None else "nobody's origin"
    return f"{whom}: it is made of {source_words(part.header)}{unset}"


def program_words(part: OriginProgram) -> str:
    words = "hand-written code decides"
    if part.header != "origin":
        words += f" by {source_words(part.header)}"
    if part.fallback is None:
        return words
    whom = "requests without Origin" if part.fallback.absent else "the others"
    return f"{words}, and {whom} are answered {part.fallback.text}"


def source_words(header: str) -> str:
    """A request header or, as ``?name``, a parameter."""
    if header.startswith("?"):
        return f"the request's parameter {header[1:]}"
    return f"the request's {header} header"


def any_words(part: AnyOrigin) -> str:
    words = ["every origin"]
    if part.implicit:
        words.append("because none is named")
    if part.variable:
        words.append(f"while {part.variable} is unset")
    words.append(SENT[part.sent])
    if part.sent_with_credentials is not part.sent:
        words.append(f"with cookies {SENT[part.sent_with_credentials]}")
    return ", ".join(words)


def list_words(part: OriginList) -> Iterator[tuple[str, Span]]:
    for entry in part.entries[:MOST_ENTRIES]:
        yield entry_words(entry), entry.span
    if len(part.entries) > MOST_ENTRIES:
        yield f"and {len(part.entries) - MOST_ENTRIES} more", part.span
    if not part.complete:
        yield "and others that cannot be told", part.span
    elif not part.entries:
        yield "its own" if part.own else "none", part.span


def entry_words(entry: OriginEntry) -> str:
    remarks = []
    if entry.dead:
        remarks.append(f"admits nobody: {entry.dead}")
    elif entry.admits and entry.admits != (entry.text,):
        remarks.append(f"admits {', '.join(entry.admits)}")
    if entry.variable:
        remarks.append(f"while {entry.variable} is unset")
    return entry.text + (f" ({'; '.join(remarks)})" if remarks else "")


def value_words(value: Value[T], show: Callable[[T], str]) -> str:
    match value:
        case Known(known):
            return show(known)
        case FromEnv(variable, default):
            unset = "" if default is None else f", or {show(default)} while that is unset"
            return f"{setter(variable)}{unset}"
        case FromRequest(header):
            return f"copied from {source_words(header)}"
        case OneOf(choices):
            return " or ".join(value_words(choice, show) for choice in choices)
        case Unknown(reason):
            return f"cannot be told: {reason}"


def deployed_words(name: str, deployed: Deployed) -> str:
    """A variable that a deployment sets, and which one that is."""
    template = ", a template" if deployed.template else ""
    return f"{deployed.name}{template} sets {name}"


def observation_words(observation: Observation) -> str:
    match observation:
        case UnknownOption(name, consequence=consequence, suggestion=suggestion):
            meant = f", probably {suggestion} is meant" if suggestion else ""
            return f"{name} is not known{meant}: {consequence}"
        case DeprecatedOption(name, since=since, replacement=replacement):
            instead = f", use {replacement}" if replacement else ""
            return f"{name} is out of use since {since}{instead}"
        case WrongType(option, written, wanted, consequence=consequence):
            return f"{option} is {written} where {wanted} is wanted: {consequence}"
        case MixedWildcard(consequence=consequence):
            return f"* stands beside other origins: {consequence}"
        case (
            RefusedSetting(consequence=consequence)
            | Inactive(consequence=consequence)
            | Misplaced(consequence=consequence)
            | Unguarded(consequence=consequence)
        ):
            return consequence
        case LostInheritance(lost=lost, where=where):
            return f"{', '.join(lost)} of the outer block is lost in {where}"
        case MissingAlias(alias=alias):
            return f"{alias}, which the project uses as well, is not let in"
        case RequestSideHeader(name):
            return f"a request sends {name}, which is a response's header"
        case VaryOverwritten():
            return "Vary is assigned, whatever it held before"
        case BareError(status=status):
            return f"{status or 'an error'} is answered without the CORS headers"
