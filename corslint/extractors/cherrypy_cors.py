"""cherrypy-cors: the tools ``expose``, ``expose_public`` and ``preflight``.

They are decorators, functions, or entries of CherryPy's configuration. Executed with
cherrypy-cors 1.7.0 on cherrypy 18.10.0, after ``cherrypy_cors.install()``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from corslint.evaluate.settle import as_text
from corslint.evaluate.things import Called, Const, Table, Trace
from corslint.evaluate.values.truth import truth
from corslint.libraries.kit import texts
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.models import Reply
from corslint.libraries.kit.plain import Regex, plain
from corslint.libraries.kit.uses import Given, Passed, Reads, Signature, Use, names_of
from corslint.libraries.kit.whom import (
    Dead,
    Everybody,
    Fits,
    Meaning,
    Meant,
    each,
    equal,
    meant,
)
from corslint.libraries.kit.worlds import Kind, any_of
from corslint.origin import WILDCARD
from corslint.policy import AnyOrigin, Effect, Observation, Policy, Sent
from corslint.value import Known
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
    VARY,
    Certainty,
    Request,
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
        yield from (replace(use, passed=passed) for passed in several or [use.passed])


class Tool:
    """One of the tools, built and asked like the original."""

    def __init__(self, **options: object) -> None:
        self.options = options
        self.origins = options.get("origins")

    def respond(self, request: Request, reply: Reply) -> None:
        if self.options.get("expose_public"):
            reply.set(ALLOW_ORIGIN, WILDCARD)
            self.expose(reply)
        elif self.options.get("preflight"):
            self.preflight(request, reply)
        elif self.admits(request.origin) and request.origin is not None:
            self.grant(request.origin, reply)
            self.expose(reply)
            if not request.fails:
                reply.set(VARY, "Origin")

    def preflight(self, request: Request, reply: Reply) -> None:
        """Says nothing at all where one of the things asked for is not allowed."""
        origin = request.origin
        if not self.admits(origin) or origin is None or not request.preflight:
            return
        methods = several(self.options.get("allowed_methods"))
        headers = self.options.get("allowed_headers")
        takes = not headers or set(request.asks_headers) <= set(several(headers))
        if request.asks_method not in methods or not takes:
            return
        self.grant(origin, reply)
        reply.set(ALLOW_METHODS, ", ".join(methods))
        if age := self.options.get("max_age"):
            reply.set(MAX_AGE, str(age))
        if request.asks_headers:
            reply.set(ALLOW_HEADERS, ",".join(request.asks_headers))
        reply.set(VARY, "Origin")

    def grant(self, origin: str, reply: Reply) -> None:
        reply.set(ALLOW_ORIGIN, origin)
        if self.options.get("allow_credentials"):
            reply.set(ALLOW_CREDENTIALS, "true")

    def expose(self, reply: Reply) -> None:
        if names := self.options.get("expose_headers"):
            reply.set(EXPOSE_HEADERS, str(names))

    def admits(self, origin: str | None) -> bool:
        """Without a list, everybody."""
        if self.origins is None:
            return origin is not None
        if not isinstance(self.origins, Iterable):
            raise TypeError("`origins` is neither a text nor a collection")
        tests: list[Callable[[], bool]] = [
            partial(fits, entry, origin or "") for entry in self.origins
        ]
        return origin is not None and any_of(tests)


def fits(entry: object, origin: str) -> bool:
    """Raises AttributeError for what is neither a text nor a pattern."""
    match entry:
        case str():
            return entry == origin
        case Regex():
            return entry.match(origin)
        case _:
            raise AttributeError("an entry of `origins` is no text and no pattern")


def several(names: object) -> list[str]:
    if not isinstance(names, Iterable):
        raise TypeError("a list of names is not one")
    found = list(names)
    if not all(isinstance(name, str) for name in found):
        raise TypeError("a list of names holds something else than strings")
    return found


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
        yield from each(given, entry_of)


def entry_of(value: object) -> Meaning:
    match value:
        case Regex(text=text):
            return Fits(text, "match", value.ignores_case)
        case _:
            return equal(value)


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
