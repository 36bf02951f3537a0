"""Tests of an Origin as people write them: what they compare, and with what."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Member:
    """``origin in ALLOWED``, with the collection kept somewhere."""

    named: tuple[str, ...]
    collection: str
    kept: str


@dataclass(frozen=True, slots=True)
class Text:
    """One of the tests that need nothing: equality, prefixes, substrings, ``not null``."""

    named: tuple[str, ...]
    form: str


@dataclass(frozen=True, slots=True)
class Regex:
    named: tuple[str, ...]
    pattern: str
    applied: str
    compiled: bool
    flags: bool = False


@dataclass(frozen=True, slots=True)
class Url:
    named: tuple[str, ...]
    form: str
    imported: bool = field(default=True)


@dataclass(frozen=True, slots=True)
class Some:
    """``any(... for each in ALLOWED)``, or ``not all(not ...)``."""

    named: tuple[str, ...]
    form: str


@dataclass(frozen=True, slots=True)
class Both:
    left: Guard
    right: Guard
    operator: str


@dataclass(frozen=True, slots=True)
class Inverse:
    inner: Guard


Guard: TypeAlias = Member | Text | Regex | Url | Some | Both | Inverse

COLLECTIONS = {
    "list": lambda items: f"[{items}]",
    "tuple": lambda items: f"({items},)",
    "set": lambda items: f"{{{items}}}",
    "frozenset": lambda items: f"frozenset([{items}])",
    "dict": lambda items: (
        "{" + ", ".join(f"{one}: True" for one in items.split(", ")) + "}"
    ),
    "joined": lambda items: "[" + "] + [".join(items.split(", ")) + "]",
}
KEPT = (
    "inline",
    "constant",
    "imported",
    "module",
    "environment",
    "stripped",
    "class",
    "settings",
    "comprehension",
    "appended",
)
TEXTS = {
    "equal": "{o} == {a}",
    "reversed": "{a} == {o}",
    "either": "{o} == {a} or {o} == {z}",
    "not null": '{o} != "null"',
    "prefix": "{o}.startswith({a})",
    "prefixes": "{o}.startswith(({all}))",
    "suffix": "{o}.endswith({host})",
    "suffix with dot": '{o}.endswith("." + {host}) or {o} == {a}',
    "substring": "{host} in {o}",
    "loopback": '{o}.startswith("http://localhost") or {o} == {a}',
    "lower": "{o}.lower() == {a}",
    "split": '{o}.split("://")[-1] == {host}',
    "port cut": '{o}.rsplit(":", 1)[0] == {a}',
    "partition": '{o}.partition("://")[2] == {host}',
    "slice": "{o}[-{size}:] == {host}",
    "find": "{o}.find({host}) != -1",
    "secure": '{o}.startswith("https://") and {o}.endswith({host})',
    "count": "{o}.count({host}) > 0",
}
LENIENT = frozenset({"equal", "reversed", "either", "not null"})
PATTERNS = {
    "exact": "^{a}$",
    "unanchored": "{a}",
    "any dot": "{raw}",
    "subdomains": r"https?://(.+\.)?{host}",
    "ending": r".*{host}$",
    "label": r"^https://[a-z0-9-]+\.{host}(:\d+)?$",
    "alternatives": "^({a}|{z})$",
    "any port": r"{a}(:\d+)?",
    "end of text": r"\A{a}\Z",
}
URLS = {
    "hostname": "urlparse({o}).hostname == {host}",
    "netloc": "urlparse({o}).netloc == {netloc}",
    "hostnames": "urlparse({o}).hostname in HOSTS",
    "suffix": "(urlparse({o}).hostname or '').endswith({host})",
    "split": "urlsplit({o}).hostname == {host}",
    "scheme": "urlparse({o}).scheme == 'https' and urlparse({o}).hostname == {host}",
}
QUANTIFIED = {
    "equal": "any({o} == each for each in ALLOWED)",
    "prefix": "any({o}.startswith(each) for each in ALLOWED)",
    "list": "any([each == {o} for each in ALLOWED])",
    "suffix": "any({o}.endswith(each) for each in HOSTS)",
    "inside": "any(each in {o} for each in HOSTS)",
    "none": "not all({o} != each for each in ALLOWED)",
    "pattern": "any(re.match(each, {o}) for each in PATTERNS)",
    "compiled": "any(each.fullmatch({o}) for each in COMPILED)",
    "fnmatch": "any(fnmatch({o}, each) for each in GLOBS)",
    "filtered": "any(True for each in ALLOWED if each == {o})",
    "next": "next((each for each in ALLOWED if each == {o}), None) is not None",
    "picked": "[each for each in ALLOWED if each == {o}]",
}
