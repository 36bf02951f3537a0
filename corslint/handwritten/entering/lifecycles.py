"""Methods that run for every request to an object, by the names frameworks give them."""

from __future__ import annotations

from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.around.surrounding import Lifecycle
from corslint.evaluate.slicing.entries import Entry

LIFECYCLE = Lifecycle(
    before=(
        "set_default_headers",
        "initialize",
        "setup",
        "initial",
        "prepare",
        "process_request",
        "process_resource",
        "process_view",
    ),
    around=("dispatch", "dispatch_request", "__call__"),
    after=(
        "process_template_response",
        "process_response",
        "finalize_response",
        "set_extra_headers",
        "end_headers",
        "finish",
    ),
    answering=frozenset({"process_request", "process_view"}),
)
"""Methods that frameworks call for every request to an object of a class.

Tornado (6.6, executed): ``set_default_headers``, ``initialize``, ``prepare``, ``finish``;
``set_extra_headers`` for static files. Django (5.2): ``setup``, ``dispatch``, and those of
middleware; its REST framework: ``initial``, ``finalize_response``. http.server:
``end_headers``. Falcon (4): ``process_...``.
"""

AFRESH = Lifecycle(before=("set_default_headers",))
ERRORS = frozenset({"write_error"})
"""Methods that write errors: Tornado clears the response and sets its defaults again."""


def is_around(entry: Entry) -> bool:
    """Whether a method runs for every request, whoever the handler is."""
    return entry.klass is not None and entry.chain[-1].name in LIFECYCLE.names


def methods_around(klass: p.Class) -> Iterator[p.Function]:
    """The methods of a class itself that do."""
    for each in klass.body:
        if isinstance(each, p.Function) and each.name in LIFECYCLE.names:
            yield each
