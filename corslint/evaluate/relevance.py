"""Which statements matter to CORS: the evaluator skips the rest of a file.

A statement matters when it mentions CORS, or when it binds or changes a name that a
statement that matters uses; a branch, when something inside it matters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corslint import program as p

NEEDLES = ("cors", "access-control", "access_control_", "origin", "vary")
LEAVING = frozenset({"abort", "exit", "_exit", "quit", "abort_with", "sys.exit"})
"""Functions that raise or end the process, by their last name."""

REFUSING = re.compile(r"^_?(?:abort|forbid|deny|reject|refuse|raise_|fail)")
"""Names of functions that are there to turn a request away."""

BENIGN = frozenset(
    {"logger", "logging", "log", "print", "warnings", "LOG", "LOGGER", "_logger"}
)
"""Whoever tells of a value does not judge it."""

NO_NAMES: frozenset[str] = frozenset()
COMMON = frozenset({"self", "cls", "app", "request", "req", "response", "resp", "super"})
UNIMPORTANT = COMMON - {"app"}
"""Names that say nothing: a branch is not worth taking because its test mentions one."""


def walk(node: object) -> Iterator[object]:
    """Every node inside ``node``: a node, a tuple of nodes, or anything else."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, tuple):
            stack.extend(current)
        elif fields := getattr(current, "__match_args__", ()):
            yield current
            stack.extend(getattr(current, field) for field in fields)


def words(node: object) -> Iterator[str]:
    """The identifiers and texts of ``node``."""
    for each in walk(node):
        match each:
            case p.Name(id=word) | p.Attribute(name=word):
                yield word
            case p.Constant(value=str(word)):
                yield word
            case p.Constant(value=bytes(raw)):
                yield raw.decode("latin-1")
            case p.Argument(name=str(word)) | p.Parameter(name=word):
                yield word
            case _:
                pass


def about_cors(word: str) -> bool:
    if len(word) > 200:
        return False
    word = word.lower().replace("original", "")
    return any(needle in word for needle in NEEDLES)


def about_headers(word: str) -> bool:
    return len(word) < 200 and "access-control-" in word.lower()


def names(node: object) -> set[str]:
    """The variables and attributes that ``node`` mentions."""
    found: set[str] = set()
    for each in walk(node):
        match each:
            case p.Name(id=word) | p.Attribute(name=word):
                found.add(word)
            case _:
                pass
    return found


def blocks(statement: p.Statement) -> tuple[p.Block, ...]:
    """The blocks inside a compound statement that run as part of it."""
    match statement:
        case p.If(body=body, otherwise=otherwise):
            return body, otherwise
        case (
            p.For(body=body, otherwise=otherwise) | p.While(body=body, otherwise=otherwise)
        ):
            return body, otherwise
        case p.Try(body=body, handlers=handlers, otherwise=otherwise, final=final):
            return (body, *(handler.body for handler in handlers), otherwise, final)
        case p.With(body=body):
            return (body,)
        case p.Match(cases=cases):
            return tuple(case.body for case in cases)
        case _:
            return ()


def heads(statement: p.Statement) -> tuple[object, ...]:
    """The expressions that a compound statement evaluates itself."""
    match statement:
        case p.If(test=test) | p.While(test=test):
            return (test,)
        case p.For(target=target, iterable=iterable):
            return target, iterable
        case p.With(items=items):
            return (items,)
        case p.Match(subject=subject, cases=cases):
            return (subject, *((case.values, case.guard) for case in cases))
        case _:
            return ()


def used(statement: p.Statement) -> tuple[object, ...]:
    """What a statement that matters needs to be known.

    Not the object whose attribute it changes: a response is a response. But a variable
    whose own method it calls is a list, or may be.
    """
    match statement:
        case p.Function(decorators=decorators) if any(map(about_cors, words(decorators))):
            return decorators
        case p.Function() | p.Class() | p.Import() | p.ImportFrom():
            return ()
        case p.Assign(targets=targets, value=value):
            return (value, *(key_of(target) for target in targets))
        case p.Evaluate(value=p.Call(function=p.Attribute(value=owner), arguments=found)):
            return (*found, owner) if isinstance(owner, p.Name) else found
        case _:
            return heads(statement) if blocks(statement) else (statement,)


def key_of(target: p.Expression) -> object:
    return target.key if isinstance(target, p.Subscript) else ()


def leaves_by_call(node: object) -> bool:
    """A statement such as ``abort(403)`` or ``sys.exit()``, which never returns."""
    match node:
        case p.Evaluate(value=p.Call(function=p.Name(id=name) | p.Attribute(name=name))):
            return name in LEAVING or REFUSING.search(name) is not None
        case _:
            return False


def bound(statement: p.Statement) -> set[str]:
    """Names that a simple statement binds or may change."""
    match statement:
        case p.Assign(targets=targets):
            return roots(targets)
        case p.Augment(target=target):
            return roots((target,))
        case p.Evaluate(value=p.Call(function=p.Attribute(value=owner))):
            return roots((owner,))
        case p.Delete(targets=targets):
            return roots(targets)
        case _:
            return set()


