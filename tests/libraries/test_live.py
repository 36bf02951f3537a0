"""Predictions against the installed libraries, on configurations that nobody chose.

``CORSLINT_FULL=1`` draws more of them.
"""

from __future__ import annotations

import os
import warnings
from dataclasses import dataclass, replace
from typing import Any

import pytest
from cells import seen
from drawing import (
    ENTRIES,
    METHODS,
    ORIGINS,
    PATTERNS,
    Source,
    collections,
    compiled,
    number,
    origins,
    several,
    switch,
    texts,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import expected, predicted
from sources import FORMS
from talking import Ask, asked_aiohttp, asked_asgi, asked_wsgi

from corslint import registry
from corslint.libraries.quart_cors.model import ORDER
from corslint.policy import Policy
from corslint.source import Source as File
from corslint.source import Workspace
from corslint.wire import Request

EXAMPLES = 400 if os.environ.get("CORSLINT_FULL") else 40
HEADERS = ("X-Custom", "Authorization", "*", "")


@dataclass(frozen=True)
class Live:
    """How a library is called with options, and how the application is asked.

    ``call`` has ``{given}`` for the arguments; ``form`` is the code around it, that of the
    recorded rows if it is empty. ``route`` is where the application answers. ``chance`` is
    the doubt about answers that the library itself leaves to chance.
    """

    call: str
    arguments: Source
    ask: Ask
    extractor: str
    form: str = ""
    route: str = "/"
    chance: tuple[str, ...] = ("",)


def named(**options: Source) -> Source:
    """Some of the options, each by name."""
    return st.fixed_dictionaries({}, optional=options).map(
        lambda found: ", ".join(f"{name}={each}" for name, each in found.items())
    )


def table(of: Source) -> Source:
    """A dict from origins to options."""
    pairs = st.dictionaries(st.sampled_from([*map(repr, ENTRIES)]), of, max_size=3)
    return pairs.map(
        lambda found: ", ".join(f"{origin}: {each}" for origin, each in found.items())
    ).map(lambda text: f"{{{text}}}")


AIOHTTP = """\
from aiohttp import web
from aiohttp_cors import ResourceOptions, setup


async def index(request):
    return web.Response(text="ok")


app = web.Application()
resource = app.router.add_resource("/")
cors = setup(app, defaults={spelling})
cors.add(resource.add_route("GET", index))
cors.add(resource.add_route("PUT", index))
"""

NAMES = st.lists(st.sampled_from(HEADERS[:2]), max_size=2).map(repr)

LIBRARIES = {
    "falcon": Live(
        "falcon.App(middleware=falcon.CORSMiddleware({given}))",
        named(
            allow_origins=origins(),
            expose_headers=several(HEADERS),
            allow_credentials=st.one_of(origins(), switch()),
            allow_private_network=switch(),
        ),
        asked_wsgi,
        "falcon",
    ),
    "aiohttp-cors": Live(
        "{given}",
        table(
            named(
                allow_credentials=st.sampled_from(("True", "False", "None", "1")),
                expose_headers=st.one_of(NAMES, st.just("()"), st.just("'X-A'")),
                allow_headers=st.one_of(NAMES, st.just("'*'"), st.just("None")),
                allow_methods=st.sampled_from(
                    ("'*'", "['GET']", "['PUT', 'GET']", "'GET'")
                ),
                max_age=st.sampled_from(("None", "0", "600", "-1", "'60'")),
            ).map(lambda given: f"ResourceOptions({given})")
        ),
        asked_aiohttp,
        "aiohttp_cors",
        AIOHTTP,
    ),
    "python-socketio": Live(
        "socketio.Server({given})",
        st.one_of(
            origins().map(lambda found: f"cors_allowed_origins={found}"),
            st.tuples(origins(), switch()).map(
                lambda pair: f"cors_allowed_origins={pair[0]}, cors_credentials={pair[1]}"
            ),
        ),
        asked_wsgi,
        "python_socketio",
        route="/socket.io/?EIO=4&transport=polling",
    ),
    "cornice": Live(
        "Service(name='m', path='/', {given})",
        named(
            cors_origins=st.one_of(collections(ENTRIES), texts(ENTRIES)),
            cors_credentials=switch(),
            cors_headers=NAMES,
            cors_max_age=number(),
            cors_expose_all_headers=switch(),
            cors_enabled=switch(),
        ),
        asked_wsgi,
        "cornice",
    ),
    "litestar": Live(
        "Litestar(cors_config=CORSConfig({given}))",
        named(
            allow_origins=origins(),
            allow_methods=several(METHODS),
            allow_headers=several(HEADERS),
            allow_credentials=switch(),
            allow_origin_regex=st.one_of(
                st.sampled_from((*PATTERNS, "", "(", "(?i)https://A.example")).map(repr),
                st.just("None"),
                compiled(),
            ),
            expose_headers=several(HEADERS),
            max_age=number(),
        ),
        asked_asgi,
        "litestar",
    ),
    "quart-cors": Live(
        "{given}",
        st.tuples(
            named(
                allow_origin=origins(),
                allow_methods=several(METHODS),
                allow_headers=several(HEADERS),
                allow_credentials=switch(),
                expose_headers=several(HEADERS),
                max_age=number(),
                send_origin_wildcard=switch(),
            ),
            st.dictionaries(
                st.sampled_from(("ALLOW_ORIGIN", "ALLOW_METHODS", "EXPOSE_HEADERS")),
                several(ENTRIES),
                max_size=1,
            ),
            st.dictionaries(
                st.sampled_from(("ALLOW_CREDENTIALS", "SEND_ORIGIN_WILDCARD")),
                switch(),
                max_size=1,
            ),
        ).map(
            lambda found: "\n".join(
                [
                    f"app.config['QUART_CORS_{key}'] = {each}"
                    for key, each in found[1].items()
                ]
                + [f"app = cors(app, {found[0]})"]
                + [
                    f"app.config['QUART_CORS_{key}'] = {each}"
                    for key, each in found[2].items()
                ]
            )
        ),
        asked_asgi,
        "quart_cors",
        chance=(ORDER,),
    ),
}
REQUESTS = [
    *(Request(origin) for origin in (None, *ORIGINS)),
    *(Request(origin, credentials=True) for origin in ORIGINS),
    *(Request(origin, "OPTIONS", asks_method="GET") for origin in (None, *ORIGINS)),
    *(
        Request(origin, "OPTIONS", asks_method="PUT", asks_headers=("x-custom",))
        for origin in ORIGINS
    ),
]


@pytest.mark.parametrize("library", LIBRARIES)
@settings(max_examples=EXAMPLES)
@given(data=st.data())
def test_real_applications_answer_as_predicted(library: str, data: st.DataObject) -> None:
    live = LIBRARIES[library]
    spelling = live.call.replace("{given}", data.draw(live.arguments, "arguments"))
    code = (live.form or FORMS[library]).replace("{spelling}", spelling)
    policies = read(live.extractor, code)
    app = started(code)
    if app is None:
        [policy] = policies
        assert (
            predicted(live.extractor, policies, Request("https://a.example")).status == 500
        )
        assert policy.observations
        return
    asked = [replace(request, route=live.route) for request in REQUESTS]
    for request, real in zip(asked, live.ask(app, asked), strict=True):
        answer = predicted(live.extractor, policies, request)
        if answer.doubts == live.chance:
            continue
        assert answer.doubts == (), request
        assert seen(answer, real) == expected(real), request


def read(extractor: str, code: str) -> list[Policy]:
    found = registry.extractor_for(extractor)
    return list(found.extract(File("main.py", code), Workspace.of({"main.py": code})))


def started(code: str) -> Any:
    """The application that the code makes; None if the library refuses its options."""
    names: dict[str, Any] = {"__name__": __name__}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(code, "main.py", "exec"), names)
        except (TypeError, ValueError, AttributeError):
            return None
    return names["app"]
