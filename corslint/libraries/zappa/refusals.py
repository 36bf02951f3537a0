"""What keeps a stage of Zappa's from being deployed, where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from corslint.libraries.kit.component import Faults, setup_of
from corslint.libraries.kit.faults import blamed
from corslint.libraries.kit.models import Build
from corslint.libraries.kit.uses import Use
from corslint.libraries.kit.worlds import Kind, refused
from corslint.observation import Observation, RefusedSetting

VERSION = "0.63.0"
OPENED = "https://app.example"


def refusal(build: Build, kinds: Mapping[str, Kind]) -> Faults:
    def found(use: Use) -> Iterator[Observation]:
        setup = setup_of(use, build, kinds)
        if (seen := refused(setup)) is not None:
            words = f"`zappa deploy` fails: {seen.words}"
            yield RefusedSetting(blamed(use, setup, None), words)

    return found
