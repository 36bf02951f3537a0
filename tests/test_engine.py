"""The engine with an extractor made for the test: its policies are what the test gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from corslint import registry, rulebook
from corslint.allow_origin import (
    AnyOrigin,
    OriginEntry,
    OriginList,
    OriginUnion,
    ReflectedOrigin,
    Sent,
    UnknownOrigins,
)
from corslint.check import PolicyCheck, ProjectCheck
from corslint.engine import lint as engine
from corslint.engine.joining import NAME_THEM
from corslint.engine.lint import Failure, Ignore, Options, Report, default_options
from corslint.extractor import Extractor
from corslint.finding import Confidence, Effect, Finding, Note, Severity, Violation
from corslint.observation import MixedWildcard
from corslint.policy import Layer, Policy, nothing
from corslint.rulebook import Rule
from corslint.source import Source, Span, UnreadableSource, Workspace
from corslint.value import Known
from corslint.wire import (
    ALLOW_CREDENTIALS,
    ALLOW_ORIGIN,
    FOREIGN_ORIGIN,
    Answer,
    Outcome,
    Request,
)

Extract = Callable[[Source, Workspace], Iterator[Policy]]
CODE = "use(cors)\n" * 30


def at(line: int, path: str = "app.py", column: int = 1) -> Span:
    return Span(path, line, column, line, column + 3)


def policy(line: int = 1, path: str = "app.py", **others: Any) -> Policy:
    """Everybody is admitted by a `*` on ``line``, in a call that ends three lines on."""
    place = at(line, path)
    call = Span(path, line, 1, line + 3, 2)
    fields: dict[str, Any] = {
        "library": "made",
        "layer": Layer.APP,
        "allow_origin": AnyOrigin(Sent.ECHO, place),
        "span": call,
        "statement": call,
        "vary": Known(True, call),
        **dict.fromkeys(
            (
                "allow_credentials",
                "allow_methods",
                "allow_headers",
                "expose_headers",
                "max_age",
            ),
            nothing(call),
        ),
    }
    return Policy(**fields | others)


def with_cookies(line: int = 1, **others: Any) -> Policy:
    return policy(line, allow_credentials=Known("true", at(line + 1)), **others)


def echo(_: Policy, request: Request) -> Answer:
    origin = request.origin or "*"
    return Answer(((ALLOW_ORIGIN, origin), (ALLOW_CREDENTIALS, "true")), 200)


def refuse(_: Policy, request: Request) -> Answer:
    return Answer((("X-Asked", request.method),), 200)


def doubt(_: Policy, request: Request) -> Answer:
    return replace(echo(_, request), doubts=("a flag may be off",))


Install = Callable[..., None]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Install:
    """Makes extractors of functions, under their names, the only ones."""

    def replace_all(answer: Any = echo, /, **functions: Extract) -> None:
        found = {
            name: Extractor("python", (b"cors",), function, answer)
            for name, function in functions.items()
        }
        monkeypatch.setattr(registry, "all_extractors", lambda: found)

    return replace_all


def giving(*policies: Policy) -> Extract:
    """An extractor that finds these policies in the files that they are of."""

    def extract(source: Source, _: Workspace) -> Iterator[Policy]:
        yield from (one for one in policies if one.span.path == source.path)

    return extract


def lint(
    files: Mapping[str, str] = MappingProxyType({"app.py": CODE}), **changes: Any
) -> Report:
    sources = [Source(path, text) for path, text in files.items()]
    options = replace(default_options(), **changes)
    return engine.lint(sources, Workspace.of(dict(files)), options)


def names(report: Report) -> list[str]:
    return [finding.name for finding in report.findings]


def only(report: Report) -> Finding:
    [finding] = report.findings
    return finding


# What is read


def test_finding_is_a_violation_with_the_words_of_its_rule(install: Install) -> None:
    install(made=giving(policy()))
    rule = rulebook.load()["any-origin"]
    finding = only(lint())
    assert (finding.rule, finding.name) == ("CORS101", "any-origin")
    assert (finding.severity, finding.effect) == (Severity.LOW, Effect.OPEN)
    assert finding.confidence is Confidence.CERTAIN
    assert finding.message.startswith("any website can read these responses: ")
    assert finding.why == rule.why
    assert finding.fix.endswith(NAME_THEM)
    assert (finding.library, finding.layer) == ("made", "app")
    assert finding.span == at(1)
    assert finding.statement == Span("app.py", 1, 1, 4, 2)
    assert finding.help == "docs/rules/any-origin.md"


def test_file_of_another_language_or_without_marker_is_not_read(install: Install) -> None:
    asked: list[str] = []

    def extract(source: Source, _: Workspace) -> Iterator[Policy]:
        asked.append(source.path)
        yield from ()

    install(made=extract)
    files = {
        "a.py": "CORS()",
        "b.py": "c",
        "c.txt": "cors",
        "d.pyi": "cors",
        "e.py": "XCors",
    }
    report = lint(files)
    assert asked == ["a.py", "e.py"]
    assert report.parsed == 2


def test_file_read_by_two_extractors_counts_once(install: Install) -> None:
    install(one=giving(policy(1)), two=giving(policy(9)))
    report = lint()
    assert report.parsed == 1
    assert [finding.span.line for finding in report.findings] == [1, 9]
    assert len(report.policies) == 2


def test_two_extractors_share_one_parse(install: Install) -> None:
    parses: list[str] = []

    def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
        workspace.once(("tree", source.path), lambda: parses.append(source.path))
        yield policy()

    install(one=extract, two=extract)
    assert names(lint()) == ["any-origin"]
    assert parses == ["app.py"]


def test_sources_hold_what_spans_may_point_at(install: Install) -> None:
    def extract(source: Source, workspace: Workspace) -> Iterator[Policy]:
        assert workspace.source("settings.py")
        assert workspace.source("missing.py") is None
        yield policy(path=source.path)

    install(made=extract)
    workspace = Workspace.of({"settings.py": "ORIGINS = 1"})
    inputs = [Source("app.py", CODE), Source("other.py", "nothing")]
    report = engine.lint(inputs, workspace)
    assert report.sources.keys() == {"app.py", "settings.py"}
    assert report.sources["settings.py"].text == "ORIGINS = 1"


def test_undecided_policies_are_counted_not_reported(install: Install) -> None:
    lost = UnknownOrigins("a database", at(5))
    partly = OriginUnion(
        (lost, OriginList((OriginEntry("a", at(6), ("a",)),), at(6))), at(6)
    )
    install(
        made=giving(policy(), policy(5, allow_origin=lost), policy(6, allow_origin=partly))
    )
    report = lint()
    assert report.undecided == 2
    assert len(report.policies) == 3
    assert names(report) == ["any-origin"]


def test_no_input_is_no_finding() -> None:
    report = engine.lint([], Workspace.of({}))
    assert report == Report((), (), 0, (), (), 0, {})


# What fails


def test_failing_extractor_costs_only_its_part(install: Install) -> None:
    def broken(source: Source, _: Workspace) -> Iterator[Policy]:
        yield policy(5, source.path)
        raise KeyError("first\nsecond")

    install(broken=broken, sound=giving(policy(1)))
    report = lint({"app.py": CODE, "b.py": CODE})
    places = [(finding.span.path, finding.span.line) for finding in report.findings]
    assert places == [("app.py", 1), ("app.py", 5), ("b.py", 5)]
    assert report.failures == (
        Failure("extractor broken", "app.py", "KeyError: 'first\\nsecond'"),
        Failure("extractor broken", "b.py", "KeyError: 'first\\nsecond'"),
    )


def test_extractor_that_recurses_too_deep_is_a_failure(install: Install) -> None:
    def deep(source: Source, workspace: Workspace) -> Iterator[Policy]:
        yield from deep(source, workspace)

    install(deep=deep)
    [failure] = lint().failures
    assert failure.error.startswith("RecursionError: ")


def use_checks(
    monkeypatch: pytest.MonkeyPatch, **checks: PolicyCheck | ProjectCheck
) -> None:
    found = dict(registry.all_checks())
    found |= {name.replace("_", "-"): check for name, check in checks.items()}
    monkeypatch.setattr(registry, "all_checks", lambda: found)


def test_failing_check_is_named_once_per_file(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    @PolicyCheck
    def broken(_: Policy) -> Iterator[Violation]:
        yield from ()
        raise ValueError("no")

    install(made=giving(with_cookies(1), with_cookies(9)))
    use_checks(monkeypatch, any_origin=broken)
    report = lint()
    assert report.failures == (Failure("check any-origin", "app.py", "ValueError: no"),)
    assert names(report) == ["credentials-for-any-origin"] * 2


def test_missing_fact_is_a_failure_of_the_check(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgets = PolicyCheck(lambda one: iter([Violation(one.span)]))
    install(made=giving(policy()))
    use_checks(monkeypatch, any_origin=forgets)
    report = lint()
    assert report.findings == ()
    assert [failure.component for failure in report.failures] == ["check any-origin"]


def test_project_check_sees_all_policies(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    @ProjectCheck
    def last(policies: Any) -> Iterator[tuple[Policy, Violation]]:
        facts = {"unset": "", "how": f"{len(policies)} policies"}
        yield policies[-1], Violation(policies[-1].span, facts)
        raise ValueError("too late")

    install(made=giving(policy(1), policy(9)))
    use_checks(monkeypatch, any_origin=last)
    report = lint()
    assert only(report).message.endswith("2 policies")
    assert report.failures == (Failure("check any-origin", ".", "ValueError: too late"),)


def test_failing_answer_leaves_the_finding_without_proof(install: Install) -> None:
    def broken(_: Policy, request: Request) -> Answer:
        raise LookupError(request.method)

    install(broken, made=giving(policy()))
    report = lint(min_confidence=Confidence.POSSIBLE)
    assert only(report).witness is None
    assert only(report).confidence is Confidence.POSSIBLE
    assert report.failures == (Failure("extractor made", "app.py", "LookupError: GET"),)


def test_unreadable_input_is_a_finding() -> None:
    error = UnreadableSource("not readable as text", Span("app.py", 3, 1, 3, 2))
    report = engine.lint([error], Workspace.of({}))
    finding = only(report)
    assert (finding.rule, finding.span) == ("CORS901", error.span)
    assert finding.message == "this file is not checked: not readable as text"
    assert (finding.library, finding.layer, finding.witness) == (None, None, None)
    assert report.parsed == 0


def test_file_that_is_read_in_part_says_so_and_keeps_its_policies(install: Install) -> None:
    def extract(_: Source, __: Workspace) -> Iterator[Policy]:
        yield policy()
        raise UnreadableSource("is too long", Span("app.py", 1, 1, 1, 1), partly=True)

    install(made=extract)
    report = lint()
    assert len(report.policies) == report.parsed == 1
    assert report.unread == 0
    [partly] = [each for each in report.findings if each.rule == "CORS901"]
    assert partly.message == "this file is not checked to its end: is too long"


def test_template_that_cannot_be_read_is_a_minor_finding() -> None:
    error = UnreadableSource("a template", Span("app.conf", 3, 1, 3, 2), template=True)
    assert only(engine.lint([error], Workspace.of({}))).severity is Severity.LOW
    broken = UnreadableSource("broken", Span("app.conf", 3, 1, 3, 2))
    assert only(engine.lint([broken], Workspace.of({}))).severity is Severity.MEDIUM


def test_unreadable_syntax_is_one_finding_and_no_failure(install: Install) -> None:
    def refuse(source: Source, _: Workspace) -> Iterator[Policy]:
        yield from ()
        raise UnreadableSource("'(' was never closed", at(2, source.path))

    install(one=refuse, two=refuse, three=giving(policy(5)))
    report = lint()
    assert names(report) == ["unreadable-file", "any-origin"]
    assert report.failures == ()


def test_unreadable_file_rule_can_be_off() -> None:
    error = UnreadableSource("no", at(1))
    report = engine.lint([error], Workspace.of({}), all_but("CORS901"))
    assert report.findings == ()


def all_but(*ids: str) -> Options:
    options = default_options()
    return replace(options, rules=options.rules - set(ids))


# How grave and how sure


def test_severity_is_moved_replaced_and_lowered(install: Install) -> None:
    reflected = with_cookies(allow_origin=ReflectedOrigin(at(1)))
    install(made=giving(reflected))
    assert only(lint()).severity is Severity.CRITICAL
    replaced = {"CORS102": Severity.LOW}
    assert only(lint(severities=replaced)).severity is Severity.LOW
    lower = ("app.py",)
    assert only(lint(development_files=lower)).severity is Severity.HIGH
    install(made=giving(replace(reflected, development=True)))
    assert only(lint()).severity is Severity.LOW
    info = {"CORS102": Severity.INFO}
    assert only(lint(severities=info)).severity is Severity.INFO


@pytest.mark.parametrize("glob", ["tests/", "tests/**", "test_*.py", "/tests", "**/api/*"])
def test_development_files_are_globs(install: Install, glob: str) -> None:
    path = "tests/api/test_app.py"
    install(made=giving(policy(path=path)))
    assert only(lint({path: CODE}, development_files=(glob,))).severity is Severity.INFO
    other = "latest/app.py"
    install(made=giving(policy(path=other)))
    assert only(lint({other: CODE}, development_files=(glob,))).severity is Severity.LOW


def test_undecided_branch_makes_a_finding_likely(install: Install) -> None:
    install(made=giving(policy(tests=(at(2),))))
    assert only(lint()).confidence is Confidence.LIKELY
    assert lint(min_confidence=Confidence.CERTAIN).findings == ()


def test_witness_is_the_extractors_answer_and_the_browsers_verdict(
    install: Install,
) -> None:
    install(made=giving(with_cookies()))
    witness = only(lint()).witness
    assert witness is not None
    assert witness.request == Request(FOREIGN_ORIGIN, credentials=True)
    assert witness.answer == echo(policy(), witness.request)
    assert witness.verdict.outcome is Outcome.READABLE


def test_doubtful_witness_makes_a_finding_likely(install: Install) -> None:
    install(doubt, made=giving(policy()))
    finding = only(lint())
    assert finding.confidence is Confidence.LIKELY
    assert finding.witness is not None
    assert finding.witness.verdict.outcome is Outcome.UNDECIDED


def test_finding_that_cannot_be_shown_is_only_possible(install: Install) -> None:
    install(refuse, made=giving(policy()))
    assert lint().findings == ()
    finding = only(lint(min_confidence=Confidence.POSSIBLE))
    assert finding.confidence is Confidence.POSSIBLE
    assert finding.witness is None


def test_what_is_broken_is_shown_by_a_refusal(install: Install) -> None:
    install(refuse, made=giving(policy(allow_origin=OriginList((), at(1)))))
    finding = only(lint())
    assert finding.name == "no-origins"
    assert finding.witness is not None
    assert finding.witness.verdict.outcome is Outcome.BLOCKED


def test_remedy_is_the_components_own_where_it_has_one(install: Install) -> None:
    install(made=giving(policy(remedy="Give `origins=[...]`.")))
    assert only(lint()).fix.endswith(" needs a list. Give `origins=[...]`.")


@pytest.mark.parametrize("code", ["CORS(app, origins=[])", "ALLOWED = {}\nallow(ALLOWED)."])
def test_remedy_in_code_is_a_block_of_its_own(install: Install, code: str) -> None:
    install(made=giving(policy(remedy=code)))
    block = "".join(f"\n    {line}" for line in code.split("\n"))
    assert only(lint()).fix.endswith(f"needs a list. Write, for example:\n{block}")


def test_statement_elsewhere_is_not_the_findings_own(install: Install) -> None:
    place = Span("settings.py", 4, 1, 4, 9)
    install(made=giving(policy(allow_origin=AnyOrigin(Sent.ECHO, place))))
    assert only(lint()).statement == place


# One cause, one finding


def test_rule_beats_another_at_the_same_place(install: Install) -> None:
    mixed = MixedWildcard(at(1), "everybody gets in")
    install(made=giving(policy(observations=(mixed,))))
    assert names(lint()) == ["mixed-wildcard"]
    install(made=giving(with_cookies(observations=(mixed,))))
    assert names(lint()) == ["credentials-for-any-origin"]
    report = engine.lint(
        [Source("app.py", CODE)], Workspace.of({}), all_but("CORS201", "CORS115")
    )
    assert report.findings == ()


def test_rule_beats_another_that_describes_the_whole_policy(install: Install) -> None:
    call = policy().span
    mixed = MixedWildcard(at(3), "everybody gets in")
    whole = policy(allow_origin=AnyOrigin(Sent.ECHO, call), observations=(mixed,))
    install(made=giving(whole))
    assert names(lint()) == ["mixed-wildcard"]


def test_remark_is_beaten_wherever_it_stands(install: Install) -> None:
    """That everything is allowed says nothing more while everybody gets in."""
    every = Known("*", at(3))
    install(made=giving(policy(allow_methods=every)))
    assert names(lint()) == ["any-origin"]
    report = engine.lint([Source("app.py", CODE)], Workspace.of({}), all_but("CORS101"))
    assert [finding.name for finding in report.findings] == ["any-method-or-header"]


def test_rule_does_not_beat_another_elsewhere(install: Install) -> None:
    mixed = MixedWildcard(at(3), "everybody gets in")
    install(made=giving(policy(observations=(mixed,))))
    assert names(lint()) == ["any-origin", "mixed-wildcard"]
    beside = MixedWildcard(at(1, column=4), "everybody gets in")
    install(made=giving(policy(observations=(beside,))))
    assert names(lint()) == ["any-origin", "mixed-wildcard"]


def test_rule_does_not_beat_another_of_another_policy(install: Install) -> None:
    named = OriginList((OriginEntry("https://a", at(1), ("https://a",)),), at(1))
    mixed = policy(
        allow_origin=named, observations=(MixedWildcard(at(1), "it is switched off"),)
    )
    install(made=giving(policy(), mixed))
    assert names(lint()) == ["any-origin", "mixed-wildcard"]


def test_rule_beats_another_of_the_same_effect_of_another_policy(install: Install) -> None:
    """Policies of one statement, such as its defaults and a deployment, share a cause."""
    default = AnyOrigin(Sent.ECHO, at(1), (at(20),), "ORIGINS")
    set_there = AnyOrigin(Sent.ECHO, Span("app.py", 1, 1, 1, 9), (at(25),))
    made = with_cookies(allow_origin=set_there, tests=(at(2),))
    install(made=giving(with_cookies(allow_origin=default), made))
    finding = only(lint())
    assert finding.name == "open-by-default"
    assert {note.span for note in finding.related} == {at(2), at(20), at(25)}


def test_surer_finding_of_another_policy_is_not_beaten(install: Install) -> None:
    default = AnyOrigin(Sent.ECHO, at(1), variable="ORIGINS")
    install(made=giving(with_cookies(allow_origin=default), with_cookies()))
    assert names(lint()) == ["open-by-default", "credentials-for-any-origin"]
    install(made=giving(policy(allow_origin=default), with_cookies(tests=(at(2),))))
    assert names(lint()) == ["open-by-default", "credentials-for-any-origin"]


def test_doubtful_finding_beats_nobody(install: Install) -> None:
    def only_plain(_: Policy, request: Request) -> Answer:
        return Answer() if request.credentials else echo(_, request)

    mixed = MixedWildcard(at(1), "everybody gets in")
    install(only_plain, made=giving(with_cookies(observations=(mixed,))))
    assert names(lint()) == ["mixed-wildcard"]


def test_equal_findings_are_joined(install: Install) -> None:
    plain = AnyOrigin(Sent.ECHO, at(1), (at(20),))
    other = AnyOrigin(Sent.ECHO, at(1), (at(20), at(21)))
    install(
        made=giving(
            policy(allow_origin=plain, tests=(at(2),)),
            policy(allow_origin=other),
        )
    )
    finding = only(lint())
    assert finding.related == (
        Note(at(20), "the value passes through here"),
        Note(at(21), "the value passes through here"),
    )
    assert finding.confidence is Confidence.CERTAIN


def test_gravest_of_equal_findings_is_kept(install: Install) -> None:
    reflected = ReflectedOrigin(at(1))
    install(
        made=giving(policy(allow_origin=reflected), with_cookies(allow_origin=reflected))
    )
    assert only(lint()).severity is Severity.CRITICAL


def test_findings_are_sorted(install: Install) -> None:
    dead = OriginList((OriginEntry("null", at(2), ("null",)),), at(2))
    install(
        one=giving(policy(9), policy(1, "b.py"), policy(1)),
        two=giving(policy(2, allow_origin=dead, vary=Known(False, at(2)))),
    )
    report = lint({"b.py": CODE, "app.py": CODE})
    places = [(one.span.path, one.span.line, one.rule) for one in report.findings]
    assert places == [
        ("app.py", 1, "CORS101"),
        ("app.py", 2, "CORS103"),
        ("app.py", 2, "CORS401"),
        ("app.py", 9, "CORS101"),
        ("b.py", 1, "CORS101"),
    ]


# Which rules, where


def test_rule_that_is_off_is_silent(install: Install) -> None:
    install(made=giving(policy()))
    options = all_but("CORS101")
    assert engine.lint([Source("app.py", CODE)], Workspace.of({}), options).findings == ()


def test_pedantic_rule_is_silent_unless_asked_for(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(made=giving(policy()))
    rules: dict[str, Rule] = dict(rulebook.load())
    rules["any-origin"] = replace(rules["any-origin"], pedantic=True)
    monkeypatch.setattr(rulebook, "load", lambda: rules)
    assert lint().findings == ()
    assert names(lint(pedantic=True)) == ["any-origin"]


def test_per_file_ignores_switch_rules_off(install: Install) -> None:
    install(made=giving(policy(path="demo/app.py"), policy()))
    files = {"demo/app.py": CODE, "app.py": CODE}
    report = lint(files, per_file_ignores=(("demo/*", frozenset({"CORS101"})),))
    assert only(report).span.path == "app.py"
    assert report.suppressed == ()
    other = (("demo/*", frozenset({"CORS102"})),)
    assert len(lint(files, per_file_ignores=other).findings) == 2


def test_ignores_of_the_configuration_suppress(install: Install) -> None:
    install(made=giving(policy(path="demo/app.py"), policy()))
    files = {"demo/app.py": CODE, "app.py": CODE}
    report = lint(files, ignores=(Ignore("demo/", "CORS101", "a demo"),))
    assert only(report).span.path == "app.py"
    assert [finding.span.path for finding in report.suppressed] == ["demo/app.py"]


@pytest.mark.parametrize(
    ("scope", "globs", "meant"),
    [
        (("/v1/users",), ("/v1/**",), True),
        (("/v1/users", "/v1/*"), ("/v1/",), True),
        (("/v1/users", "/admin"), ("/v1/**",), False),
        (("/v1/users",), (), False),
        ((), ("/v1/**",), False),
        ((), ("/**",), True),
    ],
)
def test_public_routes_are_meant_for_everybody(
    install: Install, scope: tuple[str, ...], globs: tuple[str, ...], meant: bool
) -> None:
    install(made=giving(policy(scope=scope)))
    assert (lint(public_routes=globs).findings == ()) == meant


def test_public_routes_excuse_no_cookies(install: Install) -> None:
    install(made=giving(with_cookies(scope=("/v1",))))
    assert names(lint(public_routes=("/v1",))) == ["credentials-for-any-origin"]


BY_DEFAULT = AnyOrigin(Sent.ECHO, at(1), variable="ORIGINS")


def test_open_default_is_the_one_finding_of_its_cause(install: Install) -> None:
    install(made=giving(policy(allow_origin=BY_DEFAULT)))
    assert names(lint()) == ["open-by-default"]
    install(made=giving(with_cookies(allow_origin=BY_DEFAULT)))
    assert names(lint()) == ["open-by-default"]


def test_public_routes_may_be_open_by_default(install: Install) -> None:
    install(made=giving(policy(allow_origin=BY_DEFAULT, scope=("/v1",))))
    assert names(lint(public_routes=("/v1",))) == []
    install(made=giving(with_cookies(allow_origin=BY_DEFAULT, scope=("/v1",))))
    assert names(lint(public_routes=("/v1",))) == ["open-by-default"]


# What outlives changes


def fingerprints(text: str, *lines: int) -> list[str]:
    sources = [Source("app.py", text)]
    report = engine.lint(sources, Workspace.of({}))
    assert [finding.span.line for finding in report.findings] == list(lines)
    return [finding.fingerprint for finding in report.findings]


def test_fingerprint_outlives_lines_above_and_indentation(install: Install) -> None:
    install(made=giving(policy(1)))
    before = fingerprints("use(cors,  a)\n", 1)
    install(made=giving(policy(4)))
    assert fingerprints("import x\n\n\n    use(cors, a)\r\n", 4) == before
    assert fingerprints("import x\n\n\nuse(cors, b)\n", 4) != before


def test_equal_lines_have_different_fingerprints(install: Install) -> None:
    install(made=giving(policy(1), policy(9)))
    first, second = fingerprints(CODE, 1, 9)
    assert first != second
    install(made=giving(policy(1)))
    assert fingerprints(CODE, 1) == [first]


def test_fingerprint_depends_on_rule_and_path(install: Install) -> None:
    plain = OriginList((OriginEntry("null", at(1), ("null",)),), at(1))
    install(made=giving(policy(1), policy(1, "b.py"), policy(1, allow_origin=plain)))
    report = lint({"app.py": CODE, "b.py": CODE})
    assert len({finding.fingerprint for finding in report.findings}) == 3


def test_fingerprint_counts_what_is_suppressed(install: Install) -> None:
    install(made=giving(policy(1), policy(9)))
    _, second = fingerprints(CODE, 1, 9)
    hidden = CODE.replace("use(cors)\n", "use(cors)\n# corslint: ignore[CORS101]\n", 1)
    install(made=giving(policy(1, statement=at(2)), policy(9)))
    report = engine.lint([Source("app.py", hidden)], Workspace.of({}))
    assert [one.fingerprint for one in report.findings if one.span.line == 9] == [second]


def test_finding_in_a_file_nobody_read_still_has_a_fingerprint() -> None:
    report = engine.lint([UnreadableSource("no", at(7, "gone.py"))], Workspace.of({}))
    assert len(only(report).fingerprint) == 32
