"""Sanic-CORS: ``CORS(app)``, ``@cross_origin(app)``, ``Extend`` and ``app.config``.

Executed with sanic-cors 2.2.0 on sanic 25.12.
"""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.deployed import policies_of
from corslint.evaluate.reaching import reaches
from corslint.evaluate.study import Study
from corslint.extractor import extractor
from corslint.libraries.flask_cors.policies import policies
from corslint.libraries.flask_cors.routes import routed
from corslint.libraries.sanic_cors.calls import SanicFinder
from corslint.libraries.sanic_cors.model import predict
from corslint.libraries.sanic_ext.hooks import hooked_first
from corslint.libraries.sanic_ext.routes import ROUTES
from corslint.policy import Policy
from corslint.source import Source, Workspace

# A file may get `CORS` from another one, which imports the library.
MARKERS = (b"sanic_cors", b"cross_origin", b"cors(", b"[cors]")


@extractor("python", markers=MARKERS, answer=predict)
def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
    """A policy for each use and set of paths. Raises ``UnreadableSource``."""
    return policies_of(source, workspace, used)


def used(found: Study) -> Iterator[Policy]:
    made = policies(SanicFinder(found)) if reaches(found, ("sanic_cors",)) else ()
    for policy in made:
        yield hooked_first(routed(policy, found, ROUTES), found)
