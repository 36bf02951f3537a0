"""Which routes of an application pages cannot use, as the library is asked about them.

Where preflights are let through, one that a browser stops at is refused for the method
that it asks for; so it is with a header that the route reads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from corslint import program as p
from corslint.browser.reading import reads
from corslint.evaluate.settle import placed
from corslint.evaluate.study import Study
from corslint.handwritten.routing.lineage import module_of
from corslint.handwritten.routing.needs import headers_read
from corslint.libraries.kit.applications import sites
from corslint.libraries.kit.plain import Plain, plain
from corslint.libraries.kit.probing import Probing, asking
from corslint.libraries.kit.sites import Serving, Site
from corslint.libraries.kit.uses import Given, Use
from corslint.libraries.kit.waist import Lore, opened
from corslint.libraries.kit.waist import Site as Answering
from corslint.policy import Channel, Policy, Route
from corslint.source import Span
from corslint.wire import (
    ALLOW_HEADERS,
    ALLOW_METHODS,
    Answer,
    Certainty,
    Outcome,
    Request,
)

REFUSABLE = frozenset({"PUT", "PATCH", "DELETE"})
"""Methods that scripts send and that have to be allowed by name (Fetch, "safelisted")."""


def alone_in_file(_: Use, __: Site, alone: bool) -> bool:
    return alone


@dataclass(frozen=True, slots=True, eq=False)
class Served:
    """The routes whose preflights a library answers: all of an application's.

    ``covers`` says whether a use is for a route, and is told whether it is the only use of
    the file: by default it is for all of them then, or for none. ``told`` is the option by
    which the model hears of the methods at a path, where they decide.
    """

    routes: Serving
    covers: Callable[[Use, Site, bool], bool] = alone_in_file
    told: str | None = None


def routed(served: Served, lore: Lore, use: Use, policy: Policy, alone: bool) -> Policy:
    """The policy with those of its routes whose preflights come to nothing.

    ``alone``: there is no other use in the file that the routes may belong to.
    """
    answers = policy.channel is Channel.HTTP and policy.preflight is Certainty.YES
    match policy.settings:
        case Answering(setup=setup, crash=None) if answers and use.study is not None:
            shown = {**lore.shown, **use.passed.shown}
            found = Probing(use, *opened(lore, setup, list(lore.whom(use))), shown)
            every = all_sites(use.study, served.routes)
            about = covered(served, use, use.study, every, alone and not policy.scope)
            lacking = Lacking(asking(found), served.told, every, policy.span)
            routes = (route for site in about for route in lacking.at(site))
            return replace(policy, routes=tuple(routes))
        case _:
            return policy


def all_sites(study: Study, serving: Serving) -> tuple[Site, ...]:
    tree, path = study.tree, study.source.path
    outline = module_of(tree, path)
    key = ("sites", path, serving)
    return tree.workspace.once(key, lambda: tuple(sites(tree, outline, serving)))


def covered(
    served: Served, use: Use, study: Study, every: Iterable[Site], alone: bool
) -> Iterator[Site]:
    """The routes that a use is about: that of the view which it decorates, or all."""
    outline = module_of(study.tree, study.source.path)
    entries = outline.functions
    views = [each.function for each in entries if each.function and of(use, each.function)]
    for site in every:
        if views:
            wanted = any(view is site.function for view in views)
        else:
            wanted = served.covers(use, site, alone)
        if wanted:
            yield site


def of(use: Use, function: p.Function) -> bool:
    """Whether a use decorates a function."""
    span = use.call.span
    found = (Span(span.path, *each.at) for each in function.decorators)
    return span in found


@dataclass(frozen=True, slots=True)
class Lacking:
    """A library that is asked what pages need of the routes of ``every``."""

    probing: Probing
    told: str | None
    every: tuple[Site, ...]
    span: Span

    def at(self, site: Site) -> Iterator[Route]:
        """The methods of a route that are refused, or else the headers."""
        asked = [method for method in site.methods if method in REFUSABLE]
        wrong = tuple(method for method in asked if self.stopped(site, method))
        if wrong:
            clause = self.of_methods(self.answer(site, wrong[0]))
            yield self.route(site, wrong, (), ALLOW_METHODS, clause)
            return
        for method in [each for each in site.methods if each not in UNASKED][:1]:
            read = headers_read(site.outline, site.function)
            names = tuple(each for each in read if self.stopped(site, method, each))
            if names:
                clause = of_headers(names, self.answer(site, method, *names))
                yield self.route(site, (method,), names, ALLOW_HEADERS, clause)

    def route(
        self,
        site: Site,
        methods: tuple[str, ...],
        headers: tuple[str, ...],
        header: str,
        clause: str,
    ) -> Route:
        given = self.given(header)
        return Route(
            methods,
            Span(site.outline.path, *site.at),
            headers,
            path=site.address,
            preflight=Certainty.NO,
            answered=placed(given.thing, given.place)[0] if given else self.span,
            refusal=clause,
        )

    def given(self, header: str) -> Given | None:
        return self.probing.use.given.get(self.probing.decides(header) or "")

    def stopped(self, site: Site, method: str, *headers: str) -> bool:
        """Whether browsers go no further, whatever is not known of the library."""
        request = self.request(method, *headers)
        answer = self.answer(site, method, *headers)
        return reads(request, answer).outcome is Outcome.BLOCKED

    def request(self, method: str, *headers: str) -> Request:
        asked = self.probing.preflight(*headers)
        return replace(asked, asks_method=method)

    def answer(self, site: Site, method: str, *headers: str) -> Answer:
        there = self.probing
        if self.told is not None:
            methods = {
                each for one in self.every if one.beside(site) for each in one.methods
            }
            option = {self.told: Plain(sorted(methods))}
            there = replace(there, setup=there.setup.with_options(option))
        return there.answer(self.request(method, *headers))

    def of_methods(self, answer: Answer) -> str:
        """A clause that says what the answer has instead."""
        why = self.because()
        if answer.status is not None and not 200 <= answer.status < 300:
            return f"is a {answer.status}{why}"
        text = answer.value(ALLOW_METHODS)
        if text is None:
            return f"has no {ALLOW_METHODS}{why}"
        return f"lists only `{text}` in {ALLOW_METHODS}"

    def because(self) -> str:
        option, given = self.probing.decides(ALLOW_METHODS), self.given(ALLOW_METHODS)
        match plain(given.thing).value if given else None:
            case str(text):
                return (
                    f", as `{option}` is `{text}`" if text else f", as `{option}` is empty"
                )
            case list(names) | tuple(names) if all(isinstance(each, str) for each in names):
                text = ", ".join(map(str, names))
                return f", as `{option}` has only `{text}`" if text else ""
            case _:
                return ""


UNASKED = frozenset({"OPTIONS", "HEAD", "*"})


def of_headers(names: tuple[str, ...], answer: Answer) -> str:
    shown = " and ".join(f"`{name.title()}`" for name in names)
    if answer.status is not None and not 200 <= answer.status < 300:
        verb = "is" if len(names) == 1 else "are"
        return f"is a {answer.status}, as {shown} {verb} not allowed"
    return f"does not name {shown} in {ALLOW_HEADERS}"
