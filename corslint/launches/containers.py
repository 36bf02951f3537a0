"""Containers: the services of compose files, and the containers of Kubernetes.

As the Compose specification has it, a text is split into words as a shell would; in
Kubernetes ``command`` replaces the image's entry point and ``args`` are its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from corslint.deployments import compose
from corslint.deployments.deployment import Setting, settled
from corslint.deployments.interpolation import interpolated
from corslint.launches.launch import Launch, launches
from corslint.source import Source, Span, UnreadableSource, Workspace
from corslint.syntax import yaml
from corslint.syntax.shell import Command, Locate, Word, commands
from corslint.syntax.tree import Mapping, Node, Scalar, Sequence

MAX_NODES = 20_000
MAX_CONTAINERS = 200


def services(source: Source, workspace: Workspace) -> Iterator[Launch]:
    """What each service of a compose file runs, with its variables."""
    file = compose.opened(workspace, source.path)
    if file is None:
        return
    for name, pair in islice(file.services.items(), MAX_CONTAINERS):
        service, node = file.service(name), pair.value
        if service is None or not isinstance(node, Mapping):
            continue
        base = Launch(
            (),
            pair.key.span.until(pair.key.span),
            service.deployment().variables,
            filled(node.get("image")),
            name,
        )
        words = [node.get(key) for key in ("entrypoint", "command")]
        yield from run(base, [one for one in words if one is not None], source)


def containers(source: Source) -> Iterator[Launch]:
    """The containers in the documents of Kubernetes; templates of Helm are not read."""
    try:
        documents = yaml.parse(source)
    except UnreadableSource:
        return
    for node in islice(mappings(documents), MAX_CONTAINERS):
        image = node.get("image")
        if not isinstance(image, Scalar):
            continue
        name = node.get("name")
        called = name.text if isinstance(name, Scalar) else ""
        base = Launch((), image.span, listed(node.get("env")), image.text, called)
        words = [node.get(key) for key in ("command", "args")]
        yield from run(base, [one for one in words if isinstance(one, Sequence)], source)


def mappings(documents: tuple[Node, ...]) -> Iterator[Mapping]:
    """Every mapping with an image and something to run, to a bound of nodes."""
    stack: list[Node] = list(reversed(documents))
    for _ in range(MAX_NODES):
        if not stack:
            return
        node = stack.pop()
        if isinstance(node, Sequence):
            stack += reversed(node.items)
        elif isinstance(node, Mapping):
            if {"image", "name"} <= node.named().keys():
                yield node
            stack += (pair.value for pair in reversed(node.pairs))


def listed(node: Node | None) -> dict[str, Setting]:
    """``env:`` as a list of ``name`` and ``value``; what comes from elsewhere is open."""
    found: dict[str, Setting] = {}
    for item in node.items if isinstance(node, Sequence) else ():
        name = item.get("name") if isinstance(item, Mapping) else None
        if isinstance(item, Mapping) and isinstance(name, Scalar):
            value = item.get("value")
            if isinstance(value, Scalar):
                known = settled(None if "$(" in value.text else value.text)
                found[name.text] = Setting(known, value.span)
            else:
                found[name.text] = Setting(None, name.span)
    return found


def run(base: Launch, nodes: list[Node], source: Source) -> Iterator[Launch]:
    """The launches of an entry point and its words; without any, the image alone."""
    found: list[Command] = [command for node in nodes for command in written(node, source)]
    if len(nodes) > 1 and len(found) == len(nodes):
        found = [tuple(word for command in found for word in command)]
    yield from launches(iter(found), base) if found else iter([base])


def written(node: Node, source: Source) -> Iterator[Command]:
    match node:
        case Scalar(text=text, span=span):
            yield from commands(known(text), within(source, span, text))
        case Sequence(items=items):
            yield tuple(word(one) for one in items if isinstance(one, Scalar))
        case _:
            pass


def known(text: str) -> str:
    """A text of compose for a shell: ``$$`` is a ``$`` of the shell's own."""
    return text.replace("$$", "$")


def word(item: Scalar) -> Word:
    return Word(filled(item), item.span)


def filled(node: Node | None) -> str | None:
    """A text with what compose fills in; Kubernetes leaves ``${NAME}`` as it is."""
    return interpolated(node.text) if isinstance(node, Scalar) else None


def within(source: Source, span: Span, text: str) -> Locate:
    """Places in a text that may be quoted or folded: found again as they are written."""
    cut = source.cut(span)
    start = source.offset(span.line, span.column)
    reached = 0

    def locate(begin: int, end: int) -> Span:
        nonlocal reached
        found = cut.find(text[begin:end], reached)
        if found < 0:
            return span
        reached = found + end - begin
        return source.span(start + found, start + reached)

    return locate
