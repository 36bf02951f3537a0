"""A sign of life on stderr, for a run that takes longer than a second on a terminal."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from threading import Timer
    from types import TracebackType

    from rich.status import Status

    from corslint.discovery.discover import Discovery

DELAY = 1.0
"""Seconds before anything is shown."""


class Progress:
    """Shows how far ``discovery`` is while the block runs; nothing away from a terminal."""

    def __init__(self, discovery: Discovery, wanted: bool, delay: float = DELAY) -> None:
        self.discovery = discovery
        self.wanted = wanted and sys.stderr is not None and sys.stderr.isatty()
        self.delay = delay
        self.timer: Timer | None = None
        self._status: Status | None = None

    def __enter__(self) -> None:
        if self.wanted:
            self._wait()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.wanted = False
        if self.timer is not None:
            self.timer.cancel()
            self.timer.join()
        if self._status is not None:
            self._status.stop()

    def _wait(self) -> None:
        from threading import Timer

        self.timer = Timer(self.delay, self._show)
        self.timer.daemon = True
        self.timer.start()

    def _show(self) -> None:
        from rich.console import Console
        from rich.status import Status

        status = Status(Counts(self.discovery), console=Console(stderr=True))
        if self.wanted:
            self._status = status
            status.start()


class Counts:
    """The counts of a discovery at the moment they are drawn."""

    def __init__(self, discovery: Discovery) -> None:
        self.discovery = discovery

    def __rich__(self) -> str:
        found, may_hold = self.discovery.discovered, self.discovery.candidates
        return f"{found} files found, {may_hold} may hold CORS"
