"""Values of another kind than is wanted, mostly texts, and what Python makes of them."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.naming import kind_of
from corslint.evaluate.settle import as_text, placed, variable
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit import pieces
from corslint.libraries.kit.plain import Opaque, Untold, plain
from corslint.libraries.kit.uses import Given
from corslint.libraries.kit.whom import Equals, Meant, meant
from corslint.observation import Effect, WrongType

SEARCHED = "every piece of the text is let in"
NO_PIECE = "the Origin is searched for in the text, and none is a piece of it"
LETTERS = "the text is gone through letter by letter, and no Origin is one letter"
SWITCHED_ON = "every text but the empty one is true, `false` too"
NOT_TRUE = "only `True` itself counts: cookies stay forbidden"
OFF_WORDS = frozenset({"0", "f", "false", "n", "no", "none", "null", "off"})


def pieces_of(text: str, given: Given) -> Iterator[Meant]:
    """Whom ``origin in text`` lets in."""
    for origin, found in pieces.admitted(text).items():
        yield meant(given.thing, given.place, Equals(origin, found))


def searched(option: str, given: Given | None, wanted: str) -> Iterator[WrongType]:
    """``origin in text``: the pieces of the text get in."""
    if given is None or not (text := as_text(given.thing)):
        return
    found = pieces.stranger(text)
    if found is not None:
        yield wrong(
            option, given, wanted, Effect.OPENS, f"{SEARCHED}, such as `{found}`", found
        )
    elif variable(given.thing) is not None:
        words = f"{SEARCHED}, whatever `{variable(given.thing)}` is set to"
        yield wrong(option, given, wanted, Effect.OPENS, words)
    elif pieces.named(text):
        yield wrong(option, given, wanted, Effect.WORKS, SEARCHED)
    else:
        yield wrong(option, given, wanted, Effect.CLOSES, NO_PIECE)


def lettered(
    option: str, given: Given | None, wanted: str, words: str = LETTERS
) -> Iterator[WrongType]:
    """``for entry in text``: each letter is taken for an entry."""
    if given is not None and as_text(given.thing):
        yield wrong(option, given, wanted, Effect.CLOSES, words)


def switched(option: str, given: Given | None) -> Iterator[WrongType]:
    """``if "false"``, and what an environment may say."""
    text = None if given is None else as_text(given.thing)
    if given is None or not text:
        return
    if text.strip().lower() in OFF_WORDS or variable(given.thing) is not None:
        yield wrong(option, given, "`True` or `False`", Effect.OPENS, SWITCHED_ON)


def untrue(option: str, given: Given | None) -> Iterator[WrongType]:
    """``if value is True``: what is true and not ``True`` switches nothing on."""
    if given is not None and true_in_a_way(given) is not None:
        yield wrong(option, given, "`True` or `False`", Effect.CLOSES, NOT_TRUE)


def true_in_a_way(given: Given) -> object:
    """A value that counts as true and is not ``True``; None if it is none, or not known."""
    value = plain(given.thing).value
    strange = isinstance(value, Untold | Opaque) or value is True
    return value if truth(given.thing) and not strange else None


def wrong(
    option: str,
    given: Given,
    wanted: str,
    effect: Effect,
    words: str,
    admits: str | None = None,
) -> WrongType:
    span, via = placed(given.thing, given.place)
    kind = kind_of(given.thing)
    return WrongType(option, kind, wanted, span, effect, words, admits, via)
