"""What a check says (``Violation``) and what the user sees (``Finding``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum

from corslint.source import Span
from corslint.wire import Answer, Outcome, Request, Verdict


class Severity(IntEnum):
    """How bad it is for this policy; ordered, so levels compare."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def word(self) -> str:
        return self.name.lower()

    def lowered(self) -> Severity:
        return Severity(max(self - 1, Severity.INFO))


class Confidence(IntEnum):
    """How sure the reading is; ordered."""

    POSSIBLE = 0
    LIKELY = 1
    CERTAIN = 2

    @property
    def word(self) -> str:
        return self.name.lower()


class Effect(Enum):
    OPEN = "open"
    BROKEN = "broken"
    FRAGILE = "fragile"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Note:
    """A further place that explains the finding, and what it contributes."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Violation:
    """One place where a rule is broken.

    ``facts`` fill the placeholders of the rule's message, why and fix. ``request`` is the
    proof: the engine asks the policy's component for its answer, and ``shows`` is what the
    browser must do with it for the proof to hold. ``severity`` and ``confidence`` replace
    the rule's base where this policy moves them. ``cause`` is what is to be mended, where
    that is another place: it may break the rule at several.
    """

    span: Span
    facts: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    request: Request | None = None
    severity: Severity | None = None
    confidence: Confidence = Confidence.CERTAIN
    shows: Outcome = Outcome.READABLE
    cause: Note | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """The proof: this request gets this answer, and the browser does that with it."""

    request: Request
    answer: Answer
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Suppression:
    """Why a finding is not shown: a comment in the source or, ``external``, a setting."""

    reason: str = ""
    external: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A violation joined with its rule, ready to be shown.

    ``statement`` is the whole statement around ``span``; ``source_lines`` are not kept
    here: reporters that show code ask the sources. ``version`` is which one of the library
    was assumed, and why.
    """

    rule: str  # "CORS102"
    name: str
    severity: Severity
    confidence: Confidence
    effect: Effect
    message: str
    why: str
    fix: str
    span: Span
    statement: Span
    library: str | None = None
    version: str | None = None
    layer: str | None = None
    witness: Witness | None = None
    related: tuple[Note, ...] = ()
    help: str = ""
    fingerprint: str = ""
    suppression: Suppression | None = None
    cause: Note | None = None
