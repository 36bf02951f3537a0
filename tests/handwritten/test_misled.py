"""Code that looks at Referer, Host or a parameter: what it admits, asked of the live code."""

from __future__ import annotations

import pytest
from flask import Flask, request
from probing import policies

from corslint.allow_origin import OriginProgram, ReflectedOrigin, UnknownOrigins, parts_of
from corslint.extractors.response_headers import predict
from corslint.wire import ALLOW_ORIGIN, FOREIGN_ORIGIN, Request

ACAO = "    response.headers['Access-Control-Allow-Origin'] = {}\n"
APP = "from urllib.parse import urlparse\nfrom flask import request\ndef cors(response):\n"


def copies(value: str) -> str:
    return APP + ACAO.format(value)


PROGRAMS = {
    "parameter": ("?origin", copies("request.args.get('origin', '')")),
    "parameter by item": ("?site", copies("request.args['site']")),
    "parameter of either kind": ("?o", copies("request.values.get('o', '*')")),
    "referer": ("referer", copies("request.headers.get('Referer', '')")),
    "referer property": ("referer", copies("request.referrer or ''")),
    "referer without its slash": (
        "referer",
        copies("request.headers.get('Referer', '').rstrip('/')"),
    ),
    "referer's origin": (
        "referer",
        f"{APP}    u = urlparse(request.headers.get('Referer', ''))\n"
        + ACAO.format("f'{u.scheme}://{u.netloc}'"),
    ),
    "host": ("host", copies("'https://' + request.host")),
    "host header": ("host", copies("f\"http://{request.headers['Host']}\"")),
    "forwarded host": (
        "x-forwarded-host",
        copies("'https://' + request.headers.get('X-Forwarded-Host', '')"),
    ),
    "test of the referer": (
        "referer",
        f"{APP}    if 'app.example' in request.headers.get('Referer', ''):\n"
        + ACAO.format("request.headers.get('Origin', '')").replace("    r", "        r", 1),
    ),
    "test of a missing referer": (
        "referer",
        f"{APP}    referer = request.headers.get('Referer')\n"
        "    if not referer or referer.startswith('https://app.example/'):\n"
        + ACAO.format("request.headers.get('Origin', '')").replace("    r", "        r", 1),
    ),
    "test of a parameter": (
        "?site",
        f"{APP}    if request.args.get('site') == 'app':\n"
        + ACAO.format("request.headers.get('Origin', '')").replace("    r", "        r", 1),
    ),
    "test of the host": (
        "host",
        f"{APP}    if request.host == 'api.example':\n"
        + ACAO.format("request.headers.get('Origin', '')").replace("    r", "        r", 1),
    ),
}

OPEN = {
    "parameter",
    "parameter by item",
    "parameter of either kind",
    "referer without its slash",
    "referer's origin",
    "test of the referer",
    "test of a missing referer",
    "test of a parameter",
    "test of the host",
}


def asked(code: str, sent: Request) -> str | None:
    """What the code really answers, run in Flask 3.1."""
    names: dict[str, object] = {"request": request}
    exec(code, names)
    app = Flask("live")
    app.after_request(lambda response: names["cors"](response) or response)
    app.add_url_rule("/", view_func=lambda: "x")
    headers = {
        n.title(): text for n, text in sent.headers if text and not n.startswith("?")
    }
    query = {name[1:]: text for name, text in sent.headers if name.startswith("?")}
    headers = {"Origin": sent.origin or "", "Host": "api.example"} | headers
    answer = app.test_client().get("/", query_string=query, headers=headers)
    return answer.headers.get(ALLOW_ORIGIN)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_source_is_known(name: str) -> None:
    header, code = PROGRAMS[name]
    [policy] = policies(code)
    [part] = parts_of(policy.allow_origin)
    assert isinstance(part, ReflectedOrigin | OriginProgram)
    assert part.header == header
    assert isinstance(part, OriginProgram) == name.startswith("test of")
    assert (part.forged is not None) == (name in OPEN)


