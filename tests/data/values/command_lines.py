"""Options that argparse reads."""

#: option with a default
# unset: --cors-origins
import argparse
from argparse import ArgumentParser

p = argparse.ArgumentParser()
p.add_argument("--cors-origins", default="*")
args = p.parse_args()
cors_sink(args.cors_origins)


#: function that makes the parser
# unset: --cors-origins
from argparse import ArgumentParser

def make():
    p = ArgumentParser()
    p.add_argument("--cors-origins", default="*")
    return p

args = make().parse_args()
cors_sink(args.cors_origins)


#: function that parses
# unset: --cors-origins
from argparse import ArgumentParser

def parse():
    p = ArgumentParser()
    p.add_argument("--cors-origins", nargs="*", default=["*"])
    return p.parse_args()

def main():
    args = parse()
    cors_sink(args.cors_origins)

main()


#: group of options
# unset: --cors-origins
from argparse import ArgumentParser

p = ArgumentParser()
g = p.add_argument_group("x")
g.add_argument("--cors-origins", "-c", default="*")
args = p.parse_args()
cors_sink(args.cors_origins)


#: group that is not named
# unset: --cors-origins
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument_group("x").add_argument("--cors-origins", "-c", default="*")
args = p.parse_args()
cors_sink(args.cors_origins)


#: type that decodes
# unset: --allowed-origins, --x
from argparse import ArgumentParser

import json

p = ArgumentParser()
p.add_argument("--allowed-origins", type=json.loads, default=["*"])
p.add_argument("--x", type=json.loads, default='["a"]')
args = p.parse_args()
cors_sink([args.allowed_origins, args.x])


#: store_true
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", action="store_true")
args = p.parse_args()
cors_sink(args.cors)


#: store_true branch
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", action="store_true")
args = p.parse_args()
if args.cors:
    cors_sink("*")
else:
    cors_sink("no")


#: dest
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", dest="o", default="*")
args = p.parse_args()
cors_sink(args.o)


#: vars
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", default="*")
args = vars(p.parse_args())
cors_sink(args["cors"])


#: vars and get
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", default="*")
args = p.parse_args()
cors_sink(vars(args).get("cors"))


#: getattr
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", default="*")
args = p.parse_args()
cors_sink([getattr(args, "cors", "q"), getattr(args, "cors2", "q")])


#: arguments passed to a function
# unset: --cors
from argparse import ArgumentParser

def serve(args):
    cors_sink(args.cors)

p = ArgumentParser()
p.add_argument("--cors", default="*")
args = p.parse_args()
serve(args)


#: main that hands values on
# unset: --allow
from argparse import ArgumentParser

def serve(cors):
    cors_sink(cors)

def main():
    p = ArgumentParser()
    p.add_argument("--allow", default="*")
    args = p.parse_args()
    serve(args.allow.split(","))

if __name__ != "x":
    main()


#: option without default, or a list
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors")
args = p.parse_args()
cors_sink(args.cors or ["*"])


#: option without default
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors")
args = p.parse_args()
cors_sink(args.cors)


#: type that splits
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", type=lambda s: s.split(","), default="a,b")
args = p.parse_args()
cors_sink(args.cors)


#: type int
# unset: --port
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--port", type=int, default="80")
args = p.parse_args()
cors_sink(f"http://a:{args.port}")


#: attribute that is set again
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", default="a,b")
args = p.parse_args()
args.cors = args.cors.split(",")
cors_sink(args.cors)


#: set_defaults
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", default="a")
p.set_defaults(cors="b", f=1)
args = p.parse_args()
cors_sink([args.cors, args.f])


#: parse_known_args
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", default="a")
args, rest = p.parse_known_args()
cors_sink(args.cors)


#: first of parse_known_args
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", default="a")
args = p.parse_known_args()[0]
cors_sink(args.cors)


#: parents
# unset: --cors
from argparse import ArgumentParser

b = ArgumentParser(add_help=False)
b.add_argument("--cors", default="a")
p = ArgumentParser(parents=[b])
args = p.parse_args()
cors_sink(args.cors)


#: default from a variable
# unset: --cors, CORS_X
import os
from argparse import ArgumentParser
import os

p = ArgumentParser()
p.add_argument("--cors", default=os.getenv("CORS_X", "*"))
args = p.parse_args()
cors_sink(args.cors)


#: BooleanOptionalAction
# unset: --cors
import argparse
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", action=argparse.BooleanOptionalAction, default=True)
args = p.parse_args()
cors_sink(args.cors)


#: arguments spread over a call
# unset: --cors
from argparse import ArgumentParser

def serve(cors="q", port=1):
    cors_sink(cors)

p = ArgumentParser()
p.add_argument("--cors", default="*")
p.add_argument("--port", default=1)
args = p.parse_args()
serve(**vars(args))


#: arguments kept in a global
# unset: --cors
from argparse import ArgumentParser

args = None

def serve():
    cors_sink(args.cors)

def main():
    global args
    p = ArgumentParser()
    p.add_argument("--cors", default="*")
    args = p.parse_args()
    serve()

main()


#: arguments kept on an object
# unset: --cors
from argparse import ArgumentParser

class Server:
    def __init__(self, args):
        self.args = args

    def go(self):
        cors_sink(self.args.cors)

p = ArgumentParser()
p.add_argument("--cors", default="*")
Server(p.parse_args()).go()


#: options added in a loop
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
for n, d in [("cors", "*"), ("x", "y")]:
    p.add_argument("--" + n, default=d)
args = p.parse_args()
cors_sink(args.cors)


#: namespace
from types import SimpleNamespace

s = SimpleNamespace(o=["x"])
s.p = "q"
cors_sink([s.o, s.p])


#: __dict__
# unset: --cors
from argparse import ArgumentParser

p = ArgumentParser()
p.add_argument("--cors", default="*")
args = p.parse_args()
cors_sink(args.__dict__["cors"])
