"""What a finding says of the version of the library that it is about."""

from __future__ import annotations

from corslint.engine.lint import lint
from corslint.reporters import Files, View, render
from corslint.source import Source, Workspace

CODE = "import falcon\n\napp = falcon.App(cors_enable=True)\n"
LOCK = '[[package]]\nname = "falcon"\nversion = "4.0.2"\n'


def test_the_version_that_the_project_locks_is_told() -> None:
    report = lint([Source("app.py", CODE)], Workspace.of({"app.py": CODE, "uv.lock": LOCK}))
    [finding] = report.findings
    assert finding.version == "4.0.2, locked in uv.lock"
    text = render("full", View(report, Files(2, 1, 1, 0), (), False, 80))
    assert "  = version: read as falcon 4.0.2, locked in uv.lock\n" in text


def test_nothing_is_said_where_it_does_not_matter() -> None:
    report = lint([Source("app.py", CODE)], Workspace.of({"app.py": CODE}))
    [finding] = report.findings
    assert finding.version is None