@pytest.mark.parametrize("name", sorted(OPEN))
def test_the_forged_request_really_gets_in(name: str) -> None:
    [policy] = policies(PROGRAMS[name][1])
    [part] = parts_of(policy.allow_origin)
    assert isinstance(part, ReflectedOrigin | OriginProgram)
    forged = Request(FOREIGN_ORIGIN, headers=part.forged or ())
    assert asked(PROGRAMS[name][1], forged) == FOREIGN_ORIGIN
    predicted = predict(policy, forged)
    assert predicted.value(ALLOW_ORIGIN) == FOREIGN_ORIGIN
    assert predicted.doubts == ()


TRIES = (
    (("referer", f"{FOREIGN_ORIGIN}/"),),
    (("referer", "https://app.example/x"),),
    (("host", "other.example"),),
    (("x-forwarded-host", "other.example"),),
    (("?origin", "https://app.example"),),
)


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("headers", TRIES)
def test_what_is_predicted_is_what_comes_back(
    name: str, headers: tuple[tuple[str, str], ...]
) -> None:
    header, code = PROGRAMS[name]
    [policy] = policies(code)
    sent = Request(FOREIGN_ORIGIN, headers=headers)
    predicted = predict(policy, sent)
    if header in dict(headers):
        assert predicted.doubts == ()
        assert predicted.value(ALLOW_ORIGIN) == asked(code, sent)


READERS = {
    "Django": ("?origin", "request.GET.get('origin')"),
    "Django, posted": ("?origin", "request.POST['origin']"),
    "Starlette": ("?origin", "request.query_params.get('origin')"),
    "aiohttp": ("?origin", "request.rel_url.query['origin']"),
    "Tornado": ("?origin", "self.get_argument('origin', '*')"),
    "Falcon": ("?origin", "req.get_param('origin')"),
    "Lambda": ("?origin", "event['queryStringParameters']['origin']"),
    "Django's host": ("host", "'https://' + request.get_host()"),
    "WSGI": ("referer", "environ['HTTP_REFERER']"),
}


@pytest.mark.parametrize("name", READERS)
def test_every_way_to_read(name: str) -> None:
    header, value = READERS[name]
    arguments = "event, context" if "event" in value else "self, request, req, environ"
    code = (
        f"def f({arguments}):\n"
        f"    return Response(headers={{'Access-Control-Allow-Origin': {value}}})\n"
    )
    [policy] = policies(code)
    [part] = parts_of(policy.allow_origin)
    assert isinstance(part, ReflectedOrigin)
    assert part.header == header


RIGHT = {
    "the own address compared with the Origin": (
        "    origin = request.headers.get('Origin')\n"
        "    if origin == 'https://' + request.host:\n    " + ACAO.format("origin")
    ),
    "another parameter": (
        "    if request.args.get('format') == 'json':\n    "
        + ACAO.format("'https://a.example'")
    ),
    "a list of the Origin first": (
        "    if request.headers.get('Origin') in ('https://a.example',):\n    "
        + ACAO.format("request.headers['Origin']")
    ),
}


@pytest.mark.parametrize("name", RIGHT)
def test_code_that_looks_at_origin(name: str) -> None:
    parts = [
        part for each in policies(APP + RIGHT[name]) for part in parts_of(each.allow_origin)
    ]
    assert parts
    headers = [getattr(part, "header", "origin") for part in parts]
    assert set(headers) == {"origin"}


def test_a_look_up_by_a_parameter_is_not_known() -> None:
    code = APP + ACAO.format("Site.find(request.args['id']).origin")
    [policy] = policies(code)
    [part] = parts_of(policy.allow_origin)
    assert getattr(part, "forged", None) is None


OPEN_QUESTIONS = {
    "a check of a parameter": (
        "    site = request.args.get('site')\n    if site in SITES:\n    "
        + ACAO.format("site")
    ),
    "a check of the referer": (
        "    if trusted(request.headers.get('Referer')):\n    "
        + ACAO.format("request.headers['Origin']")
    ),
    "a part of a host": ACAO.format("f\"https://{request.args['tenant']}.example\""),
}


@pytest.mark.parametrize("name", OPEN_QUESTIONS)
def test_what_is_not_known_stays_unknown(name: str) -> None:
    code = f"from settings import SITES, trusted\n{APP}{OPEN_QUESTIONS[name]}"
    [policy] = policies(code)
    assert any(isinstance(part, UnknownOrigins) for part in parts_of(policy.allow_origin))
    assert all(
        getattr(part, "forged", None) is None for part in parts_of(policy.allow_origin)
    )
