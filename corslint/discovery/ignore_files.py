"""The ignore files that apply in a folder: its own, those above it, the repository's."""

from __future__ import annotations

import os

from corslint.discovery.files import read, repository
from corslint.errors import because
from corslint.terminal import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corslint.discovery.ignore import IgnoreRules

NAME = ".gitignore"
LIMIT = 64 * 1024
"""Bytes of one ignore file; more than any hand writes, and it bounds the matching."""


class Chain:
    """Ignore rules, the nearest first: the first that says anything about a path decides.

    Each link holds how much of an absolute path to cut off to make it relative to the
    folder of its rules. Chains are never changed: ``with_text`` gives a longer one.
    """

    __slots__ = ("links",)

    def __init__(self, links: tuple[tuple[IgnoreRules, int], ...] = ()) -> None:
        self.links = links

    def with_text(self, text: str, folder: str) -> Chain:
        """This chain behind the patterns of ``text``, which stand in ``folder``."""
        from corslint.discovery.ignore import IgnoreRules, patterns

        rules = IgnoreRules(patterns(text))
        if not rules.folders:
            return self
        return Chain(((rules, len(folder.rstrip("/")) + 1), *self.links))

    def with_file(self, path: str, folder: str, problems: list[str]) -> Chain:
        """This chain behind the ignore file ``path``; an absent one adds nothing."""
        try:
            return self.with_text(read(path, LIMIT).decode("utf-8", "replace"), folder)
        except FileNotFoundError:
            return self
        except OSError as error:
            problems.append(f"ignore file {clean(path)} is not used: {because(error)}")
            return self

    def ignores(self, path: str, name: str, folder: bool) -> bool:
        """Whether the file or folder at the absolute ``path`` is left out."""
        for rules, cut in self.links:
            verdict = rules.verdict(path[cut:], name, folder)
            if verdict is not None:
                return verdict
        return False


def chain_above(folder: str, problems: list[str]) -> Chain:
    """What the repository says about the contents of the absolute ``folder``.

    Nothing when the repository ignores the folder itself: it was named, so it is meant.
    """
    top = repository(folder)
    chain = Chain()
    if top is None:
        return chain
    chain = chain.with_file(os.path.join(top, ".git", "info", "exclude"), top, problems)
    at = top
    for name in folder[len(top) :].split("/"):
        if name:
            chain = chain.with_file(os.path.join(at, NAME), at, problems)
            at = f"{at.rstrip('/')}/{name}"
            if chain.ignores(at, name, folder=True):
                return Chain()
    return chain
