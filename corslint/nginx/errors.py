"""Errors that a level passes on without the headers it adds to successes."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.nginx.gather import Group
from corslint.nginx.headers import ADDED_TO
from corslint.nginx.levels import Kind, Level, heirs
from corslint.observation import BareError

PASSES = ("proxy_pass", "fastcgi_pass", "uwsgi_pass", "scgi_pass", "grpc_pass")
"""Directives that hand a request to an application, whose errors are worth reading."""

BECAUSE = "without `always`, `add_header` leaves out every status from 400 on"


def bare_errors(group: Group) -> Iterator[BareError]:
    """Nothing where files are served: nobody reads the page of one that is missing."""
    origins = group.carrier.origins
    if group.answers_all or any(header.statuses is None for header in origins):
        return
    lost = [header for header in origins if header.statuses == ADDED_TO]
    if lost and any(one.named(*PASSES) for one in answering(group.carrier)):
        yield BareError(lost[0].directive.span, None, BECAUSE)


def answering(carrier: Level) -> Iterator[Level]:
    """The levels whose handlers answer with the headers of ``carrier``."""
    yield from heirs(carrier)
    if carrier.kind is Kind.CONDITION and carrier.parent is not None:
        yield carrier.parent
