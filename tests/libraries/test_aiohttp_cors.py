"""Spellings of aiohttp-cors beyond the recorded ones, and what cannot be read."""

from __future__ import annotations

import pytest
from spelled import EVIL, GOOD, answer, named, policies, preflight

from corslint import registry
from corslint.allow_origin import OriginList
from corslint.observation import DeprecatedOption, Inactive, RefusedSetting, UnknownOption
from corslint.source import Source, Workspace
from corslint.wire import ALLOW_CREDENTIALS, ALLOW_HEADERS, ALLOW_ORIGIN, Certainty

NAME = "aiohttp_cors"
TABLE = '{"https://a.example": aiohttp_cors.ResourceOptions(allow_headers="*")}'


@pytest.mark.parametrize(
    "code",
    [
        f"import aiohttp_cors\ncors = aiohttp_cors.setup(app, defaults={TABLE})\ncors.add(route)",
        f"import aiohttp_cors\nc = aiohttp_cors.setup(app, defaults={TABLE})\n"
        "for route in list(app.router.routes()):\n    c.add(route)",
        f"import aiohttp_cors\naiohttp_cors.setup(app, defaults={TABLE}).add(route)",
        f"import aiohttp_cors\ncors = aiohttp_cors.CorsConfig(app, defaults={TABLE})\n"
        "cors.add(route)",
        f"import aiohttp_cors\ncors = aiohttp_cors.setup(app)\ncors.add(route, {TABLE})",
        f"import aiohttp_cors\ncors = aiohttp_cors.setup(app)\ncors.add(route, config={TABLE})",
        f"import aiohttp_cors\ndef routes(app, cors):\n    cors.add(route, {TABLE})",
        f"import aiohttp_cors\nclass V(View):\n    @aiohttp_cors.custom_cors({TABLE})\n"
        "    async def get(self): ...",
        f"import aiohttp_cors\ndef main():\n    app['cors'] = aiohttp_cors.setup(app, defaults={TABLE})",
        f"import aiohttp_cors\ndef main():\n    return aiohttp_cors.setup(app, defaults={TABLE})",
        "from aiohttp_cors import ResourceOptions as Opts, setup as cors_setup\n"
        "def main(app):\n    cors = cors_setup(app, defaults={'https://a.example': "
        "Opts(allow_headers='*')})\n    for r in app.router.routes():\n        cors.add(r)",
        "import aiohttp_cors\ncors = aiohttp_cors.setup(app, defaults="
        "{'https://a.example': {'allow_headers': '*'}})\ncors.add(route)",
        "import aiohttp_cors\nO = ['https://a.example']\ncors = aiohttp_cors.setup(app, defaults="
        "{o: aiohttp_cors.ResourceOptions(allow_headers='*') for o in O})\ncors.add(route)",
    ],
)
def test_spellings(code: str) -> None:
    [policy] = policies(NAME, code)
    assert GOOD in named(policy.allow_origin)
    assert answer(policy).value(ALLOW_ORIGIN) == GOOD
    asked = preflight(policy, GOOD, "x-a")
    assert (asked.status, asked.value(ALLOW_HEADERS)) == (200, "X-A")
    assert not policy.observations


def test_routes_by_the_defaults_are_one_policy() -> None:
    code = (
        f"import aiohttp_cors\ncors = aiohttp_cors.setup(app, defaults={TABLE})\n"
        "cors.add(one)\ncors.add(two)\ncors.add(three, {'*': aiohttp_cors.ResourceOptions()})"
    )
    assert [named(each.allow_origin) for each in policies(NAME, code)] == [
        [GOOD],
        ["*"],
    ]


def test_routes_of_another_file() -> None:
    main = f"import aiohttp_cors\ncors = aiohttp_cors.setup(app, defaults={TABLE})\n"
    code = "from main import cors\ncors.add(one)\ncors.add(two)"
    [policy] = policies(NAME, code, "routes.py", main=main)
    assert named(policy.allow_origin) == [GOOD]


def test_a_view_says_it_itself() -> None:
    code = (
        "import aiohttp_cors\nclass V(web.View, aiohttp_cors.CorsViewMixin):\n"
        f"    cors_config = {TABLE}\ncors = aiohttp_cors.setup(app)\n"
        "cors.add(app.router.add_route('*', '/v', V))"
    )
    [policy] = policies(NAME, code)
    assert named(policy.allow_origin) == [GOOD]


SETUP = f"aiohttp_cors.setup(app, defaults={TABLE})"


@pytest.mark.parametrize(
    "code",
    [
        f"import aiohttp_cors\n{SETUP}",
        f"import aiohttp_cors\ncors = {SETUP}\nweb.run_app(app)",
        f"import aiohttp_cors\ndef create():\n    cors = {SETUP}\n    return app",
    ],
)
def test_without_a_route_nothing_is_served(code: str) -> None:
    """Asked of aiohttp-cors 0.8.1: the answers come without any header."""
    other = "import main\nsome = set()\nother = 1"
    [policy] = policies(NAME, code, other=other)
    [seen] = policy.observations
    assert isinstance(seen, Inactive)
    assert policy.stray
    assert answer(policy).headers == ()


