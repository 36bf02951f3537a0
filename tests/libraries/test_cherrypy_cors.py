"""Spellings of cherrypy-cors beyond the recorded ones, and what cannot be read."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint import registry
from corslint.observation import Inactive, RefusedSetting, UnknownOption, WrongType
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
    Certainty,
)

NAME = "cherrypy_cors"
GIVEN = "origins=['https://a.example']"


def installed(code: str) -> list[Policy]:
    """What is read where another file calls ``install``."""
    start = "import cherrypy_cors\ncherrypy_cors.install()"
    return policies(NAME, code, start=start)


def decorated(decorator: str, imports: str = "import cherrypy, cherrypy_cors, re") -> str:
    return f"{imports}\nclass Root:\n    @cherrypy.expose\n    {decorator}\n    def index(self): ...\n"


@pytest.mark.parametrize(
    "code",
    [
        decorated(f"@cherrypy_cors.tools.expose({GIVEN})"),
        decorated(
            f"@tools.expose({GIVEN})", "import cherrypy\nfrom cherrypy_cors import tools"
        ),
        decorated(
            f"@c.tools.expose({GIVEN})", "import cherrypy\nimport cherrypy_cors as c"
        ),
        decorated(
            "@cherrypy_cors.tools.expose(origins=[re.compile('https://a[.]example$')])"
        ),
        f"import cherrypy_cors\n@cherrypy_cors.tools.expose({GIVEN})\nclass Root: ...",
        "import cherrypy_cors\nclass Root:\n    def index(self):\n"
        "        cherrypy_cors.expose(False, None, ['https://a.example'])",
        "import cherrypy\nconfig = {'/': {'cors.expose.on': True, "
        "'cors.expose.origins': ['https://a.example']}}\ncherrypy.quickstart(Root(), '/', config)",
        "import cherrypy\ncherrypy.tree.mount(Root(), '/', config={'/': {'cors.expose.on': True, "
        "'cors.expose.origins': ['https://a.example']}})",
        "import cherrypy\ncherrypy.config.update({'cors.expose.on': True, "
        "'cors.expose.origins': ['https://a.example']})",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = installed(code)
    assert policy.observations == ()
    assert answer(policy).headers == ((ALLOW_ORIGIN, GOOD), (VARY, "Origin"))
    assert answer(policy, EVIL).headers == ()


@pytest.mark.parametrize(
    "code",
    [
        decorated(f"@cherrypy_cors.tools.expose({GIVEN})"),
        decorated(f"@cherrypy_cors.tools.preflight({GIVEN})"),
        "import cherrypy\ncherrypy.tree.mount(Root(), '/', {'/': {'cors.expose.on': True}})",
        "import cherrypy\ncherrypy.config.update({'cors.expose.on': True})",
    ],
)
def test_without_install_the_tools_do_nothing(code: str) -> None:
    """Asked of cherrypy-cors 1.7.0: the answers come without any header."""
    [policy] = policies(NAME, code, other="import cherrypy_cors")
    [seen] = policy.observations
    assert isinstance(seen, Inactive)
    assert policy.stray
    assert answer(policy).headers == ()


@pytest.mark.parametrize(
    "install",
    [
        "import cherrypy_cors\ndef start():\n    cherrypy_cors.install()",
        "from cherrypy_cors import install as on\non()",
        "cherrypy._cptree.Application.toolboxes.update(cors=cherrypy_cors.tools)",
    ],
)
def test_whatever_may_install_them(install: str) -> None:
    [policy] = policies(
        NAME, decorated(f"@cherrypy_cors.tools.expose({GIVEN})"), app=install
    )
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD


def test_functions_need_no_install() -> None:
    code = f"import cherrypy_cors\ndef index():\n    cherrypy_cors.expose({GIVEN})"
    [policy] = policies(NAME, code)
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD


def test_a_project_that_cannot_be_read_may_install_them() -> None:
    code = decorated(f"@cherrypy_cors.tools.expose({GIVEN})")
    workspace = Workspace(lambda path: code.encode() if path == "main.py" else None)
    [policy] = registry.extractor_for(NAME).extract(Source("main.py", code), workspace)
    assert policy.observations == ()


def test_each_section_is_a_policy() -> None:
    code = (
        "import cherrypy\ncherrypy.quickstart(Root(), '/', {'/': {'cors.expose.on': True}, "
        "'/a': {'cors.expose_public.on': True}, '/b': {'cors.expose.on': False}, '/c': {}})"
    )
    found = installed(code)
    assert [each.scope for each in found] == [("/",), ("/a",)]
    assert [answer(each, EVIL).value(ALLOW_ORIGIN) for each in found] == [EVIL, "*"]


def test_other_tools_are_none() -> None:
    assert installed(decorated("@cherrypy.tools.expose(allow_credentials=True)")) == []


def test_errors_leave_without_vary() -> None:
    [policy] = installed(
        decorated(f"@cherrypy_cors.tools.expose({GIVEN}, allow_credentials=True)")
    )
    assert answer(policy, fails=True).headers == (
        (ALLOW_ORIGIN, GOOD),
        (ALLOW_CREDENTIALS, "true"),
    )


def test_preflights_alone() -> None:
    code = decorated(
        f"@cherrypy_cors.tools.preflight(allowed_methods=['GET'], allowed_headers=['x-a'], {GIVEN}, max_age=5)"
    )
    [policy] = installed(code)
    assert policy.actual is Certainty.NO
    assert answer(policy).headers == ()
    found = preflight(policy, GOOD, "x-a")
    assert [
        found.value(name) for name in (ALLOW_METHODS, ALLOW_HEADERS, MAX_AGE, VARY)
    ] == [
        "GET",
        "x-a",
        "5",
        "Origin",
    ]
    assert preflight(policy, GOOD, "x-b").headers == ()


def test_a_list_of_exposed_headers_is_sent_as_python_writes_it() -> None:
    [policy] = installed(
        decorated("@cherrypy_cors.tools.expose(expose_headers=['X-A', 'X-B'])")
    )
    assert answer(policy).value(EXPOSE_HEADERS) == "['X-A', 'X-B']"


@pytest.mark.parametrize(
    ("given", "last"),
    [
        ("origins=load()", "?"),
        ("origins=['https://b.example', load()]", "..."),
        ("**load()", "?"),
    ],
)
def test_unknown_values(given: str, last: str) -> None:
    [policy] = installed(decorated(f"@cherrypy_cors.tools.expose({given})"))
    assert named(policy.allow_origin)[-1] == last
    assert answer(policy, EVIL).doubts != ()


def test_unknown_credentials() -> None:
    [policy] = installed(decorated("@cherrypy_cors.tools.expose(allow_credentials=flag())"))
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("origins=True", "for every request:"),
        ("origins=[None]", "for every request that has an Origin:"),
    ],
)
def test_every_request_fails(given: str, words: str) -> None:
    [policy] = installed(decorated(f"@cherrypy_cors.tools.expose({given})"))
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert words in seen.consequence


@pytest.mark.parametrize(
    "given", ["origins='https://a.example'", "allow_credentials='false'"]
)
def test_texts_that_are_read_otherwise(given: str) -> None:
    [policy] = installed(decorated(f"@cherrypy_cors.tools.expose({given})"))
    [seen] = policy.observations
    assert isinstance(seen, WrongType)


@pytest.mark.parametrize("given", ["origin=['*']", "True"])
def test_an_argument_that_is_none(given: str) -> None:
    [policy] = installed(decorated(f"@cherrypy_cors.tools.expose({given})"))
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
    assert answer(policy).status == 500


@pytest.mark.parametrize(
    "value",
    [
        str(["https://a.example"] * 5000),
        "[re.compile('(a+)+$')]",
        "[[['*']], b'x', None, 7, lambda o: True]",
        "7",
        "{'a': {'b': b'c'}}",
    ],
)
def test_hostile_values(value: str) -> None:
    for tool in ("expose", "preflight"):
        for option in (
            "origins",
            "allowed_methods",
            "allowed_headers",
            "expose_headers",
            "max_age",
        ):
            code = decorated(f"@cherrypy_cors.tools.{tool}({option}={value})")
            for policy in installed(code):
                answer(policy, "https://" + "a" * 2000)
                preflight(policy, EVIL, "x-a")
