"""The pages of the rules, in Markdown, from the same data that the rules run on.

``python -m corslint.rulepage docs/rules`` writes them and their index.
"""

from __future__ import annotations

import re
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from corslint import rulebook
from corslint.engine.joining import NAME_THEM
from corslint.rulebook import Example, Rule

MARK = re.compile(r" *# expect: (?P<names>[a-z]+(?:-[a-z]+)*(?:, [a-z]+(?:-[a-z]+)*)*)$")
"""The end of a line that must be reported: ``# expect: any-origin, missing-vary``."""

PLACEHOLDER = re.compile(r"\{(\w+)\}")
CLAUSES = frozenset({"beside", "cookies", "fallback", "instead", "once", "twice", "unset"})
"""Facts that only add to a sentence; the others are words in it."""

FENCES = {".py": "python", ".conf": "nginx", ".toml": "toml", ".json": "json"}
INDEX = "README.md"


def page(rule: Rule) -> str:
    """The documentation of one rule."""
    return "\n".join(
        [
            f"# {rule.name} ({rule.id})",
            "",
            rule.summary,
            "",
            *facts(rule),
            *message(rule),
            "## Why it matters",
            "",
            rule.why,
            "",
            "## What to do",
            "",
            spoken(rule.fix, {"remedy": NAME_THEM}),
            "",
            *examples("Reported", rule.bad),
            *examples("Not reported", rule.good),
            "## References",
            "",
            *(f"- <{address}>" for address in rule.references),
            "",
        ]
    )


def facts(rule: Rule) -> Iterator[str]:
    yield "| severity | effect | weakness | since |"
    yield "|---|---|---|---|"
    weaknesses = ", ".join(map(weakness, rule.cwe)) or "none"
    yield f"| {rule.severity.word} | {rule.effect.value} | {weaknesses} | {rule.since} |"
    yield ""
    if rule.pedantic:
        yield "Only with `--pedantic`."
        yield ""


def weakness(number: int) -> str:
    return f"[CWE-{number}](https://cwe.mitre.org/data/definitions/{number}.html)"


def message(rule: Rule) -> Iterator[str]:
    """The message as it is printed, with dots for what differs from place to place."""
    if PLACEHOLDER.sub("", rule.message).strip():
        yield f"> {spoken(rule.message, dict.fromkeys(CLAUSES, ''), '...')}"
        yield ""


def spoken(template: str, known: Mapping[str, str], other: str = "") -> str:
    """A template as prose: what is ``known`` filled in, ``other`` for the rest."""
    text = PLACEHOLDER.sub(lambda found: known.get(found[1], other), template)
    return " ".join(text.split())


def examples(heading: str, found: Iterable[Example]) -> Iterator[str]:
    yield f"## {heading}"
    yield ""
    for example in found:
        if example.title:
            yield f"### {example.title}"
            yield ""
        for path, code in example.files.items():
            yield from listing(path, code, expected(example, path))


def listing(path: str, code: str, marks: Mapping[int, str]) -> Iterator[str]:
    """One file, with an arrow at each line that is reported."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", code)), default=0))
    yield f"`{path}`"
    yield ""
    yield f"{fence}{FENCES.get(PurePosixPath(path).suffix, '')}"
    for number, line in enumerate(code.splitlines(), 1):
        plain = MARK.sub("", line)
        yield f"{plain}  # <-- {marks[number]}" if number in marks else plain
    yield fence
    yield ""


def expected(example: Example, path: str) -> dict[int, str]:
    """The reported lines of a file and the rules that report them, comma-separated."""
    lines = enumerate(example.files[path].splitlines(), 1)
    found = {number: mark["names"] for number, line in lines if (mark := MARK.search(line))}
    for entry in example.expect.get(path, ()):
        number, _, names = entry.partition(": ")
        found[int(number)] = names
    return found


def index(rules: Iterable[Rule]) -> str:
    rows = (
        f"| {rule.id} | [{rule.name}]({rule.name}.md) | {rule.severity.word} "
        f"| {rule.effect.value} | {rule.summary} |"
        for rule in rules
    )
    return "\n".join(
        [
            "# Rules",
            "",
            "Ids and names never change their meaning. The severity is where a rule",
            "starts; the policy at hand may move it.",
            "",
            "| id | name | severity | effect | what |",
            "|---|---|---|---|---|",
            *rows,
            "",
        ]
    )


def pages() -> dict[str, str]:
    """Every page by its file name, the index among them."""
    rules = list(rulebook.load().values())
    return {INDEX: index(rules), **{f"{rule.name}.md": page(rule) for rule in rules}}


def write(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")


def main(arguments: list[str] | None = None) -> None:
    parser = ArgumentParser(
        "python -m corslint.rulepage", description="Write the rule pages."
    )
    parser.add_argument("folder", type=Path, help="where to, for example docs/rules")
    write(parser.parse_args(arguments).folder)


if __name__ == "__main__":
    main()
