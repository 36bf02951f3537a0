"""What is said about the same code, by the release that the project names."""

from __future__ import annotations

import pytest

from corslint.allow_origin import AnyOrigin, OriginPattern, Sent
from corslint.engine.lint import lint
from corslint.finding import Finding, Severity
from corslint.policy import Policy
from corslint.registry import extractor_for
from corslint.source import Source, Workspace
from corslint.wire import Outcome

FORMS = {
    "starlette": (
        "main.py",
        "from starlette.applications import Starlette\n"
        "from starlette.middleware.cors import CORSMiddleware\n"
        "app = Starlette()\n"
        "app.add_middleware(CORSMiddleware, {})\n",
    ),
    "flask-cors": (
        "app.py",
        "from flask import Flask\nfrom flask_cors import CORS\napp = Flask('m')\n{}\n",
    ),
    "django-cors-headers": (
        "settings.py",
        "INSTALLED_APPS = ['corsheaders']\n"
        "MIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']\n{}\n",
    ),
}


def files(package: str, version: str, written: str) -> tuple[str, dict[str, str]]:
    path, form = FORMS[package]
    return path, {
        path: form.format(written),
        "requirements.txt": f"{package}=={version}\n",
    }


def findings(package: str, version: str, written: str) -> list[Finding]:
    path, tree = files(package, version, written)
    return list(lint([Source(path, tree[path])], Workspace.of(tree)).findings)


def policy(package: str, version: str, written: str) -> Policy:
    path, tree = files(package, version, written)
    extractor = extractor_for(package.replace("-", "_"))
    [found] = extractor.extract(Source(path, tree[path]), Workspace.of(tree))
    return found


@pytest.mark.parametrize("version", ["0.13.0", "0.14.2", "0.52.1", "1.6.0", "1.10.0"])
def test_a_wildcard_with_credentials_is_open_in_every_release(version: str) -> None:
    written = "allow_origins=['*'], allow_credentials=True"
    [finding] = findings("starlette", version, written)
    assert (finding.name, finding.severity) == (
        "credentials-for-any-origin",
        Severity.CRITICAL,
    )
    assert finding.version == f"{version}, named in requirements.txt"
    assert finding.witness is not None
    assert finding.witness.verdict.outcome is Outcome.READABLE


@pytest.mark.parametrize(
    ("version", "sent"), [("0.52.1", Sent.WILDCARD), ("1.0.0", Sent.ECHO)]
)
def test_before_1_0_only_requests_with_a_cookie_get_their_origin(
    version: str, sent: Sent
) -> None:
    found = policy("starlette", version, "allow_origins=['*'], allow_credentials=True")
    assert isinstance(found.allow_origin, AnyOrigin)
    assert found.allow_origin.sent is sent
    assert found.allow_origin.sent_with_credentials is Sent.ECHO


@pytest.mark.parametrize(("version", "mode"), [("0.13.0", "match"), ("0.13.1", "full")])
def test_what_part_of_the_origin_a_pattern_has_to_fit(version: str, mode: str) -> None:
    written = r"allow_origin_regex=r'https://app\.example\.com'"
    found = policy("starlette", version, written)
    assert isinstance(found.allow_origin, OriginPattern)
    assert found.allow_origin.mode == mode
    names = [each.name for each in findings("starlette", version, written)]
    assert names == (["weak-origin-pattern"] if mode == "match" else [])


ALLOWED = ["CORS_ALLOWED_ORIGINS = ['https://app.example.com']"]
WHITELIST = "CORS_ORIGIN_WHITELIST = ['https://app.example.com']"


