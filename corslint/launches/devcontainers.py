"""Development containers: the commands in ``devcontainer.json``, and their environment.

As the reference has it (https://containers.dev/implementors/json_reference/): a text goes
to a shell, a list is run as it is, a table has several of either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.deployments.deployment import Setting, settled
from corslint.launches.launch import Launch, launches
from corslint.launches.pieced import within
from corslint.source import Source, UnreadableSource
from corslint.syntax import json
from corslint.syntax.shell import commands
from corslint.syntax.tree import Mapping, Node, Scalar, Sequence
from corslint.syntax.words import HOLE, Command, Word, word

COMMANDS = (
    "initializeCommand",
    "onCreateCommand",
    "updateContentCommand",
    "postCreateCommand",
    "postStartCommand",
    "postAttachCommand",
)
FILLED = re.compile(r"\$\{[^{}]*\}")


def devcontainer(source: Source) -> Iterator[Launch]:
    """All of it is for developers, as the name of the file says."""
    try:
        root = json.parse(source)
    except UnreadableSource:
        return
    if not isinstance(root, Mapping):
        return
    variables = {**listed(root.get("containerEnv")), **listed(root.get("remoteEnv"))}
    if variables:
        yield Launch((), root.span, variables)
    for name in COMMANDS:
        for one in several(root.get(name)):
            base = Launch((), one.span, variables, name=name)
            yield from launches(written(one, source), base, source)


def listed(node: Node | None) -> dict[str, Setting]:
    pairs = node.named().items() if isinstance(node, Mapping) else ()
    return {
        name: Setting(settled(known(pair.value)), pair.value.span) for name, pair in pairs
    }


def known(node: Node) -> str | None:
    text = filled(node)
    return None if HOLE in text else text


def filled(node: Node) -> str:
    """A text with a hole for each variable of the editor's."""
    return FILLED.sub(HOLE, node.text) if isinstance(node, Scalar) else HOLE


def several(node: Node | None) -> Iterator[Node]:
    if isinstance(node, Mapping):
        yield from (pair.value for pair in node.pairs)
    elif node is not None:
        yield node


def written(node: Node, source: Source) -> Iterator[Command]:
    match node:
        case Scalar(text=text, span=span):
            yield from commands(text, within(source, span, text))
        case Sequence(items=items):
            yield tuple(given(one) for one in items)
        case _:
            pass


def given(item: Node) -> Word:
    return word(filled(item), item.span)
