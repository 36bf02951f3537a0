"""Same-file names, locals, list literals with append, +=, concatenation, f-strings."""

#: functools.partial
from functools import partial

def f(a, b):
    return [a, b]

g = partial(f, "x")
cors_sink(g("y"))


#: tuple that a function returns
def f():
    return ["x"], True

cors_a, cors_b = f()
cors_sink(cors_a)


#: set comprehension
cors_sink(sorted({x for x in ["b", "a", "b"]}))


#: comprehension over two lists
cors_sink([f"{s}://{h}" for s in ["http", "https"] for h in ["a", "b"]])


#: str.format by position
cors_sink("https://{}:{}".format("a", 80))


#: str.format by name
cors_sink("https://{h}:{p}".format(h="a", p=80))


#: f-string with a conversion
h = "a"
cors_sink(f"{h!r}")


#: f-string with a format
h = 80
cors_sink(f"{h:05d}")


#: percent with a dict
cors_sink("%(h)s:%(p)d" % {"h": "a", "p": 80})


#: percent with a tuple
cors_sink("%s:%d" % ("a", 80))


#: slice of a list
a = ["x", "y", "z"]
cors_sink(a[1:])


#: slice of a text
a = "abc"
n = 1
cors_sink(a[n:])


#: repeated list
cors_sink(["x"] * 2)


#: repeated text
cors_sink("ab" * 2)


#: chained comparison
x = 5
cors_sink("a" if 1 < x < 10 else "b")


#: sorted
cors_sink(sorted(["b", "a"]))


#: reversed
cors_sink(list(reversed(["b", "a"])))


#: json.loads
import json

cors_sink(json.loads('["a"]'))


#: ast.literal_eval
import ast

cors_sink(ast.literal_eval('["a"]'))


#: pop
a = ["x", "y"]
a.pop()
cors_sink(a)


#: port that is computed
cors_sink(f"http://a:{8000 + 1}")


#: zip
cors_sink([a + b for a, b in zip("ab", "cd")])


#: enumerate
cors_sink([f"{i}{b}" for i, b in enumerate("cd")])


#: range of ports
cors_sink([f"http://localhost:{i}" for i in range(3000, 3003)])


#: map of a lambda
cors_sink(list(map(lambda x: "https://" + x, ["a", "b"])))


#: filter of a lambda
cors_sink(list(filter(lambda x: x != "a", ["a", "b"])))


#: any of a generator
cors_sink(any(x == "a" for x in ["a", "b"]))


#: function that appends to a global
A = []

def add():
    A.append("x")

add()
cors_sink(A)


#: while loop
a = []
i = 0
while i < 3:
    a.append(i)
    i += 1
cors_sink(a)


#: closure that sets a nonlocal
def f():
    a = []

    def g():
        nonlocal a
        a = ["x"]

    g()
    return a

cors_sink(f())


#: join of a generator
cors_sink(",".join(x for x in ["a", "b"] if x))


#: strip and replace
cors_sink("https://a/".rstrip("/").replace("https", "http"))


#: split where it is a text
a = "x,y"
if isinstance(a, str):
    a = a.split(",")
cors_sink(a)


#: difference of sets
cors_sink(sorted({"a", "b"} - {"a"}))


#: repeats taken out by a set
cors_sink(list(set(["a", "a"])))


#: text that grows
s = "a"
s += "b"
cors_sink(s)


#: search in a text
cors_sink("x" if "://" not in "a" else "y")


#: max
cors_sink(max(1, 2))
