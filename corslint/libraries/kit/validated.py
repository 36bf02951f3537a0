"""What Pydantic makes of options, for models: what it refuses is a RefusedError.

Executed with pydantic 2.14.3, in its lax mode.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.libraries.kit.models import RefusedError

FALSE = frozenset({"0", "f", "false", "n", "no", "off"})
TRUE = frozenset({"1", "on", "t", "true", "y", "yes"})


def switch(name: str, value: object) -> bool:
    text = str(value).lower()
    if not isinstance(value, bool | int | str) or text not in TRUE | FALSE:
        raise RefusedError(f"`{name}` has to be `True` or `False`")
    return text in TRUE


def strings(name: str, value: object) -> list[str]:
    """A list, or another collection that is neither a text nor a dict."""
    if not isinstance(value, list | tuple | frozenset | Iterator):
        raise RefusedError(f"`{name}` has to be a list of texts")
    found = list(value)
    texts = [one for one in found if isinstance(one, str)]
    if len(texts) < len(found):
        raise RefusedError(f"`{name}` has to be a list of texts")
    return texts


def whole(name: str, value: object) -> int:
    try:
        if isinstance(value, str) or (
            isinstance(value, int | float) and value == int(value)
        ):
            return int(value)
    except (ValueError, OverflowError):
        pass
    raise RefusedError(f"`{name}` has to be a whole number")
