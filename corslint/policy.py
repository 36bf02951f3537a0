"""The waist: what a CORS policy does on the wire, and where each part of it is written.

Everything that produces a ``Policy`` knows libraries and no rules; everything that reads
one knows rules and no libraries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TypedDict

from corslint.allow_origin import AllowOrigin, parts_of, varies
from corslint.observation import Observation
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


class Headers(TypedDict):
    """The headers of a policy beside Allow-Origin."""

    allow_credentials: Value[str | None]
    allow_methods: Value[str | None]
    allow_headers: Value[str | None]
    expose_headers: Value[str | None]
    max_age: Value[str | None]


def unsent(span: Span) -> Headers:
    """No header beside Allow-Origin is sent: ``Policy(..., **unsent(span))``."""
    none = nothing(span)
    return Headers(
        allow_credentials=none,
        allow_methods=none,
        allow_headers=none,
        expose_headers=none,
        max_age=none,
    )


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
    belong to none. ``unsaid``: a tool answers so by itself, and nobody wrote a word about
    it. ``deployment`` is the one that this policy only holds in, None for what
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
    unsaid: bool = False
    settings: object = field(default=None, compare=False, repr=False)

    @property
    def depends_on_origin(self) -> bool:
        """Whether Allow-Origin differs between origins, so that caches must know."""
        return any(map(varies, parts_of(self.allow_origin)))
