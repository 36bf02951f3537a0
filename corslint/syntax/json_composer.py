"""Puts JSON trees together: validity and values by ``json``, places by tree-sitter-json."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import tree_sitter
import tree_sitter_json

from corslint.source import Source, UnreadableSource
from corslint.syntax import tree
from corslint.syntax.drafts import Draft, Drafts, check_size, deepest, too_deep
from corslint.syntax.places import Places

# Without its end a comment or string reaches as far as it can: each is read once.
STRING = r'"[^"\\\r\n]*+(?:\\[^\r\n][^"\\\r\n]*+)*"?'
COMMENT = r"//[^\r\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*(?:\*/|\Z)"
GAP = rf"(?:[ \t\r\n]++|{COMMENT})*"
RELAXED = re.compile(
    # A comma after nothing is no trailing one.
    rf"(?P<kept>{STRING}|[\[{{,:]{GAP},)"
    rf"|(?P<comment>{COMMENT})"
    rf"|(?P<comma>,)(?={GAP}[\]}}])"
    # Python reads these; in small letters it does not.
    r"|(?P<constant>NaN|Infinity)"
    # tree-sitter-json 0.24.8 knows no `1e+5`; what a number is does not matter here.
    r"|(?P<plus>(?<=\d[eE])\+(?=\d))"
)
SIGNS = re.compile(rf"{STRING}|[\[\]{{}}]")
CLOSED = re.compile(r"/\*.*\*/", re.DOTALL)
HALF = re.compile(r"[\ud800-\udfff]")


class Members(list[tuple[str, object]]):
    """The pairs of an object, repeated keys included."""


def document(source: Source) -> tree.Node:
    """The tree of ``source``. Raises ``UnreadableSource``."""
    check_size(source)
    text = strict(source)
    value = loaded(source, text)
    places = Places.of(source, text, "JSON", tree_sitter_json.language())
    return Composer(places).document(value)


def strict(source: Source) -> str:
    """The text as JSON of the same length that both readers take for what it is."""
    mark = source.text.startswith("\ufeff")
    return RELAXED.sub(blanked, " " + source.text[1:] if mark else source.text)


def blanked(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "plus":
            return "-"
        case "comma":
            return " "
        case "constant":
            return found[0].lower()
        case "comment" if found[0].startswith("//") or CLOSED.fullmatch(found[0]):
            return " " * len(found[0])
        case _:
            return found[0]


def loaded(source: Source, text: str) -> object:
    """What Python's reader makes of ``text``. Raises ``UnreadableSource``."""
    try:
        # Numbers are taken as written: no bound on the digits of one.
        value: object = json.loads(text, object_pairs_hook=Members, parse_int=float)
    except json.JSONDecodeError as error:
        span = source.span(error.pos, min(error.pos + 1, len(text)))
        raise UnreadableSource(f"is not JSON: {error.msg}", span) from error
    except RecursionError as error:
        raise too_deep(deepest(source, signs(text))) from error
    return value


def signs(text: str) -> Iterator[tuple[int, str]]:
    return ((found.start(), found[0]) for found in SIGNS.finditer(text))


@dataclass(slots=True)
class Composer:
    """Gives every value its place; ``open`` has the collections still to be filled."""

    places: Places
    drafts: Drafts = field(default_factory=Drafts)
    open: list[tuple[Draft, tree_sitter.Node, list[object] | Members]] = field(
        default_factory=list
    )

    def document(self, value: object) -> tree.Node:
        root = self.places.root
        top = self.drafts.root(self.places.span(root), keyed=False)
        self.add(top, root.named_children[0], value)
        while self.open:
            self.fill(*self.open.pop())
        self.drafts.close()
        return top.values[0]

    def fill(
        self, draft: Draft, node: tree_sitter.Node, values: list[object] | Members
    ) -> None:
        if isinstance(values, Members):
            for pair, (name, value) in zip(node.named_children, values, strict=True):
                key, held = pair.named_children
                self.add(draft, held, value, self.text(key, name))
        else:
            for item, value in zip(node.named_children, values, strict=True):
                self.add(draft, item, value)

    def add(
        self,
        draft: Draft,
        node: tree_sitter.Node,
        value: object,
        key: tree.Scalar | None = None,
    ) -> None:
        match value:
            case list():
                span, keyed = self.places.span(node), isinstance(value, Members)
                inner = self.drafts.open(draft, span, key, keyed=keyed)
                self.open.append((inner, node, value))
            case str():
                self.drafts.add(draft, self.text(node, value), key)
            case _:
                written = tree.Scalar(self.places.written(node), self.places.span(node))
                self.drafts.add(draft, written, key)

    def text(self, node: tree_sitter.Node, value: str) -> tree.Scalar:
        return tree.Scalar(HALF.sub("\ufffd", value), self.places.span(node), plain=False)
