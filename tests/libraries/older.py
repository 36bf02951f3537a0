"""What older versions answered: ``data/framework_matrix_older.json``, and how it is asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypedDict

import recorded_rows
from cells import Cell, Row
from recorded import request
from sources import source

from corslint import registry
from corslint.libraries.flask_cors.entries import FailedError
from corslint.libraries.flask_cors.site import Site
from corslint.policy import Policy
from corslint.source import Source, Workspace
from corslint.wire import Answer, Request

DATA = Path(__file__).parents[1] / "data" / "framework_matrix_older.json"


class Recording(TypedDict):
    library: str
    versions: dict[str, str]
    rows: list[Row]


class Recordings(TypedDict):
    source: str
    answers: list[Cell]
    recordings: list[Recording]


RECORDED: Recordings = json.loads(DATA.read_text("utf-8"))


def same_route(_: str) -> str:
    return "/"


def whole(policies: list[Policy], _: Request) -> list[Policy]:
    return policies


def serving(policies: list[Policy], asked: Request) -> list[Policy]:
    """The first of several parts that holds at the route, or fails there."""
    return [each for each in policies if serves(each.settings, asked.route)][:1]


def serves(site: object, route: str) -> bool | None:
    assert isinstance(site, Site)
    try:
        return site.serves(route)
    except FailedError:
        return True


@dataclass(frozen=True)
class Subject:
    """How a library's rows are read: by which extractor, as which code in which file.

    ``alone`` is the status of OPTIONS where no policy answers it, None if it is left open.
    """

    extractor: str
    source: Callable[[str, str], str]
    path: str = "main.py"
    route: Callable[[str], str] = same_route
    asked: Callable[[list[Policy], Request], list[Policy]] = field(default=whole)
    alone: int | None = 200


SUBJECTS: Mapping[str, Subject] = {
    "starlette": Subject("starlette", recorded_rows.starlette),
    "flask-cors": Subject("flask_cors", recorded_rows.flask_cors, asked=serving),
    "django-cors-headers": Subject(
        "django_cors_headers",
        recorded_rows.django_cors_headers,
        "settings.py",
        recorded_rows.django_route,
    ),
    "litestar": Subject("litestar", partial(source, "litestar"), alone=None),
    "sanic-ext": Subject("sanic_ext", partial(source, "sanic-ext"), alone=None),
}
"""By library."""


@dataclass(frozen=True)
class Case:
    library: str
    version: str
    row: Row

    @property
    def id(self) -> str:
        return f"{self.library}-{self.version}-{self.row['id']}"

    @property
    def subject(self) -> Subject:
        return SUBJECTS[self.library]

    @property
    def started(self) -> bool:
        return "cells" in self.row

    def policies(self) -> list[Policy]:
        """What is read where the project names the version."""
        subject = self.subject
        code = subject.source(self.row["id"], self.row["spelling"])
        named = {"requirements.txt": f"{self.library}=={self.version}\n"}
        workspace = Workspace.of({subject.path: code, **named})
        extractor = registry.extractor_for(subject.extractor)
        return list(extractor.extract(Source(subject.path, code), workspace))

    def cells(self) -> Iterator[tuple[str, Request, Cell]]:
        route = self.subject.route(self.row["id"])
        for key, number in self.row["cells"].items():
            asked = replace(request(*key.split("|")), route=route)
            yield key, asked, RECORDED["answers"][number]

    def predicted(self, policies: list[Policy], asked: Request) -> Answer:
        """Without a policy nothing is added to what the application says."""
        for policy in self.subject.asked(policies, asked):
            return registry.extractor_for(self.subject.extractor).answer(policy, asked)
        return Answer(status=self.subject.alone if asked.method == "OPTIONS" else None)


def cases() -> list[Case]:
    return [
        Case(each["library"], each["versions"][each["library"]], row)
        for each in RECORDED["recordings"]
        if each["library"] in SUBJECTS
        for row in each["rows"]
    ]
