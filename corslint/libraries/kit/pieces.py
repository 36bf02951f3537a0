"""Which origins get in where a text stands for the list, so that ``in`` looks for pieces.

``"https://app.example.co" in "https://app.example.com"`` is true to Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corslint.origin import NULL, corrected, malformed

WRITTEN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s,;|\"'`()\[\]{}<>]+")
START = re.compile(r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]{1,253})")
PORT = re.compile(r":[0-9]+$")
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
MOST_ORIGINS = 1_000

TOP_LEVEL = frozenset(
    """
    com net org info biz dev app web site online store shop tech cloud live life love one
    pro xyz page top club work world
    ac ad ae ag ai al am ao ar as at au aw ax az ba bb be bg bh bi bj bo br bs bt by bz ca
    cc cd cf cg ch ci cl cm cn co cr cu cv cw cx cz de dj dk dm do dz ec ee eg es et eu fi
    fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gy hk hm hn hr ht hu id ie il im
    in io iq ir is it je jo jp ke kg ki km kn kr kw kz la lb lc li lk lr ls lt lu lv ly ma
    mc md me mg mk ml mn mo mr ms mt mu mv mw mx my mz na nc ne nf ng ni nl no nr nu nz om
    pa pe ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sk sl sm
    sn so sr st sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy
    uz va vc ve vg vi vn vu wf ws yt zm zw
    """.split()
)
"""Top-level domains right under which names are registered (Public Suffix List): all of two
letters, and longer ones that longer names of domains and hosts begin with."""


def named(text: str) -> tuple[str, ...]:
    """The origins that ``text`` spells out and lets in, in order.

    One written with a path or a slash at its end is let in too: it is a piece.
    """
    found = dict.fromkeys(filter(None, map(corrected, written(text))))
    return tuple(origin for origin in found if origin in text)


def admitted(text: str) -> dict[str, tuple[str, ...]]:
    """Who gets in, by the origin in ``text`` whose pieces they are.

    Of those that others can own the first stands for all.
    """
    found = {origin: [origin, *without_ports(origin)] for origin in named(text)}
    for one in filter(None, (stranger(text), NULL if NULL in text else None)):
        whole = next((origin for origin in found if origin.startswith(one)), one)
        found.setdefault(whole, []).append(one)
    return {whole: tuple(dict.fromkeys(them)) for whole, them in found.items()}


def without_ports(text: str) -> tuple[str, ...]:
    """The origins that ports, or their last digits, are missing from: pieces as well."""
    cut = (
        origin[:end]
        for origin in named(text)
        if (port := PORT.search(origin))
        for end in range(len(origin) - 1, port.start() - 1, -1)
    )
    return tuple(dict.fromkeys(one for one in cut if malformed(one) is None))


def stranger(text: str) -> str | None:
    """An origin that gets in though ``text`` does not mean it, and that others can own."""
    meant = [match["host"] for match in START.finditer(text)]
    for match in START.finditer(text):
        for host in cuts(match["host"]):
            if not any(within(each, owned(host)) for each in meant):
                return f"{match['scheme']}://{host}"
    by_accident = NULL in text and NULL not in re.findall(r"[\w.-]+", text)
    return NULL if by_accident else None


def written(text: str) -> Iterator[str]:
    for count, match in enumerate(WRITTEN.finditer(text)):
        if count < MOST_ORIGINS:
            yield match[0]


def cuts(host: str) -> Iterator[str]:
    """The beginnings of ``host`` that can be registered, longest first."""
    for end in range(len(host) - 1, 3, -1):
        labels = host[:end].split(".")
        known = len(labels) > 1 and labels[-1] in TOP_LEVEL
        if known and all(map(LABEL.fullmatch, labels)):
            yield host[:end]


def owned(host: str) -> str:
    """The part of ``host`` that one registers."""
    return ".".join(host.split(".")[-2:])


def within(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")
