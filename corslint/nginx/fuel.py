"""A bound on work: what cannot be told within it stays unknown."""

from __future__ import annotations

from dataclasses import dataclass


class UndecidableError(Exception):
    """Cannot be computed: past a bound, or written in a way that is not modelled."""


@dataclass(slots=True)
class Fuel:
    """Steps that are left for one question."""

    left: int = 500_000

    def spend(self, steps: int) -> None:
        """Raises ``UndecidableError`` when the steps are used up."""
        self.left -= steps
        if self.left < 0:
            raise UndecidableError("takes too many steps to work out")
