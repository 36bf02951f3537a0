"""What the preflights of a route get, and whether the responses to its requests follow."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.slicing.walking import walk
from corslint.handwritten.routing.answerers import OPTIONS, Who, answerer
from corslint.handwritten.routing.needs import headers_read, reads_json
from corslint.handwritten.routing.replies import replies
from corslint.handwritten.routing.reply import Replies
from corslint.handwritten.routing.routes import ANY, Site
from corslint.handwritten.routing.stage import Stage
from corslint.policy import Route
from corslint.source import Span
from corslint.wire import Certainty, Request

ASKING = frozenset({"PUT", "PATCH", "DELETE"})
"""Methods that no page may send to another origin without asking (Fetch, "safelisted")."""

NOT_SERVED: frozenset[object] = frozenset({405, 501})


def preflights(stage: Stage, site: Site, origin: str) -> Replies:
    """What OPTIONS gets; nothing where others may interfere, or nobody asks."""
    key = ("preflights", id(site), origin)
    return stage.once(key, lambda: asked_first(stage, site, origin))


def asked_first(stage: Stage, site: Site, origin: str) -> Replies:
    if not asks(needing(stage, site)) or not stage.closed(site):
        return Replies((), False)
    asked = next((each for each in site.methods if each in ASKING), "POST")
    return replies(stage, site, Request(origin, OPTIONS, asks_method=asked))


def route(stage: Stage, site: Site, found: Replies, own: Collection[int]) -> Route:
    """A route with what its preflights get."""
    made = replace(needing(stage, site), own=id(site.function) in own)
    if not found.found:
        return made
    verdict = answers(found)
    entry, who = answerer(stage, site, OPTIONS)
    if entry is None or entry.function is None:
        refused = who is Who.FRAMEWORK and verdict is Certainty.NO
        because = site.framework.because if refused else None
        return replace(made, preflight=verdict, refusal=because)
    if verdict is Certainty.NO and any(reply.admits for reply in found.found):
        verdict = Certainty.MAYBE  # answered, and refused by its status
    where = line_of(stage, entry.function.at, stage.outline.path)
    return replace(made, preflight=verdict, answered=where)


def needing(stage: Stage, site: Site) -> Route:
    """A route with what its handler takes."""
    return stage.once(("needing", id(site)), lambda: taking(stage, site))


def taking(stage: Stage, site: Site) -> Route:
    served = () if refuses(site.function) else site.methods
    return Route(
        tuple(each for each in served if each != OPTIONS),
        head(stage, site),
        headers_read(stage.outline, site.function),
        site.path,
        reads_json(stage.outline, site.function),
    )


def refuses(function: p.Function) -> bool:
    """Whether a handler is only there to say that its method is not served."""
    body = [each for each in function.body if not is_docstring(each)]
    return bool(body) and all(
        isinstance(each, p.Raise) or NOT_SERVED & set(constants(each)) for each in body
    )


def is_docstring(statement: p.Statement) -> bool:
    return isinstance(statement, p.Evaluate) and isinstance(statement.value, p.Constant)


def constants(node: object) -> Iterator[object]:
    return (each.value for each in walk(node) if isinstance(each, p.Constant))


def asks(found: Route) -> bool:
    """Whether browsers ask first before some request to this route."""
    return bool(
        ASKING & set(found.methods)
        or (found.headers and found.methods)
        or (found.json and "POST" in found.methods)
    )


def answers(found: Replies) -> Certainty:
    """Whether a preflight gets a success with Allow-Origin."""
    if not found.found:
        return Certainty.MAYBE
    good = [reply.admits and reply.succeeds for reply in found.found]
    if found.sure and not any(good) and not any(reply.doubts for reply in found.found):
        return Certainty.NO
    return Certainty.YES if all(good) else Certainty.MAYBE


def common(found: Iterable[Certainty]) -> Certainty:
    kinds = set(found)
    return kinds.pop() if len(kinds) == 1 else Certainty.MAYBE


def actual(stage: Stage, sites: Iterable[Site], origin: str) -> Certainty:
    """Whether the responses to the requests themselves let a page read them."""
    found = [
        carries(stage, site, method, origin)
        for site in sites
        for method in site.methods
        if method not in {OPTIONS, ANY, "HEAD"}
    ]
    return common(found) if found else Certainty.YES


def carries(stage: Stage, site: Site, method: str, origin: str) -> Certainty:
    if not stage.closed(site):
        return Certainty.MAYBE
    found = replies(stage, site, Request(origin, method))
    if any(reply.admits or reply.doubts for reply in found.found):
        return Certainty.MAYBE
    return Certainty.NO if found.sure else Certainty.MAYBE


def head(stage: Stage, site: Site) -> Span:
    """What shows a route: the call that makes it, or the line that begins the method."""
    if site.lineage is None:
        return Span(stage.outline.path, *site.at)
    return line_of(stage, site.at, site.lineage.nodes[0][0].path)


def line_of(stage: Stage, at: tuple[int, int, int, int], path: str) -> Span:
    """The first line of a definition."""
    source = stage.study.tree.workspace.source(path)
    text = "" if source is None else source.line(at[0]).rstrip()
    return Span(path, at[0], at[1], at[0], max(len(text) + 1, at[1] + 1))
