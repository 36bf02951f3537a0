"""``c.ServerApp.allow_origin = ...``: the traits that a configuration file sets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Called,
    Const,
    Keyword,
    Member,
    Path,
    Stored,
    Symbol,
    Trace,
)
from corslint.evaluate.variants import Way
from corslint.libraries.jupyter_server.model import CREDENTIALS, ORIGIN, PATTERN, TORNADO

TRAITS = (ORIGIN, PATTERN, CREDENTIALS, TORNADO)
CURRENT = ("ServerApp", "LabApp", "SingleUserServerApp")
RETIRED = ("NotebookApp", "SingleUserNotebookApp")
"""Since notebook 7 they are passed on to ``ServerApp``, with a warning (executed)."""

CONFIG = ("get_config()", "ServerApp.", "NotebookApp.")
SERVER, SOCKETS = "jupyter_server settings", "jupyter_server sockets"


@dataclass(slots=True)
class Settings:
    """The traits on one way through a file; the first and last place that sets one."""

    set: dict[str, Keyword] = field(default_factory=dict)
    retired: list[Stored] = field(default_factory=list)
    last: Stored | None = None


def gathered(study: Study) -> Iterator[Way]:
    """What the file says, once for its responses and once for its WebSockets."""
    if not any(word in study.source.text for word in CONFIG):
        return
    for path in study.module.paths:
        found = settings_of(path)
        if found.last is not None and found.set.keys() & {ORIGIN, PATTERN, TORNADO}:
            first = place(found)
            for name, subject in ((SERVER, first.span), (SOCKETS, first.place)):
                yield Way(as_call(name, found), path, found.last, subject)


def settings_of(path: Path) -> Settings:
    found = Settings()
    for event in path.events:
        match event:
            case Stored(Member(name=app), Const(value=str(name)), value) if (
                app in (*CURRENT, *RETIRED) and name in TRAITS
            ):
                span = event.statement
                found.set[name] = Keyword(name, value, event.span, span)
                found.last = event
                if app in RETIRED:
                    found.retired.append(event)
            case _:
                pass
    return found


def place(found: Settings) -> Keyword:
    """What decides: the origin before the pattern, before Tornado's own headers."""
    return next(found.set[name] for name in (ORIGIN, PATTERN, TORNADO) if name in found.set)


def as_call(name: str, found: Settings) -> Called:
    first = place(found)
    callee = Symbol(name, Trace(first.span))
    outdated = tuple(
        Keyword(f"retired {each.span.line}", each.value, each.span, each.span)
        for each in found.retired
    )
    arguments = Arguments(keywords=(*found.set.values(), *outdated))
    return Called(callee, arguments, first.span, first.place, callee)
