"""The text of a guard: an expression, and the definitions that it needs."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from origin_guards import (
    COLLECTIONS,
    LENIENT,
    PATTERNS,
    QUANTIFIED,
    TEXTS,
    URLS,
    Both,
    Guard,
    Inverse,
    Member,
    Regex,
    Some,
    Text,
    Url,
)

OTHER_MODULE = "allowed_origins"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A rendered guard: an expression, the module's lines that it needs, another module.

    ``strict`` tests raise for a request without Origin.
    """

    text: str
    setup: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    strict: bool = False


def rendered(guard: Guard, origin: str) -> Rendered:
    """The guard as a test of the expression ``origin``."""
    match guard:
        case Member():
            return member(guard, origin)
        case Text(named, form):
            text = filled(TEXTS[form], named, origin)
            wrapped = f"({text})" if " or " in text or " and " in text else text
            return Rendered(wrapped, strict=form not in LENIENT)
        case Regex():
            return regex(guard, origin)
        case Url(named, form, imported):
            return url(named, form, imported, origin)
        case Some(named, form):
            return quantified(named, form, origin)
        case Both(left, right, operator):
            return both(rendered(left, origin), rendered(right, origin), operator)
        case Inverse(inner):
            test = rendered(inner, origin)
            return Rendered(f"not {test.text}", test.setup, test.elsewhere, test.strict)


def both(one: Rendered, other: Rendered, operator: str) -> Rendered:
    return Rendered(
        f"({one.text} {operator} {other.text})",
        tuple(dict.fromkeys(one.setup + other.setup)),
        one.elsewhere or other.elsewhere,
        one.strict or other.strict,
    )


def member(guard: Member, origin: str) -> Rendered:
    items = ", ".join(map(quoted, guard.named))
    made = COLLECTIONS[guard.collection](items)
    commas = quoted(",".join(guard.named))
    match guard.kept:
        case "inline":
            return Rendered(f"{origin} in {made}")
        case "imported":
            setup = (f"from {OTHER_MODULE} import ALLOWED",)
            return Rendered(f"{origin} in ALLOWED", setup, (f"ALLOWED = {made}",))
        case "module":
            name = f"{OTHER_MODULE}.ALLOWED"
            return Rendered(
                f"{origin} in {name}", (f"import {OTHER_MODULE}",), (f"ALLOWED = {made}",)
            )
        case "environment":
            value = f'os.environ.get("SOUNDNESS_ORIGINS", {commas}).split(",")'
            return Rendered(f"{origin} in ALLOWED", ("import os", f"ALLOWED = {value}"))
        case "stripped":
            value = f'os.getenv("SOUNDNESS_ORIGINS", {commas}).split(",")'
            kept = f"ALLOWED = [each.strip() for each in {value} if each]"
            return Rendered(f"{origin} in ALLOWED", ("import os", kept))
        case "class":
            setup = ("class Config:", f"    ALLOWED = {made}")
            return Rendered(f"{origin} in Config.ALLOWED", setup)
        case "settings":
            setup = (f'SETTINGS = {{"origins": {made}}}',)
            return Rendered(f'{origin} in SETTINGS["origins"]', setup)
        case "comprehension":
            pairs = ", ".join(quoted(tuple(one.split("://"))) for one in guard.named)
            setup = (f"PAIRS = [{pairs}]", 'ALLOWED = [f"{a}://{b}" for a, b in PAIRS]')
            return Rendered(f"{origin} in ALLOWED", setup)
        case "appended":
            added = tuple(f"ALLOWED.append({quoted(one)})" for one in guard.named)
            return Rendered(f"{origin} in ALLOWED", ("ALLOWED = []", *added))
        case _:
            return Rendered(f"{origin} in ALLOWED", (f"ALLOWED = {made}",))


def regex(guard: Regex, origin: str) -> Rendered:
    pattern = f'r"{pattern_text(guard.pattern, guard.named)}"'
    flags = ", re.IGNORECASE" if guard.flags else ""
    if guard.compiled:
        setup = ("import re", f"PATTERN = re.compile({pattern}{flags})")
        return Rendered(f"PATTERN.{guard.applied}({origin})", setup, strict=True)
    test = f"re.{guard.applied}({pattern}, {origin}{flags})"
    return Rendered(test, ("import re",), strict=True)


def url(named: tuple[str, ...], form: str, imported: bool, origin: str) -> Rendered:
    text = filled(URLS[form], named, origin)
    function = "urlsplit" if "urlsplit" in text else "urlparse"
    setup = [f"from urllib.parse import {function}"]
    if not imported:
        setup = ["import urllib.parse"]
        text = text.replace(function, f"urllib.parse.{function}")
    if "HOSTS" in text:
        setup.append(hosts(named))
    wrapped = f"({text})" if " and " in text else text
    return Rendered(wrapped, tuple(setup), strict=True)


def quantified(named: tuple[str, ...], form: str, origin: str) -> Rendered:
    text = filled(QUANTIFIED[form], named, origin)
    patterns = ", ".join(f'r"{pattern_text("exact", (one,))}"' for one in named)
    globs = ", ".join(quoted(one.replace("://", "://*")) for one in named)
    needs = {
        "ALLOWED": (f"ALLOWED = [{', '.join(map(quoted, named))}]",),
        "HOSTS": (hosts(named),),
        "PATTERNS": ("import re", f"PATTERNS = [{patterns}]"),
        "COMPILED": (
            "import re",
            f"COMPILED = [re.compile(each) for each in [{patterns}]]",
        ),
        "GLOBS": ("from fnmatch import fnmatch", f"GLOBS = [{globs}]"),
    }
    setup = next(lines for name, lines in needs.items() if f" in {name}" in text)
    lenient = form in {"equal", "list", "none", "filtered", "next", "picked"}
    return Rendered(text, setup, strict=not lenient)


def hosts(named: tuple[str, ...]) -> str:
    return f"HOSTS = [{', '.join(quoted(host_of(one)) for one in named)}]"


def filled(text: str, named: tuple[str, ...], origin: str) -> str:
    host = host_of(named[0])
    return text.format(
        o=origin,
        a=quoted(named[0]),
        z=quoted(named[-1]),
        all=", ".join(map(quoted, named)) + ",",
        host=quoted(host),
        netloc=quoted(urlsplit(named[0]).netloc),
        size=len(host),
    )


def pattern_text(kind: str, named: tuple[str, ...]) -> str:
    a, z = (one.replace(".", r"\.") for one in (named[0], named[-1]))
    host = host_of(named[0]).replace(".", r"\.")
    return PATTERNS[kind].format(a=a, z=z, raw=named[0], host=host)


def host_of(origin: str) -> str:
    return urlsplit(origin).hostname or origin


def quoted(value: object) -> str:
    """A Python literal in double quotes, as most people write them."""
    if isinstance(value, tuple):
        return f"({', '.join(map(quoted, value))})"
    return '"' + str(value) + '"'
