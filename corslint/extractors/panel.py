"""Panel: ``pn.serve(..., websocket_origin=...)`` and ``view.show(websocket_origin=...)``.

The hosts are those of the Bokeh server below. Executed with panel 1.9.4 and bokeh 3.9.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from corslint.evaluate.things import Called
from corslint.extractors.bokeh import COMPONENT as BOKEH
from corslint.extractors.bokeh import REMEDY
from corslint.libraries.bokeh.model import Server, meaning
from corslint.libraries.kit.component import extractor_of
from corslint.libraries.kit.plain import plain
from corslint.libraries.kit.uses import Given, Passed, Use
from corslint.libraries.kit.whom import Meant, each, meant
from corslint.libraries.kit.worlds import Kind

HOSTS = "websocket_origin"


class PanelServer(Server):
    """What is no list becomes the only entry of one; nothing is said by nothing."""

    def __init__(self, websocket_origin: object = None) -> None:
        one = not isinstance(websocket_origin, list)
        super().__init__(
            [websocket_origin] if one and websocket_origin else websocket_origin or None
        )


def told(call: Called) -> Passed | None:
    """The argument has a name that only Panel knows, whoever takes it."""
    keyword = call.arguments.keyword(HOSTS)
    if keyword is None or plain(keyword.value).value is None:
        return None
    return Passed({HOSTS: Given(keyword.value, keyword.place)})


def whom(use: Use) -> Iterator[Meant]:
    given = use.given[HOSTS]
    known = plain(given.thing).value
    if isinstance(known, str):
        yield meant(*given, meaning(known))
    else:
        yield from each(given, meaning)


extract = extractor_of(
    "panel",
    replace(
        BOKEH,
        title="Panel",
        package="panel",
        version="1.9.4",
        words=("panel",),
        reads=(told,),
        build=PanelServer,
        kinds={HOSTS: Kind.HOSTS},
        whom=whom,
        opened={HOSTS: ["app.example"]},
        remedy=REMEDY.format(HOSTS),
    ),
    markers=(HOSTS.encode(),),
)
