"""What reading one environment variable through a library is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from corslint.evaluate.things import Arguments, Const, Listing, Symbol, Thing

Call: TypeAlias = Callable[[Thing, Thing], Thing]
"""Runs a function of the program on one value."""


class Asked(NamedTuple):
    """One call of a reader.

    ``named`` are its arguments by the names of the parameters, ``owner`` the arguments
    that the reader itself was made with, and ``call`` runs a function of the program.
    Not ``complete`` when there may be more arguments, of either.
    """

    variable: str
    named: dict[str, Thing]
    owner: Arguments
    call: Call
    complete: bool = True

    @property
    def default(self) -> Thing | None:
        return self.named.get("default")

    @property
    def cast(self) -> Thing | None:
        """The cast that is asked for; None stands for none in Python, too."""
        given = self.named.get("cast")
        return None if isinstance(given, Const) and given.value is None else given


Parse: TypeAlias = Callable[[Asked, Const], Thing | None]
Fall: TypeAlias = Callable[[Asked], Thing | None]


def as_it_is(_: Asked, text: Const) -> Thing | None:
    return text


def as_named(asked: Asked) -> Thing | None:
    return asked.default


@dataclass(frozen=True, slots=True)
class Reader:
    """A function that reads a variable.

    ``parameters`` are the names of its positional parameters, the first being the
    variable's. ``parse`` is what it makes of a text that is set, ``fall`` what it gives
    while the variable is unset; both are None for what cannot be told. ``prefix`` is the
    parameter of the constructor that all names begin with: its name, and its position
    where it has one. ``scoped``: ``with env.prefixed(...)`` adds to it.
    """

    parameters: tuple[str, ...]
    parse: Parse = as_it_is
    fall: Fall = as_named
    prefix: tuple[str, int | None] | None = None
    scoped: bool = False


def builtin(cast: Thing | None) -> str:
    """The name of a function from a library or of a builtin, "" for anything else."""
    return cast.name if isinstance(cast, Symbol) else ""


def named(parameters: tuple[str, ...], arguments: Arguments) -> dict[str, Thing]:
    """Arguments by the names of their parameters."""
    found = dict(zip(parameters, arguments.positional, strict=False))
    return found | {each.name: each.value for each in arguments.keywords}


def each_cast(call: Call, cast: Thing, found: Thing | None) -> Thing | None:
    """A list of texts with each of them cast."""
    if isinstance(found, Listing) and builtin(cast) != "str":
        found.items = [call(cast, item) for item in found.items]
    return found
