"""What a function of a file is there for, as its name and its parameters tell."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.naming import last_word
from corslint.evaluate.request.forms import EVENTS, REQUESTS, RESPONSES
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.slicing.walking import walk, words
from corslint.evaluate.slicing.words import about_cors
from corslint.handwritten.entering.wrapping import owners
from corslint.handwritten.outline import VERBS

VARY = frozenset({"add_vary_header", "patch_vary_headers", "vary"})
DEPENDING = frozenset({"Depends", "Security"})


def is_told(entry: Entry) -> bool:
    """Whether a function is told whom to let in."""
    parameters = entry.function.parameters if entry.function else ()
    return any(about_cors(each.name) for each in parameters)


def is_loose(entry: Entry) -> bool:
    """A function of which nobody in the file knows when it runs: no handler, no hook."""
    function = entry.function
    if function is None or entry.around is not None or owners(entry):
        return False
    taken = [each.name for each in function.parameters]
    given = taken[1:2] if entry.klass is not None else taken[:1]
    if entry.klass is not None and function.name.removeprefix("do_").lower() in VERBS:
        return False
    return bool(RESPONSES & set(taken)) or not set(given) & {*REQUESTS, *EVENTS, "environ"}


def middleware(call: p.Call) -> str:
    """The class that ``add_middleware`` is given, "" for any other call."""
    adds = last_word(call.function) in {"add_middleware", "Middleware"}
    return last_word(call.arguments[0].value) if adds and call.arguments else ""


def says_vary(function: p.Function) -> bool:
    return bool(VARY & {word.lower() for word in words(function.body)})


def dependencies(function: p.Function) -> frozenset[str]:
    """The functions that FastAPI runs before a handler: ``Depends(f)``, ``Security(f)``."""
    return frozenset(
        last_word(argument.value)
        for node in walk((function.decorators, function.parameters))
        if isinstance(node, p.Call) and last_word(node) in DEPENDING
        for argument in node.arguments[:1]
    )


def is_closure(entry: Entry) -> bool:
    """An inner function that nothing registers: what a decorator returns, a sender."""
    inner = any(isinstance(each, p.Function) for each in entry.chain[:-1])
    return inner and entry.klass is None and not owners(entry)
