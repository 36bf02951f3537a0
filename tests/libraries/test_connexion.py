"""Connexion: where the middleware stands decides whether preflights arrive."""

from __future__ import annotations

import pytest
from reading import GOOD, preflight, read

from corslint import registry
from corslint.observation import UnknownOption, WrongType
from corslint.wire import Certainty, Request

HEAD = """\
import connexion
from connexion import AsyncApp, ConnexionMiddleware, FlaskApp
from connexion.middleware import MiddlewarePosition as At
from starlette.middleware.cors import CORSMiddleware
app = AsyncApp(__name__)
"""
LISTED = 'allow_origins=["https://a.example"]'
ALLOWED = "Access-Control-Allow-Origin"

EARLY = [
    f"app.add_middleware(CORSMiddleware, position=At.BEFORE_EXCEPTION, {LISTED})",
    f"app.add_middleware(CORSMiddleware, position=At.BEFORE_ROUTING, {LISTED})",
    f"app.add_middleware(CORSMiddleware, At.BEFORE_SWAGGER, {LISTED})",
    f"FlaskApp('m').add_middleware(CORSMiddleware, At.BEFORE_EXCEPTION, {LISTED})",
    f"connexion.App('m').add_middleware(CORSMiddleware, At.BEFORE_EXCEPTION, {LISTED})",
]
LATE = [
    f"app.add_middleware(CORSMiddleware, {LISTED})",
    f"app.add_middleware(CORSMiddleware, position=At.BEFORE_SECURITY, {LISTED})",
    f"app.add_middleware(CORSMiddleware, At.BEFORE_CONTEXT, {LISTED})",
]


@pytest.mark.parametrize("spelling", EARLY)
def test_before_the_router_preflights_are_answered(spelling: str) -> None:
    [policy] = read("starlette", HEAD + spelling)
    assert policy.preflight is Certainty.YES
    assert policy.observations == ()
    assert preflight(GOOD, policy).value(ALLOWED) == GOOD


@pytest.mark.parametrize("spelling", LATE)
def test_behind_the_router_they_are_refused(spelling: str) -> None:
    [policy] = read("starlette", HEAD + spelling)
    assert policy.preflight is Certainty.NO
    assert (preflight(GOOD, policy).status, preflight(GOOD, policy).headers) == (405, ())
    [seen] = policy.observations
    assert isinstance(seen, WrongType)
    assert seen.option == "position"


def test_a_position_that_is_unknown_leaves_a_doubt() -> None:
    code = f"app.add_middleware(CORSMiddleware, position=unread(), {LISTED})"
    [policy] = read("starlette", HEAD + code)
    assert policy.preflight is Certainty.MAYBE
    assert preflight(GOOD, policy).doubts


def test_errors_have_the_headers_where_it_stands_around_their_handler() -> None:
    failing = Request(GOOD, fails=True)
    answer = registry.extractor_for("starlette").answer
    [first] = read("starlette", HEAD + EARLY[0])
    [second] = read("starlette", HEAD + EARLY[1])
    assert answer(first, failing).value(ALLOWED) == GOOD
    assert answer(second, failing).value(ALLOWED) is None


def test_every_other_keyword_reaches_the_middleware() -> None:
    [policy] = read(
        "starlette", f"{HEAD}app.add_middleware(CORSMiddleware, At.BEFORE_EXCEPTION, x=1)"
    )
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
