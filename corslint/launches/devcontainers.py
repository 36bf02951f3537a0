"""Development containers: the commands in ``devcontainer.json``, and their environment.

As the reference has it (https://containers.dev/implementors/json_reference/): a text goes
to a shell, a list is run as it is, a table has several of either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.deployments.deployment import Setting, settled
from corslint.launches.launch import Launch, launches
from corslint.launches.pieced import Piece, Pieced, within
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
# "Variables in devcontainer.json"; others are the shell's.
FILLED = re.compile(r"\$\{(?:local|container|devcontainer)[A-Z][^{}]*\}")


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
    return {name: setting(pair.value) for name, pair in pairs}


def setting(node: Node) -> Setting:
    text = given(node).text
    return Setting(settled(text), node.span)


def several(node: Node | None) -> Iterator[Node]:
    if isinstance(node, Mapping):
        yield from (pair.value for pair in node.pairs)
    elif node is not None:
        yield node


def written(node: Node, source: Source) -> Iterator[Command]:
    match node:
        case Scalar(plain=False):
            text = filled(node, source)
            yield from commands(text.text, text.locate)
        case Sequence(items=items):
            yield tuple(given(one) for one in items)
        case _:
            pass


def filled(node: Scalar, source: Source) -> Pieced:
    """A text with a hole for each variable of the editor's."""
    made = Pieced(node.text, within(source, node.span, node.text))
    reached = 0
    for found in FILLED.finditer(node.text):
        made.copied(reached, found.start())
        made.put(HOLE, Piece(*found.span(), exact=False))
        reached = found.end()
    made.copied(reached, len(node.text))
    return made


def given(item: Node) -> Word:
    if not isinstance(item, Scalar) or item.plain:
        return Word(None, item.span)
    return word(FILLED.sub(HOLE, item.text), item.span)
