"""The options of a run: the configuration file, then the command line."""

from __future__ import annotations

from collections.abc import Iterable

from corslint.commands.arguments import Arguments
from corslint.discovery.globs import rebased
from corslint.engine.options import Ignore, Options
from corslint.errors import UsageError
from corslint.finding import Confidence, Severity
from corslint.origins.trusted import Trusted, trusted
from corslint.settings.config import Settings
from corslint.settings.selection import Choice, chosen, levels, weights
from corslint.terminal import clean


def options(settings: Settings, arguments: Arguments) -> Options:
    """What the engine is told.

    Raises UsageError for a selector that names no rule and a trusted origin that is none.
    """
    file = settings.file
    found = levels(settings.severity, f"{file}: severity")
    return Options(
        rules=rules_on(settings, arguments),
        severities={rule: Severity[level.upper()] for rule, level in found.items()},
        per_file_ignores=tuple(per_file_ignores(settings)),
        development_files=tuple(here(settings.development_files, settings)),
        public_routes=settings.public_routes,
        ignores=() if arguments.no_ignores else tuple(accepted(settings)),
        pedantic=arguments.pedantic or settings.pedantic,
        min_confidence=Confidence[confidence(settings, arguments).upper()],
        honour_comments=not arguments.no_ignores,
        require_reason=settings.require_reason,
        trusted=trust(settings),
    )


def confidence(settings: Settings, arguments: Arguments) -> str:
    return arguments.min_confidence or settings.min_confidence


def trust(settings: Settings) -> Trusted | None:
    """The origins that the project trusts; None where it lists none."""
    try:
        return trusted(settings.trusted_origins) if settings.trusted_origins else None
    except ValueError as error:
        raise UsageError(f"{settings.file}: trusted-origins: {clean(str(error))}") from None


def rules_on(settings: Settings, arguments: Arguments) -> frozenset[str]:
    """The rules that are on; what the command line says beats what the file says."""
    return chosen(
        (
            Choice(
                f"{settings.file}: ",
                settings.select,
                settings.extend_select,
                settings.ignore,
            ),
            Choice(
                "--",
                arguments.select,
                arguments.extend_select or (),
                arguments.ignore or (),
            ),
        )
    )


def per_file_ignores(settings: Settings) -> Iterable[tuple[str, frozenset[str]]]:
    where = f"{settings.file}: per-file-ignores"
    for glob, selectors in settings.per_file_ignores.items():
        rules = frozenset(weights(selectors, where))
        for pattern in here((glob,), settings):
            yield pattern, rules


def accepted(settings: Settings) -> Iterable[Ignore]:
    for entry in settings.ignores:
        for rule in sorted(weights(entry.rules, f"{settings.file}: ignores")):
            for pattern in here((entry.path,), settings):
                yield Ignore(pattern, rule, entry.reason)


def here(globs: Iterable[str], settings: Settings) -> Iterable[str]:
    """Globs of the configuration for paths as they are shown in the working directory."""
    for glob in globs:
        yield from rebased(glob, settings.base, ".")
