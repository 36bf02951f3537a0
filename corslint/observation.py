"""What is seen in a policy besides what it answers: options that are not what they seem."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from corslint.source import Span


class Effect(Enum):
    """What a component does with something it cannot use."""

    IGNORED = "ignored"
    CRASHES = "crashes"
    OPENS = "opens"
    CLOSES = "closes"
    WORKS = "works"


@dataclass(frozen=True, slots=True)
class UnknownOption:
    """A setting, argument or header that the component does not know.

    ``consequence`` is a clause that says what happens instead ("it is ignored and the
    default `*` applies"), ``effect`` the same in one word.
    """

    name: str
    span: Span
    effect: Effect
    consequence: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class DeprecatedOption:
    """A setting that the component renamed or dropped; ``effect`` WORKS when still read."""

    name: str
    span: Span
    since: str
    replacement: str | None = None
    effect: Effect = Effect.WORKS


@dataclass(frozen=True, slots=True)
class WrongType:
    """A value whose type the component reads differently than its author meant.

    ``consequence`` is a clause saying what it really matches; ``admits`` shows an origin
    that gets in because of it.
    """

    option: str
    written: str
    wanted: str
    span: Span
    effect: Effect
    consequence: str
    admits: str | None = None
    via: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class MixedWildcard:
    """`*` beside explicit origins; ``consequence`` says what the component makes of it.

    ``implicit``: nobody wrote the `*`. It is the default, and so what stands at ``span``,
    which was meant to let some in, keeps nobody out.
    """

    span: Span
    consequence: str
    others: tuple[Span, ...] = ()
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class LostInheritance:
    """A nested block whose own headers switch off the CORS headers of an outer one."""

    span: Span
    outer: Span
    lost: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class RefusedSetting:
    """A setting that the component refuses at start or on every request.

    ``consequence`` is a clause that says how ("nginx refuses to start: ..."), ``instead`` a
    sentence that says what to do. ``stops`` says what does not work then where that is not
    all: whatever serves already goes on.
    """

    span: Span
    consequence: str
    instead: str = ""
    stops: str = ""


@dataclass(frozen=True, slots=True)
class Inactive:
    """A policy that is written and takes part in no answer.

    ``consequence`` is a clause that says why it does not.
    """

    span: Span
    consequence: str


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A CORS layer below another one, at ``other``, that answers some requests itself.

    ``consequence`` is a clause that says which; ``partial``: only requests that few send.
    ``instead`` is a sentence that says where the CORS layer belongs. Not ``sure`` where a
    branch or a setting decides whether the other one takes part. Not ``movable`` where the
    other one runs first wherever it is written: it must let preflights pass itself.
    """

    span: Span
    consequence: str
    other: Span
    partial: bool = False
    instead: str = ""
    sure: bool = True
    movable: bool = True


@dataclass(frozen=True, slots=True)
class MissingAlias:
    """An origin, ``text`` at ``span``, whose pages also go by ``alias``, which is refused.

    ``used`` is where another file of the project names it.
    """

    span: Span
    text: str
    alias: str
    used: Span


@dataclass(frozen=True, slots=True)
class RequestSideHeader:
    """A client that sends a CORS response header, ``name``, in its request."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class VaryOverwritten:
    """``Vary`` assigned on a response that somebody else made and may have given one.

    ``instead`` is a statement that adds to it in the way of this code, where one is known.
    """

    span: Span
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class BareError:
    """An error response of a handler whose other responses carry the CORS headers.

    ``status`` is None where it may be any; ``because`` is a clause that says why it is
    bare, where the code at ``span`` does not.
    """

    span: Span
    status: int | None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Unguarded:
    """A guard that lets pass what a page sends to its own host name, whoever the page is.

    ``consequence`` is a clause that says why: what is no longer looked at.
    """

    span: Span
    consequence: str


Observation: TypeAlias = (
    UnknownOption
    | DeprecatedOption
    | WrongType
    | MixedWildcard
    | LostInheritance
    | RefusedSetting
    | Inactive
    | Misplaced
    | MissingAlias
    | RequestSideHeader
    | VaryOverwritten
    | BareError
    | Unguarded
)
