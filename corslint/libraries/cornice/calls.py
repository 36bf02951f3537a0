"""The calls that give Cornice its options, and what they give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from corslint.evaluate.naming import names_of
from corslint.evaluate.settle import as_text
from corslint.evaluate.things import Called, Const, Made, Member, Table
from corslint.libraries.kit.plain import MORE, plain
from corslint.libraries.kit.uses import (
    Given,
    Passed,
    Signature,
    Strange,
    Use,
    near,
)
from corslint.observation import Effect

POLICY, ENABLED, ALWAYS = "cors_policy", "cors_enabled", "cornice.always_cors"
PARAMETERS = (
    "cors_origins",
    "cors_credentials",
    "cors_headers",
    "cors_max_age",
    "cors_expose_all_headers",
    ENABLED,
)
OF_VIEWS = "view "
"""Begins the names of options that a view gives beside those of its service."""

REFUSED = "Pyramid raises a `ConfigurationError` for it, and the service does not start"
SERVICES = frozenset({"cornice.Service", "cornice.service.Service"})
VERBS = ("get", "post", "put", "delete", "options", "patch")
CONFIGURATORS = frozenset({"pyramid.config.Configurator"})


def signature(
    names: Iterable[str], first: str, parameters: tuple[str, ...], positional: int = 0
) -> Signature:
    before = tuple(first.split())
    return Signature(
        frozenset(names), parameters, before, positional, True, Effect.CRASHES, REFUSED
    )


SERVICE = signature(SERVICES, "name path description", (POLICY, *PARAMETERS), 1)
RESOURCE = signature(
    ("cornice.resource.resource", "cornice.resource.add_resource"),
    "klass depth",
    (POLICY, *PARAMETERS),
)
DECORATED = signature(
    (f"{name}.{verb}" for name in SERVICES for verb in VERBS), "", PARAMETERS
)
VIEW = signature(
    (f"{name}.{method}" for name in SERVICES for method in ("add_view", "decorator")),
    "method view",
    PARAMETERS,
)


def service(call: Called) -> Passed | None:
    """A service or a resource that says something about CORS, unless it says no."""
    passed = SERVICE(call) or RESOURCE(call)
    if passed is None:
        return None
    found = unfolded(passed)
    silent = not (found.given or found.strange or found.missing)
    return None if silent or switched_off(found) else found


def view(call: Called) -> Passed | None:
    """A view with options of its own: they go beside or over those of its service."""
    own = DECORATED(call) or VIEW(call)
    if own is None or not (own.given or own.strange):
        return None
    match call.callee:
        case Member(owner=Made(arguments=arguments)):
            outer = unfolded(SERVICE.read(call, arguments))
        case _:
            return None
    inner = {f"{OF_VIEWS}{name}": given for name, given in own.given.items()}
    if switched_off(outer):
        return None
    return replace(
        own, given={**outer.given, **inner}, missing=own.missing or outer.missing
    )


def settings(call: Called) -> Passed | None:
    """``Configurator(settings={"cornice.always_cors": "true"})``."""
    given = call.arguments.keyword("settings")
    if given is None or CONFIGURATORS.isdisjoint(names_of(call.callee)):
        return None
    always = given.value.get(ALWAYS) if isinstance(given.value, Table) else None
    return None if always is None else Passed({ALWAYS: Given(always, given.place)})


def chosen(found: Iterable[Use]) -> Iterator[Use]:
    """The services and views, each with the setting of the application."""
    uses = list(found)
    always = {
        name: one for use in uses for name, one in use.given.items() if name == ALWAYS
    }
    for use in uses:
        if ALWAYS not in use.given:
            yield replace(use, passed=replace(use.passed, given={**always, **use.given}))


def switched_off(passed: Passed) -> bool:
    """Cornice asks for ``False`` itself: other values that are false switch nothing off."""
    given = passed.given.get(ENABLED)
    return given is not None and plain(given.thing).value is False


def unfolded(passed: Passed) -> Passed:
    """The entries of ``cors_policy`` as options; a keyword goes before one of them."""
    given = dict(passed.given)
    policy = given.pop(POLICY, None)
    if policy is None or (isinstance(policy.thing, Const) and not policy.thing.value):
        return replace(passed, given=given)
    if not isinstance(policy.thing, Table):
        if plain(policy.thing).told:
            return replace(passed, given={**given, POLICY: policy})
        return replace(passed, given=given, missing=passed.missing or MORE)
    entries = dict(texts(policy))
    known = {name: one for name, one in entries.items() if name in PARAMETERS}
    strange = (
        Strange(key, one.thing.trace.span, meant(key), Effect.CRASHES, REFUSED)
        for name, one in entries.items()
        if name not in PARAMETERS and (key := name.removeprefix("cors_"))
    )
    whole = policy.thing.complete and len(entries) == len(policy.thing.entries)
    return replace(
        passed,
        given={**known, **given},
        strange=(*passed.strange, *strange),
        missing=passed.missing or (None if whole else MORE),
    )


def texts(policy: Given) -> Iterator[tuple[str, Given]]:
    entries: Mapping[str, Given] = {}
    if isinstance(policy.thing, Table):
        entries = {
            f"cors_{name}": Given(value, policy.place)
            for key, value in policy.thing.entries
            if (name := as_text(key)) is not None
        }
    yield from entries.items()


def meant(key: str) -> str | None:
    return near(key, tuple(name.removeprefix("cors_") for name in PARAMETERS))
