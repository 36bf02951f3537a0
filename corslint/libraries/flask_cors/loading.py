"""What fills ``app.config`` with values that stand nowhere in the code at hand."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.naming import dotted
from corslint.evaluate.slicing.entries import nested
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.study import Study
from corslint.evaluate.things import (
    Arguments,
    Const,
    Func,
    Klass,
    ModuleThing,
    Path,
    Symbol,
    Thing,
    Trace,
    Unknown,
)
from corslint.libraries.flask_cors.lookup import attribute, named
from corslint.source import Span

ENVIRONMENT = "from_prefixed_env"
SOURCES = frozenset({"from_pyfile", "from_file", "from_json", "from_envvar", ENVIRONMENT})
UPDATES = frozenset({"update", "from_mapping"})
READERS = SOURCES | UPDATES | {"from_object"}
WORDS = "conf|cfg|configs?|configure|configuration|settings?|env|environment|dotenv"
SPEAKS = re.compile(rf"(?i)(?:^|_)(?:{WORDS})(?:_|$)")
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
HARMLESS = sys.stdlib_module_names | {"pydantic", "pydantic_settings"}
MAY = "which may set CORS_ORIGINS"
LONGEST = 60
MAX_BASES = 20


def loaded(study: Study, name: str, arguments: Arguments, line: Span) -> str:
    """Why a method of ``app.config`` that cannot be followed leaves options open."""
    place = next(iter(arguments.places), None)
    if name == ENVIRONMENT:
        return f"app.config is loaded from the environment, {MAY}"
    return f"app.config is loaded from `{cut(study, place or line)}`, {MAY}"


def cut(study: Study, span: Span) -> str:
    source = study.tree.workspace.source(span.path)
    text = "..." if source is None else " ".join(source.cut(span).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def silent(study: Study, place: Span | None) -> bool:
    """Whether what is loaded comes from a module at hand: its text tells what it holds."""
    if place is None or place.path != study.source.path:
        return False
    root = re.match(r"\w+", study.source.cut(place))
    return root is not None and root[0] in at_hand(study)


def at_hand(study: Study) -> frozenset[str]:
    """The names that a file imports from modules of the scanned tree."""

    def look() -> frozenset[str]:
        return frozenset(
            name
            for node in walk(study.program.body)
            for name, module in bindings(node)
            if study.tree.find(study.source.path, module) is not None
        )

    return study.tree.workspace.once(("flask at hand", study.source.path), look)


def bindings(node: object) -> Iterator[tuple[str, str]]:
    """The names that an import binds, each with the modules that it may come from."""
    match node:
        case p.Import(names=names):
            yield from ((short or name.partition(".")[0], name) for name, short in names)
        case p.ImportFrom(module=module, level=level, names=names):
            prefix = "." * level + module
            joiner = "" if not prefix or prefix.endswith(".") else "."
            for name, short in names:
                yield short or name, f"{prefix}{joiner}{name}"
                if module:
                    yield short or name, prefix
        case _:
            pass


def usual(study: Study, thing: Thing, module: ModuleThing) -> Thing | None:
    """The default of a parameter, where ``thing`` is its unknown argument."""
    match thing:
        case Unknown(key=("argument", str(name), Span() as span)) if (
            span.path == study.source.path
        ):
            default = next(defaults(study, span, name), None)
        case _:
            return None
    match default:
        case p.Constant(value=str() as text, at=at):
            return Const(text, Trace(Span(span.path, *at)))
        case p.Name(id=name):
            found = attribute(study, module, name)
            return named(study, found) if isinstance(found, Symbol) else found
        case _:
            return None


def defaults(study: Study, span: Span, name: str) -> Iterator[p.Expression]:
    for node in walk(study.program.body):
        if isinstance(node, p.Function) and Span(span.path, *node.at) == span:
            for parameter in node.parameters:
                if parameter.name == name and parameter.default is not None:
                    yield parameter.default


def inherits_unread(study: Study, holder: Thing) -> bool:
    """Whether a class has a base that the tree does not hold."""
    waiting = [holder]
    for _ in range(MAX_BASES):
        match waiting.pop() if waiting else None:
            case Klass(bases=bases):
                found = (named(study, x) if isinstance(x, Symbol) else x for x in bases)
                waiting.extend(found)
            case Symbol(name=name, path=path) if path:
                if name.partition(".")[0] not in HARMLESS:
                    return True
            case _:
                pass
    return False


def helped(study: Study, path: Path, until: Span, app: Span) -> str | None:
    """Why a function that gets the application before ``until`` leaves options open.

    Only one whose name speaks of settings, and that cannot be read or loads some.
    """
    if {until.path, app.path} != {study.source.path}:
        return None
    target = study.source.cut(app)
    for call in calls_before(study, until):
        name = dotted(call.function)
        if name is None or not speaks(name) or not given(call, target):
            continue
        if not harmless(study, path, name):
            text = cut(study, Span(until.path, *call.at))
            return f"app.config is loaded by `{text}`, {MAY}"
    return None


def speaks(name: str) -> bool:
    last = name.rpartition(".")[2]
    return SPEAKS.search(HUMP.sub("_", last)) is not None


def given(call: p.Call, target: str) -> bool:
    passed = {dotted(each.value) for each in call.arguments if not each.star}
    return bool(passed & {target, f"{target}.config"})


def calls_before(study: Study, until: Span) -> Iterator[p.Call]:
    """The calls that are statements of the same function, or what they assign."""
    for statement in nested(around(study, until)):
        match statement:
            case p.Evaluate(value=p.Call() as call) | p.Assign(value=p.Call() as call):
                if call.at[:2] < (until.line, until.column):
                    yield call
            case _:
                pass


def around(study: Study, span: Span) -> p.Block:
    """The body of the innermost function that holds a place, else of the module."""
    start, end = (span.line, span.column), (span.end_line, span.end_column)
    holding = [
        node
        for node in walk(study.program.body)
        if isinstance(node, p.Function) and node.at[:2] <= start and end <= node.at[2:]
    ]
    innermost = max(holding, key=lambda node: node.at[:2], default=None)
    return study.program.body if innermost is None else innermost.body


def harmless(study: Study, path: Path, name: str) -> bool:
    """A function that was followed, or whose body loads nothing."""
    found = attribute(study, path.frame.module, name) if "." not in name else None
    found = named(study, found) if isinstance(found, Symbol) else found
    if not isinstance(found, Func):
        return False
    return found.node.at in path.inlined or not loads(found.node)


def loads(function: p.Function | p.Lambda) -> bool:
    for node in walk(function.body):
        match node:
            case p.Attribute(name=name) if name in READERS:
                return True
            case p.Constant(value=str(text)) if text.startswith("CORS_"):
                return True
            case _:
                pass
    return False
