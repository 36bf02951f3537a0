"""How ``starlette.config`` reads the environment (Starlette 1.10, executed)."""

from __future__ import annotations

from corslint.evaluate.readers.reader import Asked, Reader, builtin
from corslint.evaluate.things import Const, Thing

FLAGS = {"true": True, "1": True, "false": False, "0": False}


def parse(asked: Asked, text: Const) -> Thing | None:
    return cast(asked, text)


def fall(asked: Asked) -> Thing | None:
    """The default is cast, too."""
    return None if asked.default is None else cast(asked, asked.default)


def cast(asked: Asked, value: Thing) -> Thing | None:
    match value:
        case _ if asked.cast is None:
            return value
        case Const(value=None):
            return value
        case Const(value=str(text), trace=trace) if builtin(asked.cast) == "bool":
            known = FLAGS.get(text.lower())
            return None if known is None else Const(known, trace)
        case _:
            return asked.call(asked.cast, value)


READER = Reader(("key", "cast", "default"), parse, fall, prefix=("env_prefix", 2))
