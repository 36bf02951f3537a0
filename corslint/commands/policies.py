"""``corslint policies PATH...``: every policy found, as it is read."""

from __future__ import annotations

from shutil import get_terminal_size

from corslint.commands.arguments import Arguments
from corslint.commands.inputs import discovery_for, settings_for
from corslint.commands.linting import Result, report
from corslint.commands.output import publish, say
from corslint.commands.progress import Progress
from corslint.reporters.as_json import SCHEMA_VERSION, TOOL, note_data
from corslint.reporters.plain_data import dump
from corslint.reporters.policies import policies_data, render_policies
from corslint.reporters.summary import plural


def main(arguments: Arguments) -> int:
    """Read and publish the policies; status 2 after a failure. Raises UsageError."""
    discovery = discovery_for(arguments, settings_for(arguments))
    with Progress(discovery, wanted=not arguments.quiet):
        result = Result(report(discovery, discovery), discovery)
    show = as_json if arguments.format == "json" else as_text
    publish(show(result), arguments.output)
    for problem in result.problems:
        say(f"warning: {problem}")
    return 2 if result.failed or discovery.failed else 0


def as_text(result: Result) -> str:
    shown = render_policies(result.report, width=get_terminal_size().columns)
    policies = result.report.policies
    files = plural(result.files.discovered, "file")
    count = plural(len(policies), "CORS policy") if policies else "no CORS policy"
    return f"{shown}\n{count} in {files}\n" if shown else f"{count} in {files}\n"


def as_json(result: Result) -> str:
    files = result.files
    return dump(
        {
            "schema_version": SCHEMA_VERSION,
            "tool": TOOL,
            "policies": policies_data(result.report),
            "undecided": result.report.undecided,
            "limits": [note_data(note) for note in result.report.limits],
            "files": {
                "discovered": files.discovered,
                "candidates": files.candidates,
                "parsed": files.parsed,
                "skipped": files.skipped,
            },
            "errors": result.problems,
        }
    )
