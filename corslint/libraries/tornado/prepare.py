"""What ``prepare`` of a Tornado handler does before the method that answers a preflight.

Executed with Tornado 6.6: it runs for OPTIONS, too. What it raises or sends is the answer;
``set_default_headers`` adds to that, but a preflight needs a success.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.study import Study
from corslint.handwritten.guarding.helpers import names_in
from corslint.handwritten.guarding.passing import turned_away
from corslint.handwritten.guarding.statuses import turns_away
from corslint.handwritten.guarding.values import Exit, Part, Sure
from corslint.handwritten.outline import Outline, holds
from corslint.handwritten.routing.frameworks import TORNADO
from corslint.handwritten.routing.lineage import lineage
from corslint.libraries.kit.guards import Guard, stopped, where
from corslint.policy import Policy
from corslint.source import Span

PREPARE = "prepare"
PASSING = 'if self.request.method == "OPTIONS": return'
SENDING = ("self.finish", "self.send_error", "self.redirect")
FAILURE = 300


def prepared(policy: Policy, study: Study, outline: Outline) -> Policy:
    """The policy of a handler that answers OPTIONS, and what keeps preflights from it."""
    return stopped(policy, guards(study, outline, policy.span))


def guards(study: Study, outline: Outline, span: Span) -> Iterator[Guard]:
    klass = class_at(outline, span)
    line = lineage(study.tree, outline, klass) if klass is not None else None
    if line is None or line.framework is not TORNADO or "options" not in line.methods:
        return
    module, function = line.methods.get(PREPARE, (None, None))
    if module is None or function is None:
        return
    own = [method for _, method in line.methods.values()]
    answer = turned_away(function, {**names_in(module, own), "self": Part.HANDLER}, turns)
    if answer is not None:
        shown = where(answer, function, *SENDING)
        yield Guard(PREPARE, module.path, shown, PREPARE, PASSING)


def class_at(outline: Outline, span: Span) -> p.Class | None:
    """The innermost class around a place."""
    if span.path != outline.path:
        return None
    found = [
        entry.chain[-1]
        for entry in outline.classes.values()
        if entry.function is None and holds(entry, span)
    ]
    last = max(found, key=lambda each: each.at, default=None)
    return last if isinstance(last, p.Class) else None


def turns(end: Exit, function: p.Function) -> bool:
    """Whether an end is an error, or whether an answer that is none has been sent."""
    return (end.raises and turns_away(end, function)) or sent(end) >= FAILURE


def sent(end: Exit) -> int:
    """The status that has been sent by then; 0 where nothing is known to have been."""
    if "self.redirect()" in end.names:
        return FAILURE
    for call in ("self.send_error()", "self.set_status()"):
        done = call == "self.send_error()" or "self.finish()" in end.names
        given = end.names.get(call)
        if done and isinstance(given, Sure) and isinstance(given.value, int):
            return given.value
    return 0
