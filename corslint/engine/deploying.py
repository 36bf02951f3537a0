"""What a finding says of the deployment that its policy holds in."""

from __future__ import annotations

from dataclasses import replace

from corslint.finding import Confidence, Note
from corslint.policy import Deployed

MAX_NOTES = 4


def explained(notes: tuple[Note, ...], deployed: Deployed | None) -> tuple[Note, ...]:
    """The notes, those at places that the deployment sets in words that say so.

    Where no value comes from there, some test was decided by one: then all of them are
    named, up to a few.
    """
    if deployed is None:
        return notes
    said = {span: words(name, deployed) for name, span in deployed.settings}
    if any(note.span in said for note in notes):
        return tuple(replace(note, text=said.get(note.span, note.text)) for note in notes)
    added = (Note(span, text) for span, text in list(said.items())[:MAX_NOTES])
    return (*notes, *added)


def words(name: str, deployed: Deployed) -> str:
    text = f"the value of `{name}` comes from here"
    return f"{text}, an example that is there to be copied" if deployed.template else text


def surest(deployed: Deployed | None) -> Confidence:
    """How sure a finding can be: nobody need run what a template says."""
    template = deployed is not None and deployed.template
    return Confidence.LIKELY if template else Confidence.CERTAIN
