"""Where requests enter the code of one file, each with what else runs for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property

from corslint import program as p
from corslint.evaluate.around.surrounding import Around, Definition
from corslint.evaluate.naming import last_word, reason_of
from corslint.evaluate.slicing.callers import handing_values
from corslint.evaluate.slicing.entries import Entry
from corslint.evaluate.slicing.walking import words
from corslint.evaluate.slicing.words import about_cors
from corslint.evaluate.study import Exploration, Study
from corslint.evaluate.things import Path
from corslint.handwritten.entering.enclosing import Enclosing
from corslint.handwritten.entering.lifecycles import LIFECYCLE, is_around, methods_around
from corslint.handwritten.entering.roles import is_closure, is_told, says_vary
from corslint.handwritten.entering.wrapping import owners
from corslint.handwritten.outline import VERBS
from corslint.handwritten.sending.effects import HeaderEffect, effects
from corslint.handwritten.sending.responses import ORIGIN, sent

MAX_DECORATED = 8
MAX_CALLERS = 12


def handlings(study: Study) -> tuple[Entry, ...]:
    """The module, then each place where a request enters that no other one leads to."""
    made = [study.module, *map(study.explore, Handlings(study).entries())]
    return tuple(independent(made))


def independent(made: Iterable[Exploration]) -> Iterator[Entry]:
    """A function that is called from another entry is seen there, with its arguments."""
    made = tuple(made)
    callers: dict[p.At, set[int]] = defaultdict(set)
    for exploration in made:
        for path in exploration.paths:
            for at in path.inlined:
                callers[at].add(id(exploration.entry))
    for exploration in made:
        own = ats_of(exploration.entry)
        if not own or any(callers[at] <= {id(exploration.entry)} for at in own):
            yield exploration.entry


def ats(chain: tuple[Definition, ...]) -> tuple[p.At, ...]:
    return tuple(each.at for each in chain)


def ats_of(entry: Entry) -> frozenset[p.At]:
    """The functions that an entry is about: its own, or the methods around it.

    None where it is about the hooks of an application that a function makes.
    """
    if entry.function is not None and entry.around and not entry.around.answered:
        return frozenset()
    if entry.function is not None:
        return frozenset({entry.function.at})
    last = entry.chain[-1] if entry.chain else None
    methods = methods_around(last) if isinstance(last, p.Class) else ()
    return frozenset(each.at for each in methods if any(map(about_cors, words(each.body))))


def additions(paths: Iterable[Path]) -> object:
    """What the ways through a handler write, None where that includes Allow-Origin."""
    found: set[object] = set()
    for path in paths:
        written = list(effects(path))
        if any(each.name == ORIGIN for each in written):
            return None
        looks = tuple(each.text for each in path.decisions if each.headers)
        found.add((looks, *((each.name, each.mode, text_of(each)) for each in written)))
    return frozenset(found)


def text_of(effect: HeaderEffect) -> object:
    thing = effect.value
    text = sent(effect)
    return (reason_of(thing), thing.trace.headers) if text is None else text


def writers(marked: Iterable[Entry]) -> frozenset[str]:
    """What functions that write headers are called by: ``name``, ``.name``."""
    names = {each.chain[-1].name for each in marked} - VERBS
    return frozenset({*names, *(f".{name}" for name in names)})


def ancestry(klass: p.Class | None) -> object:
    """What a class has from others, and the methods of its own that matter here."""
    if klass is None:
        return None
    own = tuple(each.at for each in methods_around(klass))
    return (own, tuple(words(tuple(base.value for base in klass.bases))))


class Handlings(Enclosing):
    """Finds the entries of one file."""

    def entries(self) -> Iterator[Entry]:
        marked = self.study.marked
        yield from self.of_hooks(marked)
        yield from self.of_classes(marked)
        handing = handing_values(self.study.program.body, marked)
        for entry in (*marked, *handing, *self.varying(marked)):
            if id(entry.function) not in self.hooked and not is_around(entry):
                yield from self.if_fresh(self.surrounded(entry))
        yield from self.decorated(marked)
        yield from map(self.surrounded, self.callers(marked))

    def if_fresh(self, entry: Entry) -> Iterator[Entry]:
        """Of handlers that add the same to what is around them, one stands for all."""
        around, alone = entry.around, replace(entry, around=None)
        added = around and additions(self.study.explore(alone).paths)
        if around is None or added is None or self.is_decorated(entry.chain[-1]):
            yield entry
            return
        kind = (around.key, ancestry(entry.klass), added)
        if kind not in self.kinds:
            self.kinds.add(kind)
            yield entry

    @cached_property
    def kinds(self) -> set[object]:
        """What was seen to be added, and to what."""
        return set()

    def of_hooks(self, marked: Iterable[Entry]) -> Iterator[Entry]:
        """All hooks of an application together, as every other handler meets them."""
        known = frozenset(id(each.function) for each in marked)
        writing = [each for each in self.hooks if id(each.function) in known]
        groups = {(each.owner, ats(each.hook.scope)): each.hook.scope for each in writing}
        for (owner, _), scope in groups.items():
            hooks = self.covering(frozenset({owner}))
            yield Entry(scope, around=Around(hooks, answered=False))

    def of_classes(self, marked: Iterable[Entry]) -> Iterator[Entry]:
        methods = [entry for entry in marked if is_around(entry)]
        classes = {ats(entry.chain[:-1]): entry.chain[:-1] for entry in methods}
        for chain in classes.values():
            made = self.construction(chain[-1].name)
            yield Entry(chain, around=Around(self.covering(), LIFECYCLE, False, made))

    def varying(self, marked: Iterable[Entry]) -> Iterator[Entry]:
        """Handlers that add nothing but Vary to what is set around them, or for them."""
        known = {id(each.function) for each in marked} | self.hooked
        around = {id(each.klass) for each in marked if is_around(each)}
        writing = writers(marked)
        for entry in self.outline.functions if marked else ():
            mine = entry.klass is not None and self.has_hooks(entry.klass, around)
            served = mine or (self.hooks and owners(entry))
            if id(entry.function) in known or not (served or self.uses(entry, writing)):
                continue
            if entry.function is not None and says_vary(entry.function):
                yield entry

    def uses(self, entry: Entry, writing: frozenset[str]) -> bool:
        return not writing.isdisjoint(self.outline.mentions(entry))

    def has_hooks(self, klass: p.Class, around: set[int]) -> bool:
        """Whether a class, or a base of it that this file names, has methods around."""
        if id(klass) in around:
            return True
        bases = (self.outline.classes.get(last_word(each.value)) for each in klass.bases)
        return any(base is not None and id(base.chain[-1]) in around for base in bases)

    def callers(self, marked: Iterable[Entry]) -> Iterator[Entry]:
        """The functions that pass an origin or an allowlist to one that writes headers."""
        known = {id(each.function) for each in marked} | self.hooked
        wanted = writers(filter(is_told, marked))
        found = 0
        for entry in self.outline.functions:
            if is_around(entry):
                continue
            called = self.outline.mentions(entry) & wanted
            if called and id(entry.function) not in known and found < MAX_CALLERS:
                found += 1
                yield entry

    def decorated(self, marked: Iterable[Entry]) -> Iterator[Entry]:
        """Handlers that only their decorators make write headers: some of each kind."""
        known = frozenset(id(each.function) for each in marked) | self.hooked
        kinds: set[tuple[str, ...]] = set()
        for entry in self.outline.functions:
            function = entry.function
            if function is None or id(function) in known or is_closure(entry):
                continue
            kind = tuple(
                word
                for each in function.decorators
                if self.writes(each)
                for word in words(each)
            )
            if kind and kind not in kinds and len(kinds) < MAX_DECORATED:
                kinds.add(kind)
                yield self.surrounded(entry)
