"""Findings for the person who has to fix them: place, proof and what to write instead."""

from __future__ import annotations

from corslint.reporters import View
from corslint.reporters.summary import summary


def render(view: View) -> str:
    if not view.report.findings:
        return f"{summary(view)}\n" if view.summarized else ""
    # rich is loaded only when there is something to draw.
    from corslint.reporters.drawing import draw

    return draw(view)
