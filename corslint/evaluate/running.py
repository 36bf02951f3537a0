"""One run through an entry, from the module inwards."""

from __future__ import annotations

from corslint import program as p
from corslint.evaluate.entries import Definition, Entry
from corslint.evaluate.oracle import ExhaustedError
from corslint.evaluate.relevance import (
    about_cors,
    words,
)
from corslint.evaluate.requests import READ
from corslint.evaluate.signals import JumpSignal, RaiseSignal, ReturnSignal
from corslint.evaluate.statements import Statements
from corslint.evaluate.things import (
    Arguments,
    Frame,
    Func,
    Klass,
    ModuleThing,
    Path,
    Thing,
    Trace,
    Unknown,
)
from corslint.source import Span


class Run(Statements):
    """One run of one entry."""

    def through(
        self, program: p.Program, entry: Entry, kept: tuple[frozenset[p.At], ...]
    ) -> Path:
        module = ModuleThing(program.path, None, Trace(Span(program.path, 1, 1, 1, 1)))
        frame = module.frame = Frame({}, module)
        self.modules[program.path] = module
        cut = False
        try:
            frame = self.enter(program.body, entry, kept, frame)
        except (ExhaustedError, RecursionError):
            cut = True
        marks = frozenset(at for path, at in self.inlined if path == program.path)
        return Path(tuple(self.events), tuple(self.oracle.decisions), frame, marks, cut)

    def enter(
        self,
        body: p.Block,
        entry: Entry,
        kept: tuple[frozenset[p.At], ...],
        frame: Frame,
    ) -> Frame:
        """Run block after block from the module to the entry's own body."""
        self.keep_running(body, frame, kept[0])
        owner: Thing | None = None
        for definition, keeping in zip(entry.chain, kept[1:], strict=True):
            self.forget()
            found = frame.names.get(definition.name)
            match definition, found:
                case p.Class(), Klass():
                    owner, frame = found, found.frame
                case p.Function(), Func():
                    frame = self.frame_of(found.node, found.closure, owner)
                    self.keep_running(definition.body, frame, keeping)
                    owner = None
                case _:
                    frame = self.open_frame(definition, frame, owner)
                    self.keep_running(definition.body, frame, keeping)
        return frame

    def open_frame(
        self, definition: Definition, frame: Frame, owner: Thing | None
    ) -> Frame:
        """A definition that another one of the same name or a branch has hidden."""
        if isinstance(definition, p.Class):
            return Frame({}, frame.module, frame)
        return self.frame_of(definition, frame, owner)

    def frame_of(
        self, node: p.Function | p.Lambda, closure: Frame, owner: Thing | None
    ) -> Frame:
        """A call from outside: nobody knows the arguments, defaults may hold."""
        frame = Frame({}, closure.module, closure)
        for index, parameter in enumerate(node.parameters):
            if index == 0 and isinstance(owner, Klass) and parameter.name == "self":
                trace = Trace(owner.trace.span)
                frame.names["self"] = self.instance(owner, Arguments(complete=False), trace)
            else:
                frame.names[parameter.name] = self.argument(parameter, node, closure)
        return frame

    def argument(
        self, parameter: p.Parameter, node: p.Function | p.Lambda, closure: Frame
    ) -> Thing:
        trace = self.trace(node.at, closure)
        reason = f"the argument `{parameter.name}` comes from the caller"
        unknown = Unknown(reason, trace, (trace.span, parameter.name))
        if parameter.default is None:
            return unknown
        if (header := header_parameter(parameter)) is not None:
            return self.request_header(header, [], parameter.default, closure)
        if not worth_trying(parameter):
            return unknown
        default = self.value(parameter.default, closure)
        if self.oracle.ask(("default", trace.span, parameter.name), trace.span, reason):
            return default
        return unknown

    def keep_running(self, block: p.Block, frame: Frame, kept: frozenset[p.At]) -> None:
        self.keeping = kept
        try:
            self.run(block, frame)
        except (ReturnSignal, RaiseSignal, JumpSignal):
            return


def worth_trying(parameter: p.Parameter) -> bool:
    """A default that may be about origins; the others only double the ways."""
    if about_cors(parameter.name):
        return True
    texts = list(words(parameter.default))
    return any(about_cors(text) or "*" in text or "://" in text for text in texts)


def header_parameter(parameter: p.Parameter) -> str | None:
    """The request header that FastAPI passes: ``origin: str = Header(None)``."""
    match parameter.default:
        case p.Call(function=p.Name(id="Header") | p.Attribute(name="Header")):
            name = parameter.name.replace("_", "-").lower()
            return name if name in READ else None
        case _:
            return None
