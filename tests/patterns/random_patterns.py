"""Random patterns around a few hosts: what people write, and near misses of it.

Anchors are left out: interegular does not read them, and whole texts are compared.
"""

from __future__ import annotations

import random

HOSTS = ("acme.io", "shop.example.org", "foo.co.uk", "app.vercel.app", "bar.dev")
HOLES = (
    ".*",
    ".+",
    "[a-z]+",
    "[a-z0-9-]+",
    r"\w+",
    "[^.]+",
    "[^/]*",
    r"[\w.-]*",
    ".",
    r"(?:[a-z0-9-]+\.)*",
    r"(?:\w+\.)?",
    "a{1,3}",
    "(?:a|b|www)",
)
PORTS = ("", r"(?::\d+)?", ":8080", r":\d{2,5}", "(?::8443|:9443)?", r"\d*")
SCHEMES = ("https://", "https?://", "http://", "(?:https|http)://", "h.*://", ".*", "")


def pattern(chance: random.Random) -> str:
    """One random pattern, at times of two alternatives."""
    if chance.random() < 0.15:
        return f"(?:{alternative(chance)}|{alternative(chance)})"
    return alternative(chance)


def alternative(chance: random.Random) -> str:
    parts = [chance.choice(SCHEMES), before(chance), host(chance), after(chance)]
    return "".join(parts)


def before(chance: random.Random) -> str:
    """What stands in front of the host: a hole, with or without its dot."""
    if chance.random() < 0.4:
        return ""
    return chance.choice(HOLES) + chance.choice(("", ".", r"\.", "-"))


def host(chance: random.Random) -> str:
    """A host with its dots escaped, or not, or one letter of it left open."""
    text = chance.choice(HOSTS)
    dotted = text.replace(".", r"\.")
    match chance.randrange(6):
        case 0:
            return text
        case 1:
            return text.replace(".", chance.choice(("[.]", r"[.-]", ".?", r"\.?")), 1)
        case 2:
            return f"(?:{dotted}|{chance.choice(HOSTS)})"
        case 3:
            place = chance.randrange(len(text))
            return text[:place] + chance.choice(HOLES) + text[place + 1 :]
        case _:
            return dotted


def after(chance: random.Random) -> str:
    tail = chance.choice(("", "", "", ".*", r"[a-z.]*", "/?", r"\.[a-z]+"))
    return tail + chance.choice(PORTS)
