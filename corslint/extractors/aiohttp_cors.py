"""aiohttp-cors: tables of origins, for the whole application and for single routes.

Executed with aiohttp-cors 0.8.1 on aiohttp 3.14.5.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.naming import names_of
from corslint.evaluate.reaching import led_to
from corslint.evaluate.slicing.walking import walk
from corslint.evaluate.things import Called, Klass, Made, Member, Returned, Stored, Thing
from corslint.libraries.aiohttp_cors.around import kept
from corslint.libraries.aiohttp_cors.options import MODULE, made_of, read_options
from corslint.libraries.aiohttp_cors.routes import ROUTES, covers
from corslint.libraries.aiohttp_cors.tables import Cors
from corslint.libraries.kit.component import Component, extractor_of
from corslint.libraries.kit.project import others
from corslint.libraries.kit.serving import Served
from corslint.libraries.kit.uses import Given, Passed, Signature, Use, at_home
from corslint.libraries.kit.whom import Meant, each, starred
from corslint.libraries.kit.worlds import Kind
from corslint.observation import DeprecatedOption, Effect, Observation
from corslint.policy import Policy
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_HEADERS,
    ALLOW_METHODS,
    ALLOW_ORIGIN,
    EXPOSE_HEADERS,
    MAX_AGE,
)

ELSEWHERE = "the defaults of the application are set elsewhere"
SETUP = Signature(
    frozenset(
        {f"{MODULE}.setup", f"{MODULE}.CorsConfig", f"{MODULE}.cors_config.CorsConfig"}
    ),
    ("defaults",),
    first=("app",),
    positional=0,
    own=True,
)
ADD = Signature(
    frozenset(f"{name}.add" for name in SETUP.names),
    ("config", "webview"),
    first=("routing_entity",),
)
VIEWS = frozenset({f"{MODULE}.CorsViewMixin", f"{MODULE}.mixin.CorsViewMixin"})
ADDS = re.compile(r"\.add\b")
NO_ROUTE = "only routes that `add` is called for are served by it, and none is"
CUSTOM = Signature(
    frozenset({f"{MODULE}.custom_cors", f"{MODULE}.mixin.custom_cors"}), ("config",)
)


def set_up(call: Called) -> Passed | None:
    passed = SETUP(call)
    return None if passed is None else read_options(passed, call)


def added(call: Called) -> Passed | None:
    """A route or a resource, by what the application's ``setup`` and the call say."""
    owner = owner_of(call)
    if ADD.names.isdisjoint(names_of(call.callee)) or owner is None:
        return added_elsewhere(call)
    own = ADD.read(call, call.arguments)
    defaults = SETUP.read(call, owner.arguments)
    return read_options(
        Passed(
            {**defaults.given, **dict(of_view(call)), **own.given},
            (*defaults.strange, *own.strange),
            own.twice,
            own.missing or defaults.missing,
        ),
        call,
    )


def of_view(call: Called) -> Iterator[tuple[str, Given]]:
    """``cors_config`` of the view that a route leads to; a route has no say in it."""
    for route in call.arguments.positional[:1]:
        found = route.arguments.everything() if isinstance(route, Made) else []
        for klass in found:
            if isinstance(klass, Klass) and not VIEWS.isdisjoint(names_of(klass)):
                table = klass.frame.names.get("cors_config")
                if table is not None:
                    yield "config", at_home(Given(table, table.trace.span), call)


def added_elsewhere(call: Called) -> Passed | None:
    """``add`` of something that is handed in: the options of the library tell it."""
    match call.callee:
        case Member(name="add"):
            own = ADD.read(call, call.arguments)
        case _:
            own = CUSTOM(call) or Passed()
    config = own.given.get("config")
    if config is None or not (made_of(config.thing) or CUSTOM(call)):
        return None
    return read_options(Passed(own.given, own.strange, own.twice, ELSEWHERE), call)


def owner_of(call: Called) -> Made | None:
    match call.callee:
        case Member(name="add", owner=Made() as owner):
            return owner
        case _:
            return None


def chosen(found: Iterable[Use]) -> Iterator[Use]:
    """One policy for all the routes that go by the defaults, one for each other table.

    Nothing is served by what no route is added to, unless others may do that.
    """
    uses = list(found)
    sets = {use.call.span for use in uses if SETUP(use.call) is not None}
    plain = [use for use in uses if owner_of(use.call) and "config" not in use.given]
    served = {owner.trace.span for use in plain if (owner := owner_of(use.call))}
    for use in uses:
        owner = owner_of(use.call)
        if use.call.span in sets:
            if use.call.span in served or handed_on(use):
                yield use
            elif "defaults" in use.given and idle(use):
                yield replace(use, passed=replace(use.passed, inactive=NO_ROUTE))
        elif owner is None or "config" in use.given:
            yield use
        elif owner.trace.span not in sets:
            sets.add(owner.trace.span)
            yield use


def handed_on(use: Use) -> bool:
    """Whether others get hold of what ``setup`` gave: it is passed, kept or returned."""
    made = use.call.result
    for path in use.variant.paths:
        for event in path.events:
            match event:
                case Called(arguments=arguments):
                    given = arguments.everything()
                case Stored(value=value) | Returned(value=value):
                    given = [value]
                case _:
                    given = []
            if any(same(made, thing) for thing in given):
                return True
    return False


def idle(use: Use) -> bool:
    """Whether nobody gets hold of what ``setup`` gave, in this file or in another."""
    if use.study is None or adds(use.study.program.body):
        return False
    tree, path = use.study.tree, use.study.source.path
    beside = others(tree.workspace, path)
    return beside is not None and not any(
        MODULE in each.text
        or (ADDS.search(each.text) is not None and path in led_to(tree, each.path))
        for each in beside
    )


def adds(body: p.Block) -> bool:
    return any(isinstance(node, p.Attribute) and node.name == "add" for node in walk(body))


def same(one: Thing, other: Thing) -> bool:
    return isinstance(other, Made) and one.trace.span == other.trace.span


def whom(use: Use) -> Iterator[Meant]:
    for name in ("config", "defaults"):
        if name in use.given:
            yield from each(use.given[name], starred)


def faults(use: Use) -> Iterator[Observation]:
    if (given := use.given.get("webview")) is not None:
        yield DeprecatedOption("webview", given.place, "0.7.0", effect=Effect.IGNORED)


def finished(use: Use, policy: Policy) -> Policy:
    return policy if use.study is None else kept(policy, use.study)


extract = extractor_of(
    "aiohttp_cors",
    Component(
        title="aiohttp-cors",
        package="aiohttp-cors",
        version="0.8.1",
        words=(MODULE,),
        reads=(set_up, added),
        build=Cors,
        kinds={"defaults": Kind.TABLE, "config": Kind.TABLE, "webview": Kind.SWITCH},
        whom=whom,
        shown=dict.fromkeys(
            (
                ALLOW_ORIGIN,
                ALLOW_CREDENTIALS,
                ALLOW_METHODS,
                ALLOW_HEADERS,
                EXPOSE_HEADERS,
                MAX_AGE,
            ),
            ("config", "defaults"),
        ),
        opened={"defaults": {"https://app.example": {}}},
        remedy=(
            "Name the origins that need access: `defaults={"
            '"https://app.example.com": aiohttp_cors.ResourceOptions(allow_headers="*")}`.'
        ),
        vary_offered=False,
        faults=faults,
        chosen=chosen,
        finish=finished,
        served=Served(ROUTES, covers),
    ),
    markers=(MODULE.encode(),),
)
