"""Settings objects: pydantic, dataclass and Field defaults."""

#: env_prefix in SettingsConfigDict
# unset: APP_O
from pydantic_settings import BaseSettings, SettingsConfigDict

class S(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_")
    o: list[str] = ["*"]

cors_sink(S().o)


#: env_prefix in a dict
# unset: APP_O
from pydantic_settings import BaseSettings

class S(BaseSettings):
    o: list[str] = ["*"]
    model_config = {"env_prefix": "APP_"}

cors_sink(S().o)


#: env_prefix in class Config
# unset: APP_O
from pydantic_settings import BaseSettings

class S(BaseSettings):
    o: list[str] = ["*"]

    class Config:
        env_prefix = "APP_"

cors_sink(S().o)


#: alias
# unset: CORS_O
from pydantic_settings import BaseSettings
from pydantic import Field

class S(BaseSettings):
    o: list[str] = Field(["*"], alias="CORS_O")

cors_sink(S().o)


#: validation_alias
# unset: A
from pydantic_settings import BaseSettings
from pydantic import Field, AliasChoices

class S(BaseSettings):
    o: list[str] = Field(
        default_factory=lambda: ["*"], validation_alias=AliasChoices("A", "B")
    )

cors_sink(S().o)


#: validator before that splits
# unset: O
from pydantic_settings import BaseSettings, NoDecode
from pydantic import field_validator
from typing import Annotated

class S(BaseSettings):
    o: Annotated[list[str], NoDecode] = "a, b"

    @field_validator("o", mode="before")
    @classmethod
    def split(cls, v):
        if isinstance(v, str):
            return [x.strip() for x in v.split(",")]
        return v

cors_sink(S().o)


#: BeforeValidator and computed_field
# unset: B, FRONTEND_HOST
from pydantic_settings import BaseSettings
from pydantic import computed_field, AnyUrl, BeforeValidator
from typing import Annotated, Any

def parse_cors(v: Any) -> list[str] | str:
    if isinstance(v, str) and not v.startswith("["):
        return [i.strip() for i in v.split(",")]
    elif isinstance(v, list | str):
        return v
    raise ValueError(v)

class S(BaseSettings):
    FRONTEND_HOST: str = "http://localhost:5173"
    B: Annotated[list[AnyUrl] | str, BeforeValidator(parse_cors)] = []

    @computed_field
    @property
    def all_cors(self) -> list[str]:
        return [str(origin).rstrip("/") for origin in self.B] + [self.FRONTEND_HOST]

settings = S()
cors_sink(settings.all_cors)


#: URLs end in a slash
# unset: B
from pydantic_settings import BaseSettings
from pydantic import AnyHttpUrl

class S(BaseSettings):
    B: list[AnyHttpUrl] = ["http://localhost:3000"]

settings = S()
cors_sink([str(o) for o in settings.B])


#: validator(pre=True)
# unset: B
from pydantic_settings import BaseSettings
from typing import List, Union

from pydantic import validator

class S(BaseSettings):
    B: list[str] = []

    @validator("B", pre=True)
    def assemble(cls, v: Union[str, List[str]]) -> Union[List[str], str]:
        if isinstance(v, str) and not v.startswith("["):
            return [i.strip() for i in v.split(",")]
        elif isinstance(v, (list, str)):
            return v
        raise ValueError(v)

settings = S()
cors_sink(settings.B)


#: getter behind lru_cache
# unset: B
from pydantic_settings import BaseSettings
from functools import lru_cache

class S(BaseSettings):
    B: str = "a,b"

    @property
    def origins(self):
        return self.B.split(",")

@lru_cache()
def get_settings() -> S:
    return S()

settings = get_settings()
cors_sink(settings.origins)


#: nested model
# unset: CORS
from pydantic_settings import BaseSettings
from pydantic import BaseModel

class C(BaseModel):
    origins: list[str] = ["*"]

class S(BaseSettings):
    cors: C = C()

settings = S()
cors_sink(settings.cors.origins)


#: nested model with a delimiter
# unset: CORS__ORIGINS
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic import BaseModel, Field

class C(BaseModel):
    origins: list[str] = Field(default_factory=lambda: ["*"])

class S(BaseSettings):
    model_config = SettingsConfigDict(env_nested_delimiter="__")
    cors: C = Field(default_factory=C)

settings = S()
cors_sink(settings.cors.origins)


#: keyword given to settings
from pydantic_settings import BaseSettings

class S(BaseSettings):
    o: list[str] = ["*"]

cors_sink(S(o=["x"]).o)


#: keyword given to a model
from pydantic import BaseModel

class S(BaseModel):
    o: list[str] = ["*"]
    n: int = 1

cors_sink(S(o=["x"]).o)


#: default of a model
from pydantic import BaseModel

class S(BaseModel):
    o: list[str] = ["*"]

cors_sink(S(n=1).o)


#: model validator not on default
from pydantic import BaseModel, field_validator

class S(BaseModel):
    o: str = "a"

    @field_validator("o")
    @classmethod
    def f(cls, v):
        return v + "b"

cors_sink(S().o)


#: model validator given
from pydantic import BaseModel, field_validator

class S(BaseModel):
    o: str = "a"

    @field_validator("o")
    @classmethod
    def f(cls, v):
        return v + "b"

cors_sink(S(o="x").o)


#: model_validator after
# unset: ENV
from pydantic_settings import BaseSettings
from pydantic import model_validator

class S(BaseSettings):
    env: str = "dev"
    o: list[str] = []

    @model_validator(mode="after")
    def f(self):
        if self.env == "dev":
            self.o = ["*"]
        return self

cors_sink(S().o)


#: model_validator before
from pydantic import BaseModel, model_validator

class S(BaseModel):
    o: list[str] = []

    @model_validator(mode="before")
    @classmethod
    def f(cls, data):
        if isinstance(data, dict) and isinstance(data.get("o"), str):
            data["o"] = data["o"].split(",")
        return data

cors_sink(S(o="a,b").o)


#: post_init
from pydantic import BaseModel

class S(BaseModel):
    o: list[str] = []

    def model_post_init(self, ctx):
        self.o.append("x")

cors_sink(S().o)


#: subclass that overrides a field
# unset: O
from pydantic_settings import BaseSettings

class B(BaseSettings):
    o: list[str] = ["a"]
    debug: bool = False

class P(B):
    o: list[str] = ["b"]

cors_sink(P().o)


#: class chosen by a variable from a dict
# unset: O
from pydantic_settings import BaseSettings
from functools import lru_cache
import os

class B(BaseSettings):
    o: list[str] = ["a"]

class D(B):
    o: list[str] = ["*"]

class P(B):
    o: list[str] = ["b"]

configs = {"dev": D, "prod": P}

@lru_cache
def get():
    return configs[os.getenv("ENV_X", "dev")]()

cors_sink(get().o)


#: text for a flag
# unset: O
from pydantic_settings import BaseSettings

class S(BaseSettings):
    o: bool = "true"

cors_sink(S().o)


#: classvar
# unset: O
from pydantic_settings import BaseSettings
from typing import ClassVar

class S(BaseSettings):
    X: ClassVar[list[str]] = ["*"]
    o: list[str] = X

cors_sink(S().o)


#: default that is read from a variable
# unset: CORS_Q, O
from pydantic_settings import BaseSettings
import os

class S(BaseSettings):
    o: str = os.getenv("CORS_Q", "*")

cors_sink(S().o)


#: Field ellipsis
from pydantic import BaseModel, Field

class S(BaseModel):
    o: str = Field(...)

cors_sink(S(o="x").o)


#: Field beside the type
from pydantic import BaseModel, Field
from typing import Annotated

class S(BaseModel):
    o: Annotated[list[str], Field(default_factory=lambda: ["x"])]

cors_sink(S().o)


#: validator that sees earlier values
# unset: A, O
from pydantic_settings import BaseSettings

from pydantic import validator

class S(BaseSettings):
    a: str = "x"
    o: list[str] = []

    @validator("o", always=True)
    def f(cls, v, values):
        return v or [values["a"]]

cors_sink(S().o)


#: validator that sees earlier fields
# unset: A, O
from pydantic_settings import BaseSettings
from pydantic import field_validator

class S(BaseSettings):
    a: str = "x"
    o: list[str] = []

    @field_validator("o")
    @classmethod
    def f(cls, v, info):
        return v or [info.data["a"]]

cors_sink(S().o)


#: AfterValidator
# unset: O
from pydantic_settings import BaseSettings
from pydantic import AfterValidator
from typing import Annotated

class S(BaseSettings):
    o: Annotated[str, AfterValidator(lambda v: v.rstrip("/"))] = "a/"

cors_sink(S().o)


#: model_copy
from pydantic import BaseModel

class S(BaseModel):
    o: list[str] = ["*"]

cors_sink(S().model_copy(update={"o": ["x"]}).o)


#: model_dump
from pydantic import BaseModel

class S(BaseModel):
    o: list[str] = ["*"]

cors_sink(S().model_dump()["o"])


#: dataclass inherit
from dataclasses import dataclass, field, replace, asdict

@dataclass
class A:
    a: str = "x"

@dataclass
class B(A):
    o: list = field(default_factory=lambda: ["*"])

cors_sink(B("q", ["z"]).o)


#: dataclass frozen post
from dataclasses import dataclass, field, replace, asdict

@dataclass(frozen=True)
class A:
    o: tuple = ()

    def __post_init__(self):
        object.__setattr__(self, "o", ("x",))

cors_sink(A().o)


#: dataclass replace
from dataclasses import dataclass, field, replace, asdict

@dataclass
class A:
    o: str = "a"
    p: str = "b"

cors_sink(replace(A(), o="c").o)


#: dataclass asdict
from dataclasses import dataclass, field, replace, asdict

@dataclass
class A:
    o: str = "a"

cors_sink(asdict(A()))


#: dataclass fn factory
from dataclasses import dataclass, field, replace, asdict

def mk():
    return ["*"]

@dataclass
class A:
    o: list = field(default_factory=mk)

cors_sink(A().o)


#: dataclass init false
from dataclasses import dataclass, field, replace, asdict

@dataclass
class A:
    x: list = field(init=False, default_factory=list)
    o: str = "q"

cors_sink(A("r").o)


#: attrs
import attr

@attr.s
class A:
    o = attr.ib(default=attr.Factory(lambda: ["*"]))

cors_sink(A().o)


#: attrs define
from attrs import define, field, Factory

@define
class A:
    o: list = Factory(lambda: ["*"])
    p: list = field(factory=list)

cors_sink(A().o)


#: namedtuple
from typing import NamedTuple

class A(NamedTuple):
    a: str
    o: list = ["x"]

cors_sink(A("q").o)


#: namedtuple unpack
from typing import NamedTuple

class A(NamedTuple):
    a: str
    o: list = ["x"]

cors_a, cors_b = A("q")
cors_sink(cors_b)


#: namedtuple idx
from typing import NamedTuple

class A(NamedTuple):
    a: str
    o: list = ["x"]

cors_sink(A("q")[0])


#: typeddict
from typing import TypedDict

from typing import TypedDict

class A(TypedDict):
    o: str

cors_sink(A(o="x")["o"])


#: class method of a dataclass reads a variable
# unset: CORS_X
import os

from dataclasses import dataclass, field, replace, asdict

@dataclass
class A:
    o: list

    @classmethod
    def from_env(cls):
        return cls(o=os.getenv("CORS_X", "*").split(","))

cors_sink(A.from_env().o)


#: object kept on its class
class A:
    _i = None

    def __init__(self):
        self.o = ["x"]

    @classmethod
    def get(cls):
        if cls._i is None:
            cls._i = cls()
        return cls._i

cors_sink(A.get().o)


#: class attr changed
class A:
    o = ["x"]

A.o = ["y"]
cors_sink(A().o)


#: class attr append
class A:
    o = ["x"]

A.o.append("y")
cors_sink(A().o)


#: instance append
# unset: O
from pydantic_settings import BaseSettings

class S(BaseSettings):
    o: list[str] = ["a"]

s = S()
s.o.append("b")
cors_sink(s.o)


#: instance set
from pydantic_settings import BaseSettings

class S(BaseSettings):
    o: list[str] = ["a"]

s = S()
s.o = ["b"]
cors_sink(s.o)


#: subclass override
class C:
    O = ["a"]
    D = False

class P(C):
    O = ["b"]

cors_sink(P.O)


#: class chosen from a dict
# unset: ENV_Y
import os

class C:
    O = ["a"]

class P(C):
    O = ["b"]

config = {"dev": C, "prod": P}[os.getenv("ENV_Y", "dev")]
cors_sink(config.O)


#: object chosen from a dict
import os

class C:
    O = ["a"]

class P(C):
    O = ["b"]

config = {"dev": C(), "prod": P()}.get(os.getenv("ENV_Y", "dev"))
cors_sink(config.O)


#: class chosen from a dict and called
# unset: ENV_Y
import os

class C:
    O = ["a"]

class P(C):
    O = ["b"]

config = {"dev": C, "prod": P}[os.getenv("ENV_Y", "dev")]()
cors_sink(config.O)


#: global of the name of an attribute
o = "g"

class C:
    o = "c"

    def f(self):
        return o

cors_sink(C().f())


#: field that is a member
# unset: E
from pydantic_settings import BaseSettings

from enum import Enum

class E(Enum):
    A = "x"
    B = "y"

class S(BaseSettings):
    e: E = E.A

s = S()
cors_sink("dev" if s.e == E.A else "prod")


#: enum value
from enum import Enum

class E(Enum):
    A = "x"

cors_sink(E.A.value)


#: enum str
from enum import Enum

class E(str, Enum):
    A = "x"

cors_sink(E.A.value)


#: dict by members
from enum import Enum

class E(Enum):
    A = "x"
    B = "y"

d = {E.A: "1", E.B: "2"}
cors_sink(d[E.B])


#: member by its value
import os

from enum import Enum

class E(Enum):
    A = "x"
    B = "y"

cors_sink(E(os.getenv("CORS_E", "y")).name)


#: property setter
class A:
    def __init__(self):
        self._o = ["x"]

    @property
    def o(self):
        return self._o

    @o.setter
    def o(self, v):
        self._o = v

cors_sink(A().o)


#: cached_property
# unset: RAW
from pydantic_settings import BaseSettings
from functools import cached_property

class S(BaseSettings):
    raw: str = "a,b"

    @cached_property
    def o(self):
        return self.raw.split(",")

cors_sink(S().o)


#: method that __init__ calls
class A:
    def __init__(self):
        self.o = []
        self.load()

    def load(self):
        self.o = ["x"]

cors_sink(A().o)


#: method that __init__ calls, and that appends
class A:
    def __init__(self):
        self.o = []
        self._load()

    def _load(self):
        self.o.append("x")

cors_sink(A().o)


#: init kwargs
class A:
    def __init__(self, **kw):
        self.o = kw.get("o", ["d"])

cors_sink(A(o=["x"]).o)


#: init args default
class A:
    def __init__(self, o=None):
        self.o = o or ["d"]

cors_sink(A().o)


#: traits
# unset: A.b, A.d, A.e, A.f, A.l, A.o
from typing import List

from traitlets import Unicode, List, Bool, Dict, default
from traitlets.config import Configurable

class A(Configurable):
    o = Unicode("*", config=True)
    l = List(Unicode(), ["q"]).tag(config=True)
    b = Bool(True).tag(config=True)
    d = Dict(default_value={"a": "b"})
    e = Unicode().tag(config=True)

    @default("e")
    def _e(self):
        return self.o + "z"

    f = Unicode()

    def _f_default(self):
        return "ff"

a = A()
cors_sink([a.o, a.l, a.b, a.d, a.e, a.f])
