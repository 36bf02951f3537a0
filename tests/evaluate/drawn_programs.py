"""Draws small programs that compute with texts, lists, numbers and dicts.

Every program ends with ``cors_sink`` of a list of all that it computed. Nothing in it is
open, so whoever reads it can tell what it computes; it may raise, though.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

TEXTS = ("", "a", "http://a.example", " b ,c", "HTTPS://X.example/", "x,y,,z", "*", "ß")
PIECES = ("a", ",", "x", "http", "/", ".", " ", "")
NUMBERS = (0, 1, 2, 3, -1, 80, 443, 8000)
KINDS = ("text", "texts", "number", "truth", "table")

Draw = st.DrawFn


@dataclass
class Names:
    """The names that a program has bound so far, by the kind of what they hold."""

    held: dict[str, list[str]] = field(default_factory=dict)
    count: int = 0

    def fresh(self, kind: str) -> str:
        self.count += 1
        name = f"{kind}_{self.count}"
        self.held.setdefault(kind, []).append(name)
        return name

    def of(self, kind: str) -> list[str]:
        return self.held.get(kind, [])


def literal(value: object) -> st.SearchStrategy[str]:
    return st.just(repr(value))


@st.composite
def texts(draw: Draw, names: Names, depth: int) -> str:
    """An expression whose value is a text."""
    forms = ["literal", "literal", "name"]
    if depth:
        forms += [
            "join",
            "plus",
            "times",
            "strip",
            "case",
            "replace",
            "slice",
            "item",
            "percent",
            "format",
            "template",
            "choose",
            "number",
            "or",
            "part",
            "prefix",
            "get",
            "padded",
        ]
    form = draw(st.sampled_from(forms))
    one = draw(texts(names, depth - 1)) if depth else ""
    match form:
        case "name" if names.of("text"):
            return draw(st.sampled_from(names.of("text")))
        case "join":
            return (
                f"{draw(st.sampled_from(PIECES))!r}.join({draw(lists(names, depth - 1))})"
            )
        case "plus":
            return f"({one} + {draw(texts(names, depth - 1))})"
        case "times":
            return f"({one} * {draw(st.integers(0, 3))})"
        case "strip":
            method = draw(st.sampled_from(("strip", "lstrip", "rstrip")))
            given = draw(st.sampled_from(("", "'/'", "' a'")))
            return f"{one}.{method}({given})"
        case "case":
            methods = ("upper", "lower", "title", "capitalize", "casefold", "swapcase")
            return f"{one}.{draw(st.sampled_from(methods))}()"
        case "replace":
            old = draw(st.sampled_from(PIECES[:-1]))
            return f"{one}.replace({old!r}, {draw(st.sampled_from(PIECES))!r})"
        case "slice":
            return f"{one}[{draw(bounds())}]"
        case "item":
            return f"{draw(lists(names, depth - 1))}[{draw(st.integers(-2, 2))}]"
        case "percent":
            return f"('%s:%5s' % ({one}, {draw(texts(names, depth - 1))}))"
        case "format":
            return f"'{{}}-{{b:>4}}'.format({one}, b={draw(numbers(names, depth - 1))})"
        case "template":
            conversion = draw(st.sampled_from(("", "!r", "!s:>6", "!a")))
            number = draw(numbers(names, depth - 1))
            made = f"f'<{{a}}{{b:03d}}{{a{conversion}}}>'"
            return f"(lambda a, b: {made})({one}, {number})"
        case "choose":
            other, test = draw(texts(names, depth - 1)), draw(truths(names, depth - 1))
            return f"({one} if {test} else {other})"
        case "number":
            return f"str({draw(numbers(names, depth - 1))})"
        case "or":
            return f"({one} or {draw(texts(names, depth - 1))})"
        case "part":
            place = draw(st.integers(0, 2))
            return f"{one}.partition({draw(st.sampled_from(PIECES[:-1]))!r})[{place}]"
        case "prefix":
            method = draw(st.sampled_from(("removeprefix", "removesuffix")))
            return f"{one}.{method}({draw(st.sampled_from(PIECES))!r})"
        case "get":
            return f"{draw(tables(names, depth - 1))}.get({one}, {draw(st.sampled_from(TEXTS))!r})"
        case "padded":
            return f"{one}.center({draw(st.integers(0, 9))})"
        case _:
            return repr(draw(st.sampled_from(TEXTS)))


@st.composite
def lists(draw: Draw, names: Names, depth: int) -> str:
    """An expression whose value is a list of texts."""
    forms = ["literal", "literal", "name"]
    if depth:
        forms += [
            "split",
            "plus",
            "times",
            "each",
            "filtered",
            "nested",
            "sorted",
            "reversed",
            "slice",
            "spread",
            "map",
            "filter",
            "unique",
            "pairs",
            "keys",
            "values",
            "choose",
            "starred",
            "tuple",
            "ports",
            "letters",
        ]
    form = draw(st.sampled_from(forms))
    one = draw(lists(names, depth - 1)) if depth else ""
    match form:
        case "name" if names.of("texts"):
            return draw(st.sampled_from(names.of("texts")))
        case "split":
            text = draw(texts(names, depth - 1))
            given = draw(st.sampled_from(("','", "", "',', 1", "'/'")))
            return f"{text}.split({given})"
        case "plus":
            return f"({one} + {draw(lists(names, depth - 1))})"
        case "times":
            return f"({one} * {draw(st.integers(0, 2))})"
        case "each":
            inner = draw(texts(with_text(names, "each"), depth - 1))
            return f"[{inner} for each in {one}]"
        case "filtered":
            inner = draw(truths(with_text(names, "each"), depth - 1))
            return f"[each for each in {one} if {inner}]"
        case "nested":
            return f"[a + b for a in {one} for b in {draw(lists(names, depth - 1))}]"
        case "sorted":
            extra = draw(st.sampled_from(("", ", reverse=True", ", key=len")))
            return f"sorted({one}{extra})"
        case "reversed":
            return f"list(reversed({one}))"
        case "slice":
            return f"{one}[{draw(bounds())}]"
        case "spread":
            return f"[*{one}, {draw(texts(names, depth - 1))}]"
        case "map":
            return f"list(map({draw(st.sampled_from(('str.strip', 'str.upper')))}, {one}))"
        case "filter":
            test = draw(st.sampled_from(("None", "lambda each: 'a' in each")))
            return f"list(filter({test}, {one}))"
        case "unique":
            return f"list(dict.fromkeys({one}))"
        case "pairs":
            other = draw(lists(names, depth - 1))
            return f"[a + b for a, b in zip({one}, {other})]"
        case "keys":
            return f"list({draw(tables(names, depth - 1))})"
        case "values":
            return f"list({draw(tables(names, depth - 1))}.values())"
        case "choose":
            other, test = draw(lists(names, depth - 1)), draw(truths(names, depth - 1))
            return f"({one} if {test} else {other})"
        case "starred":
            return f"sorted(set({one}) | {{{draw(texts(names, depth - 1))}}})"
        case "tuple":
            return f"list(tuple({one}))"
        case "ports":
            return f"[f'http://localhost:{{n}}' for n in range({draw(st.integers(0, 3))})]"
        case "letters":
            return f"list({draw(texts(names, depth - 1))})"
        case _:
            return repr(draw(st.lists(st.sampled_from(TEXTS), max_size=3)))


@st.composite
def numbers(draw: Draw, names: Names, depth: int) -> str:
    forms = ["literal", "literal", "name"]
    if depth:
        forms += ["length", "plus", "count", "index", "choose", "sum", "best", "int"]
    form = draw(st.sampled_from(forms))
    match form:
        case "name" if names.of("number"):
            return draw(st.sampled_from(names.of("number")))
        case "length":
            return f"len({draw(lists(names, depth - 1))})"
        case "plus":
            operator = draw(st.sampled_from(("+", "-", "*", "//", "%")))
            return (
                f"({draw(numbers(names, depth - 1))} {operator} {draw(numbers(names, 0))})"
            )
        case "count":
            text = draw(texts(names, depth - 1))
            return f"{text}.count({draw(st.sampled_from(PIECES[:-1]))!r})"
        case "index":
            return (
                f"{draw(texts(names, depth - 1))}.find({draw(st.sampled_from(PIECES))!r})"
            )
        case "choose":
            other, test = draw(numbers(names, 0)), draw(truths(names, depth - 1))
            return f"({draw(numbers(names, 0))} if {test} else {other})"
        case "sum":
            return f"sum(len(each) for each in {draw(lists(names, depth - 1))})"
        case "best":
            which = draw(st.sampled_from(("min", "max")))
            return f"{which}({draw(numbers(names, 0))}, {draw(numbers(names, 0))})"
        case "int":
            return f"int({str(draw(st.sampled_from(NUMBERS)))!r})"
        case _:
            return repr(draw(st.sampled_from(NUMBERS)))


@st.composite
def truths(draw: Draw, names: Names, depth: int) -> str:
    forms = ["literal", "name"]
    if depth > 0:
        forms += [
            "same",
            "differs",
            "within",
            "starts",
            "not",
            "and",
            "chain",
            "any",
            "all",
            "is",
            "truth",
            "contains",
            "kind",
            "none",
        ]
    form = draw(st.sampled_from(forms))
    text = draw(texts(names, depth - 1)) if depth > 0 else "''"
    match form:
        case "name" if names.of("truth"):
            return draw(st.sampled_from(names.of("truth")))
        case "same":
            return f"({text} == {draw(texts(names, depth - 1))})"
        case "differs":
            return f"({draw(lists(names, depth - 1))} != {draw(lists(names, depth - 1))})"
        case "within":
            return f"({text} in {draw(lists(names, depth - 1))})"
        case "starts":
            method = draw(st.sampled_from(("startswith", "endswith")))
            return f"{text}.{method}({draw(st.sampled_from(PIECES))!r})"
        case "not":
            return f"(not {draw(truths(names, depth - 1))})"
        case "and":
            word = draw(st.sampled_from(("and", "or")))
            return f"({draw(truths(names, depth - 1))} {word} {draw(truths(names, depth - 1))})"
        case "chain":
            return f"(0 <= {draw(numbers(names, depth - 1))} < {draw(numbers(names, 0))})"
        case "any":
            return f"any('a' in each for each in {draw(lists(names, depth - 1))})"
        case "all":
            return f"all({draw(lists(names, depth - 1))})"
        case "is":
            return f"(lambda one: one is not None)({text})"
        case "truth":
            return f"bool({draw(lists(names, depth - 1))})"
        case "contains":
            return f"({draw(st.sampled_from(PIECES))!r} not in {text})"
        case "kind":
            return f"isinstance({text}, (str, bytes))"
        case "none":
            return f"({draw(tables(names, depth - 1))}.get({text}) is None)"
        case _:
            return repr(draw(st.booleans()))


@st.composite
def tables(draw: Draw, names: Names, depth: int) -> str:
    forms = ["literal", "name"]
    if depth > 0:
        forms += ["built", "spread", "merged", "called", "zipped"]
    form = draw(st.sampled_from(forms))
    match form:
        case "name" if names.of("table"):
            return draw(st.sampled_from(names.of("table")))
        case "built":
            value = draw(texts(with_text(names, "each"), depth - 1))
            return f"{{each: {value} for each in {draw(lists(names, depth - 1))}}}"
        case "spread":
            one, other = draw(tables(names, depth - 1)), draw(tables(names, depth - 1))
            return f"{{**{one}, 'a': {draw(texts(names, depth - 1))}, **{other}}}"
        case "merged":
            return f"({draw(tables(names, depth - 1))} | {draw(tables(names, depth - 1))})"
        case "called":
            return f"dict({draw(tables(names, depth - 1))}, a={draw(texts(names, 0))})"
        case "zipped":
            keys, values = draw(lists(names, depth - 1)), draw(lists(names, depth - 1))
            return f"dict(zip({keys}, {values}))"
        case _:
            keys = st.sampled_from(("a", "", "x", "origins"))
            return repr(draw(st.dictionaries(keys, st.sampled_from(TEXTS), max_size=2)))


@st.composite
def bounds(draw: Draw) -> str:
    ends = st.one_of(st.just(""), st.integers(-3, 3).map(str))
    step = draw(st.sampled_from(("", "", ":2", ":-1")))
    return f"{draw(ends)}:{draw(ends)}{step}"


def with_text(names: Names, name: str) -> Names:
    """The same names, and one more for a text; what is bound inside stays inside."""
    held = {kind: list(known) for kind, known in names.held.items()}
    held.setdefault("text", []).append(name)
    return Names(held, names.count)


MAKERS = {
    "text": texts,
    "texts": lists,
    "number": numbers,
    "truth": truths,
    "table": tables,
}


@st.composite
def statement(draw: Draw, names: Names, depth: int) -> list[str]:
    """The lines of one statement; what it binds is noted in ``names``."""
    forms = ["assign", "assign", "assign"]
    if names.of("texts"):
        forms += ["append", "extend", "add", "insert", "remove", "set", "alias", "pop"]
    if names.of("table"):
        forms += ["put", "update", "setdefault"]
    if names.of("text"):
        forms += ["text add", "walrus"]
    if depth:
        forms += ["if", "if", "loop", "while", "function", "unpack", "starred", "class"]
    form = draw(st.sampled_from(forms))
    held = draw(st.sampled_from(names.of("texts"))) if names.of("texts") else ""
    table = draw(st.sampled_from(names.of("table"))) if names.of("table") else ""
    text = draw(st.sampled_from(names.of("text"))) if names.of("text") else ""
    match form:
        case "append":
            return [f"{held}.append({draw(texts(names, 1))})"]
        case "extend":
            return [f"{held}.extend({draw(lists(names, 1))})"]
        case "add":
            return [f"{held} += {draw(lists(names, 1))}"]
        case "insert":
            return [f"{held}.insert({draw(st.integers(-1, 2))}, {draw(texts(names, 1))})"]
        case "remove":
            return [f"if 'a' in {held}:", f"    {held}.remove('a')"]
        case "pop":
            return [f"if {held}:", f"    {held}.pop({draw(st.sampled_from(('', '0')))})"]
        case "set":
            return [f"if {held}:", f"    {held}[0] = {draw(texts(names, 1))}"]
        case "alias":
            value = held
            return [f"{names.fresh('texts')} = {value}"]
        case "put":
            return [f"{table}[{draw(texts(names, 1))}] = {draw(texts(names, 1))}"]
        case "update":
            return [f"{table}.update({draw(tables(names, 1))})"]
        case "setdefault":
            return [f"{table}.setdefault('origins', {draw(texts(names, 1))})"]
        case "text add":
            return [f"{text} += {draw(texts(names, 1))}"]
        case "walrus":
            value = draw(texts(names, 1))
            name = names.fresh("text")
            return [f"if ({name} := {value}):", f"    {text} = {name}"]
        case "if":
            return draw(branches(names))
        case "loop":
            source, name = draw(lists(names, 1)), names.fresh("texts")
            inner = draw(texts(with_text(names, "item"), 1))
            test = draw(truths(with_text(names, "item"), 1))
            jump = draw(st.sampled_from(("continue", "break", "pass")))
            return [
                f"{name} = []",
                f"for item in list({source}):",
                f"    if {test}:",
                f"        {jump}",
                f"    {name}.append({inner})",
            ]
        case "while":
            name, times = names.fresh("number"), draw(st.integers(0, 3))
            return [f"{name} = 0", f"while {name} < {times}:", f"    {name} += 1"]
        case "function":
            return draw(function(names))
        case "unpack":
            first, second = draw(texts(names, 1)), draw(lists(names, 1))
            return [f"{names.fresh('text')}, {names.fresh('texts')} = {first}, {second}"]
        case "starred":
            value = draw(lists(names, 1))
            text, rest = names.fresh("text"), names.fresh("texts")
            return [f"{text}, *{rest} = ['first', *{value}]"]
        case "class":
            return draw(holder(names))
        case _:
            kind = draw(st.sampled_from(KINDS))
            value = draw(MAKERS[kind](names, 2))
            return [f"{names.fresh(kind)} = {value}"]


@st.composite
def branches(draw: Draw, names: Names) -> list[str]:
    """Both branches bind one name; what else they bind stays unknown to what follows."""
    kind = draw(st.sampled_from(("text", "texts")))
    test, then = draw(truths(names, 2)), draw(MAKERS[kind](names, 1))
    otherwise = draw(MAKERS[kind](names, 1))
    inner = draw(statement(Names({k: list(v) for k, v in names.held.items()}, 500), 0))
    name = names.fresh(kind)
    return [
        f"if {test}:",
        f"    {name} = {then}",
        *(f"    {line}" for line in inner),
        "else:",
        f"    {name} = {otherwise}",
    ]


@st.composite
def function(draw: Draw, names: Names) -> list[str]:
    """A function with an argument and a default, and a call of it."""
    inside = with_text(with_text(names, "given"), "extra")
    kind = draw(st.sampled_from(("text", "texts")))
    result, early = draw(MAKERS[kind](inside, 2)), draw(MAKERS[kind](inside, 1))
    test, default = draw(truths(inside, 1)), draw(st.sampled_from(TEXTS))
    given, name = draw(texts(names, 1)), names.fresh(kind)
    extra = draw(st.sampled_from(("", f", {draw(st.sampled_from(TEXTS))!r}")))
    return [
        f"def make_{name}(given, extra={default!r}):",
        f"    if {test}:",
        f"        return {early}",
        f"    return {result}",
        f"{name} = make_{name}({given}{extra})",
    ]


@st.composite
def holder(draw: Draw, names: Names) -> list[str]:
    """A class that holds a list, and an object of it that is given a text."""
    form = draw(st.sampled_from(("plain", "dataclass", "named tuple", "model", "member")))
    value, given = draw(lists(names, 1)), draw(texts(names, 1))
    return FORMS[form](value, given, names.fresh("texts"), draw(st.booleans()))


def plain_class(value: str, given: str, name: str, positional: bool) -> list[str]:
    return [
        f"class Holder_{name}:",
        f"    fixed = {value}",
        "    def __init__(self, given):",
        "        self.own = [given]",
        "    @property",
        "    def both(self):",
        "        return self.fixed + self.own",
        f"{name} = Holder_{name}({'' if positional else 'given='}{given}).both",
    ]


def dataclass(value: str, given: str, name: str, positional: bool) -> list[str]:
    return [
        "from dataclasses import dataclass, field, replace",
        f"made_{name} = {value}",
        "@dataclass",
        f"class Base_{name}:",
        "    given: str",
        f"    made: list[str] = field(default_factory=lambda: made_{name})",
        "@dataclass",
        f"class Holder_{name}(Base_{name}):",
        "    more: list[str] = field(default_factory=list)",
        "    def __post_init__(self):",
        "        self.more = self.more or [self.given, 'x']",
        f"held_{name} = Holder_{name}({'' if positional else 'given='}{given})",
        f"held_{name} = replace(held_{name}, made=['y']) if {positional} else held_{name}",
        f"{name} = held_{name}.made + held_{name}.more",
    ]


def named_tuple(value: str, given: str, name: str, positional: bool) -> list[str]:
    return [
        "from typing import NamedTuple",
        f"class Holder_{name}(NamedTuple):",
        "    given: str",
        f"    made: list[str] = {value}",
        f"held_{name} = Holder_{name}({'' if positional else 'given='}{given})",
        f"given_{name}, made_{name} = held_{name}",
        f"{name} = [given_{name}, held_{name}[0], *made_{name}]",
    ]


def model(value: str, given: str, name: str, positional: bool) -> list[str]:
    mode = "before" if positional else "after"
    return [
        "from pydantic import BaseModel, Field, field_validator",
        f"class Holder_{name}(BaseModel):",
        "    given: str",
        f"    made: list[str] = Field(default_factory=lambda: {value})",
        f"    @field_validator('given', mode={mode!r})",
        "    @classmethod",
        "    def checked(cls, v):",
        "        if isinstance(v, str) and 'a' in v:",
        "            return v.replace('a', 'b')",
        "        return v.strip()",
        f"held_{name} = Holder_{name}(given={given})",
        f"{name} = [held_{name}.given, *held_{name}.made]",
    ]


def member(value: str, given: str, name: str, positional: bool) -> list[str]:
    bases = "str, Enum" if positional else "Enum"
    return [
        "from enum import Enum",
        f"class Stage_{name}({bases}):",
        "    LIVE = 'live'",
        "    TEST = 'test'",
        f"chosen_{name} = Stage_{name}('live' if {given} else 'test')",
        f"{name} = {{Stage_{name}.LIVE: {value}}}.get(chosen_{name}, ['none'])",
        f"{name} = [chosen_{name}.value, *{name}]",
    ]


FORMS = {
    "plain": plain_class,
    "dataclass": dataclass,
    "named tuple": named_tuple,
    "model": model,
    "member": member,
}


@st.composite
def programs(draw: Draw) -> str:
    """A program of a few statements, and the sink of all that they bound."""
    names = Names()
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 8))):
        lines += draw(statement(names, 1))
    bound = [name for kind in KINDS for name in names.of(kind)]
    return "\n".join([*lines, f"cors_sink([{', '.join(bound)}])", ""])
