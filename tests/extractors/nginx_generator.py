"""Random nginx sites: every kind of statement that decides who is admitted, in any order."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

ORIGINS = ("https://app.example", "https://admin.example", "http://app.example", "null")
PATTERNS = (
    r"^https://app\.example$",
    r"app\.example",
    r"^https?://(app|admin)\.example",
    r"(https?://.*\.shop\.example)",
    r"^https://[a-z]+\.shop\.example$",
    r"example(:\d+)?$",
    r".*",
    r"^(?!https://evil).*$",
)
METHODS = ("GET", "OPTIONS", "POST")
NAMES = (
    "Access-Control-Allow-Origin",
    "access-control-allow-origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Vary",
    "X-Other",
)


class Generator:
    """Makes one site after the other; names of variables are never used twice."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.count = 0
        self.variables: list[str] = []
        self.assigned: list[str] = []

    def site(self) -> str:
        self.variables, self.assigned = [], []
        for _ in range(2):
            self.assigned.append(self.name())
        maps = [self.map() for _ in range(self.random.randint(0, 2))]
        outer = self.several(self.server_statement, 3)
        inner = self.several(self.statement, 6)
        sets = [f"set ${name} {self.value()};" for name in self.assigned]
        body = "\n".join(self.random.sample(sets, len(sets)) + inner)
        server = "\n".join(outer)
        return (
            "\n".join(maps)
            + f"\nserver {{ LISTEN\n{server}\nlocation / {{ BACKEND\n{body}\n}}\n}}\n"
        )

    def name(self) -> str:
        self.count += 1
        return f"v{self.count}"

    def several(self, make: Callable[[], str], most: int) -> list[str]:
        return [make() for _ in range(self.random.randint(0, most))]

    def pick(self, *choices: str) -> str:
        return self.random.choice(choices)

    def map(self) -> str:
        source = self.pick(
            "$http_origin", "$http_origin", *(f"${v}" for v in self.variables)
        )
        rows = {f'"{self.pick(*ORIGINS)}"' for _ in range(self.random.randint(0, 3))}
        lines = [f"{key} {self.value()};" for key in sorted(rows)]
        lines += self.several(self.pattern_row, 2)
        if self.random.random() < 0.7:
            lines.insert(0, f"default {self.value()};")
        name = self.name()
        text = f"map {source} ${name} {{\n" + "\n".join(dict.fromkeys(lines)) + "\n}"
        self.variables.append(name)
        return text

    def pattern_row(self) -> str:
        return f'"{self.pick("~", "~*")}{self.pick(*PATTERNS)}" {self.value()};'

    def value(self) -> str:
        known = [f"${name}" for name in self.variables]
        return self.pick(
            '""',
            '"*"',
            "true",
            "$http_origin",
            "$http_origin",
            f'"{self.pick(*ORIGINS)}"',
            "Origin",
            *known,
            *known,
        )

    def header(self) -> str:
        own = [f"${name}" for name in self.assigned]
        value = self.pick(self.value(), *own)
        if self.random.random() < 0.2:
            return f"more_set_headers '{self.pick(*NAMES)}: {value.strip(chr(34))}';"
        always = self.pick("", " always")
        name = self.pick(*NAMES, NAMES[0], NAMES[0])
        return f"add_header {name} {value}{always};"

    def condition(self) -> str:
        own = self.pick(*self.assigned)
        return self.pick(
            f'$http_origin = "{self.pick(*ORIGINS)}"',
            f'$http_origin != "{self.pick(*ORIGINS)}"',
            f'$http_origin {self.pick("~", "~*", "!~", "!~*")} "{self.pick(*PATTERNS)}"',
            "$http_origin",
            f"$request_method {self.pick('=', '!=')} {self.pick(*METHODS)}",
            f"${own}",
            f'${own} = "{self.pick("", "true", *ORIGINS)}"',
            f'${own} ~ "{self.pick(*PATTERNS)}"',
            *(f'${name} != ""' for name in self.variables),
        )

    def assignment(self) -> str:
        own = self.pick(*self.assigned)
        return f"set ${own} {self.pick(self.value(), f'${{{own}}}x', '$1')};"

    def block(self, *, headers: bool) -> str:
        lines = []
        for _ in range(self.random.randint(0, 3)):
            if headers and self.random.random() < 0.6:
                lines.append(self.header())
            else:
                lines.append(self.pick(self.assignment(), self.assignment(), "break;"))
        if self.random.random() < 0.25:
            lines.append(f"return {self.pick('204', '403', '200')};")
        return f"if ({self.condition()}) {{ {' '.join(lines)} }}"

    def server_statement(self) -> str:
        return self.pick(self.header(), self.header(), self.block(headers=False))

    def statement(self) -> str:
        return self.pick(
            self.header(), self.header(), self.block(headers=True), self.assignment()
        )
