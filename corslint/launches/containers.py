"""The containers of Kubernetes as they are run.

As the documentation has it
(https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/):
``command`` replaces the image's entry point, ``args`` are its words, ``$(NAME)`` in them is
a variable of the container, and no shell reads them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from corslint.deployments.deployment import Setting, settled
from corslint.launches.launch import Launch, launches
from corslint.source import Source, UnreadableSource
from corslint.syntax import tree, yaml
from corslint.syntax.tree import Node, Scalar, Sequence
from corslint.syntax.words import HOLE, Command, Word, word

MAX_NODES = 20_000
MAX_CONTAINERS = 200
REFERENCE = re.compile(r"\$\$|\$\((?P<name>[^()\s]+)\)")


def containers(source: Source) -> Iterator[Launch]:
    """The containers in the documents of a file; templates of Helm are not read."""
    try:
        documents = yaml.parse(source)
    except UnreadableSource:
        return
    for node in islice(mappings(documents), MAX_CONTAINERS):
        image, name = node.get("image"), node.get("name")
        if isinstance(image, Scalar) and isinstance(name, Scalar):
            yield from run(node, image, name.text, source)


def mappings(documents: tuple[Node, ...]) -> Iterator[tree.Mapping]:
    """Every mapping with an image and a name, to a bound of nodes."""
    stack: list[Node] = list(reversed(documents))
    for _ in range(MAX_NODES):
        if not stack:
            return
        node = stack.pop()
        if isinstance(node, Sequence):
            stack += reversed(node.items)
        elif isinstance(node, tree.Mapping):
            if {"image", "name"} <= node.named().keys():
                yield node
            stack += (pair.value for pair in reversed(node.pairs))


def run(node: tree.Mapping, image: Scalar, name: str, source: Source) -> Iterator[Launch]:
    variables = listed(node.get("env"))
    entry = words(node.get("command"), variables)
    base = Launch(
        (),
        image.span,
        variables,
        None if entry else image.text,
        name,
        complete=node.get("envFrom") is None,
    )
    found = (*entry, *words(node.get("args"), variables))
    yield from launches([found], base, source) if found else iter([base])


def listed(node: Node | None) -> dict[str, Setting]:
    """``env:`` as a list of ``name`` and ``value``; what comes from elsewhere is open.

    A value may refer to variables before it.
    """
    found: dict[str, Setting] = {}
    for item in node.items if isinstance(node, Sequence) else ():
        name = item.get("name") if isinstance(item, tree.Mapping) else None
        if isinstance(item, tree.Mapping) and isinstance(name, Scalar):
            value = item.get("value")
            if isinstance(value, Scalar):
                text = filled(value.text, found)
                known = settled(None if HOLE in text else text)
                found[name.text] = Setting(known, value.span)
            else:
                open_ = item.get("valueFrom") is not None
                found[name.text] = Setting(None if open_ else "", name.span)
    return found


def words(node: Node | None, variables: Mapping[str, Setting]) -> Command:
    items = node.items if isinstance(node, Sequence) else ()
    return tuple(
        word(filled(item.text, variables), item.span)
        if isinstance(item, Scalar)
        else Word(None, item.span)
        for item in items
    )


def filled(text: str, variables: Mapping[str, Setting]) -> str:
    """``$(NAME)`` of a variable that is not there stays as it is, ``$$`` is a ``$``."""

    def meant(found: re.Match[str]) -> str:
        if found["name"] is None:
            return "$"
        setting = variables.get(found["name"])
        return HOLE if setting is None or setting.value is None else setting.value

    return REFERENCE.sub(meant, text)
