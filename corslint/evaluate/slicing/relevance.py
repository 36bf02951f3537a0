"""Which statements matter to CORS: the evaluator skips the rest of a file.

A statement matters when it mentions CORS, or when it binds or changes a name that a
statement that matters uses; a branch, when something inside it matters.
"""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterable, Iterator

from corslint import program as p

NEEDLES = ("cors", "access-control", "access_control_", "origin", "vary")
LEAVING = frozenset({"abort", "exit", "_exit", "quit", "abort_with", "sys.exit"})
"""Functions that raise or end the process, by their last name."""

REFUSING = re.compile(r"^_?(?:abort|forbid|deny|reject|refuse|raise_|fail)")
"""Names of functions that are there to turn a request away."""

GUARD = re.compile(r"check|guard|verify|valid|require|ensure|assert|enforce|authori")
"""Names of functions that are there to raise when something is wrong."""

BUILTINS = frozenset(dir(builtins))

BENIGN = frozenset(
    {"logger", "logging", "log", "print", "warnings", "LOG", "LOGGER", "_logger"}
)
"""Whoever tells of a value does not judge it."""

ROUTING = frozenset(
    {
        "add_api_route",
        "add_event_handler",
        "add_exception_handler",
        "add_url_rule",
        "include_router",
        "init_app",
        "mount",
        "register_blueprint",
        "register_error_handler",
    }
)
"""Methods that give an application more to serve: no value depends on them."""

STANDARD = frozenset(sys.stdlib_module_names)
"""Modules whose functions change no value of a program's own."""

PARTS = frozenset(
    """add_argument_group add_mutually_exclusive_group add_subparsers add_parser
    setdefault""".split()  # noqa: SIM905 (as words)
)
"""Methods that give something which the object goes on to hold."""

MUTATORS = frozenset(
    """add append appendleft clear discard extend insert pop popitem remove reverse
    setdefault sort update __setattr__ __setitem__""".split()  # noqa: SIM905 (as words)
)
"""Methods that change what they are called on."""

NO_NAMES: frozenset[str] = frozenset()
COMMON = frozenset({"self", "cls", "app", "request", "req", "response", "resp", "super"})
UNIMPORTANT = (COMMON - {"app"}) | {f".{name}" for name in COMMON}
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
    """The variables that ``node`` mentions, and its attributes with a dot before them.

    An attribute is set in a class body or on an object, a variable is not.
    """
    found: set[str] = set()
    for each in walk(node):
        match each:
            case p.Name(id=word):
                found.add(word)
            case p.Attribute(name=word):
                found.add(f".{word}")
            case p.Argument(name=str(word)):
                found.add(f".{word}")
            case p.Constant(value=str(word)) if word.isidentifier():
                found.add(f".{word}")
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
            return (subject, *((case.pattern, case.guard) for case in cases))
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
            return (
                (*found, start)
                if isinstance(start := first_owner(owner), p.Name)
                else found
            )
        case _:
            return heads(statement) if blocks(statement) else (statement,)


def first_owner(node: p.Expression) -> p.Expression:
    """``a`` of ``a.b(...)``, whose own methods are called in a row."""
    while isinstance(node, p.Call) and isinstance(node.function, p.Attribute):
        node = node.function.value
    return node


def key_of(target: p.Expression) -> object:
    return target.key if isinstance(target, p.Subscript) else ()


def leaves_by_call(node: object) -> bool:
    """A statement such as ``abort(403)`` or ``sys.exit()``, which never returns."""
    match node:
        case p.Evaluate(value=p.Call(function=p.Name(id=name) | p.Attribute(name=name))):
            return name in LEAVING or REFUSING.search(name) is not None
        case _:
            return False


def may_refuse(node: p.Expression) -> bool:
    """A call that may be there to raise: by its name, or a function or method of ours."""
    call = node.value if isinstance(node, p.Awaited) else node
    match call:
        case p.Call(function=p.Name(id=name)):
            return name not in BENIGN and name not in BUILTINS
        case p.Call(function=p.Attribute(value=p.Name(id="self" | "cls"))):
            return True
        case p.Call(function=p.Attribute(name=name)):
            return GUARD.search(name) is not None or REFUSING.search(name) is not None
        case _:
            return False


