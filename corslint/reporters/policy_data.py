"""A policy as JSON, every part with its position."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from corslint.allow_origin import (
    AllowOrigin,
    AnyOrigin,
    Fallback,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginProgram,
    OriginUnion,
    ReflectedOrigin,
    UnknownOrigins,
    parts_of,
)
from corslint.policy import Deployed, Policy
from corslint.reporters.plain_data import Json, place
from corslint.reporters.policy_words import observation_words
from corslint.source import Span
from corslint.value import FromEnv, FromRequest, Known, OneOf, Unknown, Value

T = TypeVar("T", str | None, bool)


def policy_data(policy: Policy) -> dict[str, Json]:
    return {
        **place(policy.span),
        "library": policy.library,
        "version": policy.version.version if policy.version else None,
        "layer": policy.layer.value,
        "channel": policy.channel.value,
        "scope": policy.scope,
        "allow_origin": [origins_data(part) for part in parts_of(policy.allow_origin)],
        "allow_credentials": value_data(policy.allow_credentials),
        "allow_methods": value_data(policy.allow_methods),
        "allow_headers": value_data(policy.allow_headers),
        "expose_headers": value_data(policy.expose_headers),
        "max_age": value_data(policy.max_age),
        "vary": value_data(policy.vary),
        "preflight": policy.preflight.value,
        "on_errors": policy.on_errors.value,
        "development": policy.development,
        "deployment": deployed_data(policy.deployment),
        "conditions": places(policy.tests),
        "remarks": [
            {**place(one.span), "message": observation_words(one)}
            for one in policy.observations
        ],
    }


def deployed_data(deployed: Deployed | None) -> Json:
    if deployed is None:
        return None
    return {
        "path": deployed.path,
        "name": deployed.name,
        "template": deployed.template,
        "settings": [{"variable": name, **place(at)} for name, at in deployed.settings],
    }


def origins_data(part: AllowOrigin) -> dict[str, Json]:
    return {**kind_data(part), **place(part.span)}


def kind_data(part: AllowOrigin) -> dict[str, Json]:
    match part:
        case AnyOrigin():
            return {
                "kind": "any",
                "sent": part.sent.value,
                "sent_with_credentials": part.sent_with_credentials.value,
                "implicit": part.implicit,
                "variable": part.variable,
                "via": places(part.via),
            }
        case ReflectedOrigin():
            return {
                "kind": "reflected",
                "header": part.header,
                "variable": part.variable,
                "via": places(part.via),
            }
        case OriginList(complete=complete, constant=constant):
            origins = [entry_data(entry) for entry in part.entries]
            facts: dict[str, Json] = {"complete": complete, "constant": constant}
            return {"kind": "list", **facts, "origins": origins}
        case OriginPattern():
            return {
                "kind": "pattern",
                "text": part.text,
                "mode": part.mode,
                "ignore_case": part.ignore_case,
                "variable": part.variable,
                "via": places(part.via),
            }
        case OriginProgram():
            fallback = fallback_data(part.fallback)
            return {"kind": "program", "header": part.header, "fallback": fallback}
        case UnknownOrigins(reason, via=via):
            return {"kind": "unknown", "reason": reason, "via": places(via)}
        case OriginUnion(parts):
            return {"kind": "union", "parts": [origins_data(one) for one in parts]}


def fallback_data(fallback: Fallback | None) -> Json:
    if fallback is None:
        return None
    return {
        "text": fallback.text,
        "absent": fallback.absent,
        "variable": fallback.variable,
        "via": places(fallback.via),
        **place(fallback.span),
    }


def entry_data(entry: OriginEntry) -> Json:
    return {
        "text": entry.text,
        "admits": entry.admits,
        "dead": entry.dead,
        "variable": entry.variable,
        "via": places(entry.via),
        **place(entry.span),
    }


def value_data(value: Value[T]) -> Json:
    match value:
        case Known(known, span, via):
            return {"kind": "known", "value": known, "via": places(via), **place(span)}
        case FromEnv(variable, default, span, via):
            named: dict[str, Json] = {"variable": variable, "default": default}
            return {"kind": "environment", **named, "via": places(via), **place(span)}
        case FromRequest(header, span, via):
            return {"kind": "request", "header": header, "via": places(via), **place(span)}
        case OneOf(choices, span):
            listed = [value_data(choice) for choice in choices]
            return {"kind": "one-of", "choices": listed, **place(span)}
        case Unknown(reason, span, via):
            return {"kind": "unknown", "reason": reason, "via": places(via), **place(span)}


def places(spans: Iterable[Span]) -> Json:
    """The chain of places that a value came through."""
    return [place(span) for span in spans]
