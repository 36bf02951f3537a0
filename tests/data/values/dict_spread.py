"""Dict spread, kwargs dictionaries built by assignment or returned."""

#: dict that a function returns, spread
def f():
    return {"a": "x", "b": "y"}

cors_sink({**f(), "c": "z"})


#: ChainMap
from collections import ChainMap

d = ChainMap({"a": "x"}, {"a": "y", "b": "z"})
cors_sink(d["b"])


#: two dicts merged
a = {"a": "x"}
b = {"b": "y"}
cors_sink((a | b)["b"])


#: dict comprehension
cors_sink({k: v for k, v in [("a", "x")]})


#: dict.fromkeys
cors_sink(list(dict.fromkeys(["b", "a", "b"])))


#: keywords that are returned
def f(**kw):
    return kw

cors_sink(f(a="x"))


#: dict built by assignment and update
d = {}
d["a"] = "x"
d.update(b="y")
cors_sink(d)


#: get with a default
d = dict(a="x")
cors_sink(d.get("b", "z"))


#: SimpleNamespace
from types import SimpleNamespace

cors_sink(SimpleNamespace(a="x").a)


#: search in a dict
d = {"a": 1}
cors_sink("x" if "a" in d else "y")
