"""What people wrote about libraries and idioms: ``libraries/*.toml`` as ``Library``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent, indent

from corslint.policy import Channel

USUAL_FILE = "main.py"
SPELLING = "{spelling}"


@dataclass(frozen=True, slots=True)
class Library:
    """What is written about a library; the answers are worked out.

    ``package`` is empty for an idiom: headers or checks that code writes itself.
    ``compared`` is what the answers were compared with. ``form`` is the code around a
    configuration, in the file ``path``; ``beside`` are the files that belong to it.
    ``channel`` is what it decides about first of all.
    """

    name: str
    title: str
    package: str
    compared: str
    recognised: str
    read: str
    notes: str
    path: str
    form: str
    beside: Mapping[str, str]
    configurations: tuple[tuple[str, str], ...]
    channel: Channel

    def files(self, spelling: str) -> dict[str, str]:
        """The code of one configuration by path, indented as the form is."""
        before = self.form.partition(SPELLING)[0].rpartition("\n")[2]
        margin = before if before.isspace() else ""
        text = indent(spelling, margin).removeprefix(margin)
        return {self.path: f"{self.form.replace(SPELLING, text)}\n", **self.beside}


def dedented(text: str) -> str:
    return dedent(text.strip("\n")).rstrip()


def load(folder: Path) -> list[Library]:
    """Every library of a folder by its name. Raises KeyError for a key that is missing."""
    return [parsed(path) for path in sorted(folder.glob("*.toml"))]


def parsed(path: Path) -> Library:
    data = tomllib.loads(path.read_text("utf-8"))
    package = data.get("package", "")
    return Library(
        name=path.stem,
        title=data["title"],
        package=package,
        compared=data["version"] if package else data["compared"],
        recognised=data["recognised"].strip(),
        read=data["read"].strip(),
        notes=data["notes"].strip(),
        path=data.get("file", USUAL_FILE),
        form=data["form"].strip(),
        beside={name: f"{text.strip()}\n" for name, text in data.get("beside", {}).items()},
        configurations=tuple(
            (each["title"], dedented(each["spelling"])) for each in data["configurations"]
        ),
        channel=Channel(data.get("channel", Channel.HTTP.value)),
    )
