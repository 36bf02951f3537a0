"""The services of compose files as they are run.

As the Compose specification has it (https://github.com/compose-spec/compose-spec): a text
is split into words, but no shell reads it; ``$$`` is a ``$`` of the container's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, takewhile

from corslint.deployments import compose
from corslint.deployments.compose import Service
from corslint.deployments.interpolation import pieces
from corslint.launches.launch import Launch, launches
from corslint.launches.pieced import Piece, Pieced, within
from corslint.source import Source, Span, Workspace
from corslint.syntax.tree import Node, Scalar, Sequence
from corslint.syntax.unexpanded import words
from corslint.syntax.words import HOLE, Command, Word, word

MAX_SERVICES = 200
OPERATORS = (";", "&", "|", "<", ">")
"""What stands behind one is left out (``Parse`` of go-shellwords, read in its source)."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the words of a file's services; ``taken`` are variables that are set."""

    workspace: Workspace
    source: Source
    taken: frozenset[str]

    def image(self, node: Node | None) -> str | None:
        return self.filled(node).text if isinstance(node, Scalar) else None

    def words(self, node: Node | None) -> Command:
        match node:
            case Scalar():
                text = self.filled(node)
                found = words(text.text, text.locate)
                return tuple(takewhile(stays, found))
            case Sequence(items=items):
                return tuple(self.word(item) for item in items)
            case _:
                return ()

    def word(self, item: Node) -> Word:
        text = self.filled(item).text if isinstance(item, Scalar) else HOLE
        return word(text, item.span)

    def filled(self, node: Scalar) -> Pieced:
        """The text with what compose fills in."""
        source = self.workspace.source(node.span.path) or self.source
        made = Pieced(node.text, within(source, node.span, node.text))
        for start, end, text in pieces(node.text, self.taken):
            exact = text == node.text[start:end]
            made.put(HOLE if text is None else text, Piece(start, end, exact))
        return made


def stays(one: Word) -> bool:
    return not one.start.startswith(OPERATORS)


def services(source: Source, workspace: Workspace) -> Iterator[Launch]:
    """What each service of a compose file runs, with its variables."""
    file = compose.opened(workspace, source.path)
    if file is None:
        return
    reader = Reader(workspace, source, file.taken)
    for name, pair in islice(file.services.items(), MAX_SERVICES):
        service = file.service(name)
        if service is not None:
            yield from run(service, pair.key.span, reader)


def run(service: Service, span: Span, reader: Reader) -> Iterator[Launch]:
    deployment, started = service.deployment(), service.started
    entry, arguments = started.get("entrypoint"), started.get("command")
    image = None if entry else reader.image(started.get("image"))
    variables, complete = deployment.variables, deployment.complete
    base = Launch((), span, variables, image, service.name, complete)
    found = (*reader.words(entry), *reader.words(arguments))
    yield from launches([found], base, reader.source) if found else iter([base])
