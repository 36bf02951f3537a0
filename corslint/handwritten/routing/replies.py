"""What one route sends to one request: hooks, handler and framework taken together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corslint import program as p
from corslint.evaluate.calls import last_name
from corslint.evaluate.machine import Probe
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.slicing.walking import walk, words
from corslint.evaluate.study import Study
from corslint.handwritten.outline import identifiers
from corslint.handwritten.routing.answerers import OPTIONS, Who, answerer
from corslint.handwritten.routing.frameworks import AIOHTTP, HTTP_SERVER
from corslint.handwritten.routing.hooks import Hook, Kind, answers_itself, decided, tries
from corslint.handwritten.routing.reply import Replies, Reply, after
from corslint.handwritten.routing.returned import is_response, opaque
from corslint.handwritten.routing.routes import Site
from corslint.handwritten.routing.stage import Stage
from corslint.handwritten.routing.statuses import status_of
from corslint.handwritten.routing.ways import End, Way
from corslint.wire import Request

MAX_REPLIES = 60
ENDING = frozenset({"finish", "redirect", "send_error", "write_error"})
"""Methods of handlers that send the response at once."""


def replies(stage: Stage, site: Site, request: Request) -> Replies:
    """What ``site`` sends to a request of a method that it takes, or to OPTIONS."""
    cookies = brought(stage.study, request)
    probe = Probe(request.origin, request.method, cookies=cookies)
    return Asking(stage, site, probe).all()


def brought(study: Study, request: Request) -> bool:
    """Whether a request brings cookies to code that may look at them."""
    return request.credentials and "cookie" in study.source.text.lower()


@dataclass(frozen=True, slots=True)
class Asking:
    """One request to one route."""

    stage: Stage
    site: Site
    probe: Probe

    def all(self) -> Replies:
        entry, who = answerer(self.stage, self.site, self.probe.method or "")
        if who is Who.UNKNOWN:
            return Replies((), False)
        made = self.by_handler(entry) if entry else self.by_framework()
        hooks = list(self.hooks())
        for around in (*self.wrappers(answered=entry is not None), *hooks):
            made = self.through(around, made, raised=entry is None)
        sure = made.sure and self.ordered(hooks)
        return Replies(made.found[:MAX_REPLIES], sure and bool(made.found))

    def ordered(self, hooks: Sequence[Hook]) -> bool:
        """Whether it is known which of several hooks of one kind is around the others."""
        lost = (each for each in hooks if id(each.entry.function) not in self.stage.turns)
        kinds = [each.kind for each in hooks]
        return all(kinds.count(each.kind) == 1 for each in lost)

    # The handler

    def by_framework(self) -> Replies:
        """Nobody takes OPTIONS: an error, or an answer of the framework's own."""
        start = Replies((Reply(status=self.site.framework.unanswered),), True)
        framework = self.site.framework
        made = self.prepared(start, () if framework.automatic else framework.always)
        earlier = (self.stage.method(self.site, name) for name in framework.before)
        ended = any(entry is not None and answers_itself(entry) for entry in earlier)
        return replace(made, sure=made.sure and not ended)

    def by_handler(self, entry: Entry) -> Replies:
        framework = self.site.framework
        start = self.prepared(
            Replies((Reply(),), True), framework.always | framework.before
        )
        writes = self.stage.involved(entry) or says_vary(entry)
        if self.probe.method != OPTIONS and not writes:
            return start
        ways = self.stage.explorer.ways(entry, self.probe)
        found = tuple(
            replace(after(reply, way), status=self.status(way))
            for reply in start.found
            for way in ways.found
        )
        return Replies(found, start.sure and ways.complete)

    def status(self, way: Way) -> int | None:
        """As the code says; a handler that says nothing succeeds."""
        found = status_of(way)
        if found is not None:
            return found.code
        if way.end is End.RAISES:
            return 500
        known = self.site.framework is not HTTP_SERVER and not opaque(way)
        return 200 if known else None

    def prepared(self, start: Replies, names: Iterable[str]) -> Replies:
        """With what the methods write that run for every request to a class."""
        made = start
        for name in sorted(names):
            entry = self.stage.method(self.site, name)
            if entry is None or not self.stage.involved(entry):
                continue
            ways = self.stage.explorer.ways(entry, self.probe)
            found = tuple(
                reply.having(way.response) for reply in made.found for way in ways.found
            )
            quiet = ways.complete and all(map(goes_on, ways.found)) and not may_end(entry)
            made = Replies(found, made.sure and quiet)
        return made

    # What stands around it

    def wrappers(self, answered: bool) -> Iterator[Hook]:
        """The functions of the file that decorators put around a view, innermost first.

        Where the framework answers, only those above the decorator that makes it do so.
        """
        decorators = self.site.function.decorators
        places = [each.at for each in decorators]
        above = places.index(self.site.at) if self.site.at in places else 0
        seen = decorators if answered else decorators[:above]
        for decorator in reversed(seen):
            wanted = set(identifiers(decorator))
            for entry in self.stage.study.marked:
                outer = {each.name for each in entry.chain[:-1]}
                if outer & wanted and entry.function is not self.site.function:
                    yield Hook(entry, Kind.AROUND, self.site.framework, "", True)

    def hooks(self) -> Iterator[Hook]:
        """The hooks that matter to this request, the innermost first."""
        found = [hook for hook in self.stage.hooks if hook.covers(self.site)]
        turns = self.stage.turns
        for kind in (Kind.AROUND, Kind.BEFORE, Kind.AFTER):
            for hook in inwards((each for each in found if each.kind is kind), turns):
                aside = answers_itself(hook.entry) or says_vary(hook.entry)
                if aside or self.stage.involved(hook.entry):
                    yield hook

    def through(self, hook: Hook, inner: Replies, raised: bool) -> Replies:
        """The replies after a hook; ``raised``: the framework's refusal is an exception."""
        ways = self.stage.explorer.ways(hook.entry, self.probe)
        lost = raised and hook.kind is Kind.AROUND and hook.framework is AIOHTTP
        found: list[Reply] = []
        for way in ways.found:
            if hook.kind is not Kind.AFTER and is_response(way):
                own = Reply().having(way.response)
                found.append(replace(own, status=self.status(way)))
            elif lost or hook.kind is Kind.BEFORE:
                found += inner.found
            else:
                found += [reply.having(way.response) for reply in inner.found]
        clear = all(decided(hook, way) for way in ways.found) and not (lost and tries(hook))
        return Replies(tuple(found), inner.sure and ways.complete and clear)


def inwards(found: Iterable[Hook], turns: Mapping[int, int]) -> list[Hook]:
    """Hooks of one kind, the innermost first."""
    hooks = sorted(found, key=lambda hook: turns.get(id(hook.entry.function), 0))
    last = hooks and hooks[0].kind is Kind.AFTER
    return hooks if last else hooks[::-1]


def goes_on(way: Way) -> bool:
    """Whether a method that runs before the handler leaves the answer to it."""
    return way.end is not End.RAISES and not is_response(way)


def says_vary(entry: Entry) -> bool:
    return any("vary" in word.lower() for word in words(entry.chain[-1].body))


def may_end(entry: Entry) -> bool:
    """Whether a method may send the response to OPTIONS at once."""
    called = {
        last_name(each.function)
        for each in walk(entry.chain[-1].body)
        if isinstance(each, p.Call)
    }
    return answers_itself(entry) and bool(called & ENDING)
