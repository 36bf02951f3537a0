"""Statements with CORS headers that keep nginx from starting (all run: nginx 1.22.1)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from corslint.header_names import ANSWERS
from corslint.nginx.headers import refusal
from corslint.nginx.levels import Kind, Level
from corslint.observation import Effect, RefusedSetting, UnknownOption, WrongType
from corslint.syntax.nginx import Directive, Word

DOWN = "nginx refuses to start"
SENDERS = ("add_header", "more_set_headers")


def refused(level: Level) -> Iterator[UnknownOption | WrongType | RefusedSetting]:
    for directive in level.named("add_header"):
        word = refusal(directive)
        if word is not None and named_header(directive) in ANSWERS:
            yield unreadable(directive, word)
    yield from misplaced(level)
    yield from misplaced_maps(level)


def unreadable(directive: Directive, word: Word) -> UnknownOption | WrongType:
    """An ``add_header`` takes a name, one value, and at most the exact ``always``."""
    values = directive.words[1:]
    if word.text.lower() == "always":
        why = f"{DOWN}: invalid parameter `{word.text}`"
        return UnknownOption(word.text, word.span, Effect.CRASHES, why, "always")
    return WrongType(
        directive.words[0].text,
        f"`{' '.join(value.text for value in values)}`" if values else "none",
        "one value, in quotes where it has spaces",
        values[0].span.until(values[-1].span) if values else directive.span,
        Effect.CRASHES,
        f"{DOWN}: `add_header` takes a name, one value, and at most `always`",
    )


INTO_LOCATION = (
    "Move the headers into the `location`, or into an `if` inside a `location`, where they "
    "are allowed."
)


INTO_HTTP = "Move the `map` into `http`, beside its `server` blocks: it is for all of them."


def misplaced(level: Level) -> Iterator[RefusedSetting]:
    """No header can be sent from the ``if`` of a server or from a ``limit_except``.

    One observation a block, at the first of its headers.
    """
    blocks = {"limit_except"} | ({"if"} if level.kind is Kind.SERVER else set())
    for directive in level.named(*blocks):
        inner = next(filter(sends_cors, directive.block or ()), None)
        if inner is not None:
            where = f"the `{directive.name.text}` of a {level.kind.value}"
            why = f"{DOWN}: `{inner.name.text}` is not allowed in {where}"
            yield RefusedSetting(inner.span, why, INTO_LOCATION)


def misplaced_maps(level: Level) -> Iterator[RefusedSetting]:
    """A map of the Origin stands in ``http`` alone; one observation a level."""
    if level.kind in (Kind.MAIN, Kind.HTTP):
        return
    of_origin = (
        directive
        for directive in level.named("map")
        if any("$http_origin" in word.text for word in directive.words[:1])
    )
    for directive in islice(of_origin, 1):
        why = f"{DOWN}: `map` is not allowed in a {level.kind.value}"
        yield RefusedSetting(directive.span, why, INTO_HTTP)


def sends_cors(directive: Directive) -> bool:
    return directive.name.text in SENDERS and named_header(directive) in ANSWERS


def named_header(directive: Directive) -> str:
    """The name of the header that a statement sends, in lower case."""
    first = directive.words[0].text if directive.words else ""
    return first.partition(":")[0].strip().lower()
