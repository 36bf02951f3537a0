"""Variables as a compose file lists them: a mapping, or a list of ``NAME=value``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from corslint.deployments.deployment import Setting, settled
from corslint.deployments.interpolation import MAX_TEXT, interpolated
from corslint.source import Span
from corslint.syntax.tree import Mapping, Node, Scalar, Sequence

MAX_VARIABLES = 1_000
"""Variables of one service, or of one file that it draws on."""

NULL = frozenset(("", "~", "null", "Null", "NULL"))
TRUTH = frozenset(("true", "True", "TRUE", "false", "False", "FALSE"))
RESET = "!reset"  # drops what other files of the project say; "!override" replaces it
TEXT = (None, "!", "tag:yaml.org,2002:str")


@dataclass(frozen=True, slots=True)
class Variables:
    """``complete`` is False when there may be more than these."""

    settings: dict[str, Setting]
    complete: bool = True

    def over(self, base: Variables) -> Variables:
        return Variables(
            {**base.settings, **self.settings}, self.complete and base.complete
        )


NOTHING = Variables({})


def variables(
    node: Node | None, taken: frozenset[str], via: tuple[Span, ...] = ()
) -> Variables:
    """What ``environment:`` says; ``via`` are the places that brought it to the service.

    ``taken`` are the variables that are set where compose looks for values to fill in.
    """
    if node is None or is_null(node):
        return NOTHING
    if node.via:
        via = (node.span, *via)
    match node:
        case Mapping(tag=tag) if tag != RESET:
            listed = of_mapping(node, taken, via)
        case Sequence(tag=tag) if tag != RESET:
            listed = of_list(node, taken, via)
        case _:
            return Variables({}, complete=False)
    found = dict(islice(listed, MAX_VARIABLES))
    certain = {name: setting for name, setting in found.items() if "$" not in name}
    complete = len(certain) == len(found) and next(listed, None) is None
    return Variables(certain, complete)


def of_mapping(
    node: Mapping, taken: frozenset[str], via: tuple[Span, ...]
) -> Iterator[tuple[str, Setting]]:
    for name, pair in node.named().items():
        value, way = pair.value, (*pair.value.via, *pair.via, *via)
        if isinstance(value, Scalar):
            yield name, Setting(meant(value, taken), value.span, way)
        else:
            yield name, Setting(None, value.span, way)


def meant(value: Scalar, taken: frozenset[str]) -> str | None:
    """The text that the program is given; a null takes it from compose's own variables."""
    if is_null(value) or value.tag not in TEXT:
        return None
    if value.plain and value.text in TRUTH:
        return value.text.lower()
    return settled(interpolated(value.text, taken))


def of_list(
    node: Sequence, taken: frozenset[str], via: tuple[Span, ...]
) -> Iterator[tuple[str, Setting]]:
    for item in node.items:
        if not isinstance(item, Scalar):
            continue
        name, equals, text = item.text[: MAX_TEXT + 1].partition("=")
        value = interpolated(text, taken) if equals and item.tag in TEXT else None
        span = part(item, len(name) + 1) if equals else item.span
        if len(item.text) > MAX_TEXT:
            value = None
        yield name, Setting(settled(value), span, (*item.via, *via))


def part(item: Scalar, start: int) -> Span:
    """Where ``item.text[start:]`` stands; all of the item where that cannot be told."""
    span = item.span
    quote = 0 if item.plain else 1
    width = span.end_column - span.column - 2 * quote
    if item.via or span.line != span.end_line or width != len(item.text):
        return span
    return replace(
        span, column=span.column + quote + start, end_column=span.end_column - quote
    )


def is_null(node: Node) -> bool:
    return (
        isinstance(node, Scalar)
        and node.plain
        and node.tag in (None, "tag:yaml.org,2002:null")
        and node.text in NULL
    )
