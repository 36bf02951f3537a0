"""Reflex: the responses and the WebSocket that one list of origins comes to."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies

from corslint.allow_origin import AnyOrigin
from corslint.engine.lint import lint
from corslint.finding import Severity
from corslint.observation import Effect, UnknownOption, WrongType
from corslint.policy import Channel, Policy
from corslint.source import Source, Workspace
from corslint.wire import ALLOW_ORIGIN

NAME, PATH = "reflex", "rxconfig.py"
START = "import reflex as rx\n"


def both(given: str) -> tuple[Policy, Policy]:
    responses, sockets = policies(NAME, f"{START}rx.Config(app_name='d', {given})", PATH)
    assert responses.channel is Channel.HTTP
    assert sockets.channel is Channel.WEBSOCKET
    return responses, sockets


@pytest.mark.parametrize(
    "code",
    [
        f"{START}config = rx.Config(cors_allowed_origins=['{GOOD}'])",
        f"from reflex import Config\nconfig = Config(cors_allowed_origins=('{GOOD}',))",
        f"from reflex.config import Config as C\nC(**{{'cors_allowed_origins': ['{GOOD}']}})",
        f"{START}class Mine(rx.Config):\n    pass\n\nMine(cors_allowed_origins=['{GOOD}'])",
    ],
)
def test_spellings(code: str) -> None:
    responses, sockets = policies(NAME, code, PATH)
    assert named(responses.allow_origin) == named(sockets.allow_origin) == [GOOD]
    assert answer(responses).value(ALLOW_ORIGIN) == GOOD
    assert answer(sockets, EVIL, websocket=True).status == 400


def test_everybody_by_default() -> None:
    for policy in both(""):
        assert isinstance(policy.allow_origin, AnyOrigin)
        assert policy.allow_origin.implicit
        assert policy.unsaid
    for policy in both("cors_allowed_origins=['*']"):
        assert not policy.unsaid


def test_what_reflex_does_by_itself_is_reported_low() -> None:
    code = f"{START}config = rx.Config(app_name='d')\n"
    found = lint([Source(PATH, code)], Workspace.of({PATH: code})).findings
    assert {each.rule: each.severity for each in found} == {
        "CORS201": Severity.LOW,
        "CORS701": Severity.LOW,
    }


def test_an_empty_list_opens_the_socket() -> None:
    responses, sockets = both("cors_allowed_origins=[]")
    assert named(responses.allow_origin) == []
    assert named(sockets.allow_origin) == ["*"]
    assert answer(sockets, EVIL, websocket=True).status == 101


def test_polling_has_no_socket() -> None:
    [policy] = policies(NAME, f"{START}rx.Config(transport='polling')", PATH)
    assert policy.channel is Channel.HTTP


def test_a_text_is_told_by_the_name_that_it_has_here() -> None:
    responses, _ = both(f"cors_allowed_origins='{GOOD}'")
    [seen] = responses.observations
    assert isinstance(seen, WrongType)
    assert seen.option == "cors_allowed_origins"


def test_a_name_that_is_nearly_the_option() -> None:
    responses, _ = both(f"cors_allow_origins=['{GOOD}'], app_module=None")
    [seen] = responses.observations
    assert isinstance(seen, UnknownOption)
    assert (seen.suggestion, seen.effect) == ("cors_allowed_origins", Effect.OPENS)


@pytest.mark.parametrize("given", ["cors_allowed_origins=load()", "**load()"])
def test_unknown_values(given: str) -> None:
    for policy in both(given):
        assert set(named(policy.allow_origin)) == {"?"}
        websocket = policy.channel is Channel.WEBSOCKET
        assert answer(policy, EVIL, websocket=websocket).doubts != ()


@pytest.mark.parametrize(
    "value", ["7", "{}", f"'{'a' * 5000}'", "[[None], b'x']", "{1: 2}"]
)
def test_hostile_values(value: str) -> None:
    for policy in policies(NAME, f"{START}rx.Config(cors_allowed_origins={value})", PATH):
        answer(policy, "https://" + "a" * 2000, websocket=True)
