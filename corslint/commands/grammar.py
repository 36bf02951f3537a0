"""The command line's grammar: commands, options, and what the help says of them."""

from __future__ import annotations

import argparse
import sys

from corslint import __version__
from corslint.commands.output import width
from corslint.errors import UsageError
from corslint.settings.config import CONFIDENCES, FAIL_ON

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NoReturn

FORMATS = ("full", "concise", "json", "github", "sarif")
COMMANDS = {
    "rule": "what a rule reports, why, and what to write instead",
    "policies": "every CORS policy found, as corslint reads it",
    "config": "the settings that hold here, and where each comes from",
}
ABOUT = """\
Reads the CORS policies of Python servers and nginx, works out what each will really
answer, and reports what is open or broken."""
STATUS = """\
exit status:
  0  nothing at or above --fail-on
  1  findings
  2  wrong usage or configuration, a named path that does not exist, or a failure of
     corslint itself
  3  nothing to check, with --require-input
  130  interrupted"""


class Parser(argparse.ArgumentParser):
    """A parser whose errors are UsageError."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(
            message if "?" in message else f"{message}; see `{self.prog} --help`"
        )

    def option_names(self) -> list[str]:
        return [name for action in self._actions for name in action.option_strings]


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Knows its width: argparse makes a formatter per option and imports shutil to ask."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=width(sys.stdout))


def check_parser() -> Parser:
    commands = "\n".join(f"  corslint {name:<9} {what}" for name, what in COMMANDS.items())
    parser = make(
        None,
        ABOUT,
        f"commands (`corslint COMMAND --help` says more):\n{commands}\n"
        f"  a path of that name is written ./rule\n\n{STATUS}",
    )
    add_paths(parser)
    add_output(parser, FORMATS)
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        metavar="WHEN",
        help="auto, always, never (default: auto)",
    )
    parser.add_argument(
        "--statistics", action="store_true", help="count the findings of each rule"
    )
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="only results: no summary, no progress"
    )
    add_rules(parser)
    parser.add_argument(
        "--no-ignores", action="store_true", help="report also what the project ignores"
    )
    parser.add_argument(
        "--fail-on",
        choices=FAIL_ON,
        metavar="LEVEL",
        help=f"least severity for exit status 1: {', '.join(FAIL_ON)} (default: medium)",
    )
    parser.add_argument(
        "--exit-zero", action="store_true", help="findings do not change the exit status"
    )
    parser.add_argument(
        "--require-input", action="store_true", help="exit status 3 if nothing is checked"
    )
    add_configuration(parser)
    parser.add_argument(
        "--version",
        action="version",
        version=f"corslint {__version__}",
        help="print the version and exit",
    )
    return parser


def policies_parser() -> Parser:
    parser = make("policies", "Prints every CORS policy found, as corslint reads it.")
    add_paths(parser)
    add_output(parser, ("text", "json"))
    parser.add_argument("-q", "--quiet", action="store_true", help="show no progress")
    add_configuration(parser)
    return parser


def rule_parser() -> Parser:
    parser = make("rule", "Explains a rule: what it reports, why, and what to write.")
    parser.add_argument("rule", nargs="?", metavar="RULE", help="an id or a name")
    parser.add_argument("--all", action="store_true", help="list every rule")
    add_output(parser, ("text", "json"))
    return parser


def config_parser() -> Parser:
    parser = make("config", "Prints the settings that hold, and where each comes from.")
    add_paths(parser)
    add_rules(parser)
    parser.add_argument("--fail-on", choices=FAIL_ON, metavar="LEVEL", help="as in a check")
    add_configuration(parser)
    return parser


PARSERS: dict[str | None, Callable[[], Parser]] = {
    None: check_parser,
    "policies": policies_parser,
    "rule": rule_parser,
    "config": config_parser,
}


def make(command: str | None, about: str, more: str = "") -> Parser:
    return Parser(
        prog=f"corslint {command}" if command else "corslint",
        description=about,
        epilog=more,
        formatter_class=Formatter,
        allow_abbrev=False,
    )


def add_paths(parser: Parser) -> None:
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files and folders (default: the working directory); - is standard input",
    )
    parser.add_argument(
        "--stdin-filename",
        metavar="PATH",
        help="what standard input is called, which decides its language",
    )


def add_output(parser: Parser, formats: Sequence[str]) -> None:
    parser.add_argument(
        "--format",
        choices=formats,
        metavar="FORMAT",
        help=f"{', '.join(formats)} (default: {formats[0]})",
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="write there instead of to standard output"
    )


def add_rules(parser: Parser) -> None:
    for name, what in (
        ("--select", "report only these rules (ids, names, prefixes such as CORS1, ALL)"),
        ("--ignore", "do not report these rules"),
        ("--extend-select", "report these rules too"),
    ):
        kind = selected if name == "--select" else separated
        parser.add_argument(name, action="extend", type=kind, metavar="RULES", help=what)
    parser.add_argument(
        "--min-confidence",
        choices=CONFIDENCES,
        metavar="LEVEL",
        help=f"least confidence to report: {', '.join(CONFIDENCES)} (default: likely)",
    )
    parser.add_argument(
        "--pedantic", action="store_true", help="report also what is worth knowing only"
    )


def add_configuration(parser: Parser) -> None:
    parser.add_argument(
        "--config", metavar="FILE", help="use this configuration instead of the nearest"
    )
    parser.add_argument("--isolated", action="store_true", help="use no configuration file")


def separated(text: str) -> list[str]:
    return [word for part in text.split(",") if (word := part.strip())]


def selected(text: str) -> list[str]:
    """Raises UsageError for no word: an unset variable would turn every rule off."""
    words = separated(text)
    if not words:
        raise UsageError("no rule is named by --select")
    return words
