"""How a block ends other than at its end."""

from __future__ import annotations

from corslint.evaluate.things import Thing


class ReturnSignal(Exception):
    def __init__(self, value: Thing) -> None:
        self.value = value


class RaiseSignal(Exception):
    """The program raises; ``kind`` is the name of the exception's class, where known."""

    def __init__(self, kind: str = "") -> None:
        self.kind = kind


class JumpSignal(Exception):
    def __init__(self, kind: str) -> None:
        self.kind = kind
