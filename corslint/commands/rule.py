"""``corslint rule``: what a rule reports, why, and what to write instead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from corslint import rulebook
from corslint.commands.arguments import Arguments
from corslint.commands.output import publish
from corslint.errors import UsageError
from corslint.reporters.paragraphs import blocks, wrap
from corslint.rulebook import Example, Rule
from corslint.settings.selection import unknown

WIDTH = 86
FACT = re.compile(r"\{(\w+)\}")
SENTENCE = re.compile(r"(?:^|(?<=[.:`)]) )\{\w+\}(?= [A-Z`]|$)")
MARK = re.compile(r" *# expect: .*$")


def main(arguments: Arguments) -> int:
    """Print one rule or the list. Raises UsageError for a rule that does not exist."""
    as_json = arguments.format == "json"
    if arguments.all and arguments.rule is None:
        rules = list(rulebook.load().values())
        text = dump([data(rule) for rule in rules]) if as_json else listing(rules)
    elif arguments.rule is not None and not arguments.all:
        rule = rulebook.find(arguments.rule)
        if rule is None:
            raise unknown(arguments.rule, "")
        text = dump(data(rule)) if as_json else page(rule)
    else:
        raise UsageError("name one rule, or ask for --all")
    publish(text, arguments.output)
    return 0


def listing(rules: list[Rule]) -> str:
    width = max((len(rule.name) for rule in rules), default=0)
    return "".join(
        f"{rule.id}  {rule.name:<{width}}  {rule.severity.word:<8}  "
        f"{rule.effect.value:<7}  {rule.summary}\n"
        for rule in rules
    )


def page(rule: Rule) -> str:
    return "".join(f"{line}\n" for line in lines(rule))


def lines(rule: Rule) -> Iterator[str]:
    yield f"{rule.id} {rule.name} ({rule.severity.word}, {rule.effect.value})"
    yield f"\n{rule.summary}"
    for title, text in (("Why", rule.why), ("What to write instead", rule.fix)):
        if general := without_facts(text).strip():
            yield f"\n{title}"
            yield from prose(general)
    for title, examples in (("Reported", rule.bad), ("Not reported", rule.good)):
        for example in examples:
            yield f"\n{title}{f': {example.title}' if example.title else ''}"
            yield from code(example)
    if rule.references:
        yield "\nReferences"
        yield from (f"  {reference}" for reference in rule.references)


def prose(text: str) -> Iterator[str]:
    for number, block in enumerate(blocks(text)):
        if number:
            yield ""
        for line in block.lines:
            wrapped = [f"  {line}"] if block.code else wrap(line, WIDTH)
            yield from (f"  {part}" for part in wrapped)


def without_facts(text: str) -> str:
    """A rule's template as it reads of no policy: sentences that are one fact go away."""
    text = FACT.sub(r"<\1>", SENTENCE.sub("", text))
    return text.replace("{{", "{").replace("}}", "}")


def code(example: Example) -> Iterator[str]:
    for path, text in example.files.items():
        yield f"  {path}"
        for line in text.strip("\n").split("\n"):
            yield f"    | {MARK.sub('', line)}".rstrip()


def data(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.id,
        "name": rule.name,
        "severity": rule.severity.word,
        "effect": rule.effect.value,
        "summary": rule.summary,
        "message": rule.message,
        "why": rule.why,
        "fix": rule.fix,
        "references": rule.references,
        "cwe": rule.cwe,
        "since": rule.since,
        "pedantic": rule.pedantic,
        "help": rule.help,
    }


def dump(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"
