"""The pages of the libraries, in Markdown: what each answers, as corslint itself reads it.

``python -m corslint.librarypage libraries docs/libraries`` writes them and their index.
"""

from __future__ import annotations

import tomllib
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from corslint import registry
from corslint.browser import reading as browser
from corslint.engine.lint import Report, lint
from corslint.policy import Channel, Policy
from corslint.source import Source, Workspace
from corslint.wire import FOREIGN_ORIGIN, VARY, Outcome, Request

OWN = "https://a.example"
ASKED = (
    ("that page", Request(OWN)),
    ("any page", Request(FOREIGN_ORIGIN)),
    ("that page, with cookies", Request(OWN, credentials=True)),
    ("any page, with cookies", Request(FOREIGN_ORIGIN, credentials=True)),
)
WORDS = {Outcome.BLOCKED: "-", Outcome.UNDECIDED: "?"}
DEEDS = {Channel.HTTP: "reads", Channel.WEBSOCKET: "opens", Channel.GUARD: "sends"}
QUESTIONS = {
    Channel.HTTP: "Who reads the answer to a GET",
    Channel.WEBSOCKET: "Who opens the WebSocket",
    Channel.GUARD: "Whose requests are let through",
}
INDEX = "README.md"
DOWN = "does not start"


@dataclass(frozen=True, slots=True)
class Library:
    """What people wrote about a library; the answers are worked out.

    ``channel`` is what the library guards first of all.
    """

    name: str
    title: str
    package: str
    version: str
    recognised: str
    read: str
    notes: str
    form: str
    configurations: tuple[tuple[str, str], ...]
    channel: Channel = Channel.HTTP


def load(folder: Path) -> list[Library]:
    """Every library of a folder by its name. Raises KeyError for a key that is missing."""
    return [parsed(path) for path in sorted(folder.glob("*.toml"))]


def parsed(path: Path) -> Library:
    data = tomllib.loads(path.read_text("utf-8"))
    return Library(
        path.stem,
        data["title"],
        data["package"],
        data["version"],
        data["recognised"].strip(),
        data["read"].strip(),
        data["notes"].strip(),
        data["form"].strip(),
        tuple((each["title"], each["spelling"]) for each in data["configurations"]),
        Channel(data.get("channel", Channel.HTTP.value)),
    )


def page(library: Library) -> str:
    return "\n".join(
        [
            f"# {library.title}",
            "",
            f"`{library.package}`, compared with version {library.version}.",
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
            f"{QUESTIONS[library.channel]}: a page of `{OWN}`, or any page at all.",
            "",
            *table(library),
            "",
        ]
    )


def table(library: Library) -> Iterator[str]:
    heads = ["", "written", *(name for name, _ in ASKED), "`Vary: Origin`", "findings"]
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for title, spelling in library.configurations:
        cells = [title, code(spelling), *answers(library, spelling)]
        yield f"| {' | '.join(cells)} |"


def code(text: str) -> str:
    """Code in a cell: on one line, and no bar in it ends the cell."""
    lines = (line.strip() for line in text.strip().splitlines())
    return "<br>".join(f"`{line}`" for line in lines if line).replace("|", "\\|")


def answers(library: Library, spelling: str) -> Iterator[str]:
    report = read(library, spelling)
    channel = library.channel
    policy = next((one for one in report.policies if one.channel is channel), None)
    for _, request in ASKED:
        asked = replace(request, websocket=channel is Channel.WEBSOCKET)
        yield outcome(policy, asked)
    yield "-" if policy is None else vary(policy)
    found = dict.fromkeys(finding.rule for finding in report.findings)
    yield ", ".join(sorted(found)) or "none"


def read(library: Library, spelling: str) -> Report:
    text = library.form.replace("{spelling}", spelling.strip()) + "\n"
    return lint([Source("main.py", text)], Workspace.of({"main.py": text}))


def outcome(policy: Policy | None, request: Request) -> str:
    """What a browser does with the answer; without a policy nothing is readable."""
    if policy is None:
        return WORDS[Outcome.BLOCKED]
    answer = registry.extractor_for(policy.library).answer(policy, request)
    if answer.status == 500 and not answer.headers:
        return DOWN
    if policy.channel is Channel.GUARD:
        return WORDS[Outcome.BLOCKED] if answer.status else DEEDS[policy.channel]
    found = browser.reads(request, answer).outcome
    return DEEDS[policy.channel] if found is Outcome.READABLE else WORDS[found]


def vary(policy: Policy) -> str:
    answer = registry.extractor_for(policy.library).answer(policy, Request(OWN))
    return "yes" if "origin" in (answer.value(VARY) or "").lower() else "-"


def index(libraries: Sequence[Library]) -> str:
    rows = (
        f"| [{each.title}]({each.name}.md) | `{each.package}` | {each.version} |"
        for each in libraries
    )
    return "\n".join(
        [
            "# Libraries",
            "",
            "How each one is recognised, what is read of it, and what it answers.",
            "",
            "| library | package | compared with |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


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
