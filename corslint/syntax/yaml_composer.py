"""Puts YAML trees together from the events of PyYAML's parser (6.0, libyaml 0.2.5).

Its own composer recurses in C and ends the process on deep input; it also loses the place
of an alias. Events are read one by one, so that reading stops at the first bound passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import yaml

from corslint.source import Source, Span, UnreadableSource
from corslint.syntax import tree
from corslint.syntax.bounds import MAX_DEPTH, MAX_MERGED, MAX_NODES
from corslint.syntax.tree import Node, Pair

# What stands between the start of an event and its node: anchor and tag, in any order.
PROPERTY = re.compile(r"&[0-9A-Za-z_-]+|!(?:<[^>\s]*>|[^\s,\[\]{}]*)")
BETWEEN = re.compile(
    r"(?:[ \t\r\n\x85\u2028\u2029]++|(?<![^\s])#[^\r\n\x85\u2028\u2029]*+)*"
)


def documents(source: Source) -> tuple[Node, ...]:
    """The trees of ``source``. Raises ``UnreadableSource``."""
    # Without libyaml PyYAML has no C loader; its own gives the same events, more slowly.
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    # libyaml does not count a byte order mark.
    marked = yaml.__with_libyaml__ and source.text.startswith("\ufeff")
    composer = Composer(source, 1 if marked else 0)
    try:
        for event in yaml.parse(source.text, Loader=loader):
            composer.take(event)
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.index + composer.shift if error.problem_mark else 0
        raise composer.broken(f"is not YAML: {error.problem}", at) from error
    except yaml.reader.ReaderError as error:
        at = unreadable_at(error, source.text)
        raise composer.broken(f"is not YAML: {error.reason}", at) from error
    except (ValueError, OverflowError) as error:
        raise composer.broken(f"is not YAML: {error}", 0) from error
    return tuple(composer.found)


def unreadable_at(error: yaml.reader.ReaderError, text: str) -> int:
    """The offset of a character that YAML does not allow.

    libyaml counts the bytes of what it was given, PyYAML's own reader characters.
    """
    position: int = error.position
    if error.encoding == "unicode":
        return position
    return len(text.encode()[:position].decode(errors="replace"))


@dataclass(slots=True)
class Frame:
    """A collection being read: where it starts, and its keys and values or items."""

    event: yaml.CollectionStartEvent
    start: int
    children: list[Node] = field(default_factory=list)
    end: int = 0


@dataclass(slots=True)
class Composer:
    """``found`` are the finished documents; ``shift`` is where the text read begins.

    ``anchors`` holds None for a collection that is still open.
    """

    source: Source
    shift: int = 0
    found: list[Node] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    anchors: dict[str, Node | None] = field(default_factory=dict)
    nodes: int = 0
    merged: int = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self.scalar(event)
            case yaml.AliasEvent():
                self.alias(event)
            case yaml.CollectionStartEvent():
                self.open(event)
            case yaml.CollectionEndEvent():
                self.close(event)
            case yaml.DocumentStartEvent():
                self.anchors.clear()
            case _:
                pass

    def scalar(self, event: yaml.ScalarEvent) -> None:
        start, end = self.after_properties(event), self.end(event)
        if event.style in ("|", ">"):
            end = start + len(self.source.text[start:end].rstrip())
        plain = event.style not in ("'", '"', "|", ">")
        span = self.source.span(start, end)
        self.add(tree.Scalar(event.value, span, plain, event.tag), event, end)

    def alias(self, event: yaml.AliasEvent) -> None:
        start, end = self.start(event), self.end(event)
        node = self.anchors.get(name := event.anchor or "")
        if node is None:
            problem = "contains itself" if name in self.anchors else "names no anchor"
            raise self.broken(f"is not YAML: alias `{name}` {problem}", start, end)
        span = self.source.span(start, end)
        self.add(replace(node, span=span, via=(node.span, *node.via)), None, end)

    def open(self, event: yaml.CollectionStartEvent) -> None:
        start = self.after_properties(event)
        if len(self.frames) >= MAX_DEPTH:
            raise self.broken(f"is nested more than {MAX_DEPTH} levels deep", start)
        if event.anchor:
            self.anchors[event.anchor] = None
        self.frames.append(Frame(event, start))

    def close(self, event: yaml.CollectionEndEvent) -> None:
        frame = self.frames.pop()
        # A bracket has a width; in block style the event comes with the next token.
        end = self.end(event)
        if end == self.start(event):
            end = max(frame.end, frame.start)
        span, tag = self.source.span(frame.start, end), frame.event.tag
        node: Node
        if isinstance(frame.event, yaml.SequenceStartEvent):
            node = tree.Sequence(tuple(frame.children), span, tag)
        else:
            node = self.mapping(frame.children, span, tag)
        self.add(node, frame.event, end)

    def add(self, node: Node, event: yaml.NodeEvent | None, end: int) -> None:
        """Put a finished node where it belongs; ``event`` is None for an alias."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.broken(f"has more than {MAX_NODES} nodes", end)
        if event is not None and event.anchor:
            self.anchors[event.anchor] = node
        if self.frames:
            self.frames[-1].children.append(node)
            self.frames[-1].end = end
        else:
            self.found.append(node)

    def mapping(
        self, children: Sequence[Node], span: Span, tag: str | None
    ) -> tree.Mapping:
        written: list[Pair] = []
        merges: list[tuple[tree.Mapping, ...]] = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            sources = merged_by(value) if is_merge(key) else None
            if sources is None:
                written.append(Pair(key, value))
            else:
                merges.append(sources)
        own = tree.Mapping(tuple(written), span, tag)
        return replace(own, inherited=tuple(self.inherited(own, merges))) if merges else own

    def inherited(
        self, own: tree.Mapping, merges: Sequence[tuple[tree.Mapping, ...]]
    ) -> Iterator[Pair]:
        """What ``own`` does not say itself, each key once.

        In a list of mappings the first that has a key gives it; of several merge keys in
        one mapping the last (PyYAML, and https://yaml.org/type/merge.html).
        """
        taken = set(own.named())
        for source in (one for sources in reversed(merges) for one in sources):
            pairs = source.named()
            self.merged += len(pairs)
            if self.merged > MAX_MERGED:
                at = self.source.offset(source.span.line, source.span.column)
                raise self.broken(f"merges more than {MAX_MERGED} pairs", at)
            for name, pair in pairs.items():
                if name not in taken:
                    yield replace(pair, via=(source.span, *source.via, *pair.via))
            taken |= pairs.keys()

    def start(self, event: yaml.Event) -> int:
        return event.start_mark.index + self.shift if event.start_mark else 0

    def end(self, event: yaml.Event) -> int:
        return event.end_mark.index + self.shift if event.end_mark else 0

    def after_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> int:
        """Where the node itself begins."""
        start, end = self.start(event), self.end(event)
        for written in (event.anchor, event.tag):
            found = PROPERTY.match(self.source.text, start) if written else None
            if found:
                between = BETWEEN.match(self.source.text, found.end())
                start = between.end() if between else found.end()
        return min(start, end) if isinstance(event, yaml.ScalarEvent) else start

    def broken(self, reason: str, start: int, end: int | None = None) -> UnreadableSource:
        return UnreadableSource(reason, self.source.span(start, end or start + 1))


def is_merge(key: Node) -> bool:
    """Whether ``key`` is ``<<`` without quotes."""
    return isinstance(key, tree.Scalar) and key.plain and not key.tag and key.text == "<<"


def merged_by(value: Node) -> tuple[tree.Mapping, ...] | None:
    """The mappings that a merge key names; None when the value is something else."""
    items = value.items if isinstance(value, tree.Sequence) else (value,)
    found = tuple(one for one in items if isinstance(one, tree.Mapping))
    return found if len(found) == len(items) else None
