"""What an extractor is: a component's lore, from source text to policies and answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Answer, Request

Extract: TypeAlias = Callable[[Source, Workspace], Iterator[Policy]]
Predict: TypeAlias = Callable[[Policy, Request], Answer]


@dataclass(frozen=True, slots=True)
class Extractor:
    """Reads the policies of one component and predicts its answers.

    ``languages`` are what the file may be ("python", "nginx", "settings"); ``markers`` are
    lower-case byte strings one of which the lower-cased file must hold. ``answer`` predicts
    what the component sends for a policy that this extractor yielded.
    """

    languages: frozenset[str]
    markers: tuple[bytes, ...]
    extract: Extract
    answer: Predict


def extractor(
    language: str, markers: tuple[bytes, ...], answer: Predict
) -> Callable[[Extract], Extractor]:
    """Make the decorated function an extractor; its library name is the module's name."""

    def make(extract: Extract) -> Extractor:
        return Extractor(frozenset({language}), markers, extract, answer)

    return make
