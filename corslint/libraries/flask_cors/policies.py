"""From the uses of Flask-CORS, or of a library of its kind, to policies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from corslint.allow_origin import AllowOrigin, OriginList, Sent, UnknownOrigins
from corslint.evaluate.slicing.binding import bound
from corslint.evaluate.study import Study
from corslint.evaluate.variants import Variant
from corslint.libraries.flask_cors.calls import Finder, Use, made_by_a_tool, uses
from corslint.libraries.flask_cors.entries import RefusedError
from corslint.libraries.flask_cors.faults import observations, refusal
from corslint.libraries.flask_cors.headers import Headers, options, switch
from corslint.libraries.flask_cors.model import varying
from corslint.libraries.flask_cors.options import Part, merged, shape
from corslint.libraries.flask_cors.origins import Origins, allow_origin, implicit, read
from corslint.libraries.flask_cors.remedy import remedy
from corslint.libraries.flask_cors.resources import parts
from corslint.libraries.flask_cors.site import Mount, Options, Site
from corslint.observation import Inactive, Observation
from corslint.policy import Layer, Policy, unsent
from corslint.value import Unknown, Value, convert
from corslint.wire import Certainty


@dataclass(frozen=True, slots=True)
class Reading:
    """What one part of a use comes to."""

    use: Use
    variant: Variant
    part: Part
    site: Site
    allow_origin: AllowOrigin
    observations: tuple[Observation, ...]
    origins: Origins | None = None


def policies(finder: Finder) -> Iterator[Policy]:
    """A policy for each use that ``finder`` finds, and each set of paths."""
    made = (
        policy(reading)
        for use, variant in uses(finder, shape)
        for reading in readings(use, variant)
    )
    return bound(finder.study.program, made)


def by_a_tool(study: Study, variant: Variant) -> Iterator[Policy]:
    """The policies of a call that a tool makes."""
    use = made_by_a_tool(study, variant.call, variant.paths[0])
    return map(policy, readings(use, variant))


def readings(use: Use, variant: Variant) -> list[Reading]:
    """What each part does; one that is refused keeps the whole service from starting."""
    part = merged(use)
    try:
        working(use, variant, part)  # what no path uses must be valid too
        found = []
        for part in parts(use):
            found.append(working(use, variant, part))
    except RefusedError as error:
        return [refused(use, variant, part, error)]
    return found


def working(use: Use, variant: Variant, part: Part) -> Reading:
    """What the part does. Raises RefusedError where the library raises."""
    if use.surplus is not None and use.mount is not Mount.VIEW:
        raise RefusedError(use.refusal, "an argument without a name is no option")
    setting = part.settings.get("origins")
    origins = None if setting is None else read(setting)
    made, doubts = options(part, origins, use.edition)
    if made.everybody and made.supports_credentials and made.send_wildcard:
        raise RefusedError("ValueError", "`send_wildcard` with credentials is forbidden")
    reason = undecided(use, part)
    site = Site(
        options=made,
        mount=use.mount,
        resources=part.paths,
        before=part.before,
        options_left=use.options_left,
        takes_options=use.takes_options,
        detached=part.paths == () or use.idle is not None,
        doubts=tuple(dict.fromkeys((*doubts, *filter(None, (reason,))))),
        edition=use.edition,
    )
    whom = admitted(use, part, site, origins, reason)
    seen = (*idle(use), *observations(use, part, origins))
    return Reading(use, variant, part, site, whom, seen, origins)


def refused(use: Use, variant: Variant, part: Part, error: RefusedError) -> Reading:
    when = "on every request" if use.mount is Mount.VIEW else "at start"
    reason = f"{use.edition.title} raises {error.error} {when}: {error.why}"
    site = Site(
        options=Options(),
        mount=use.mount,
        options_left=use.options_left,
        refused=reason,
        edition=use.edition,
    )
    seen = (*refusal(part, error), *observations(use, part, None))
    span = seen[0].span if seen else use.call.span
    return Reading(use, variant, part, site, UnknownOrigins(reason, span), seen)


def idle(use: Use) -> Iterator[Observation]:
    if use.idle is not None:
        yield Inactive(use.call.span, use.idle)


def undecided(use: Use, part: Part) -> str | None:
    """Why the origins cannot be told, whatever is given for them."""
    if use.idle is not None:
        return use.idle
    if part.replaced is not None:
        return part.replaced
    if "origins" in part.settings or part.paths == ():
        return None
    path = use.config.hidden("CORS_ORIGINS") if use.configured and use.complete else None
    return part.unread if path is None else f"`CORS_ORIGINS` may come from {path}"


def admitted(
    use: Use, part: Part, site: Site, origins: Origins | None, reason: str | None
) -> AllowOrigin:
    call, setting = use.call.span, part.settings.get("origins")
    sent = Sent.WILDCARD if site.options.send_wildcard else Sent.ECHO
    if reason is not None:
        return UnknownOrigins(reason, call)
    if part.paths == ():
        return OriginList((), call)
    if setting is None or origins is None:
        return implicit(call, sent)
    return allow_origin(setting, origins, sent)


def policy(reading: Reading) -> Policy:
    use, part, site = reading.use, reading.part, reading.site
    call = use.call
    headers = Headers(part, call.span, site.refused)
    made = Policy(
        library=use.edition.library,
        layer=Layer.APP,
        allow_origin=reading.allow_origin,
        span=call.span,
        statement=use.statement,
        allow_credentials=headers.credentials(),
        allow_methods=headers.methods(),
        allow_headers=headers.names(),
        expose_headers=headers.exposed(),
        max_age=headers.max_age(),
        vary=vary(reading),
        vary_offered=varying(site.options.origins) or not site.options.vary_header,
        preflight=preflights(site),
        on_errors=on_errors(site),
        scope=scope(use, part),
        version=use.release.version,
        observations=reading.observations,
        tests=reading.variant.tests,
        development=reading.variant.development,
        remedy=remedy(use, part, reading.allow_origin, site.options),
        stray=use.idle is not None,
        settings=site,
    )
    return made if use.idle is None else unheard(made)


def unheard(made: Policy) -> Policy:
    """The policy of what is put to work nowhere: its options reach no answer."""
    return replace(made, **unsent(made.span), on_errors=Certainty.NO)


def preflights(site: Site) -> Certainty:
    if site.options_left or site.detached or site.refused:
        return Certainty.NO
    if site.edition.routed:
        own = site.mount is Mount.APP and site.options.automatic_options
        return Certainty.YES if own or site.takes_options else Certainty.MAYBE
    handled = site.mount is Mount.VIEW and not site.options.automatic_options
    return Certainty.MAYBE if handled else Certainty.YES


def on_errors(site: Site) -> Certainty:
    """An error that nobody handles, too, unless that is switched off."""
    caught = site.options.intercept_exceptions or not site.edition.routed
    return Certainty.NO if site.mount is Mount.VIEW or not caught else Certainty.YES


def vary(reading: Reading) -> Value[bool]:
    """Never for one plain origin, though the answer depends on the request then too."""
    made, origins, call = reading.site.options, reading.origins, reading.use.call.span
    sends = varying(made.origins)
    if origins is not None and origins.missing is not None and not sends:
        return Unknown(origins.missing, call)
    flag = switch(reading.part.settings.get("vary_header"), True, call)
    return convert(flag, lambda on: on and sends)


def scope(use: Use, part: Part) -> tuple[str, ...]:
    if use.view is not None:
        return use.view.routes
    if part.scope or use.prefix is None or use.mount is not Mount.BLUEPRINT:
        return part.scope
    return (f"{use.prefix.rstrip('/')}/*",)
