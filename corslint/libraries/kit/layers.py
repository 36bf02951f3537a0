"""Classes that are handed to something which makes them: ``add_middleware(Class, ...)``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from corslint import program as p
from corslint.evaluate.naming import names_of
from corslint.evaluate.things import Arguments, Called, Const, Klass, Member, Symbol, Thing
from corslint.libraries.kit.uses import Passed, Signature


@dataclass(frozen=True, slots=True)
class Layered:
    """A call that hands on the class of ``signature``, with its options after it.

    ``makers`` are the last names of what makes it, ``keywords`` those by which the class is
    given. ``deciders`` are methods without which a subclass is not the class any more.
    ``by_name``: the class may be given as the text of its full name.
    """

    signature: Signature
    makers: frozenset[str]
    keywords: tuple[str, ...] = ()
    deciders: frozenset[str] = frozenset()
    by_name: bool = False

    def __call__(self, call: Called) -> Passed | None:
        arguments = call.arguments
        if last_name(call.callee) not in self.makers:
            return None
        named = [each for each in self.keywords if arguments.keyword(each) is not None]
        keyword = arguments.keyword(named[0]) if named else None
        if keyword is not None:
            return self.read(call, keyword.value, without(arguments, keyword.name))
        if arguments.positional:
            return self.read(call, arguments.positional[0], without_first(arguments))
        return None

    def read(self, call: Called, klass: Thing, options: Arguments) -> Passed | None:
        """The application is what the maker adds."""
        if self.signature.names.isdisjoint(self.names(klass)):
            return None
        if (own := difference(klass, self.deciders)) is not None:
            return Passed(missing=own)
        return replace(self.signature, first=()).read(call, options)

    def names(self, klass: Thing) -> frozenset[str]:
        match klass:
            case Const(value=str(name)) if self.by_name:
                return frozenset({name})
            case Symbol() | Klass():
                return names_of(klass)
            case _:
                return frozenset()


def difference(klass: Thing, deciders: Iterable[str]) -> str | None:
    """What a subclass of the project decides by itself."""
    match klass:
        case Klass(node=node):
            own = {each.name for each in node.body if isinstance(each, p.Function)}
            name = min(own.intersection(deciders), default=None)
            return f"`{node.name}` has its own `{name}`" if name else None
        case _:
            return None


def without_first(arguments: Arguments) -> Arguments:
    rest, places = arguments.positional[1:], arguments.places[1:]
    return replace(arguments, positional=rest, places=places)


def without_positional(arguments: Arguments) -> Arguments:
    return replace(arguments, positional=(), places=())


def without(arguments: Arguments, name: str) -> Arguments:
    keywords = tuple(each for each in arguments.keywords if each.name != name)
    return replace(arguments, keywords=keywords)


def last_name(callee: Thing) -> str:
    match callee:
        case Symbol(name=name) | Member(name=name):
            return name.rpartition(".")[2]
        case _:
            return ""