def roots(targets: Iterable[p.Expression]) -> set[str]:
    """The names that assigning to ``targets`` changes.

    ``a.b[c] = 1`` changes a; on ``self`` the attribute counts as a name of its own.
    """
    found: set[str] = set()
    stack = list(targets)
    while stack:
        match stack.pop():
            case p.Name(id=word):
                found.add(word)
            case p.Attribute(value=p.Name(id="self" | "cls"), name=word):
                found.add(word)
            case p.Attribute(value=value):
                stack.append(value)
            case p.Subscript(value=value) | p.Starred(value=value):
                stack.append(value)
            case p.Sequence(items=items):
                stack.extend(items)
            case _:
                pass
    return found


class Relevance:
    """The statements of one block that matter, found by growing the set of needed names.

    ``returns``: every return matters (the caller uses the value); otherwise only those
    behind a test that matters. What mentions CORS, or one of
    the names ``seeds``, matters by itself, unless ``seeds`` is None.
    """

    def __init__(
        self,
        block: p.Block,
        needed: set[str],
        returns: bool,
        seeds: frozenset[str] | None = NO_NAMES,
    ) -> None:
        self.kept: set[p.At] = set()
        self.needed = needed
        self.returns = returns
        self.seeds = seeds
        self.carriers: set[str] = set()
        self.seeded: dict[p.At, bool] = {}
        self.grow(block)

    def grow(self, block: p.Block) -> None:
        size = -1
        while size != len(self.kept) + len(self.needed):
            size = len(self.kept) + len(self.needed)
            for statement in reversed(block):  # what a statement needs stands above it
                self.visit(statement)

    def visit(self, statement: p.Statement) -> bool:
        """Whether ``statement`` matters; notes it and what it needs."""
        known = statement.at in self.kept and not blocks(statement)
        matters = known or self.matters(statement)
        if matters and statement.at not in self.kept:
            self.kept.add(statement.at)
            self.needed |= names(used(statement)) - UNIMPORTANT
            if any(map(about_headers, words(used(statement)))):
                self.carriers |= bound(statement) - UNIMPORTANT
        return matters

    def matters(self, statement: p.Statement) -> bool:
        if inner := blocks(statement):
            found = [self.visit(each) for block in inner for each in block]
            return (
                any(found)
                or self.seed(statement.at, heads(statement))
                or self.ends(statement)
            )
        match statement:
            case p.Import() | p.ImportFrom() | p.Function() | p.Scope():
                return True
            case p.Class():
                self.note_class(statement)
                return True
            case p.Return() | p.Raise() | p.Jump():
                self.kept.add(statement.at)
                if isinstance(statement, p.Return) and (
                    self.returns
                    or self.seed(statement.at, statement)
                    or self.carries(statement)
                ):
                    self.needed |= names(statement)
                    return True
                return False
            case p.Evaluate() if self.carries(statement):
                return True
            case p.Evaluate() | p.Assert() if self.guards(statement):
                return True
            case p.Assign(targets=targets, value=p.Name(id=name)) if name in self.needed:
                self.needed |= roots(targets)  # another name for the same list
                return True
            case _:
                return self.seed(statement.at, statement) or bool(
                    self.needed & bound(statement)
                )

    def guards(self, statement: p.Evaluate | p.Assert) -> bool:
        """Something that may raise because of a needed value, or raises by its name."""
        if leaves_by_call(statement):
            self.kept.add(statement.at)
            return False
        value = statement.test if isinstance(statement, p.Assert) else statement.value
        if isinstance(value, p.Call) and isinstance(value.function, p.Attribute):
            owner = value.function.value
            if isinstance(owner, p.Name) and owner.id in BENIGN:
                return False
        return bool(names(value) & self.needed - COMMON - BENIGN)

    def carries(self, statement: p.Statement) -> bool:
        """Hands on a variable that holds CORS headers: to a response, to the server."""
        return bool(self.carriers and self.carriers & names(statement))

    def note_class(self, statement: p.Class) -> None:
        """A class body is a block of its own; what its kept attributes use is needed."""
        for each in statement.body:
            self.visit(each)

    def ends(self, statement: p.Statement) -> bool:
        """A branch that leaves the block, where that is known to matter."""
        leaves = any(
            isinstance(each, (p.Return, p.Raise, p.Jump)) or leaves_by_call(each)
            for each in walk(blocks(statement))
        )
        tested = names(heads(statement)) & self.needed - COMMON
        return leaves and (self.returns or bool(tested))

    def seed(self, at: p.At, node: object) -> bool:
        if at not in self.seeded:
            self.seeded[at] = self.is_seed(node)
        return self.seeded[at]

    def is_seed(self, node: object) -> bool:
        seeds = self.seeds
        if seeds is None:
            return False
        return any(word in seeds or about_cors(word) for word in words(node))
