"""Packages that bring another one along, and which of its versions each release takes.

From the metadata of FastAPI 0.1.11 to 0.141.1, Flask-SocketIO up to 5.6.1 and
python-socketio up to 5.16.3, as their repositories have it at each tag; four wheels of
FastAPI were compared. What Flask-SocketIO takes is what the newest python-socketio that it
takes does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from corslint.versions.ranges import before, exact, least

Takes: TypeAlias = Sequence[tuple[str, str]]
"""From which release on, and what it then asks for, the oldest first."""

CARRIERS: Mapping[str, Mapping[str, Takes]] = {
    "starlette": {
        "fastapi": (
            ("0.1.11", ">=0.9.7"),
            ("0.1.19", ">=0.9.11,<=0.10.1"),
            ("0.6.0", "==0.11.1"),
            ("0.23.0", ">=0.11.1,<=0.12.0"),
            ("0.34.0", ">=0.11.1,<=0.12.7"),
            ("0.38.0", ">=0.11.1,<=0.12.8"),
            ("0.41.0", "==0.12.9"),
            ("0.50.0", "==0.13.2"),
            ("0.57.0", "==0.13.4"),
            ("0.60.1", "==0.13.6"),
            ("0.65.0", "==0.14.2"),
            ("0.69.0", "==0.15.0"),
            ("0.70.0", "==0.16.0"),
            ("0.71.0", "==0.17.1"),
            ("0.76.0", "==0.18.0"),
            ("0.77.0", "==0.19.0"),
            ("0.77.1", "==0.19.1"),
            ("0.85.0", "==0.20.4"),
            ("0.87.0", "==0.21.0"),
            ("0.88.0", "==0.22.0"),
            ("0.90.0", ">=0.22.0,<=0.23.0"),
            ("0.90.1", ">=0.22.0,<0.24.0"),
            ("0.91.0", ">=0.24.0,<0.25.0"),
            ("0.92.0", ">=0.25.0,<0.26.0"),
            ("0.94.0", ">=0.26.0,<0.27.0"),
            ("0.94.1", ">=0.26.1,<0.27.0"),
            ("0.95.2", ">=0.27.0,<0.28.0"),
            ("0.107.0", ">=0.28.0,<0.29.0"),
            ("0.108.0", ">=0.29.0,<0.33.0"),
            ("0.109.0", ">=0.35.0,<0.36.0"),
            ("0.109.2", ">=0.36.3,<0.37.0"),
            ("0.110.1", ">=0.37.2,<0.38.0"),
            ("0.112.1", ">=0.37.2,<0.39.0"),
            ("0.115.2", ">=0.37.2,<0.41.0"),
            ("0.115.3", ">=0.40.0,<0.42.0"),
            ("0.115.7", ">=0.40.0,<0.46.0"),
            ("0.115.10", ">=0.40.0,<0.47.0"),
            ("0.116.1", ">=0.40.0,<0.48.0"),
            ("0.116.2", ">=0.40.0,<0.49.0"),
            ("0.120.1", ">=0.40.0,<0.50.0"),
            ("0.121.3", ">=0.40.0,<0.51.0"),
            ("0.128.3", ">=0.40.0,<1.0.0"),
            ("0.133.0", ">=0.40.0"),
            ("0.134.0", ">=0.46.0"),
        ),
    },
    "python-engineio": {
        "python-socketio": (
            ("4.6.1", ">=3.13.0,<4"),
            ("5.0.1", ">=4.0.0"),
            ("5.16.2", ">=4.13.2"),
        ),
        "flask-socketio": (("4.3.2", ">=3.13.0,<4"), ("5.0.0", ">=4.0.0")),
    },
}


def asked_by(release: str, takes: Takes) -> str | None:
    """What a release asks for; None for one from before the first that is known."""
    asked = (what for since, what in reversed(takes) if not before(release, since))
    return next(asked, None)


def releases(carriers: Mapping[str, Takes]) -> Iterator[str]:
    """Versions that somebody asks for by name, and which there are therefore."""
    for takes in carriers.values():
        for _, what in takes:
            found = exact(what) or least(what)
            if found is not None:
                yield found
