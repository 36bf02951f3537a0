"""What ignore comments hide, and which of them hide nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from corslint import rulebook
from corslint.engine.instructions import HEAD, IGNORE, IGNORE_FILE, Instruction, Named
from corslint.finding import Finding, Suppression, Violation
from corslint.source import Span

SIMILAR = 0.7
"""How alike two words must be (difflib's ratio) to count as a slip of the pen."""


class Ignores:
    """The ignore comments of a run, and which of their names have hidden a finding."""

    def __init__(self, instructions: Iterable[Instruction]) -> None:
        self.instructions = tuple(instructions)
        self._used: set[Span] = set()

    def hide(self, finding: Finding) -> Suppression | None:
        """The comment that hides ``finding``; names that do are used from now on."""
        hits = [
            (instruction, name)
            for instruction in self.instructions
            if instruction.speaks_of(finding)
            for name in instruction.names or ()
            if name.rule is not None and name.rule.id == finding.rule
        ]
        self._used |= {name.span for _, name in hits}
        return Suppression(hits[0][0].reason) if hits else None

    def complaints(self, on: Collection[str], require_reason: bool) -> Iterator[Violation]:
        """What is wrong with the comments, with facts ``problem`` and ``instead``.

        ``on`` are the ids of the rules that were on: a name of another rule is not judged
        to be unused.
        """
        for instruction in self.instructions:
            if trouble := trouble_with(instruction):
                yield complaint(instruction.span, *trouble)
                continue
            for name in instruction.names or ():
                if trouble := self.trouble_with_name(name, on):
                    yield complaint(name.span, *trouble)
            if require_reason and not instruction.reason and known(instruction):
                yield complaint(
                    instruction.span,
                    "this ignore gives no reason, and the project asks for one",
                    "Write the reason behind the closing bracket.",
                )

    def trouble_with_name(self, name: Named, on: Collection[str]) -> tuple[str, str] | None:
        if name.rule is None:
            return f"there is no rule `{name.text}`", suggestion(name.text)
        if name.span in self._used or name.rule.id not in on:
            return None
        return (
            f"there is no {name.rule.name} ({name.rule.id}) here for this ignore to hide",
            "Remove it, or move it to the line of the finding or the line above.",
        )


def known(instruction: Instruction) -> bool:
    return instruction.word in (IGNORE, IGNORE_FILE)


def trouble_with(instruction: Instruction) -> tuple[str, str] | None:
    """Why the comment as a whole does nothing, and what to write instead."""
    word = instruction.word
    if not known(instruction):
        slip = get_close_matches(word, (IGNORE, IGNORE_FILE), 1, SIMILAR)
        if instruction.names is None and not slip:
            return None
        return (
            f"`{word}` is not an instruction that corslint knows, so nothing is ignored",
            f"Write `corslint: {slip[0] if slip else IGNORE}[RULE]`.",
        )
    if not instruction.names:
        return (
            f"this {word} names no rule, so nothing is ignored",
            f"Name what it is about, as in `corslint: {word}[any-origin]`.",
        )
    if word == IGNORE_FILE and instruction.span.line > HEAD:
        return (
            f"{word} only counts in the first {HEAD} lines, so nothing is ignored",
            "Move it to the top of the file.",
        )
    return None


def suggestion(text: str) -> str:
    rules = rulebook.load().values()
    spellings = [spelling for rule in rules for spelling in (rule.id.lower(), rule.name)]
    if near := get_close_matches(text.lower(), spellings, 1, SIMILAR):
        rule = rulebook.find(near[0])
        return f"Write `{rule.name if rule else near[0]}`."
    return "`corslint rule --all` lists every rule's id and name."


def complaint(span: Span, problem: str, instead: str) -> Violation:
    return Violation(span, {"problem": problem, "instead": instead})