@pytest.mark.parametrize(
    ("package", "version", "written", "told"),
    [
        (
            "starlette",
            "0.50.0",
            "allow_origins=['https://app.example.com'], allow_private_network=True",
            "`allow_private_network` is not known here: it is a `TypeError` when the first "
            "request builds the middleware, as Starlette takes it from 0.51.0 on",
        ),
        (
            "flask-cors",
            "4.0.1",
            "CORS(app, origins=['https://a.example', 'https://b.example'], "
            "allow_private_network=False)",
            "`allow_private_network` is not known here: Flask-CORS logs a warning and "
            "ignores it, as it reads it from 4.0.2 on",
        ),
        (
            "flask-cors",
            "6.0.3",
            "CORS(app, origins=['https://a.example', None])",
            "`origins` wants a list of origins and gets `None`: Flask-CORS raises "
            "TypeError, and requests that it is compared for end in a server error",
        ),
        (
            "flask-cors",
            "5.0.1",
            "CORS(app, origins=['https://a.example', 'https://(b.example'])",
            "`origins` wants a regular expression and gets `https://(b.example`: "
            "Flask-CORS raises re.error, and requests that it is compared for end in a "
            "server error",
        ),
        (
            "flask-cors",
            "6.0.0",
            "CORS(app, origins=['https://a.example', 'https://(b.example'])",
            "`origins` wants a regular expression and gets `https://(b.example`: it is no "
            "regular expression, and fits nothing",
        ),
        (
            "flask-cors",
            "6.0.3",
            "CORS(app, origins=['https://a.example', 'https://b.example'], methods=None)",
            "`methods` wants the names of methods and gets `None`: Flask-CORS raises "
            "AttributeError",
        ),
        (
            "flask-cors",
            "6.0.3",
            "CORS(app, origins=['https://a.example', 'https://b.example'], "
            "allow_headers=None)",
            "`allow_headers` wants a list of header names and gets `None`: Flask-CORS "
            "raises TypeError, and preflights that ask for a header end in a server error",
        ),
        (
            "django-cors-headers",
            "3.4.0",
            "CORS_ALLOWED_ORIGINS = ['https://app.example.com']",
            "`CORS_ALLOWED_ORIGINS` is not known here: django-cors-headers reads it from "
            "3.5.0 on, and until then no origin is let in",
        ),
        (
            "django-cors-headers",
            "3.4.0",
            f"{WHITELIST}\nCORS_ALLOWED_ORIGINS = ['https://b.example']",
            "`CORS_ALLOWED_ORIGINS` is not known here: django-cors-headers reads it from "
            "3.5.0 on",
        ),
        (
            "django-cors-headers",
            "3.14.0",
            "CORS_ALLOWED_ORIGINS = ['https://app.example.com']\n"
            "CORS_ALLOW_PRIVATE_NETWORK = True",
            "`CORS_ALLOW_PRIVATE_NETWORK` is not known here: django-cors-headers reads it "
            "from 4.0.0 on",
        ),
        (
            "django-cors-headers",
            "2.5.3",
            WHITELIST,
            "`https://app.example.com` names a scheme, and only the host is compared before "
            "3.0, so no browser's Origin ever equals it and it admits nobody",
        ),
        (
            "django-cors-headers",
            "4.0.0",
            "CORS_ALLOWED_ORIGINS = ['https://app.example.com']\n"
            "CORS_REPLACE_HTTPS_REFERER = True",
            "`CORS_REPLACE_HTTPS_REFERER` is deprecated since 4.0 and has no effect any more",
        ),
    ],
)
def test_what_is_told(package: str, version: str, written: str, told: str) -> None:
    [finding] = findings(package, version, written)
    assert finding.message == told


@pytest.mark.parametrize(
    ("package", "version", "written"),
    [
        ("django-cors-headers", "3.4.0", WHITELIST),
        (
            "django-cors-headers",
            "3.14.0",
            f"{ALLOWED[0]}\nCORS_REPLACE_HTTPS_REFERER = True",
        ),
        ("django-cors-headers", "2.5.3", "CORS_ORIGIN_WHITELIST = ['localhost:3000']"),
        (
            "flask-cors",
            "6.0.5",
            "CORS(app, origins=['https://a.example', 'https://b.example'])",
        ),
    ],
)
def test_what_is_fine_in_that_release(package: str, version: str, written: str) -> None:
    assert findings(package, version, written) == []


def test_the_remedy_is_for_the_release_that_is_used() -> None:
    written = "CORS_ORIGIN_ALLOW_ALL = True"
    [finding] = findings("django-cors-headers", "3.4.0", written)
    assert 'write `CORS_ORIGIN_WHITELIST = ["https://app.example.com"]`' in finding.fix


@pytest.mark.parametrize("version", ["2.5.3", "3.4.0", "3.14.0", "4.2.0"])
@pytest.mark.parametrize(
    "value",
    [
        "None",
        "5",
        "''",
        "'a.example,b.example'",
        "[None, 5, b'x', ['a']]",
        "{'a': 1}",
        "b''",
    ],
)
def test_strange_values_are_read_by_every_release(version: str, value: str) -> None:
    written = f"CORS_ORIGIN_WHITELIST = {value}\nCORS_ALLOW_CREDENTIALS = True"
    path, tree = files("django-cors-headers", version, written)
    report = lint([Source(path, tree[path])], Workspace.of(tree))
    assert report.failures == ()


@pytest.mark.parametrize("version", ["3.0.10", "5.0.1", "6.0.0", "6.0.3"])
@pytest.mark.parametrize(
    "call",
    [
        "CORS(app, origins=[None, '(', '*', 5, b'x'])",
        "CORS(app, resources={'/(': {'origins': None}, '*': {'origins': '('}, 5: 6})",
        "CORS(app, resources=['/(', '/a'], allow_headers=['(', None])",
        "CORS(app, methods=[None, 5], expose_headers={1: 2}, max_age='('*9000)",
    ],
)
def test_strange_calls_are_read_by_every_release(version: str, call: str) -> None:
    path, tree = files("flask-cors", version, call)
    report = lint([Source(path, tree[path])], Workspace.of(tree))
    assert report.failures == ()
