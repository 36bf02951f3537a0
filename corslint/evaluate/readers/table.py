"""Who reads the environment: functions, objects and their methods, by their full names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from corslint.evaluate.readers import decouple, django_environ, environs, starlette
from corslint.evaluate.readers.reader import Asked, Call, Reader
from corslint.evaluate.things import Arguments, Const, Made, Member, Symbol, Thing


class Found(NamedTuple):
    """A reader, and the arguments that it was made with."""

    reader: Reader
    owner: Arguments


def reader_of(callee: Thing) -> Found | None:
    """The reader that ``callee`` is: a function, an object that is called, a method."""
    match callee:
        case Symbol(name=name) if name in FUNCTIONS:
            return Found(FUNCTIONS[name], Arguments())
        case Made(callee=Symbol(name=name), arguments=owner):
            reader = OBJECTS.get(name, {}).get("")
        case Member(owner=Made(callee=Symbol(name=name), arguments=owner), name=method):
            reader = OBJECTS.get(name, {}).get(method)
        case _:
            return None
    return Found(reader, owner) if reader else None


def is_mapping(thing: Thing) -> bool:
    """Whether ``thing[name]`` reads a variable."""
    match thing:
        case Symbol(name=name) | Made(callee=Symbol(name=name)):
            return name in MAPPINGS
        case _:
            return False


def text_only(asked: Asked) -> Thing | None:
    """A default that is put into the environment must be a text."""
    default = asked.default
    is_text = isinstance(default, Const) and isinstance(default.value, str)
    return default if is_text else None


STANDARD = Reader(("key", "default"))
MAPPINGS = frozenset({"os.environ", "starlette.config.environ", "dotenv.dotenv_values"})

FUNCTIONS: Mapping[str, Reader] = {
    "os.getenv": STANDARD,
    **{
        f"{mapping}.{method}": STANDARD for mapping in MAPPINGS for method in ("get", "pop")
    },
    "os.environ.setdefault": Reader(("key", "default"), fall=text_only),
    "decouple.config": decouple.READER,
    **{
        f"environs.env.{method}" if method else "environs.env": reader
        for method, reader in environs.METHODS.items()
    },
}
"""Readers by their full name."""

OBJECTS: Mapping[str, Mapping[str, Reader]] = {
    "decouple.AutoConfig": {"": decouple.READER},
    "decouple.Config": {"": decouple.READER, "get": decouple.READER},
    "starlette.config.Config": {"": starlette.READER, "get": starlette.READER},
    "dotenv.dotenv_values": {"get": STANDARD},
    "environ.Env": django_environ.METHODS,
    "environ.FileAwareEnv": django_environ.METHODS,
    "environs.Env": environs.METHODS,
    "environs.FileAwareEnv": environs.METHODS,
}
"""What is made of a class, or of a function: its methods that read, "" for itself."""

CASTS: Mapping[str, Callable[[Arguments, Thing, Call], Thing | None]] = {
    "decouple.Csv": decouple.csv
}
"""Classes whose objects are called to make something of a text."""
