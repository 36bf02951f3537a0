"""Where an MCP server is started at the address that it has by default, 127.0.0.1."""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.slicing.binding import last_name
from corslint.evaluate.slicing.walking import walk
from corslint.libraries.kit.uses import Use
from corslint.source import Span

STARTERS = frozenset({"run", "run_async", "run_http_async"})
TRANSPORTS = frozenset({"http", "sse", "streamable-http"})


def listening(use: Use) -> tuple[Span, ...]:
    """The calls that start it so; none where the file speaks of hosts."""
    if use.study is None:
        return ()
    found = [each for each in walk(use.study.program.body) if isinstance(each, p.Call)]
    if any(argument.name == "host" for call in found for argument in call.arguments):
        return ()
    return tuple(starts(use.study.program.path, found))


def starts(path: str, calls: list[p.Call]) -> Iterator[Span]:
    for call in calls:
        if last_name(call.function) in STARTERS and over_http(call):
            yield Span(path, *call.at)


def over_http(call: p.Call) -> bool:
    if any(argument.star for argument in call.arguments):
        return False
    given = [each.value for each in call.arguments if each.name in ("transport", None)]
    return any(isinstance(one, p.Constant) and one.value in TRANSPORTS for one in given)
