"""What is asked of a program, and what corslint says that the program will answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from corslint.extractors.response_headers import extract, predict
from corslint.policy import Policy
from corslint.source import Workspace
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    FOREIGN_ORIGIN,
    MAX_AGE,
    VARY,
    Answer,
    Request,
)

COMPARED = (
    ALLOW_ORIGIN,
    ALLOW_CREDENTIALS,
    ALLOW_METHODS,
    ALLOW_HEADERS,
    EXPOSE_HEADERS,
    MAX_AGE,
)
Fields = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Said:
    """What is predicted: the headers for certain, or the doubts; those ``left`` open."""

    fields: Fields | None
    doubts: tuple[str, ...] = ()
    left: frozenset[str] = frozenset()


def policies(files: Mapping[str, str]) -> list[Policy]:
    workspace = Workspace.of(files)
    source = workspace.source("main.py")
    assert source is not None
    return list(extract.extract(source, workspace))


def said(found: Sequence[Policy], request: Request) -> Said:
    """The answer of the whole file: certain only where all its policies agree.

    A file without a policy sends no Allow-Origin; of other headers it says nothing, nor of
    those that an answer leaves open.
    """
    answers = [predict(policy, request) for policy in found]
    doubts = tuple(doubt for answer in answers for doubt in answer.doubts)
    if doubts or not answers:
        return Said(None, doubts) if doubts else Said({ALLOW_ORIGIN: None})
    left = frozenset[str]().union(*(answer.open for answer in answers))
    different = {tuple(closed(answer, left)) for answer in answers}
    if len(different) > 1:
        return Said(None, ("the policies of the file differ",))
    return Said(dict(different.pop()), left=left)


def closed(answer: Answer, left: frozenset[str]) -> Iterator[tuple[str, str | None]]:
    """The compared headers of an answer but those that are ``left`` open."""
    for name, text in fields(answer).items():
        if name.lower() not in left:
            yield name, text


def fields(message: Answer) -> dict[str, str | None]:
    """The compared headers of an answer or a reply."""
    made = {name: message.value(name) for name in COMPARED}
    made[VARY] = "Origin" if on_origin(message.value(VARY)) else None
    return made


def on_origin(vary: str | None) -> bool:
    names = {part.strip().lower() for part in (vary or "").split(",")}
    return bool(names & {"origin", "*"})


def requests(named: Sequence[str]) -> Iterator[Request]:
    """Every probe, as a plain request and as a preflight."""
    for origin in dict.fromkeys(origins(named)):
        yield Request(origin)
        yield Request(origin, method="OPTIONS", asks_method="GET")


def origins(named: Sequence[str]) -> Iterator[str | None]:
    """No Origin, odd ones, the named ones, and the tricks around each of them."""
    yield from (None, "null", FOREIGN_ORIGIN)
    for origin in named:
        parts = urlsplit(origin)
        host = parts.hostname or ""
        yield origin
        yield f"{parts.scheme}://evil{host}"
        yield f"{origin}.evil.example"
        yield f"https://sub.{host}"
        yield f"http://{host}"
        yield f"https://{host}:9443"
    yield f"https://{urlsplit(named[0]).hostname}evil.example"
    yield f"https://{(urlsplit(named[0]).hostname or '').replace('.', 'x')}"
