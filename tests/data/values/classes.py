"""Classes, the objects made of them, and what their attributes hold."""

#: dataclass default
from dataclasses import dataclass, field

@dataclass
class S:
    o: str = "*"

cors_sink(S().o)


#: dataclass factory
from dataclasses import dataclass, field

@dataclass
class S:
    o: list = field(default_factory=lambda: ["*"])

cors_sink(S().o)


#: dataclass by keyword
from dataclasses import dataclass, field

@dataclass
class S:
    n: int
    o: list = field(default_factory=list)

cors_sink(S(1, o=["*"]).o)


#: dataclass by position
from dataclasses import dataclass, field

@dataclass
class S:
    n: int
    o: list = field(default_factory=list)

cors_sink(S(1, ["*"]).o)


#: __post_init__ of a dataclass
from dataclasses import dataclass, field

@dataclass
class S:
    o: list = None

    def __post_init__(self):
        if self.o is None:
            self.o = ["*"]

cors_sink(S().o)


#: class method that constructs
class S:
    def __init__(self, o):
        self.o = o

    @classmethod
    def from_env(cls):
        return cls(o=["*"])

cors_sink(S.from_env().o)


#: class attribute changed afterwards
class S:
    o = []

S.o = ["*"]
cors_sink(S().o)


#: super().__init__()
class A:
    def __init__(self):
        self.o = "a"

class B(A):
    def __init__(self):
        super().__init__()
        self.p = "b"

cors_sink(B().o)


#: getattr with a default
class S:
    pass

s = S()
cors_sink(getattr(s, "X", "d"))


#: value of a member
from enum import Enum

class E(Enum):
    A = "x"

cors_sink(E.A.value)


#: member that is a text
from enum import Enum

class E(str, Enum):
    A = "x"

cors_sink([E.A])


#: setattr
class S:
    pass

s = S()
setattr(s, "o", "x")
cors_sink(s.o)


#: setattr for each keyword
class S:
    def __init__(self, **kw):
        for k, v in kw.items():
            setattr(self, k, v)

cors_sink(S(o="x").o)


#: branch in a class body
D = True

class S:
    if D:
        o = "x"
    else:
        o = "y"

cors_sink(S.o)


#: classmethod
class S:
    o = "x"

    @classmethod
    def get(cls):
        return cls.o

cors_sink(S.get())


#: staticmethod
class S:
    @staticmethod
    def get(a):
        return a

cors_sink(S.get("x"))


#: staticmethod of an object
class S:
    @staticmethod
    def get(a):
        return a

cors_sink(S().get("x"))


#: __call__
class S:
    def __call__(self, a):
        return a

cors_sink(S()("x"))


#: __getitem__
class S:
    def __getitem__(self, a):
        return a

cors_sink(S()["x"])


#: cached_property
from functools import cached_property

class S:
    @cached_property
    def o(self):
        return "x"

cors_sink(S().o)


#: NamedTuple
from typing import NamedTuple

class S(NamedTuple):
    o: list = ["x"]

cors_sink(S().o)


#: NamedTuple by position
from typing import NamedTuple

class S(NamedTuple):
    a: str
    o: str

cors_sink(S("a", "x").o)


#: collections.namedtuple
from collections import namedtuple

S = namedtuple("S", "a o")
cors_sink(S("a", "x").o)


#: __dict__ updated from keywords
class Config:
    def __init__(self, **given):
        self.origins = ["y"]
        self.__dict__.update(given)

cors_sink(Config(origins=["x"]).origins)


#: __getattr__ that looks a setting up
class Lazy:
    found = {"origins": ["x"]}

    def __getattr__(self, name):
        return self.found[name]

cors_sink(Lazy().origins)
