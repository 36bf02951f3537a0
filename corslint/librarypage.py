"""The pages of the libraries, in Markdown: what each answers, as corslint itself reads it.

``python -m corslint.librarypage libraries docs/libraries`` writes them and their index.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path

from corslint import registry
from corslint.browser import reading as browser
from corslint.engine.lint import Report, lint
from corslint.librarybook import Library, load
from corslint.policy import Channel, Policy
from corslint.rulepage import listing
from corslint.source import Source, Workspace
from corslint.wire import FOREIGN_ORIGIN, VARY, Answer, Outcome, Request

OWN = "https://a.example"
SENT = Request(OWN, "OPTIONS", asks_method="PUT", asks_headers=("content-type",))
READ = (
    ("that page", Request(OWN)),
    ("any page", Request(FOREIGN_ORIGIN)),
    ("that page, with cookies", Request(OWN, credentials=True)),
    ("any page, with cookies", Request(FOREIGN_ORIGIN, credentials=True)),
    ("that page, `PUT` of JSON", SENT),
)
OPENED = (
    ("that page", Request(OWN, websocket=True)),
    ("any page", Request(FOREIGN_ORIGIN, websocket=True)),
)
ASKED = {Channel.HTTP: READ, Channel.WEBSOCKET: OPENED, Channel.GUARD: READ[:2]}
SPOKEN = {Channel.HTTP: "reads", Channel.WEBSOCKET: "opens", Channel.GUARD: "sends"}
INDEX = "README.md"
ANCHOR = "written-by-hand"
DOWN = "does not start"
NO_BREAK = "\N{NO-BREAK SPACE}"
WHO_READS = (
    f"Who reads the answer to a GET, and who may send a `PUT` with a JSON body: a page of "
    f"`{OWN}`, or any page at all."
)
WHO_OPENS = f"Who opens the WebSocket: a page of `{OWN}`, or any page at all."
WHO_PASSES = f"Whose requests are let through: those of `{OWN}`, or those of any page."
QUESTIONS = {
    Channel.HTTP: WHO_READS,
    Channel.WEBSOCKET: WHO_OPENS,
    Channel.GUARD: WHO_PASSES,
}
LEGEND = "A dash is no; `?` is what this code alone does not tell."


def page(library: Library) -> str:
    return "\n".join(
        [
            f"# {library.title}",
            "",
            compared(library),
            "",
            "## How it is recognised",
            "",
            library.recognised,
            "",
            "## What is read",
            "",
            library.read,
            "",
            "## What to know",
            "",
            library.notes,
            "",
            "## What it answers",
            "",
            QUESTIONS[library.channel],
            LEGEND,
            "",
            *table(library),
            "",
            "`...` is what is written, in this code:",
            "",
            *around(library),
        ]
    )


def compared(library: Library) -> str:
    if library.package:
        return f"`{library.package}`, compared with version {library.compared}."
    return f"Written by hand, compared with {library.compared}."


def around(library: Library) -> Iterator[str]:
    """The code that a configuration stands in."""
    for path, code in library.files("...").items():
        yield from listing(path, code, {})


def table(library: Library) -> Iterator[str]:
    asked = ASKED[library.channel]
    own = ("`Vary: Origin`",) if library.channel is Channel.HTTP else ()
    heads = ["", "written", *(name for name, _ in asked), *own, "findings"]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for title, spelling in library.configurations:
        cells = [title, code(spelling), *answers(library, spelling)]
        yield f"| {' | '.join(cells)} |"


def code(text: str) -> str:
    """Code in a cell, indented as it is; no bar in it ends the cell."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    return "<br>".join(f"`{kept(line)}`" for line in lines).replace("|", "\\|")


def kept(line: str) -> str:
    bare = line.lstrip()
    return NO_BREAK * (len(line) - len(bare)) + bare


def answers(library: Library, spelling: str) -> Iterator[str]:
    report = read(library, spelling)
    channel = library.channel
    found = [each for each in report.policies if each.channel is channel and not each.stray]
    found = [each for each in found if each.deployment] or found
    for _, request in ASKED[channel]:
        yield outcome(found, channel, request)
    if channel is Channel.HTTP:
        yield varying(answered(found, Request(OWN)))
    yield ", ".join(sorted({one.rule for one in report.findings})) or "none"


def varying(answer: Answer) -> str:
    if "origin" in (answer.value(VARY) or "").lower():
        return "yes"
    return "?" if VARY.lower() in answer.open else "-"


def read(library: Library, spelling: str) -> Report:
    files = library.files(spelling)
    sources = [Source(path, text) for path, text in files.items()]
    return lint(sources, Workspace.of(files))


def answered(policies: Sequence[Policy], request: Request) -> Answer:
    """What is sent; several places of one handler may each be a policy."""
    found = (
        registry.extractor_for(each.library).answer(each, request) for each in policies
    )
    told = [each for each in found if each != Answer()]
    return told[0] if told else Answer()


def outcome(policies: Sequence[Policy], channel: Channel, request: Request) -> str:
    """What a browser does with the answer; without a policy nothing is readable."""
    answer = answered(policies, request)
    if answer.status == 500 and not answer.headers:
        return DOWN
    if channel is Channel.GUARD:
        return "-" if answer.status else SPOKEN[channel]
    match browser.reads(request, answer).outcome:
        case Outcome.READABLE if request is SENT:
            return "sends"
        case Outcome.READABLE:
            return SPOKEN[channel]
        case Outcome.BLOCKED:
            return "-"
        case Outcome.UNDECIDED:
            return "?"


def index(libraries: Sequence[Library]) -> str:
    named = [each for each in libraries if each.package]
    written = [each for each in libraries if not each.package]
    return "\n".join(
        [
            "# Libraries",
            "",
            "How each one is recognised, what is read of it, and what it answers; the same",
            f"of headers and checks that code [writes itself](#{ANCHOR}).",
            "",
            "| library | package | compared with |",
            "|---|---|---|",
            *(f"| {link(each)} | `{each.package}` | {each.compared} |" for each in named),
            "",
            "## Written by hand",
            "",
            "| where | compared with |",
            "|---|---|",
            *(f"| {link(each)} | {each.compared} |" for each in written),
            "",
        ]
    )


def link(library: Library) -> str:
    return f"[{library.title}]({library.name}.md)"


def pages(folder: Path) -> dict[str, str]:
    """Every page by its file name, the index among them."""
    libraries = load(folder)
    return {
        INDEX: index(libraries),
        **{f"{each.name}.md": page(each) for each in libraries},
    }


def main(arguments: list[str] | None = None) -> None:
    parser = ArgumentParser(
        "python -m corslint.librarypage", description="Write the pages of the libraries."
    )
    parser.add_argument("libraries", type=Path, help="what is written about them")
    parser.add_argument("folder", type=Path, help="where to, for example docs/libraries")
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages(given.libraries).items():
        (given.folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
