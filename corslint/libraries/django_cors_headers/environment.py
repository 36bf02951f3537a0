"""Settings that django-environ, environs or python-decouple reads from the environment."""

from __future__ import annotations

from corslint.evaluate.things import (
    Arguments,
    Const,
    Listing,
    Made,
    Member,
    Symbol,
    Thing,
    Trace,
    Unknown,
)

READERS = frozenset({"environ.Env", "environ.FileAwareEnv", "environs.Env"})
SECOND_IS_DEFAULT = frozenset({"bool", "str", "int", "config"})
TRUE_WORDS = frozenset({"y", "yes", "t", "true", "on", "1"})


def assumed(thing: Thing) -> Thing:
    """What a reader gives while its variable is unset, marked as such; else ``thing``.

    Without a default that can be read it is unknown, and the variable decides.
    """
    match thing:
        case Made(
            callee=callee,
            arguments=Arguments(positional=(Const(value=str(variable)), *_)) as arguments,
            trace=trace,
        ) if reader := method(callee):
            return marked(default(reader, callee, arguments, variable), variable, trace)
        case _:
            return thing


def method(callee: Thing) -> str | None:
    """The name of the reader's method, ``call`` where it is called itself."""
    match callee:
        case Symbol(name="decouple.config"):
            return "config"
        case Member(owner=owner, name=name) if is_reader(owner):
            return name
        case _:
            return "call" if is_reader(callee) else None


def is_reader(thing: Thing) -> bool:
    match thing:
        case Symbol(name="environs.env"):
            return True
        case Made(callee=Symbol(name=name)):
            return name in READERS
        case _:
            return False


def default(
    reader: str, callee: Thing, arguments: Arguments, variable: str
) -> Thing | None:
    named, second = arguments.keyword("default"), arguments.positional[1:2]
    if named is not None:
        value: Thing | None = named.value
    elif second and (reader in SECOND_IS_DEFAULT or isinstance(second[0], Listing)):
        value = second[0]
    else:
        value = declared(callee, variable)
    cast = arguments.keyword("cast")
    return value if cast is None or value is None else converted(value, cast.value)


def declared(callee: Thing, variable: str) -> Thing | None:
    """The default in ``environ.Env(VARIABLE=(cast, default))``."""
    owner = callee.owner if isinstance(callee, Member) else callee
    scheme = owner.arguments.keyword(variable) if isinstance(owner, Made) else None
    match scheme.value if scheme else None:
        case Listing(items=[_, value]):
            return value
        case _:
            return None


def converted(value: Thing, cast: Thing) -> Thing | None:
    """python-decouple casts the default too."""
    match value, cast:
        case ((Const(value=bool()) | Listing()), _):
            return value
        case Const(value=str(text), trace=trace), Symbol(name="bool"):
            return Const(text.lower() in TRUE_WORDS, trace)
        case Const(value=str(text), trace=trace), Made(callee=Symbol(name="decouple.Csv")):
            items = [item.strip() for item in text.split(",")]
            return Listing("list", [Const(item, trace) for item in items if item], trace)
        case _:
            return None


def marked(value: Thing | None, variable: str, place: Trace) -> Thing:
    """``value`` with the variable whose default it is."""
    match value:
        case Const(value=plain, trace=trace):
            return Const(plain, depending(trace, variable))
        case Listing(kind=kind, items=items, trace=trace, complete=complete):
            made = [marked(item, variable, item.trace) for item in items]
            return Listing(kind, made, depending(trace, variable), complete)
        case _:
            reason = f"the environment variable {variable} is not known"
            return Unknown(reason, depending(place, variable))


def depending(trace: Trace, variable: str) -> Trace:
    return trace._replace(variables=trace.variables | {variable})
