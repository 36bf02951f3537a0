"""How a request enters by its address: parameters of the URL and of forms, and its Host.

Who sends the request writes both; neither says which page asks.
"""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.naming import dotted
from corslint.evaluate.request.forms import EVENTS, is_request
from corslint.evaluate.request.headers import RequestHeaders, arrived, called, defaults
from corslint.evaluate.slicing.walking import words
from corslint.evaluate.things import Arguments, Const, Frame, Made, Member, Thing, Unknown

MAX_NAME = 100
TABLES = frozenset(
    """args form values GET POST query query_params params forms arguments query_arguments
    body_arguments""".split()
)
"""Attributes of requests that hold parameters by name."""

OWNERS = frozenset({"rel_url", "url"})
"""Attributes of requests whose own attributes those may be."""

ITEMS = frozenset({"queryStringParameters", "multiValueQueryStringParameters"})
"""Keys of API Gateway events that hold them."""

LOOKING = frozenset({"get", "getlist", "getall", "getone", "getfirst", "getvalue", "pop"})
ASKING = frozenset(
    """get_argument get_arguments get_query_argument get_body_argument get_param
    get_param_as_list""".split()
)
"""Methods of tables of parameters, and of requests and handlers themselves."""

METHODS = LOOKING | ASKING | {"get_host"}
PARAMETER = "?"
"""What the name of a parameter begins with, where request headers are named."""


class Parameters(RequestHeaders):
    """Reads parameters: a probe may give some, the others are not known."""

    def parameter_call(
        self, node: p.Call, function: p.Attribute, frame: Frame
    ) -> Thing | None:
        """``request.args.get("site")``, ``self.get_argument("site")``; None otherwise."""
        if function.name == "get_host" and is_request(function.value):
            return self.request_header("host", [], node, frame)
        if not node.arguments or not self.holds(function, frame):
            return None
        key = self.value(node.arguments[0].value, frame)
        rest = [self.value(each.value, frame) for each in defaults(node)]
        return self.request_parameter(key, rest, node, frame)

    def holds(self, function: p.Attribute, frame: Frame) -> bool:
        """Whether a method is one that looks a parameter up."""
        owner = function.value
        if function.name in ASKING:
            return is_request(owner) or dotted(owner) == "self"
        if dotted(owner) is None:
            return any(word in ITEMS for word in words(owner))
        return is_table(self.value(owner, frame), owner)

    def request_parameter(
        self, key: Thing, default: list[Thing], node: p.Expression, frame: Frame
    ) -> Thing | None:
        match key:
            case Const(value=str(name)) if len(name) <= MAX_NAME:
                return self.request_header(f"{PARAMETER}{name}", default, node, frame)
            case _:
                return None


def is_table(thing: Thing, node: p.Expression) -> bool:
    """Whether a thing, or what ``node`` names, holds the parameters of the request."""
    if isinstance(node, p.Attribute) and node.name in TABLES and is_request(node.value):
        return True
    match thing:
        case Member(owner=Member(owner=owner, name=part), name=name) if part in OWNERS:
            return name in TABLES and arrived(owner)
        case Member(owner=owner, name=name):
            return name in TABLES and arrived(owner)
        case Unknown(key=("item", _, str(name))):
            return name in ITEMS
        case Made(callee=Member(name="get"), arguments=Arguments(positional=(key, *_))):
            return isinstance(key, Const) and key.value in ITEMS
        case _:
            return False


def of_event(owner: Thing, key: p.Scalar) -> bool:
    """``event["queryStringParameters"]``."""
    return key in ITEMS and called(owner) in EVENTS
