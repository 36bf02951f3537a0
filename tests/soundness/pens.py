"""How one program writes headers at one place: the framework's API, a dict, a helper."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from dialects import Dialect, Place, Writer
from guard_code import quoted
from programs import Program

ALLOW_ORIGIN = "Access-Control-Allow-Origin"
ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials"


@dataclass(frozen=True, slots=True)
class Pen:
    """``target`` is what headers are written to."""

    program: Program
    dialect: Dialect
    place: Place
    target: str

    @property
    def collects(self) -> bool:
        """Headers go into a dict of the program's own first."""
        return self.program.collected in {"dict", "spread"}

    def write(self, name: str, value: str) -> list[str]:
        if self.collects:
            return [f"cors[{quoted(name)}] = {value}"]
        return self.writer(self.target, name, value)

    @property
    def writers(self) -> tuple[Writer, ...]:
        return self.place.writers or self.dialect.writers

    @property
    def writer(self) -> Writer:
        return self.writers[self.program.writer % len(self.writers)]

    def vary(self) -> list[str]:
        """``Vary: Origin``, by a function for that where there is one."""
        own = () if self.place.writers else self.dialect.vary
        ways = [[each.format(t=self.target)] for each in own]
        ways.append(self.write("Vary", '"Origin"'))
        return ways[self.program.spelling % len(ways)]

    def hand_over(self, name: str) -> list[str]:
        """The entries of a dict, written one by one."""
        statements = self.writers[0](self.target, "?", "value")
        body = [line.replace('"?"', "name") for line in statements]
        return [f"for name, value in {name}.items():", *indented(body)]

    def allowing(self) -> tuple[Callable[[str], list[str]], list[str]]:
        """What is written for an origin that gets in, from the value; a helper's lines."""
        if self.program.collected != "helper":
            return self.admit, []
        inner = replace(
            self, program=replace(self.program, collected="direct"), target="target"
        )
        lines = ["def add_cors(target, value):", *indented(inner.admit("value"))]
        return lambda value: [f"add_cors({self.target}, {value})"], lines

    def admit(self, value: str) -> list[str]:
        made = self.write(ALLOW_ORIGIN, value)
        granted = self.write(ALLOW_CREDENTIALS, '"true"')
        if self.program.credentials == "allowed":
            made += granted
        if self.program.credentials == "unless star":
            made += [f'if {value} != "*":', *indented(granted)]
        return made + (self.vary() if self.program.vary == "allowed" else [])

    def refuse(self) -> list[str]:
        """What is written for an origin that does not get in."""
        text = {
            "star": '"*"',
            "constant": quoted(self.program.named[-1]),
            "null": '"null"',
            "first": "NAMED[0]",
        }.get(self.program.fallback)
        return [] if text is None else self.write(ALLOW_ORIGIN, text)


def indented(lines: Iterable[str]) -> list[str]:
    return ["    " + line for line in lines]
