"""The waist: what a CORS policy does on the wire, and where each part of it is written.

Everything that produces a ``Policy`` knows libraries and no rules; everything that reads
one knows rules and no libraries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from corslint.source import Span
from corslint.value import Known, Value
from corslint.wire import Certainty


class Layer(Enum):
    APP = "app"
    PROXY = "proxy"
    GATEWAY = "gateway"
    STORAGE = "storage"
    TOOL = "tool"


class Channel(Enum):
    """What a policy guards: responses that scripts may read, or what has no CORS headers.

    The server itself refuses a handshake by its Origin, or nobody does, and so it is with
    a form that another site's page submits: a request that may change something. A GUARD
    refuses requests by their Origin: whether scripts may read what the others get is not
    its matter.
    """

    HTTP = "http"
    WEBSOCKET = "websocket"
    FORM = "form"
    GUARD = "guard"


class Sent(Enum):
    """How "everybody" looks on the wire: in the header, or as a handshake that succeeds."""

    WILDCARD = "*"
    ECHO = "echo"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class AnyOrigin:
    """Configured to admit every origin; ``sent`` is what a cross-origin GET receives.

    ``implicit`` marks a policy that is open because nobody said otherwise.
    ``with_credentials`` is ``sent`` for a request with cookies, where that differs.
    """

    sent: Sent
    span: Span
    via: tuple[Span, ...] = ()
    variable: str | None = None
    implicit: bool = False
    with_credentials: Sent | None = None

    @property
    def sent_with_credentials(self) -> Sent:
        return self.with_credentials or self.sent


@dataclass(frozen=True, slots=True)
class ReflectedOrigin:
    """Hand-written code or server config sends the request's Origin back unchecked.

    ``header`` is the request header that is copied (lower case), or ``?name`` for a
    parameter of the URL or the form; ``forged``, where it is not Origin, are the request
    headers that let a foreign page in with it, None where nothing tried does.
    ``without_origin`` is what is sent when the request has no Origin, None for nothing.
    ``variable`` is the one whose default switches the check off.
    """

    span: Span
    via: tuple[Span, ...] = ()
    header: str = "origin"
    without_origin: str | None = None
    variable: str | None = None
    forged: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class OriginEntry:
    """One written origin.

    ``admits`` are the serialised origins that this library lets in because of it; an
    entry that admits none is dead, and ``dead`` says why (a phrase such as "has a
    trailing slash"). ``variable`` names the environment variable whose default it is.
    ``lines`` is how many lines of the header are joined in ``text``; the last stands at
    ``span`` and the others at ``via``. ``instead`` is how this library has what a dead
    entry means, where it is no origin. ``hosts``: it compares hosts, and no entry could
    tell schemes apart.
    """

    text: str
    span: Span
    admits: tuple[str, ...] = ()
    dead: str | None = None
    via: tuple[Span, ...] = ()
    variable: str | None = None
    lines: int = 1
    instead: str | None = None
    hosts: bool = False


@dataclass(frozen=True, slots=True)
class OriginList:
    """Exact origins. ``complete`` is False when more entries exist that cannot be read.

    ``constant``: hand-written code that sends its one value whatever the request says,
    so the browser decides; otherwise the server compares. ``own``: the service's own
    origin gets in as well, whichever that is.
    """

    entries: tuple[OriginEntry, ...]
    span: Span
    complete: bool = True
    constant: bool = False
    own: bool = False


class Syntax(Enum):
    """The language of a pattern."""

    PYTHON = "python"
    PCRE = "pcre"
    RE2 = "re2"
    GLOB = "glob"


@dataclass(frozen=True, slots=True)
class OriginPattern:
    """A pattern; ``mode`` is how the library applies it.

    ``first``: what a search finds first has to be the whole Origin. ``hosts``: the
    component compares hosts, and no pattern could tell schemes apart.
    """

    text: str
    span: Span
    mode: str = "full"  # match | search | full | first
    ignore_case: bool = False
    via: tuple[Span, ...] = ()
    variable: str | None = None
    syntax: Syntax = Syntax.PYTHON
    hosts: bool = False


@dataclass(frozen=True, slots=True)
class Fallback:
    """What code that refuses an origin sends all the same: ``*``, ``null``, an origin.

    ``variable`` names the environment variable whose default it is, ``credentials`` says
    that cookies are allowed with it. With ``absent`` only requests without Origin get it.
    """

    text: str
    span: Span
    via: tuple[Span, ...] = ()
    variable: str | None = None
    credentials: bool = False
    absent: bool = False


class Way(Enum):
    """How code holds a text against the Origin, as a verb that the text follows."""

    EQUALS = "is"
    STARTS = "starts with"
    ENDS = "ends with"
    CONTAINS = "contains"
    INSIDE = "is a part of"
    MATCHES = "matches"


@dataclass(frozen=True, slots=True)
class OriginTest:
    """One text that code held against one request's Origin, and whether it fitted.

    ``subject`` is what was compared: the whole Origin, or what the code made of it (its
    host, a piece of it). ``variable`` names the environment variable whose default the
    text is. ``pattern`` is what the Origin was matched with.
    """

    span: Span
    way: Way
    text: str
    subject: str
    holds: bool
    variable: str | None = None
    pattern: OriginPattern | None = None


def no_tests(_: str) -> tuple[OriginTest, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class OriginProgram:
    """Hand-written code decides; ``decide`` runs it for one Origin (None: no header).

    ``spelled`` are the texts that the code holds against the Origin, raw material for
    origins to try; ``tests`` runs it too and says what it held against one Origin, in order
    (on the way that lets it in, if one does). ``header`` is the request header it looks at
    (lower case); anything but "origin" is the wrong one. ``fallback`` is what the refused
    receive, if anything. ``echoes``: some way sends even a stranger its own Origin.
    """

    span: Span
    decide: Callable[[str | None], Certainty] = field(compare=False, repr=False)
    spelled: tuple[str, ...] = ()
    header: str = "origin"
    fallback: Fallback | None = None
    forged: tuple[tuple[str, str], ...] | None = None
    tests: Callable[[str], tuple[OriginTest, ...]] = field(
        default=no_tests, compare=False, repr=False
    )
    echoes: bool = False


@dataclass(frozen=True, slots=True)
class UnknownOrigins:
    """Cannot be told from the source, for ``reason``."""

    reason: str
    span: Span
    via: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginUnion:
    """Whoever any part admits."""

    parts: tuple[AllowOrigin, ...]
    span: Span


AllowOrigin: TypeAlias = (
    AnyOrigin
    | ReflectedOrigin
    | OriginList
    | OriginPattern
    | OriginProgram
    | OriginUnion
    | UnknownOrigins
)


def parts_of(origins: AllowOrigin) -> Iterator[AllowOrigin]:
    """The policy's parts, unions taken apart."""
    if isinstance(origins, OriginUnion):
        for part in origins.parts:
            yield from parts_of(part)
    else:
        yield origins


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
    branch or a setting decides whether the other one takes part.
    """

    span: Span
    consequence: str
    other: Span
    partial: bool = False
    instead: str = ""
    sure: bool = True


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
class Route:
    """What a route under a policy serves, as far as a preflight depends on it.

    ``methods`` in upper case; ``headers`` are the request headers that the handler reads
    and that no form could send (lower case), ``json`` says that it takes a JSON body.
    ``own``: the handler itself writes the headers, not a hook around it. ``preflight`` is
    whether its preflights get a success with Allow-Origin: ``answered`` is what answers
    them, None where nothing in the source does, and ``refusal`` a clause that says what
    they get instead.
    """

    methods: tuple[str, ...]
    span: Span
    headers: tuple[str, ...] = ()
    path: str | None = None
    json: bool = False
    own: bool = False
    preflight: Certainty = Certainty.MAYBE
    answered: Span | None = None
    refusal: str | None = None


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
)


@dataclass(frozen=True, slots=True)
class Deployed:
    """A deployment that makes a policy what it is: a ``.env`` file, a compose service.

    ``settings`` are the environment variables that the code reads and that ``path`` sets,
    each with the place. ``template`` says that the file is an example to copy from.
    """

    path: str
    name: str
    settings: tuple[tuple[str, Span], ...]
    template: bool = False


@dataclass(frozen=True, slots=True)
class Assumed:
    """The ``version`` of a library that a policy is read with.

    ``why`` follows it ("locked in uv.lock"); ``span`` is where the project says so.
    """

    version: str
    why: str
    span: Span | None = None


def nothing(span: Span) -> Known[str | None]:
    """A header that is certainly not sent."""
    return Known(None, span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One CORS policy as it behaves on the wire.

    Header fields hold the text that is sent: ``Known("true")``, ``Known("True")``,
    ``Known(None)`` for a header that is not sent, ``FromRequest`` for one that mirrors the
    request. ``vary`` is whether an answer whose Allow-Origin depends on the request says
    ``Vary: Origin``; ``vary_offered`` is False where the component has no way to do so, and
    ``cacheable`` where no cache can hold one of its answers ready for another request.
    ``preflight`` is whether preflights are answered with the headers of this policy,
    ``actual`` whether the responses to the requests themselves carry them, ``on_errors``
    the same of error responses. ``routes`` are what it serves, where that is known.
    ``tests`` are the undecided branches that lead here; ``development`` marks one that only
    a debug or development setting reaches. ``remedy`` is how to write an allowlist here:
    sentences or code. ``private`` are the places that bind the service to this machine or
    to a private network. ``stray``: no policy at all, only observations about headers that
    belong to none. ``deployment`` is the one that this policy only holds in, None for what
    the code says by itself. ``settings`` is the component's own reading of its
    configuration, for the ``answer`` of that component alone.
    """

    library: str
    layer: Layer
    allow_origin: AllowOrigin
    span: Span
    statement: Span
    allow_credentials: Value[str | None]
    allow_methods: Value[str | None]
    allow_headers: Value[str | None]
    expose_headers: Value[str | None]
    max_age: Value[str | None]
    vary: Value[bool]
    vary_offered: bool = True
    cacheable: bool = True
    channel: Channel = Channel.HTTP
    preflight: Certainty = Certainty.MAYBE
    actual: Certainty = Certainty.YES
    on_errors: Certainty = Certainty.MAYBE
    routes: tuple[Route, ...] = ()
    scope: tuple[str, ...] = ()
    version: Assumed | None = None
    observations: tuple[Observation, ...] = ()
    tests: tuple[Span, ...] = ()
    development: bool = False
    private: tuple[Span, ...] = ()
    remedy: str | None = None
    deployment: Deployed | None = None
    stray: bool = False
    settings: object = field(default=None, compare=False, repr=False)

    @property
    def depends_on_origin(self) -> bool:
        """Whether Allow-Origin differs between origins, so that caches must know."""
        return any(map(varies, parts_of(self.allow_origin)))


def varies(origins: AllowOrigin) -> bool:
    match origins:
        case AnyOrigin(sent=sent):
            return sent is Sent.ECHO
        case ReflectedOrigin(header=header):
            return header == "origin"
        case OriginList(entries, constant=constant):
            return not constant and any(entry.admits for entry in entries)
        case UnknownOrigins():
            return False
        case _:
            return True
