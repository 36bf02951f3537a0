"""Functions of a cloud: what becomes of preflights, and how JSON spells a truth value."""

from __future__ import annotations

import pytest

from corslint import registry
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Answer, Request

GOOD, EVIL = "https://a.example", "https://evil.example"
NAME = "response_headers"
GOOGLE = """\
import functions_framework


@functions_framework.http
def items(request):
    headers = {"Access-Control-Allow-Origin": "https://a.example"}
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = "GET, PUT"
        return "", 204, headers
    return "{}", 200, headers
"""
LAMBDA = """\
def handler(event, context):
    headers = {"Access-Control-Allow-Origin": "https://a.example"}
    headers["Access-Control-Allow-Credentials"] = True
    return {"statusCode": 200, "headers": headers, "body": "{}"}
"""


def asked(code: str, request: Request) -> Answer:
    workspace = Workspace.of({"main.py": code})
    extractor = registry.extractor_for(NAME)
    policies: list[Policy] = list(extractor.extract(Source("main.py", code), workspace))
    return extractor.answer(policies[0], request)


def test_a_function_of_google_answers_preflights_itself() -> None:
    """As functions-framework 3.10.2 did."""
    answer = asked(GOOGLE, Request(GOOD, "OPTIONS", asks_method="PUT"))
    assert (answer.status, answer.doubts) == (204, ())
    assert answer.headers == (
        ("Access-Control-Allow-Origin", GOOD),
        ("Access-Control-Allow-Methods", "GET, PUT"),
    )
    assert asked(GOOGLE, Request(GOOD)).headers == (("Access-Control-Allow-Origin", GOOD),)


@pytest.mark.parametrize("code", [LAMBDA, GOOGLE.replace("@functions_framework.http", "")])
def test_who_answers_preflights_of_others_is_not_in_the_code(code: str) -> None:
    assert asked(code, Request(GOOD, "OPTIONS", asks_method="PUT")).doubts


def test_json_spells_a_truth_value_of_a_dict_that_is_returned() -> None:
    answer = asked(LAMBDA, Request(GOOD))
    assert answer.value("Access-Control-Allow-Credentials") == "true"


def test_a_header_object_spells_it_as_python_does() -> None:
    code = LAMBDA.replace(
        'return {"statusCode": 200, "headers": headers, "body": "{}"}',
        'return Response("x", headers=headers)',
    )
    code = "from flask import Response\n\n\n" + code
    assert asked(code, Request(GOOD)).value("Access-Control-Allow-Credentials") == "True"
