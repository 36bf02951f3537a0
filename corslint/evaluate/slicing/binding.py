"""Where a program makes its server listen, when it says so."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from dataclasses import replace

from corslint import program as p
from corslint.evaluate.slicing.walking import walk
from corslint.policy import Policy
from corslint.source import Span

STARTERS = frozenset({"run", "serve", "run_app", "run_simple", "listen", "start_server"})
HOSTS = frozenset({"host", "address", "hostname", "bind"})


def private_bindings(program: p.Program) -> Iterator[Span]:
    """The arguments that bind a server to this machine or to a private network."""
    for node in walk(program.body):
        if isinstance(node, p.Call) and last_name(node.function) in STARTERS:
            for argument in node.arguments:
                if argument.name in HOSTS and is_private(argument.value):
                    yield Span(program.path, *argument.at)


def bound(program: p.Program, policies: Iterable[Policy]) -> Iterator[Policy]:
    """The policies, with the places that bind their service to a private address."""
    places = tuple(private_bindings(program))
    for policy in policies:
        yield replace(policy, private=places) if places else policy


def last_name(node: p.Expression) -> str:
    match node:
        case p.Name(id=name) | p.Attribute(name=name):
            return name
        case _:
            return ""


def is_private(node: p.Expression) -> bool:
    """A constant loopback or private address; names other than localhost are not judged."""
    if not isinstance(node, p.Constant) or not isinstance(node.value, str):
        return False
    host = node.value.rpartition(":")[0] if node.value.count(":") == 1 else node.value
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_private and not address.is_unspecified
