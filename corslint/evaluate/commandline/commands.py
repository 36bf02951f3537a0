"""Command lines read by click and typer: the parameters of a function are its options.

click 8, typer 0.12.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from corslint import program as p
from corslint.evaluate.classes import coercion
from corslint.evaluate.classes.provided import Provided
from corslint.evaluate.classes.specifiers import present
from corslint.evaluate.commandline.options import is_true, text_of
from corslint.evaluate.naming import last_word
from corslint.evaluate.things import (
    Arguments,
    Const,
    Frame,
    Func,
    Listing,
    Made,
    Symbol,
    Table,
    Thing,
    Trace,
    Unknown,
)
from corslint.evaluate.values.copies import marked

DECORATORS = frozenset({"option", "argument"})
MARKERS = frozenset({"Option", "Argument"})
PACKAGES = frozenset({"click", "rich_click", "asyncclick", "cloup", "typer"})


class Declared(NamedTuple):
    """An option as it is declared: its names, and what it is declared with.

    ``fallback`` is the default where none is given there.
    """

    names: list[str]
    given: dict[str, Thing]
    fallback: Thing | None
    trace: Trace


class Commands(Provided):
    """Finds what the command line gives to a parameter when nobody types anything."""

    def option(
        self, parameter: p.Parameter, node: p.Function | p.Lambda, closure: Frame
    ) -> Thing | None:
        """What a parameter holds by default; None where it is no option."""
        if isinstance(node, p.Lambda):
            return None
        if parameter.star:
            return self.options(node, closure) if parameter.star == "**" else None
        for declared in self.declarations(parameter, node, closure):
            return self.default_of(declared, parameter, node.at, closure)
        return None

    def options(self, node: p.Function, closure: Frame) -> Table | None:
        """What a command is given by name that takes whatever there is."""
        found = Table([], self.trace(node.at, closure))
        named = {each.name for each in node.parameters}
        for decorator in filter(is_option, node.decorators):
            name = name_for(decorator)
            parameter = p.Parameter(name, None, None, "", keyword_only=False)
            value = self.option(parameter, node, closure)
            if value is not None and name not in named:
                found.put(Const(name, value.trace), value)
        return found if found.entries else None

    def declarations(
        self, parameter: p.Parameter, node: p.Function, closure: Frame
    ) -> Iterator[Declared]:
        for decorator in node.decorators:
            if is_option(decorator) and name_for(decorator) == parameter.name:
                yield from self.declared(decorator, closure, None)
        beside = coercion.metadata(parameter.annotation)
        default = parameter.default
        for marker in (*beside, *([] if default is None else [default])):
            if isinstance(marker, p.Call) and last_word(marker) in MARKERS:
                plain = None if marker is default else default
                fallback = None if plain is None else self.value(plain, closure)
                yield from self.declared(marker, closure, fallback)
        if default is not None and self.is_command(node, closure):
            value = self.value(default, closure)
            yield Declared([], {}, value, self.trace(node.at, closure))

    def declared(
        self, marker: p.Expression, closure: Frame, fallback: Thing | None
    ) -> Iterator[Declared]:
        """What a call of ``click.option`` or ``typer.Option`` declares."""
        if not isinstance(marker, p.Call) or not self.is_click(marker.function, closure):
            return
        arguments = self.arguments(marker, closure)
        given = {each.name: each.value for each in arguments.keywords}
        positional = list(arguments.positional)
        if last_word(marker) in MARKERS and fallback is None and positional:
            given.setdefault("default", positional.pop(0))
        names = [text for text in map(text_of, positional) if text]
        yield Declared(names, given, fallback, self.trace(marker.at, closure))

    def is_click(self, function: p.Expression, closure: Frame) -> bool:
        found = self.evaluate(function, closure)
        return isinstance(found, Symbol) and found.name.partition(".")[0] in PACKAGES

    def is_command(self, node: p.Function, closure: Frame) -> bool:
        """Whether a function is a command of a typer application."""
        for decorator in node.decorators:
            match decorator:
                case p.Call(function=p.Attribute(value=owner, name="command" | "callback")):
                    match self.value(owner, closure):
                        case Made(callee=Symbol(name="typer.Typer")):
                            return True
                        case _:
                            pass
                case _:
                    pass
        return False

    def default_of(
        self, declared: Declared, parameter: p.Parameter, at: p.At, closure: Frame
    ) -> Thing:
        given, trace = declared.given, declared.trace
        long = (name for name in declared.names if name.startswith("-"))
        shown = min(long, key=is_short, default=f"--{parameter.name.replace('_', '-')}")
        shown = shown.partition("/")[0]
        default = present(given.get("default")) or declared.fallback
        if isinstance(default, Func):
            default = self.call_aside(default, Arguments(), at, closure)
        if (factory := given.get("default_factory")) is not None:
            default = self.call_aside(factory, Arguments(), at, closure)
        missing = default is None and parameter.default is not None
        if is_true(given.get("required")) or missing:
            reason = f"the option `{shown}` is not known"
            return Unknown(reason, trace, ("option", shown))
        made = default or nothing(declared, trace)
        if is_true(given.get("multiple")) and isinstance(made, Const):
            made = Listing("tuple", [], trace) if made.value is None else made
        variables = (text_of(given.get("envvar")), shown)
        return marked(made, frozenset(name for name in variables if name))


def declaring(definition: p.Function | p.Class) -> tuple[p.Expression, ...]:
    """The decorators of a function that say what its parameters hold."""
    words = DECORATORS | {"command", "callback"}
    return tuple(each for each in definition.decorators if last_word(each) in words)


def is_option(decorator: p.Expression) -> bool:
    return last_word(decorator) in DECORATORS


def name_for(decorator: p.Expression) -> str:
    """The parameter that ``@click.option("--cors-origin", "-c", "origin")`` is for."""
    names = [
        str(each.value.value)
        for each in (decorator.arguments if isinstance(decorator, p.Call) else ())
        if each.name is None and isinstance(each.value, p.Constant)
    ]
    plain = (name for name in names if name.isidentifier())
    long = sorted((name for name in names if name.startswith("-")), key=is_short)
    chosen = next(plain, long[0] if long else "")
    return chosen.partition("/")[0].lstrip("-").replace("-", "_").lower()


def is_short(name: str) -> bool:
    return not name.startswith("--")


def nothing(declared: Declared, trace: Trace) -> Thing:
    """What an option without default holds: a flag is off, all else is None."""
    flag = is_true(declared.given.get("is_flag"))
    switch = any("/" in name for name in declared.names)
    return Const(False if flag or switch else None, trace)
