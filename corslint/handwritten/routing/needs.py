"""What a handler reads of a request that makes browsers ask first: headers, JSON bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint import program as p
from corslint.evaluate.request.forms import carries_headers, header_name, is_wsgi
from corslint.evaluate.slicing.walking import walk
from corslint.handwritten.judging.asked_first import refuses_other_types
from corslint.handwritten.outline import Outline

READERS = frozenset({"get", "get_header", "getheader", "getone", "header"})
SENT_BY_OTHERS = re.compile(
    r"x-(?:forwarded|real|original|scheme|client|cluster|envoy|amz|amzn|aws|google|cloud|"
    r"appengine|azure|arr|ms|vercel|fly|render|heroku|nf|akamai|fastly|varnish|cache|"
    r"request|correlation|trace|b3|datadog|newrelic|sentry|hub|github|gitlab|gitea|gogs|"
    r"slack|twilio|shopify|stripe|line|telegram|signature|hook|event|webhook|accel|sendfile|"
    r"frame|content|xss|powered|robots|ua|wap|up|moz|purpose|http-method|method)(?:-|$)"
)
"""Headers that proxies, clouds and webhooks send, or that belong to responses."""


def headers_read(outline: Outline, function: p.Function) -> tuple[str, ...]:
    """The request headers that a function reads and that only a script sends."""
    found = {*read(function), *passed(outline, function)}
    return tuple(sorted(filter(asked_for, found)))


def passed(outline: Outline, function: p.Function) -> Iterator[str]:
    """Headers that FastAPI demands for a parameter: ``key: str = Header()``."""
    for parameter in function.parameters:
        call = parameter.default
        if isinstance(call, p.Call) and outline.full(call.function) == "fastapi.Header":
            given = call.arguments[0].value if call.arguments else None
            if not isinstance(given, p.Constant) or given.value is not None:
                yield parameter.name.replace("_", "-").lower()


def asked_for(name: str) -> bool:
    custom = name.startswith("x-") and SENT_BY_OTHERS.match(name) is None
    return name == "authorization" or custom


def read(function: p.Function) -> Iterator[str]:
    """Every header that a function reads from something that is named like headers."""
    written = {id(node) for node in targets(function)}
    for node in walk(function.body):
        match node:
            case p.Call(
                function=p.Attribute(value=owner, name=name),
                arguments=(p.Argument(value=p.Constant(value=key)), *_),
            ) if name in READERS and of_request(owner, key):
                yield header_name(key)
            case p.Subscript(value=owner, key=p.Constant(value=key)) if id(
                node
            ) not in written and of_request(owner, key):
                yield header_name(key)
            case _:
                pass


def targets(function: p.Function) -> Iterator[p.Expression]:
    for node in walk(function.body):
        match node:
            case p.Assign(targets=found) | p.Delete(targets=found):
                yield from found
            case _:
                pass


def of_request(owner: p.Expression, key: object) -> bool:
    """``request.headers``, ``self.request.headers``, ``self.headers`` of http.server."""
    if is_wsgi(key):
        return True
    if not isinstance(owner, p.Attribute) or not carries_headers(owner, wsgi=False):
        return False
    match owner.value:
        case p.Name(id="request" | "req" | "self"):
            return True
        case p.Attribute(name="request"):
            return True
        case _:
            return False


def reads_json(outline: Outline, function: p.Function) -> bool:
    """Whether a handler takes a JSON body by a reader that asks for its content type.

    ``request.get_json()`` and ``request.json`` of Flask refuse any other type with 415
    unless told otherwise, a parameter that is a pydantic model is the body of FastAPI and
    refuses it with 422 (Flask 3.1, FastAPI 0.165, executed). Others look at the type
    themselves.
    """
    called: set[int] = set()
    for node in walk(function.body):
        match node:
            case p.Call(function=p.Attribute(value=p.Name(id="request"), name=name)):
                if name == "get_json" and not node.arguments:
                    return True
                called.add(id(node.function))  # ``request.json()`` takes any type
            case p.Attribute(value=p.Name(id="request"), name="json"):
                if id(node) not in called:
                    return True
            case _:
                pass
    taken = any(is_model(outline, each.annotation) for each in function.parameters)
    return taken or refuses_other_types(function)


def is_model(outline: Outline, annotation: p.Expression | None) -> bool:
    if not isinstance(annotation, p.Name) or annotation.id not in outline.classes:
        return False
    node = outline.classes[annotation.id].chain[-1]
    found = [outline.full(base.value) for base in getattr(node, "bases", ())]
    return "pydantic.BaseModel" in found
