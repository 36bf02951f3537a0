"""nginx: ``add_header`` and ``more_set_headers``, with ``map``, ``set`` and ``if``."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.extractor import extractor
from corslint.nginx.configuration import read
from corslint.nginx.policies import policies
from corslint.nginx.predict import predict
from corslint.policy import Policy
from corslint.source import Source, Workspace

# A file that includes the headers or maps the origin may name neither of them.
MARKERS = (b"access-control", b"access_control", b"http_origin", b"cors")


@extractor("nginx", markers=MARKERS, answer=predict)
def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
    """The policies of a file, included files put in.

    Raises ``UnreadableSource`` when nginx could not read the file either.
    """
    return policies(read(source, workspace))
