"""Origins of strangers that people understand at once, made of the texts of a pattern."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from corslint.patterns.building import Mode
from corslint.patterns.lowering import Form
from corslint.patterns.naming import DOT, HOLE, Named, skeletons
from corslint.patterns.shapes import EVIL
from corslint.wire import FOREIGN_ORIGIN

MAX_EXAMPLES = 150
MAX_SKELETONS = 12
MAX_HOLES = 3
LONGEST = 120

FILLS = ("evil", "", EVIL, f".{EVIL}", "8443")
ENDS = ("", f".{EVIL}")
STARTS = ("", "https://", "https://evil")


def examples(form: Form, whom: Named) -> Iterator[str]:
    """Origins to try, each once; most patterns that let strangers in accept one of them."""
    seen: set[str] = set()
    for origin in proposals(form, whom):
        if origin not in seen and len(origin) <= LONGEST:
            seen.add(origin)
            yield origin
        if len(seen) >= MAX_EXAMPLES:
            return


def proposals(form: Form, whom: Named) -> Iterator[str]:
    yield FOREIGN_ORIGIN
    for domain in sorted(whom.domains):
        yield f"https://{domain}.{EVIL}"
        yield f"https://evil{domain}"
    for suffix in sorted(whom.suffixes):
        yield f"https://evil.{suffix}"
    ends = ("",) if form.mode is Mode.FULL else ENDS
    for text in skeletons(form.node)[:MAX_SKELETONS]:
        anywhere = form.mode is Mode.SEARCH or text.startswith(HOLE)
        starts = STARTS if anywhere else ("",)
        for start, end in product(starts, ends):
            yield from (f"{start}{each}{end}" for each in filled(text))


def filled(skeleton: str) -> Iterator[str]:
    """A skeleton with its holes filled; then one dot after the other as a letter."""
    if skeleton.count(HOLE) > MAX_HOLES:
        return
    dotted = skeleton.replace(DOT, ".")
    first, *rest = dotted.split(HOLE)
    for fills in product(FILLS, repeat=len(rest)):
        pairs = zip(fills, rest, strict=True)
        yield first + "".join(f"{fill}{text}" for fill, text in pairs)
    for place, character in enumerate(skeleton):
        if character == DOT:
            changed = f"{skeleton[:place]}x{skeleton[place + 1 :]}"
            yield changed.replace(DOT, ".").replace(HOLE, "evil")