def bound(statement: p.Statement) -> set[str]:
    """Names that a simple statement binds or may change."""
    match statement:
        case p.Assign(targets=targets):
            return roots(targets)
        case p.Augment(target=target):
            return roots((target,))
        case p.Evaluate(value=p.Call() as call) if set_by_name(call):
            return set_by_name(call)
        case p.Evaluate(value=p.Call(function=p.Attribute(value=owner, name=method))):
            own = {f".{method}"} if is_own(owner, method) else set()
            return (
                set()
                if method in ROUTING
                else own | roots((first_owner(owner),)) - STANDARD
            )
        case p.Delete(targets=targets):
            return roots(targets)
        case p.Import(names=pairs) | p.ImportFrom(names=pairs):
            return {alias or name.partition(".")[0] for name, alias in pairs}
        case p.Function(name=name):
            return {name}
        case p.Scope(names=words):
            return set(words)
        case _:
            return set()


def called(statement: p.Statement) -> str:
    """The function that a statement calls for what it does."""
    match statement:
        case (
            p.Evaluate(value=p.Call(function=p.Name(id=name)))
            | p.Assign(value=p.Call(function=p.Name(id=name)))
        ):
            return name
        case _:
            return ""


def effects(function: p.Function) -> set[str]:
    """The names outside of a function that calling it may change, attributes with a dot."""
    local, changed = {each.name for each in function.parameters}, set[str]()
    for statement in nested(function.body):
        match statement:
            case p.Scope(names=words):
                changed |= set(words)
            case p.Assign(targets=targets):
                changed |= {word for word in roots(targets) if word.startswith(".")}
                local |= {each.id for each in targets if isinstance(each, p.Name)}
                held = [each for each in targets if not isinstance(each, p.Name)]
                changed |= roots(held)
            case p.Augment() | p.Delete():
                changed |= bound(statement)
            case p.Evaluate(value=p.Call(function=p.Attribute(name=method))):
                changed |= bound(statement) if method in MUTATORS else set()
            case p.Evaluate(value=p.Call() as call):
                changed |= set_by_name(call)
            case _:
                pass
    scopes = [each for each in nested(function.body) if isinstance(each, p.Scope)]
    return changed - local | {word for each in scopes for word in each.names}


def nested(block: p.Block) -> Iterator[p.Statement]:
    """The statements of a block and of the branches in it, not of its definitions."""
    for statement in block:
        yield statement
        for inner in blocks(statement):
            yield from nested(inner)


def set_by_name(call: p.Call) -> set[str]:
    """What ``setattr(x, "name", value)`` sets; ``setattr`` where the name is computed."""
    match call.function, call.arguments:
        case (
            p.Name(id="setattr")
            | p.Attribute(value=p.Name(id="object"), name="__setattr__"),
            (owner, p.Argument(value=key), _),
        ):
            name = key.value if isinstance(key, p.Constant) else None
            what = f".{name}" if isinstance(name, str) else "setattr"
            return {what} | roots((owner.value,))
        case _:
            return set()


def is_own(owner: p.Expression, method: str) -> bool:
    """A method called on the object itself, or for it on a base."""
    match owner:
        case p.Name(id="self" | "cls") | p.Call(function=p.Name(id="super")):
            return True
        case _:
            return method == "__init__"


