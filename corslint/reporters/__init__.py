"""Reporters: what a run found in, text out. They print nothing and touch no files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corslint.engine.lint import Report

# Imported by name when asked for: a terminal library is not loaded to write JSON.
MODULES = {
    "full": "corslint.reporters.full",
    "concise": "corslint.reporters.concise",
    "json": "corslint.reporters.as_json",
    "github": "corslint.reporters.github",
    "sarif": "corslint.reporters.sarif",
}
FORMATS = tuple(MODULES)


@dataclass(frozen=True, slots=True)
class Files:
    """How many files were found, may hold CORS, were read, and were left out."""

    discovered: int = 0
    candidates: int = 0
    parsed: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """A report and how it is to be shown.

    ``errors`` are problems outside the engine (unreadable folders, bad input), one line
    each; the engine's own failures are in the report. ``width`` is in terminal cells.
    ``help_root`` stands before a finding's rule page; empty when there is no such place.
    ``summarized`` False leaves the closing line out of the reports that people read.
    """

    report: Report
    files: Files = Files()
    errors: tuple[str, ...] = ()
    color: bool = False
    width: int = 80
    help_root: str = ""
    summarized: bool = True

    @property
    def problems(self) -> tuple[str, ...]:
        """Everything that kept the run from seeing the whole, as one line each."""
        failures = (
            f"{failure.component} failed at {failure.path}: {failure.error}"
            for failure in self.report.failures
        )
        return (*self.errors, *failures)

    def page(self, help_path: str) -> str:
        """The address of a rule page, empty when it has none."""
        return f"{self.help_root}{help_path}" if help_path else ""


def render(format_name: str, view: View) -> str:
    """The report in one of ``FORMATS``; ends with a line end unless it is empty."""
    reporter: Callable[[View], str] = import_module(MODULES[format_name]).render
    return reporter(view)
