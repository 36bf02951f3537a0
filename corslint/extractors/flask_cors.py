"""Flask-CORS: ``CORS(app)``, ``init_app``, ``@cross_origin`` and ``app.config``."""

from __future__ import annotations

from collections.abc import Iterator

from corslint.evaluate.deployed import policies_of
from corslint.evaluate.reaching import reaches
from corslint.evaluate.study import Study
from corslint.extractor import extractor
from corslint.libraries.flask_cors.calls import Finder
from corslint.libraries.flask_cors.hooks import hooked
from corslint.libraries.flask_cors.model import predict
from corslint.libraries.flask_cors.order import placed
from corslint.libraries.flask_cors.policies import by_a_tool, policies
from corslint.libraries.flask_cors.routes import routed
from corslint.libraries.kit.handed import Library
from corslint.policy import Policy
from corslint.source import Source, Workspace

# A file may get `CORS` or a `cors` object from another one, which imports the library.
MARKERS = (b"flask_cors", b"flask.ext", b"cross_origin", b"cors(", b"cors.init_app")
NAMES = ("flask_cors", "flask.ext")


@extractor("python", markers=MARKERS, answer=predict)
def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
    """A policy for each use and set of paths. Raises ``UnreadableSource``."""
    return policies_of(source, workspace, used)


def used(found: Study) -> Iterator[Policy]:
    made = policies(Finder(found)) if reaches(found, NAMES) else ()
    for policy in made:
        yield hooked(placed(routed(policy, found), found), found)


HANDED = Library(by_a_tool, predict)
