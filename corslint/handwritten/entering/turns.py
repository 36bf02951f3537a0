"""The hooks of a file in the order in which they run, and what each of them runs for.

Executed with aiohttp 3.14, Flask 3.1 and Starlette 1.10.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corslint import program as p
from corslint.evaluate.around.surrounding import Hook, Place
from corslint.evaluate.naming import dotted, last_word
from corslint.handwritten.entering.wrapping import every
from corslint.handwritten.outline import Outline

WRAPPING = frozenset({"add_middleware", "middleware"})
"""What puts one function around all that are there already."""

LISTED = frozenset({"append", "insert"})
"""What makes a function run after those that are there already."""

PARTS = frozenset({"APIRouter", "Blueprint", "RouteTableDef", "Router"})
"""What makes a part of an application, whose hooks are for that part."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A hook, and the application or router, as the file calls it, that it belongs to.

    ``function`` is its code where that stands in this file.
    """

    hook: Hook
    owner: str
    whole: bool
    function: p.Function | None

    def covers(self, owners: frozenset[str]) -> bool:
        """Whether it runs for what is served by ``owners``."""
        return self.whole or self.owner in owners


def registered(outline: Outline) -> tuple[Registered, ...]:
    """The hooks of a file, in the order in which they run, as far as they tell.

    After the handler it is those of its blueprint first, and the last one of a kind first.
    """
    parts = partial(outline)
    made: dict[object, tuple[str, Registered]] = {}
    for hook, owner, word in every(outline):
        key = (hook.place, owner in parts and owner, name_of(hook))
        made.pop(key, None)  # marked by a decorator, and put into a list here
        code = hook.node if isinstance(hook.node, p.Function) else None
        whole = owner not in parts or "app_request" in word
        made[key] = word, Registered(hook, owner, whole, code)
    return tuple(in_order(list(made.values())))


def in_order(found: Sequence[tuple[str, Registered]]) -> Iterator[Registered]:
    """What was added last is around the others, unless it stands in a list."""
    around = [each for each in found if each[1].hook.place is Place.AROUND]
    added = [each for word, each in around if word in WRAPPING]
    yield from (each for _, each in found if each.hook.place is Place.BEFORE)
    yield from sorted(added, key=lambda each: each.hook.value.at, reverse=True)
    yield from (each for word, each in around if word not in WRAPPING)
    late = [each for each in found if each[1].hook.place is Place.AFTER]
    last_first = [each for word, each in reversed(late) if word not in LISTED]
    yield from (each for each in last_first if not each.whole)
    yield from (each for each in last_first if each.whole)
    yield from (each for word, each in late if word in LISTED)


def name_of(hook: Hook) -> object:
    """Which function a hook is: marked by a decorator and named in a list, it is one."""
    return hook.value.at if hook.node is None else hook.node.at


def partial(outline: Outline) -> frozenset[str]:
    """The names of routers and blueprints."""
    return frozenset(
        name
        for assign in outline.assigns
        if isinstance(assign.value, p.Call) and last_word(assign.value.function) in PARTS
        for target in assign.targets
        if (name := dotted(target)) is not None
    )
