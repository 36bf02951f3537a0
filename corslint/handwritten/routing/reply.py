"""One response that a route may give, as the code around it makes it."""

from __future__ import annotations

from dataclasses import dataclass

from corslint.handwritten.routing.ways import End, Way
from corslint.handwritten.sending.effects import HeaderEffect
from corslint.handwritten.sending.responses import ORIGIN, Response, absent


@dataclass(frozen=True, slots=True)
class Reply:
    """One response that a route may give: headers with their writers, and the status.

    ``status`` is None where it cannot be told; ``doubts`` are open branches about origins.
    """

    headers: tuple[tuple[str, tuple[HeaderEffect, ...]], ...] = ()
    status: int | None = None
    doubts: tuple[str, ...] = ()

    @property
    def admits(self) -> bool:
        found = (each for name, each in self.headers if name == ORIGIN)
        return any(not absent(effect.value) for each in found for effect in each)

    def last(self, name: str) -> HeaderEffect | None:
        found = next((written for key, written in self.headers if key == name), ())
        return found[-1] if found else None

    @property
    def succeeds(self) -> bool:
        return self.status is None or 200 <= self.status <= 299

    def having(self, response: Response) -> Reply:
        """This reply after more headers were written; nothing is written twice."""
        known = {effect.sink for _, written in self.headers for effect in written}
        merged = Response(response.path, {name: list(each) for name, each in self.headers})
        doubts = list(self.doubts)
        for written in response.headers.values():
            for effect in written:
                if effect.sink not in known:
                    merged.send(effect)
                if (doubt := response.doubtful(effect)) is not None:
                    doubts.append(f"`{doubt.text}` cannot be read")
        headers = tuple((name, tuple(each)) for name, each in merged.headers.items())
        return Reply(headers, self.status, tuple(dict.fromkeys(doubts)))


@dataclass(frozen=True, slots=True)
class Replies:
    """All replies of a route to one request; not ``sure`` when there may be others."""

    found: tuple[Reply, ...]
    sure: bool


def after(reply: Reply, way: Way) -> Reply:
    """A reply after a handler ran; one that raises loses the response it was making."""
    return reply if way.end is End.RAISES else reply.having(way.response)
