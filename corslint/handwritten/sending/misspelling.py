"""Names that only look like CORS headers, wherever a program writes them."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.things import Path, Thing
from corslint.handwritten.scene import Scene
from corslint.handwritten.sending.effects import HeaderEffect, effects
from corslint.handwritten.sending.responses import ORIGIN, absent
from corslint.header_names import ASKS, Slip, slip
from corslint.observation import Effect, UnknownOption
from corslint.source import Span


def misspelt(scene: Scene) -> Iterator[UnknownOption]:
    """The wrong names of this file, in the order of their places."""
    seen: dict[Span, UnknownOption] = {}
    for entry in scene.entries:
        for path in scene.study.explore(entry).paths:
            for effect, wrong in slips(path):
                if scene.requests.writes(effect):
                    continue
                name = effect.name.title()
                seen[effect.sink] = UnknownOption(
                    name, effect.sink, Effect.IGNORED, wrong.consequence, wrong.meant
                )
    for span, option in sorted(seen.items(), key=lambda item: item[0]):
        if span.path == scene.study.source.path:
            yield option


def slips(path: Path) -> Iterator[tuple[HeaderEffect, Slip]]:
    """Wrong names on one way; a question of the preflight only beside real answers.

    A client asks with the same names, and tests do.
    """
    written_here = list(effects(path))
    answers = any(effect.name == ORIGIN for effect in written_here)
    values: list[Thing] = []
    for effect in written_here:
        wrong = slip(effect.name, "the server")
        known = any(effect.value is value for value in values)
        if wrong is None or absent(effect.value) or known:
            continue
        if answers or effect.name not in ASKS:
            values.append(effect.value)
            yield effect, wrong
