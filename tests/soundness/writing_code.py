"""From an abstract program to source files in a framework's dialect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from asking_code import Origin, asked, origin
from dialects import Dialect, Place, filled
from guard_code import OTHER_MODULE, quoted
from pens import ALLOW_CREDENTIALS, ALLOW_ORIGIN, Pen, indented
from programs import Program
from shaping_code import shaped

EXTRA = {
    "methods": ("Access-Control-Allow-Methods", '"GET, PUT"'),
    "headers": ("Access-Control-Allow-Headers", '"Content-Type"'),
    "expose": ("Access-Control-Expose-Headers", '"X-Total"'),
    "age": ("Access-Control-Max-Age", '"600"'),
}


@dataclass(frozen=True, slots=True)
class Script:
    """A rendered program: its files, and the name of the place where its code stands."""

    files: dict[str, str]
    place: str


@dataclass(frozen=True, slots=True)
class Parts:
    """Definitions of the module, the code at the place, the lines of another module."""

    setup: list[str]
    body: list[str]
    elsewhere: tuple[str, ...]


def script(program: Program, dialect: Dialect) -> Script:
    """The program as ``dialect`` spells it."""
    name = list(dialect.places)[program.place % len(dialect.places)]
    place = dialect.places[name]
    made = parts(program, dialect, place)
    aside = besides(program, dialect, place)
    marks = {"<setup>": made.setup, "<body>": made.body, "<aside>": aside}
    files = {"main.py": named(filled(place.text, marks), program)}
    if made.elsewhere:
        files[f"{OTHER_MODULE}.py"] = "\n".join(made.elsewhere) + "\n"
    return Script(files, name)


def besides(program: Program, dialect: Dialect, place: Place) -> list[str]:
    """What a handler of its own writes into its response."""
    writes = {
        "vary": ("Vary", '"Origin"'),
        "credentials": (ALLOW_CREDENTIALS, '"true"'),
        "methods": EXTRA["methods"],
    }
    if program.aside not in writes:
        return []
    name, value = writes[program.aside]
    target = "self" if place.target == "self" else "response"
    return dialect.writers[0](target, name, value)


def named(text: str, program: Program) -> str:
    """The text with the names of headers as the program spells them."""
    match program.names:
        case "constant" if f'"{ALLOW_ORIGIN}"' in text:
            constant = f'ALLOW_ORIGIN = "{ALLOW_ORIGIN}"\n'
            return constant + text.replace(f'"{ALLOW_ORIGIN}"', "ALLOW_ORIGIN")
        case "lower":
            return re.sub(
                '"Access-Control-[A-Za-z-]+"', lambda found: found[0].lower(), text
            )
        case _:
            return text


def parts(program: Program, dialect: Dialect, place: Place) -> Parts:
    if program.collected != "helper reads":
        pen = Pen(program, dialect, place, place.target)
        return code(pen, place.request, place.leave, place.refuse)
    return in_a_function(program, dialect, place)


def in_a_function(program: Program, dialect: Dialect, place: Place) -> Parts:
    """All of the code in a function of its own, which reads the Origin and writes."""
    request = dialect.parameter or place.request
    leave = ("return",)
    inner = code(Pen(program, dialect, place, "response"), request, leave, leave)
    taken = [each for each in (dialect.parameter, "response") if each]
    given = [place.request, place.target] if dialect.parameter else [place.target]
    function = [f"def apply_cors({', '.join(taken)}):", *indented(inner.body or ["pass"])]
    call = [f"apply_cors({', '.join(given)})"]
    return Parts([*inner.setup, *function], call, inner.elsewhere)


def code(pen: Pen, request: str, leave: tuple[str, ...], refuse: tuple[str, ...]) -> Parts:
    program, dialect = pen.program, pen.dialect
    read = origin(program, dialect, request)
    if not reads(program):
        read = Origin(read.text)
    test = asked(program, read.text)
    allow, helper = pen.allowing()
    named = f"NAMED = [{', '.join(map(quoted, program.named))}]"
    setup = [*read.setup, *test.setup, named, *helper]
    if program.collected == "module dict":
        setup.append(f"CORS_HEADERS = {{{', '.join(constants(program))}}}")
    core = shaped(program, read, test.text, allow, pen.refuse(), leave, refuse)
    method = dialect.method.format(r=request)
    body = preflighted(pen, around(pen, core), method, leave)
    return Parts(list(once(setup)), body, test.elsewhere)


def reads(program: Program) -> bool:
    """Whether the program does anything with the Origin; if not, it does not read it."""
    echoes = program.value in {"echo", "formatted", "or star"}
    return program.shape != "always" or echoes


def around(pen: Pen, core: list[str]) -> list[str]:
    """The statements beside the decision, before or after it."""
    program = pen.program
    beside = [*credentials(pen), *vary(pen)]
    if program.collected == "module dict":
        beside += pen.hand_over("CORS_HEADERS")
    elif program.preflight not in {"adds", "returns"}:
        for field, (name, value) in EXTRA.items():
            beside += pen.write(name, value) if getattr(program, field) else []
    return beside + core if program.spelling % 2 else core + beside


def credentials(pen: Pen) -> list[str]:
    text = {"always": '"true"', "False": '"false"'}.get(pen.program.credentials)
    return [] if text is None else pen.write(ALLOW_CREDENTIALS, text)


def vary(pen: Pen) -> list[str]:
    match pen.program.vary:
        case "always":
            return pen.vary()
        case "with others":
            return pen.write("Vary", '"Accept-Encoding, Origin"')
        case "other":
            return pen.write("Vary", '"Cookie"')
        case _:
            return []


def constants(program: Program) -> Iterator[str]:
    for field, (name, value) in EXTRA.items():
        if getattr(program, field):
            yield f"{quoted(name)}: {value}"


def preflighted(
    pen: Pen, core: list[str], method: str, leave: tuple[str, ...]
) -> list[str]:
    """The code with its branch for preflights, and a collected dict's two ends."""
    last = pen.hand_over("cors") if pen.collects else []
    if pen.program.collected == "spread":
        last = ['more = {**cors, "X-Kind": "data"}', *pen.hand_over("more")]
    body = [*branched(pen, core, method, [*last, *leave]), *last]
    return ["cors = {}", *body] if pen.collects else body


def branched(pen: Pen, core: list[str], method: str, done: list[str]) -> list[str]:
    program = pen.program
    asks = (
        f'{method} == "OPTIONS"',
        f'{method}.upper() == "OPTIONS"',
        f'{method} in ("OPTIONS",)',
    )
    test = asks[program.writer % len(asks)]
    match program.preflight:
        case "adds" | "returns":
            extra = pen.write(*EXTRA["methods"]) + pen.write(*EXTRA["headers"])
            extra += done if program.preflight == "returns" else []
            branch = [f"if {test}:", *indented(extra)]
            return branch + core if program.spelling % 3 == 0 else core + branch
        case "only":
            return [f"if {test}:", *indented(core or ["pass"])]
        case "not on options":
            return [f'if {method} != "OPTIONS":', *indented(core or ["pass"])]
        case _:
            return core


def once(lines: Iterable[str]) -> Iterator[str]:
    """Imports and assignments that two parts both need stand once."""
    seen: set[str] = set()
    for line in lines:
        if line.startswith((" ", "class", "def")) or line not in seen:
            yield line
        seen.add(line)
