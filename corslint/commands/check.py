"""``corslint PATH...``: what is open or broken."""

from __future__ import annotations

import os
import sys
from itertools import chain

from corslint.commands import output
from corslint.commands.inputs import discovery_for, settings_for
from corslint.commands.progress import Progress
from corslint.discovery.discover import Discovery
from corslint.discovery.files import inside
from corslint.settings import config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corslint.commands.arguments import Arguments
    from corslint.commands.linting import Result
    from corslint.settings.config import Settings

TEXT = ("full", "concise")
RELATIVE = ("sarif", "github")
"""Formats whose readers want every path relative to the working directory."""

CLEAN, FINDINGS, TROUBLE, NOTHING = 0, 1, 2, 3


def main(arguments: Arguments) -> int:
    """Check, publish, and give the exit status. Raises UsageError."""
    if arguments.format in RELATIVE:
        arguments.paths = [from_here(path) for path in arguments.paths]
    settings = settings_for(arguments)
    discovery = discovery_for(arguments, settings)
    result = None
    with Progress(discovery, wanted=not arguments.quiet):
        candidates = iter(discovery)
        first = next(candidates, None)
        if first is not None or arguments.format not in TEXT:
            # Everything heavy comes with this import, and most runs on a few files that
            # an editor or a commit names have no candidate.
            from corslint.commands.linting import check

            found = () if first is None else chain((first,), candidates)
            result = check(found, discovery, settings, arguments)
    publish(result, discovery, arguments)
    return status(result, discovery, settings, arguments)


def publish(result: Result | None, discovery: Discovery, arguments: Arguments) -> None:
    """Results to where they were asked for, problems to stderr."""
    stream = None if arguments.output else sys.stdout
    if result is None:
        summary = nothing_found(discovery)
        text = "" if arguments.quiet else f"{summary}\n"
        problems: tuple[str, ...] = tuple(discovery.problems)
    else:
        color = output.colored(arguments.color, stream, os.environ)
        text = result.text(arguments, color, output.width(stream))
        summary, problems = result.summary, result.problems
    output.publish(text, arguments.output)
    for problem in problems:
        output.say(f"warning: {problem}")
    if not arguments.quiet:
        for reason, count in discovery.skipped.items():
            output.say(f"{count} skipped: {reason}")
        if not discovery.discovered:
            output.say("warning: no file found that is read")
        if arguments.output:
            output.say(f"{summary}; written to {arguments.output}")


def nothing_found(discovery: Discovery) -> str:
    """The summary of a run without candidates, in the reporters' words."""
    count, skipped = discovery.discovered, sum(discovery.skipped.values())
    parts = ["no CORS policy found", f"0 of {count} file{'s' * (count != 1)} read"]
    if skipped:
        parts.append(f"{skipped} skipped")
    if problems := len(discovery.problems):
        plural = "s" * (problems != 1)
        parts.append(f"{problems} problem{plural}, so something may be missing")
    return "; ".join(parts)


def status(
    result: Result | None, discovery: Discovery, settings: Settings, arguments: Arguments
) -> int:
    """The exit status; our own failure outweighs findings."""
    if discovery.failed or (result is not None and result.failed):
        return TROUBLE
    if arguments.require_input and discovery.discovered == sum(discovery.skipped.values()):
        return NOTHING
    fail_on = arguments.fail_on or settings.fail_on
    if result is None or arguments.exit_zero or fail_on not in config.LEVELS:
        return CLEAN
    return FINDINGS if result.worst >= config.LEVELS.index(fail_on) else CLEAN


def from_here(path: str) -> str:
    """A path inside the working directory relative to it, any other as it is."""
    here = os.path.realpath(os.curdir)
    if os.path.isabs(path) and inside(os.path.realpath(path), here):
        return os.path.relpath(os.path.realpath(path), here)
    return path
