"""The command line: runs a command and turns whatever happens into an exit status."""

from __future__ import annotations

import sys

from corslint.commands.arguments import parse
from corslint.commands.grammar import COMMANDS
from corslint.commands.output import publish, say
from corslint.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

TROUBLE, INTERRUPTED = 2, 130


def main(words: Sequence[str] | None = None) -> int:
    """Run corslint with these arguments, by default the program's; the exit status."""
    try:
        return run(sys.argv[1:] if words is None else words)
    except UsageError as error:
        say(f"error: {error}")
        return TROUBLE
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a bug of ours is named, not spilled
        say(f"error: this is a bug in corslint: {described(error)}")
        return TROUBLE


def run(words: Sequence[str]) -> int:
    command = words[0] if words and words[0] in COMMANDS else None
    try:
        arguments = parse(command, words[1:] if command else words)
    except SystemExit as done:  # --help and --version have been answered
        publish("")
        return done.code if isinstance(done.code, int) else 0
    match command:
        case "rule":
            from corslint.commands import rule

            return rule.main(arguments)
        case "policies":
            from corslint.commands import policies

            return policies.main(arguments)
        case "config":
            from corslint.commands import config

            return config.main(arguments)
        case _:
            from corslint.commands import check

            return check.main(arguments)


def described(error: Exception) -> str:
    """What went wrong and where, on one line."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    text = " ".join(f"{type(error).__name__}: {error}".split())
    if trace is None:
        return text
    return f"{text} ({trace.tb_frame.f_code.co_filename}:{trace.tb_lineno})"
