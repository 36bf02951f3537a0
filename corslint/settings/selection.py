"""Rules as users name them: ids, names, prefixes such as ``CORS1``, and ``ALL``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corslint import rulebook
from corslint.errors import UsageError, did_you_mean
from corslint.settings.rule_names import EVERY, FAMILY
from corslint.terminal import clean

EXACT = 100


@dataclass(frozen=True, slots=True)
class Choice:
    """What one place says about rules; ``select`` None leaves the choice as it was.

    ``where`` stands before the name of the list in messages: "--", "pyproject.toml: ".
    """

    where: str
    select: Sequence[str] | None = None
    extend: Sequence[str] = ()
    ignore: Sequence[str] = ()


def chosen(choices: Iterable[Choice]) -> frozenset[str]:
    """The ids that are on after every choice, the later beating the earlier.

    Within one choice the most specific selector wins, and ``ignore`` wins a tie. Raises
    UsageError for a selector that names no rule.
    """
    on = {rule.id for rule in rulebook.load().values()}
    for choice in choices:
        wanted = weights(choice.select or (), f"{choice.where}select")
        for rule, weight in weights(choice.extend, f"{choice.where}extend-select").items():
            wanted[rule] = max(weight, wanted.get(rule, 0))
        unwanted = weights(choice.ignore, f"{choice.where}ignore")
        if choice.select is not None:
            on = set()
        on |= {rule for rule, weight in wanted.items() if weight > unwanted.get(rule, -1)}
        on -= {rule for rule, weight in unwanted.items() if weight >= wanted.get(rule, -1)}
    return frozenset(on)


def levels(table: Mapping[str, str], where: str) -> dict[str, str]:
    """Rule ids to levels, from selectors to levels; the most specific selector wins."""
    found: dict[str, tuple[int, str]] = {}
    for selector, level in table.items():
        for rule, weight in weights((selector,), where).items():
            if weight >= found.get(rule, (-1, ""))[0]:
                found[rule] = (weight, level)
    return {rule: level for rule, (_, level) in found.items()}


def weights(selectors: Iterable[str], where: str) -> dict[str, int]:
    """Every rule id that is meant, with how specifically."""
    found: dict[str, int] = {}
    for selector in selectors:
        for rule, weight in meant(selector, where).items():
            found[rule] = max(weight, found.get(rule, 0))
    return found


def meant(selector: str, where: str) -> dict[str, int]:
    """The rules that ``selector`` names. Raises UsageError when there are none."""
    rules = rulebook.load()
    word = selector.strip().upper()
    if word == EVERY:
        return {rule.id: 0 for rule in rules.values()}
    if rule := rulebook.find(word):
        return {rule.id: EXACT}
    found = {rule.id: len(word) for rule in rules.values() if rule.id.startswith(word)}
    if not found or not word.startswith(FAMILY):
        raise unknown(selector, where)
    return found


def unknown(selector: str, where: str) -> UsageError:
    rules = rulebook.load()
    hint = did_you_mean(selector, (*rules, *(rule.id for rule in rules.values()), EVERY))
    more = hint or "; `corslint rule --all` lists the rules"
    place = f"{where}: " if where else ""
    return UsageError(f'{place}there is no rule "{clean(selector)}"{more}')
