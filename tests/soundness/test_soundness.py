"""What corslint is certain of, against hand-written CORS really running.

Programs are composed at random (``choosing``), written in the words of each framework
(``*_code``), started with it (``running``) and asked. ``CORSLINT_FULL=1`` tries more,
``CORSLINT_EXAMPLES`` as many as it says.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field

import pytest
from aiohttp_code import AIOHTTP
from asking import Said, fields, policies, requests, said
from choosing import programs
from django_code import DJANGO
from flask_code import FLASK
from hypothesis import given, note, settings
from listening import RUNNERS
from programs import Program
from raw_code import ASGI, LAMBDA, SERVER, WSGI
from starlette_code import STARLETTE
from tornado_code import TORNADO
from writing_code import Script, script

FULL = "60" if os.environ.get("CORSLINT_FULL") else "10"
EXAMPLES = int(os.environ.get("CORSLINT_EXAMPLES", FULL))
DIALECTS = {
    each.name: each
    for each in (FLASK, DJANGO, AIOHTTP, STARLETTE, TORNADO, WSGI, ASGI, SERVER, LAMBDA)
}


OPEN = {"django": 0.4, "lambda": 1.0}
"""The largest share of preflights that may stay undecided; a quarter where nothing is said.

Which requests get to a cloud function is written elsewhere, at the gateway; what Django's
classes do with OPTIONS behind a decorator of theirs is not followed.
"""


@dataclass(slots=True)
class Tally:
    """How many answers were certain, and how many not: by feature, and by doubt.

    Headers beside Allow-Origin that an answer leaves open are listed with the doubts.
    """

    certain: Counter[str] = field(default_factory=Counter)
    open: Counter[str] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)

    def note(self, features: list[str], answer: Said) -> None:
        (self.open if answer.doubts else self.certain).update(["all", *features])
        self.doubts.update({*answer.doubts, *(f"{name} is left" for name in answer.left)})

    def share(self, feature: str) -> float:
        total = self.open[feature] + self.certain[feature]
        return self.open[feature] / total if total else 0.0

    def table(self) -> str:
        names = sorted({*self.open, *self.certain}, key=lambda one: (-self.share(one), one))
        rows = [f"{self.share(one):6.1%}  {one}" for one in names]
        rows += [f"{count:6}  {doubt}" for doubt, count in self.doubts.most_common(20)]
        return "\n".join(rows)


@pytest.mark.parametrize("name", DIALECTS)
def test_what_is_certain_comes_back(name: str) -> None:
    tally = Tally()

    @settings(max_examples=EXAMPLES)
    @given(programs())
    def one(program: Program) -> None:
        compare(program, script(program, DIALECTS[name]), name, tally)

    one()
    print(f"\nundecided answers of {name}: {tally.share('all'):.1%}\n{tally.table()}")
    assert tally.share("GET") <= 0.2
    assert tally.share("OPTIONS") <= OPEN.get(name, 0.2)


def compare(program: Program, made: Script, name: str, tally: Tally) -> None:
    """Every probe: what is predicted without doubt is what comes back."""
    for path, text in made.files.items():
        note(f"# {path}\n{text}")
    found = policies(made.files)
    with RUNNERS[name](made.files) as ask:
        for request in requests(program.named):
            answer = said(found, request)
            features = [*program.features(), f"place: {made.place}", request.method]
            tally.note(features, answer)
            if answer.fields is not None:
                reply = ask(request)
                came = fields(reply)
                seen = {key: came[key] for key in answer.fields}
                assert (request, answer.fields) == (request, seen), reply.status
