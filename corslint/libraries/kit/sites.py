"""How a framework's applications are given their routes, and what a route is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from corslint import program as p
from corslint.handwritten.outline import VERBS, Outline
from corslint.handwritten.routing.routes import texts

NONE: frozenset[str] = frozenset()
BY_VERB: Mapping[str, tuple[str, ...]] = {verb: (verb.upper(),) for verb in sorted(VERBS)}
ADD_VERB: Mapping[str, tuple[str, ...]] = {
    f"add_{verb}": (verb.upper(),) for verb in sorted(VERBS)
}


@dataclass(frozen=True, slots=True, eq=False)
class Serving:
    """How a framework's applications are made and given their routes.

    ``apps`` and ``parts`` are the functions that make applications and what is added to
    one. ``registers`` are their methods that make a route of a view, and the HTTP methods
    that each stands for; none where an argument of the names ``listing`` says so, GET by
    default. Where ``verb_first`` and no argument has such a name, the first one does.
    Methods ``within`` give a place that routes are added to. Functions of ``modules`` make
    routes, too, by the same names: as decorators, or for an application to be given; with
    ``handed`` only those views are served that it is given by name. The classes that views
    may be have methods named after HTTP methods, with ``prefix``.
    """

    apps: frozenset[str]
    parts: frozenset[str] = NONE
    registers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: frozenset[str] = NONE
    listing: tuple[str, ...] = ("methods",)
    modules: tuple[str, ...] = ()
    handed: bool = False
    verb_first: bool = False
    prefix: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One route: ``function`` answers ``methods``; ``at`` is where that is written.

    ``owner`` is what it is added to, by its name in the file, "" where it stands alone.
    Where that is not the application (``whole``) something may stand before ``path``.
    """

    outline: Outline
    function: p.Function
    methods: tuple[str, ...]
    at: p.At
    path: str | None
    owner: str
    whole: bool

    @property
    def address(self) -> str | None:
        return self.path if self.whole else None

    def beside(self, other: Site) -> bool:
        """Whether both are at one path."""
        known = self.path is not None and self.owner == other.owner
        return self is other or (known and self.path == other.path)


def listed(serving: Serving, call: p.Call) -> tuple[str, ...]:
    """The methods that a registering call names; none where that cannot be told."""
    for argument in call.arguments:
        if argument.star:
            return ()
        if argument.name in serving.listing:
            one = argument.value
            if isinstance(one, p.Constant) and isinstance(one.value, str):
                return (one.value.upper(),)
            return texts(one)
    first = call.arguments[0].value if call.arguments and serving.verb_first else None
    if isinstance(first, p.Constant) and isinstance(first.value, str):
        return (first.value.upper(),)
    return () if serving.verb_first else ("GET",)
