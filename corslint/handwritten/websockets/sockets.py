"""Where a file says which pages may open a WebSocket: ``check_origin(self, origin)``.

Tornado asks this method before it accepts a handshake whose request has an Origin, and so
do the libraries built on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.around.surrounding import Definition
from corslint.evaluate.classes.inheritance import ancestry
from corslint.evaluate.naming import dotted
from corslint.evaluate.running import Run
from corslint.evaluate.slicing.entries import Entry, definitions, nested
from corslint.evaluate.study import Study
from corslint.evaluate.things import Klass

METHOD = "check_origin"
SOCKET = re.compile(r"web_?socket|sockjs|^ws_?handler", re.IGNORECASE)
RECEIVER = "on_message"
"""What a WebSocket handler must define; nothing else that checks origins has it."""

Chain = tuple[Definition, ...]


def predicates(study: Study) -> Iterator[Entry]:
    """The methods that judge an Origin, those of classes first, then those assigned."""
    for entry in definitions(study.program.body, ()):
        if judges(entry) and is_socket(study, entry.chain[:-1]):
            yield replace(entry, predicate=True)
    yield from assigned(study)


def judges(entry: Entry) -> bool:
    named = entry.function is not None and entry.function.name == METHOD
    return named and entry.klass is not None and takes_origin(entry.function)


def takes_origin(function: p.Function | None) -> bool:
    """``(self, origin)``, whatever the two are called."""
    parameters = function.parameters if function else ()
    plain = [each for each in parameters if not each.star]
    required = [each for each in plain if each.default is None]
    return len(plain) >= 2 >= len(required)


def assigned(study: Study) -> Iterator[Entry]:
    """``check_origin = lambda self, origin: True``, in a class or on one from outside."""
    for chain, block in scopes(study.program.body):
        for statement in nested(block):
            if isinstance(statement, p.Assign) and of_socket(study, chain, statement):
                for found in functions(study, chain, statement.value):
                    yield Entry(found, predicate=True)


def scopes(body: p.Block) -> Iterator[tuple[Chain, p.Block]]:
    """Every block in which statements stand, with the definitions around it."""
    yield (), body
    for entry in definitions(body, ()):
        yield entry.chain, entry.chain[-1].body


def of_socket(study: Study, chain: Chain, statement: p.Assign) -> bool:
    for target in statement.targets:
        match target:
            case p.Name(id=name) if name == METHOD and chain:
                return is_socket(study, chain)
            case p.Attribute(value=owner, name=name) if name == METHOD:
                return SOCKET.search((dotted(owner) or "").rpartition(".")[2]) is not None
            case _:
                pass
    return False


def functions(study: Study, chain: Chain, value: p.Expression | None) -> Iterator[Chain]:
    """The function that is assigned, written there or by its name, with what is around."""
    match value:
        case p.Lambda(parameters=parameters, body=body, at=at):
            function = p.Function(METHOD, parameters, (p.Return(body, at),), (), at)
            if takes_origin(function):
                yield (*chain, function)
        case p.Name(id=name):
            for entry in definitions(study.program.body, ()):
                visible = entry.chain[:-1] == chain[: len(entry.chain) - 1]
                named = entry.function is not None and entry.function.name == name
                if visible and named and takes_origin(entry.function):
                    yield entry.chain
        case _:
            pass


def is_socket(study: Study, chain: Chain) -> bool:
    """Whether a class serves WebSockets, by its methods, its name or a base's name."""
    klass = chain[-1]
    if not isinstance(klass, p.Class):
        return False
    methods = (each.name for each in klass.body if isinstance(each, p.Function))
    written = [klass.name, *(dotted(base.value) or "" for base in klass.bases)]
    return (
        RECEIVER in methods
        or any(map(SOCKET.search, written))
        or any(map(SOCKET.search, inherited(study, chain)))
    )


def inherited(study: Study, chain: Chain) -> Iterator[str]:
    """The names of all classes that it derives from, as far as the tree tells."""
    run, entry = Run(study.tree, (), None), Entry(chain)
    frame = run.through(study.program, entry, study.plan(entry)).frame
    found = frame.outer.names.get(chain[-1].name) if frame.outer else None
    if isinstance(found, Klass):
        for each in ancestry(found, run.resolve):
            yield each.node.name if isinstance(each, Klass) else each.name
