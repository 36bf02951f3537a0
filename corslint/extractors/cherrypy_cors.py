"""cherrypy-cors: the tools ``expose``, ``expose_public`` and ``preflight``.

They are decorators, functions, or entries of CherryPy's configuration. All but functions
need ``cherrypy_cors.install()``. Executed with cherrypy-cors 1.7.0 on cherrypy 18.10.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corslint.allow_origin import AnyOrigin, Sent
from corslint.evaluate.naming import names_of
from corslint.evaluate.settle import as_text
from corslint.evaluate.things import Called, Const, Table, Trace
from corslint.evaluate.values.truth import truth
from corslint.libraries.cherrypy_cors.model import Tool
from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.project import others
from corslint.libraries.kit.uses import Given, Passed, Reads, Signature, Use
from corslint.libraries.kit.whom import (
    Dead,
    Everybody,
    Meant,
    each,
    matched,
    meant,
)
from corslint.libraries.kit.worlds import Kind
from corslint.observation import Effect, Observation
from corslint.policy import Policy
from corslint.value import Known
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    Certainty,
)

EXPOSE = ("allow_credentials", "expose_headers", "origins")
PUBLIC = ("expose_headers",)
PREFLIGHT = (
    "allowed_methods",
    "allowed_headers",
    "allow_credentials",
    "max_age",
    "origins",
)
TOOLS = {"expose": EXPOSE, "expose_public": PUBLIC, "preflight": PREFLIGHT}
MARKED = ("expose_public", "preflight")
FUNCTIONS = frozenset(f"cherrypy_cors.{tool}" for tool in TOOLS)
INSTALLS = re.compile(r"\b(?:install|toolboxes)\b")
NOT_INSTALLED = (
    "nothing in the project calls `cherrypy_cors.install()`, without which CherryPy does "
    "not know the tools"
)
FAILS = "every request to the handler is answered with a server error"
LETTERS = "is gone through letter by letter, and no Origin is one letter"
CONFIGURED = frozenset(
    {
        "cherrypy.quickstart",
        "cherrypy.tree.mount",
        "cherrypy.Application",
        "cherrypy.config.update",
    }
)


def reader(tool: str) -> Reads:
    """The decorator, which takes its options by name alone, and the function."""
    decorator = Signature(
        frozenset({f"cherrypy_cors.tools.{tool}"}),
        TOOLS[tool],
        positional=0,
        effect=Effect.CRASHES,
        words=FAILS,
    )
    function = replace(
        decorator, names=frozenset({f"cherrypy_cors.{tool}"}), positional=None
    )

    def reads(call: Called) -> Passed | None:
        passed = decorator(call) or function(call)
        return None if passed is None else marked(passed, tool, call)

    return reads


def marked(passed: Passed, tool: str, call: Called) -> Passed:
    """The tools differ in what they do with the same options."""
    if tool not in MARKED:
        return passed
    mark = Given(Const(True, Trace(call.span)), call.span)
    return replace(passed, given={**passed.given, tool: mark})


def configured(call: Called) -> Passed | None:
    return next(sections(call), None)


def sections(call: Called) -> Iterator[Passed]:
    """``{"/": {"cors.expose.on": True, "cors.expose.origins": [...]}}``."""
    if CONFIGURED.isdisjoint(names_of(call.callee)):
        return
    for thing in call.arguments.everything():
        if isinstance(thing, Table):
            yield from tools_of(thing, (), call)
            for key, value in thing.entries:
                if isinstance(value, Table):
                    yield from tools_of(value, tuple(filter(None, [as_text(key)])), call)


def tools_of(section: Table, scope: tuple[str, ...], call: Called) -> Iterator[Passed]:
    for tool, options in TOOLS.items():
        on = section.get(f"cors.{tool}.on")
        if on is not None and truth(on) is not False:
            named = {name: section.get(f"cors.{tool}.{name}") for name in options}
            given = {
                name: Given(thing, thing.trace.span)
                for name, thing in named.items()
                if thing is not None
            }
            yield marked(Passed(given, scope=scope), tool, call)


def chosen(found: Iterable[Use]) -> Iterator[Use]:
    """A configuration may hold several sections."""
    for use in found:
        several = list(sections(use.call))
        for passed in several or [use.passed]:
            idle = None if installed(use) else NOT_INSTALLED
            yield replace(use, passed=replace(passed, inactive=idle))


def installed(use: Use) -> bool:
    """Whether CherryPy knows the tools, or may: not all files of the project are read."""
    if use.study is None or not FUNCTIONS.isdisjoint(names_of(use.call.callee)):
        return True
    source = use.study.source
    beside = others(use.study.tree.workspace, source.path)
    return beside is None or any(INSTALLS.search(each.text) for each in (source, *beside))


def whom(use: Use) -> Iterator[Meant]:
    given = use.given.get("origins")
    if "expose_public" in use.given:
        yield Meant(Everybody(), use.call.span)
    elif given is None:
        if use.passed.missing is None:
            yield Meant(Everybody(implicit=True), use.call.span)
    elif plain(given.thing).value is None:
        yield meant(given.thing, given.place, Everybody(implicit=True))
    elif text := as_text(given.thing):
        yield meant(given.thing, given.place, Dead(text, LETTERS))
    else:
        yield from each(given, matched)


def faults(use: Use) -> Iterator[Observation]:
    yield from texts.lettered("origins", use.given.get("origins"), "a list of origins")
    yield from texts.switched("allow_credentials", use.given.get("allow_credentials"))


def only_asked(use: Use, policy: Policy) -> Policy:
    """``preflight`` answers what browsers ask before, and nothing else."""
    if "preflight" not in use.given:
        return policy
    origins = policy.allow_origin
    if isinstance(origins, AnyOrigin):
        origins = replace(origins, sent=Sent.ECHO, with_credentials=None)
    vary = Known(True, use.call.span)
    return replace(policy, allow_origin=origins, actual=Certainty.NO, vary=vary)


extract = extractor_of(
    "cherrypy_cors",
    Component(
        title="cherrypy-cors",
        package="cherrypy-cors",
        version="1.7.0",
        words=("cherrypy",),
        reads=(*map(reader, TOOLS), configured),
        build=Tool,
        kinds={
            "allow_credentials": Kind.SWITCH,
            "expose_headers": Kind.HEADERS,
            "origins": Kind.ORIGINS,
            "allowed_methods": Kind.METHODS,
            "allowed_headers": Kind.HEADERS,
            "max_age": Kind.NUMBER,
        },
        whom=whom,
        shown={
            ALLOW_ORIGIN: "origins",
            ALLOW_CREDENTIALS: "allow_credentials",
            ALLOW_METHODS: "allowed_methods",
            ALLOW_HEADERS: "allowed_headers",
            EXPOSE_HEADERS: "expose_headers",
            MAX_AGE: "max_age",
        },
        opened={"origins": ["https://app.example"]},
        remedy='List the origins that need access: `origins=["https://app.example.com"]`.',
        faults=faults,
        chosen=chosen,
        finish=only_asked,
    ),
    markers=(b"cherrypy",),
)
