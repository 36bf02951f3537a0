"""What one setting may be. Unknown is a value: it never turns into false, true or empty."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from corslint.source import Span

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """Certainly ``value``, written at ``span``; ``via`` are places it passed through."""

    value: T
    span: Span
    via: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class FromEnv(Generic[T]):
    """Set by the environment variable ``variable``; ``default`` is what holds when unset.

    ``default`` is None when the code names no default. Options of the command line and
    configurable attributes count as variables (see ``setter``).
    """

    variable: str
    default: T | None
    span: Span
    via: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class FromRequest:
    """Copied from the request header ``header`` (lower case)."""

    header: str
    span: Span
    via: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf(Generic[T]):
    """One of several values; which one cannot be told from the source."""

    choices: tuple[Value[T], ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Unknown:
    """Cannot be told from the source, for ``reason``."""

    reason: str
    span: Span
    via: tuple[Span, ...] = ()


Value: TypeAlias = Known[T] | FromEnv[T] | FromRequest | OneOf[T] | Unknown


def setter(variable: str) -> str:
    """What sets a value from outside: options and traits go by names of their own.

    ``--origins`` is an option of the command line, ``Server.origins`` an attribute that a
    configuration file may set; anything else is an environment variable.
    """
    if variable.startswith("-"):
        return f"the option {variable}"
    kind = "configuration" if "." in variable else "environment variable"
    return f"the {kind} {variable}"


def possible(value: Value[T]) -> Iterator[T]:
    """Every concrete value that ``value`` may have as far as the source tells."""
    match value:
        case Known(known):
            yield known
        case FromEnv(default=default) if default is not None:
            yield default
        case OneOf(choices):
            for choice in choices:
                yield from possible(choice)
        case _:
            pass


def convert(value: Value[T], function: Callable[[T], U]) -> Value[U]:
    """``function`` applied to what is concrete in ``value``; places are kept."""
    match value:
        case Known(known, span, via):
            return Known(function(known), span, via)
        case FromEnv(variable, default, span, via):
            there = None if default is None else function(default)
            return FromEnv(variable, there, span, via)
        case OneOf(choices, span):
            return OneOf(tuple(convert(choice, function) for choice in choices), span)
        case _:
            return value
