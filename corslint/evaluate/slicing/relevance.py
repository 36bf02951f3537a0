"""Which statements matter to CORS: the evaluator skips the rest of a file.

A statement matters when it mentions CORS, or when it binds or changes a name that a
statement that matters uses; a branch, when something inside it matters.
"""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.slicing.changing import (
    bound,
    called,
    configured,
    effects,
    first_owner,
    is_own,
    key_of,
    roots,
)
from corslint.evaluate.slicing.leaving import leaves_by_call, may_refuse
from corslint.evaluate.slicing.walking import blocks, heads, names, walk, words
from corslint.evaluate.slicing.words import (
    BENIGN,
    COMMON,
    HEADER_WRITERS,
    NO_NAMES,
    PARTS,
    UNIMPORTANT,
    about_cors,
    about_headers,
)


def used(statement: p.Statement) -> tuple[object, ...]:
    """What a statement that matters needs to be known.

    Not the object whose attribute it changes: a response is a response. But whose
    configuration it changes matters, a variable whose own method it calls is a list, or
    may be, and a method of its own class uses what it uses.
    """
    match statement:
        case p.Function(decorators=found) | p.Class(decorators=found) if mention(found):
            return found
        case p.Function() | p.Class() | p.Import() | p.ImportFrom():
            return ()
        case p.Assign(targets=targets, value=value):
            return (value, *(key_of(each) for each in targets), *map(configured, targets))
        case p.Evaluate(value=p.Call(function=p.Attribute() as method, arguments=found)):
            start = first_owner(method.value)
            if is_own(start, method.name):
                return (*found, method)
            if isinstance(start, p.Name):
                return (*found, start)
            return (*found, configured(method))
        case _:
            return heads(statement) if blocks(statement) else (statement,)


def mention(decorators: tuple[p.Expression, ...]) -> bool:
    return any(map(about_cors, words(decorators)))


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
            case p.Evaluate(value=p.Call() as call) if self.writes(call):
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

    def writes(self, call: p.Call) -> bool:
        """A header is written whose name may be that of a needed parameter."""
        match call.function:
            case p.Attribute(value=p.Attribute(name="headers")):
                pass
            case p.Attribute(name=name) if name in HEADER_WRITERS:
                pass
            case _:
                return False
        return any(
            isinstance(each.value, p.Name) and each.value.id in self.needed
            for each in call.arguments[:1]
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