def roots(targets: Iterable[p.Expression]) -> set[str]:
    """The names that assigning to ``targets`` changes, attributes with a dot.

    ``a.b[c] = 1`` changes a; on ``self`` the attribute counts as a name of its own.
    """
    found: set[str] = set()
    stack = list(targets)
    while stack:
        match stack.pop():
            case p.Name(id=word):
                found.add(word)
            case p.Attribute(value=p.Name(id="self" | "cls"), name=word):
                found.add(f".{word}")
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
        self.reasons: set[p.At] = set()
        self.needed = needed
        self.returns = returns
        self.seeds = seeds
        self.carriers: set[str] = set()
        self.inside = False  # a class body, whose names are attributes
        self.looping = False  # the body of a loop that matters
        self.seeded: dict[p.At, bool] = {}
        self.functions = {each.name: each for each in block if isinstance(each, p.Function)}
        self.grow(block)

    def grow(self, block: p.Block) -> None:
        size = -1
        while size != self.size:
            size = self.size
            for statement in reversed(block):  # what a statement needs stands above it
                self.visit(statement)

    @property
    def size(self) -> int:
        places, names = len(self.reasons) + len(self.kept), len(self.needed)
        return places + names + len(self.carriers)

    def visit(self, statement: p.Statement) -> bool:
        """Whether ``statement`` matters; notes it and what it needs."""
        simple = not blocks(statement) and not isinstance(statement, p.Class)
        known = simple and statement.at in self.reasons
        matters = known or self.matters(statement)
        if matters and statement.at not in self.reasons:
            self.reasons.add(statement.at)
            self.kept.add(statement.at)
            self.needed |= names(used(statement)) - UNIMPORTANT
            if any(map(about_headers, words(used(statement)))):
                self.carriers |= bound(statement) - UNIMPORTANT
        if matters and self.hands_on(statement):
            self.carriers |= bound(statement) - UNIMPORTANT
        return matters

    def hands_on(self, statement: p.Statement) -> bool:
        """``more = {**headers}``: the new name carries the same headers."""
        return isinstance(statement, p.Assign) and self.carries(statement)

    def matters(self, statement: p.Statement) -> bool:
        if inner := blocks(statement):
            self.carriers |= self.items_of_carriers(statement)
            before = self.looping
            if isinstance(statement, (p.For, p.While)):
                self.looping = statement.at in self.reasons
            found = [self.visit(each) for block in inner for each in block]
            self.looping = before
            return (
                any(found)
                or self.seed(statement.at, heads(statement))
                or self.ends(statement)
            )
        match statement:
            case p.Import() | p.ImportFrom() | p.Function() | p.Scope():
                self.kept.add(statement.at)  # cheap to run; a reason to branch only if used
                made = self.made(statement)
                return (
                    "*" in made
                    or bool(self.needed & made)
                    or self.seed(statement.at, statement)
                )
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
            case p.Evaluate() | p.Assign() if self.carries(statement):
                return True
            case p.Evaluate(value=p.Yield()) if self.returns:
                return True
            case p.Evaluate() | p.Assert() if self.guards(statement):
                return True
            case p.Assign(targets=targets, value=p.Name(id=name)) if name in self.needed:
                self.needed |= roots(targets)  # another name for the same list
                return True
            case p.Assign(targets=targets, value=p.Call() as call) if self.part(call):
                self.needed |= roots(targets)
                return True
            case _:
                return self.seed(statement.at, statement) or bool(
                    self.needed & self.made(statement)
                )

    def part(self, call: p.Call) -> bool:
        """A part of a needed object, such as a group of a parser's options."""
        function = call.function
        if not isinstance(function, p.Attribute) or function.name not in PARTS:
            return False
        return bool(names(function.value) & self.needed)

    def made(self, statement: p.Statement) -> set[str]:
        """The names that a statement binds, by which it may be needed."""
        found = bound(statement)
        function = self.functions.get(called(statement))
        if function is not None:
            found = found | effects(function)
        return found | {f".{name}" for name in found} if self.inside else found

    def guards(self, statement: p.Evaluate | p.Assert) -> bool:
        """Something that may raise because of a needed value, or raises by its name."""
        if leaves_by_call(statement):
            self.kept.add(statement.at)
            return False
        value = statement.test if isinstance(statement, p.Assert) else statement.value
        if not isinstance(statement, p.Assert) and not may_refuse(value):
            return False
        return bool(names(value) & self.needed - COMMON - BENIGN)

    def carries(self, statement: p.Statement) -> bool:
        """Hands on a variable that holds CORS headers: to a response, to the server."""
        return bool(self.carriers and self.carriers & names(statement))

    def items_of_carriers(self, statement: p.Statement) -> set[str]:
        """The names of a loop over CORS headers: ``for name, value in HEADERS.items()``."""
        if not isinstance(statement, p.For):
            return set()
        held = self.carriers & names(statement.iterable)
        carried = held or self.is_seed(statement.iterable)
        return roots((statement.target,)) if carried else set()

    def note_class(self, statement: p.Class) -> None:
        """A class body is a block of its own; what its kept attributes use is needed."""
        before = self.inside
        self.inside = True
        for each in statement.body:
            self.visit(each)
        self.inside = before

    def ends(self, statement: p.Statement) -> bool:
        """A branch that leaves the block, where that is known to matter."""
        ways_out = [*walk(blocks(statement))]
        if self.looping and any(isinstance(each, p.Jump) for each in ways_out):
            return True
        leaves = any(
            isinstance(each, (p.Return, p.Raise, p.Jump)) or leaves_by_call(each)
            for each in ways_out
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