@pytest.mark.parametrize(
    ("code", "beside"),
    [
        (f"cors = {SETUP}", "from main import cors as c\nc.add(route)"),
        (f"cors = {SETUP}", "import main\nfor r in routes:\n    main.cors.add(r)"),
        (
            SETUP,
            "import aiohttp_cors\ndef on(app):\n    app[aiohttp_cors.APP_CONFIG_KEY].add(r)",
        ),
        (f"cors = {SETUP}\ndef later():\n    cors.add(r)", ""),
        (f"cors = {SETUP}\nmap(cors.add, app.router.routes())", ""),
        ("aiohttp_cors.setup(app)", ""),
    ],
)
def test_whoever_may_add_a_route(code: str, beside: str) -> None:
    found = policies(NAME, f"import aiohttp_cors\n{code}", beside=beside)
    assert not any(each.observations for each in found)


def test_a_project_that_cannot_be_read_may_add_routes() -> None:
    code = f"import aiohttp_cors\n{SETUP}"
    workspace = Workspace(lambda path: code.encode() if path == "main.py" else None)
    assert (
        list(registry.extractor_for(NAME).extract(Source("main.py", code), workspace)) == []
    )


def test_another_add_is_none() -> None:
    assert (
        policies(NAME, "import aiohttp_cors\nknown = set()\nknown.add(aiohttp_cors)") == []
    )


def test_defaults_that_are_elsewhere_leave_doubts() -> None:
    [policy] = policies(
        NAME, f"import aiohttp_cors\ndef routes(cors):\n    cors.add(route, {TABLE})"
    )
    assert answer(policy).doubts == ()
    assert answer(policy, EVIL).doubts != ()


@pytest.mark.parametrize("table", ["load()", "{load(): aiohttp_cors.ResourceOptions()}"])
def test_a_table_that_cannot_be_read(table: str) -> None:
    code = f"import aiohttp_cors\ncors = aiohttp_cors.setup(app, defaults={table})\ncors.add(r)"
    [policy] = policies(NAME, code)
    assert named(policy.allow_origin) == ["?"]
    assert answer(policy).doubts != ()
    assert answer(policy, None).doubts == ()


def test_an_option_that_cannot_be_read_leaves_its_header_open() -> None:
    code = (
        "import aiohttp_cors\ncors = aiohttp_cors.setup(app, defaults={'*': "
        "aiohttp_cors.ResourceOptions(allow_credentials=flag(), allow_headers=load())})\n"
        "cors.add(r)"
    )
    [policy] = policies(NAME, code)
    found = answer(policy, EVIL)
    assert (found.doubts, found.value(ALLOW_ORIGIN)) == ((), EVIL)
    assert ALLOW_CREDENTIALS.lower() in found.open
    assert preflight(policy, EVIL, "x-a").doubts != ()
    assert preflight(policy, EVIL).doubts == ()


def test_options_that_are_spread_leave_their_headers_open() -> None:
    code = (
        "import aiohttp_cors\ncors = aiohttp_cors.setup(app, defaults={'*': "
        "aiohttp_cors.ResourceOptions(**load())})\ncors.add(r)"
    )
    [policy] = policies(NAME, code)
    assert ALLOW_CREDENTIALS.lower() in answer(policy, EVIL).open


@pytest.mark.parametrize(
    "table",
    [
        '["https://a.example"]',
        '"*"',
        "{1: aiohttp_cors.ResourceOptions()}",
        '{"*": None}',
        '{"*": True}',
        '{"*": ["GET"]}',
        '{"*": {"allow_methods": "*"}}',
        '{"*": aiohttp_cors.ResourceOptions(allow_credentials="true")}',
        '{"*": aiohttp_cors.ResourceOptions(max_age=-1)}',
        '{"*": aiohttp_cors.ResourceOptions(max_age="60")}',
        '{"*": aiohttp_cors.ResourceOptions(allow_headers="X-A")}',
        '{"*": aiohttp_cors.ResourceOptions(allow_headers={"X-A"})}',
        '{"*": aiohttp_cors.ResourceOptions(expose_headers=None)}',
    ],
)
def test_what_is_refused_at_start(table: str) -> None:
    code = f"import aiohttp_cors\ncors = aiohttp_cors.setup(app, defaults={table})\ncors.add(r)"
    [policy] = policies(NAME, code)
    [seen] = policy.observations
    assert isinstance(seen, RefusedSetting)
    assert seen.consequence.startswith("aiohttp-cors raises an error at start: ")
    assert policy.allow_origin == OriginList((), seen.span)
    assert policy.preflight is Certainty.NO


def test_an_option_that_is_none() -> None:
    code = (
        "import aiohttp_cors\ncors = aiohttp_cors.setup(app, defaults={'*': "
        "aiohttp_cors.ResourceOptions(allow_credential=True)})\ncors.add(r)"
    )
    [policy] = policies(NAME, code)
    [seen] = policy.observations
    assert isinstance(seen, UnknownOption)
    assert (seen.name, seen.suggestion) == ("allow_credential", "allow_credentials")


def test_webview_counts_for_nothing() -> None:
    code = f"import aiohttp_cors\ncors = aiohttp_cors.setup(app)\ncors.add(r, {TABLE}, webview=True)"
    [policy] = policies(NAME, code)
    [seen] = policy.observations
    assert isinstance(seen, DeprecatedOption)


@pytest.mark.parametrize(
    "table",
    [
        "{" + ", ".join(f'"https://{n}.example": {{}}' for n in range(3000)) + "}",
        '{"*": ' * 30 + "{}" + "}" * 30,
        "{**load()}",
        '{b"*": {}}',
        '{"*": aiohttp_cors.ResourceOptions(allow_headers=[None, b"x"])}',
    ],
)
def test_hostile_tables(table: str) -> None:
    code = f"import aiohttp_cors\ncors = aiohttp_cors.setup(app, defaults={table})\ncors.add(r)"
    [policy] = policies(NAME, code)
    assert answer(policy, EVIL).headers is not None
