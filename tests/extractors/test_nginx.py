"""nginx configuration and the policies it must yield, places included."""

from __future__ import annotations

from typing import Protocol

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corslint.allow_origin import (
    AnyOrigin,
    OriginEntry,
    OriginList,
    OriginPattern,
    OriginProgram,
    OriginUnion,
    ReflectedOrigin,
    Sent,
    UnknownOrigins,
    parts_of,
)
from corslint.extractors import nginx
from corslint.observation import (
    BareError,
    Effect,
    LostInheritance,
    RefusedSetting,
    UnknownOption,
    WrongType,
)
from corslint.origin import malformed
from corslint.policy import Layer, Policy
from corslint.source import Span, UnreadableSource, Workspace
from corslint.value import FromEnv, FromRequest, Known, OneOf, Unknown
from corslint.wire import ALLOW_ORIGIN, Certainty, Request

ORIGIN = "add_header Access-Control-Allow-Origin"


class Placed(Protocol):
    @property
    def span(self) -> Span: ...


class Read:
    """The policies of a text, and the text that a span covers."""

    def __init__(self, text: str, files: dict[str, str] | None = None) -> None:
        self.path = "nginx/nginx.conf"
        self.workspace = Workspace.of({**(files or {}), self.path: text})
        source = self.workspace.source(self.path)
        assert source is not None
        self.policies = list(nginx.extract.extract(source, self.workspace))

    @property
    def one(self) -> Policy:
        assert len(self.policies) == 1
        return self.policies[0]

    def cut(self, item: Placed | Span) -> str:
        """What is written where ``item`` stands."""
        span = item if isinstance(item, Span) else item.span
        source = self.workspace.source(span.path)
        assert source is not None
        return source.cut(span)

    def entries(self) -> list[OriginEntry]:
        lists = (part for part in parts_of(self.one.allow_origin))
        return [
            one for part in lists if isinstance(part, OriginList) for one in part.entries
        ]


def location(*lines: str, server: str = "", outside: str = "") -> str:
    body = "\n".join(lines)
    return f"{outside}\nserver {{ {server}\nlocation /api/ {{\n{body}\n}}\n}}\n"


def sent(policy: Policy, origin: str | None, method: str = "GET") -> str | None:
    return nginx.extract.answer(policy, Request(origin, method)).value(ALLOW_ORIGIN)


def test_wildcard() -> None:
    read = Read(location(f"{ORIGIN} '*' always;", "proxy_pass http://app;"))
    policy = read.one
    assert policy.allow_origin == AnyOrigin(Sent.WILDCARD, policy.span)
    assert read.cut(policy) == "'*'"
    assert read.cut(policy.statement) == f"{ORIGIN} '*' always;"
    assert (policy.library, policy.layer, policy.scope) == (
        "nginx",
        Layer.PROXY,
        ("/api/",),
    )
    assert policy.allow_credentials == Known(None, policy.span)
    assert policy.vary == Known(False, policy.span)
    assert (policy.preflight, policy.on_errors) == (Certainty.MAYBE, Certainty.YES)


def test_wildcard_with_credentials() -> None:
    read = Read(
        location(f"{ORIGIN} *;", "add_header Access-Control-Allow-Credentials 'true';")
    )
    assert isinstance(read.one.allow_origin, AnyOrigin)
    assert isinstance(read.one.allow_credentials, Known)
    assert read.one.allow_credentials.value == "true"
    assert read.cut(read.one.allow_credentials) == "'true'"
    assert read.one.on_errors is Certainty.NO


def test_one_origin() -> None:
    read = Read(location(f"{ORIGIN} https://app.example;"))
    policy = read.one
    wanted = OriginEntry("https://app.example", policy.span, ("https://app.example",))
    assert policy.allow_origin == OriginList((wanted,), policy.span, constant=True)
    assert not policy.depends_on_origin


def test_malformed_origin() -> None:
    read = Read(location(f'{ORIGIN} "https://App.example/";'))
    [found] = read.entries()
    assert (found.text, found.admits) == ("https://App.example/", ())
    assert found.dead == malformed("https://App.example/")
    assert read.cut(found) == '"https://App.example/"'


@pytest.mark.parametrize(
    "value",
    [
        '"https://a.example, https://b.example"',
        "'https://a.example https://b.example'",
        "https://a.example,https://b.example",
        '"https://a.example;https://b.example"',
        '"*, https://a.example"',
    ],
)
def test_several_origins_in_one_value(value: str) -> None:
    read = Read(location(f"{ORIGIN} {value};"))
    [found] = read.entries()
    assert (found.text, found.admits, found.dead) == (
        value.strip("\"'"),
        (),
        "holds several origins",
    )
    assert isinstance(read.one.allow_origin, OriginList)
    assert read.one.allow_origin.constant


def test_two_lines_are_several_origins_too() -> None:
    read = Read(location(f"{ORIGIN} *;", f"{ORIGIN} https://a.example;"))
    [found] = read.entries()
    assert (found.text, found.dead) == ("*, https://a.example", "holds several origins")
    assert (read.cut(found), read.cut(found.via[0])) == ("https://a.example", "*")
    assert found.lines == 2


@pytest.mark.parametrize(
    ("lines", "outside", "wanted"),
    [
        (
            (
                f'{ORIGIN} "http://$host";',
                "more_set_headers 'Access-Control-Allow-Origin: $http_origin';",
            ),
            "",
            "$http_origin, http://$host",
        ),
        ((f"{ORIGIN} $http_origin;", f"{ORIGIN} *;"), "", "$http_origin, *"),
        (
            (f'{ORIGIN} "https://$http_host";', f"{ORIGIN} https://a.example;"),
            "",
            "https://$http_host, https://a.example",
        ),
        (
            ("set $own http://$host;", f"{ORIGIN} $own;", f"{ORIGIN} *;"),
            "",
            "http://$host, *",
        ),
        (
            (f"{ORIGIN} $own;", f"{ORIGIN} *;"),
            'map $http_origin $own { default "http://${host}:81"; }',
            "http://${host}:81, *",
        ),
    ],
)
def test_two_lines_are_shown_as_they_are_written(
    lines: tuple[str, ...], outside: str, wanted: str
) -> None:
    [found] = Read(location(*lines, outside=outside)).entries()
    assert (found.text, found.dead, found.lines) == (wanted, "holds several origins", 2)


@pytest.mark.parametrize(
    "value",
    [
        "https://$host https://x.example.com",
        "https://x.example.com, https://$http_host",
        "http://$host https://$host",
        "$http_origin https://x.example.com",
    ],
)
def test_several_origins_whatever_a_variable_holds(value: str) -> None:
    read = Read(location(f'{ORIGIN} "{value}";'))
    [found] = read.entries()
    assert (found.text, found.dead, found.lines) == (value, "holds several origins", 1)
    assert read.cut(found) == f'"{value}"'
    assert isinstance(read.one.allow_origin, OriginList)
    assert read.one.allow_origin.constant
    assert not read.one.depends_on_origin


@pytest.mark.parametrize(
    "value",
    [
        "https://$host",
        "$host https://x.example.com",
        "{{ if a }}https://a.example {{ else }}https://b.example{{ end }}",
    ],
)
def test_what_may_be_one_origin_is_not_several(value: str) -> None:
    """A variable may be empty, and what a template writes may be a choice."""
    assert Read(location(f'{ORIGIN} "{value}";')).entries() == []


MAP = """
map $http_origin $cors {
    default "";
    "https://App.example" $http_origin;
    https://admin.example "https://admin.example";
    "https://dead.example/" $http_origin;
    "https://*.example" $http_origin;
    "https://wrong.example" "https://other.example";
}
"""


def test_list_through_a_map() -> None:
    read = Read(location(f"{ORIGIN} $cors;", outside=MAP))
    assert [(one.text, one.admits) for one in read.entries()] == [
        ("https://App.example", ("https://app.example",)),
        ("https://admin.example", ("https://admin.example",)),
        ("https://dead.example/", ()),
        ("https://*.example", ()),
        ("https://wrong.example", ()),
    ]
    assert [one.dead for one in read.entries()] == [
        None,
        None,
        malformed("https://dead.example/"),
        malformed("https://*.example"),
        "is answered with another origin",
    ]
    assert isinstance(read.one.allow_origin, OriginList)
    assert not read.one.allow_origin.constant
    assert read.one.depends_on_origin
    first = read.entries()[0]
    assert (read.cut(first), read.cut(first.via[0])) == ('"https://App.example"', "$cors")
    assert sent(read.one, "https://app.example") == "https://app.example"
    assert sent(read.one, "https://evil.example") is None


def test_a_map_that_falls_back_to_one_origin() -> None:
    outside = MAP.replace('default ""', 'default "https://www.example"')
    read = Read(location(f"{ORIGIN} $cors;", outside=outside))
    assert isinstance(read.one.allow_origin, OriginUnion)
    program, listed, fixed = read.one.allow_origin.parts
    assert isinstance(listed, OriginList)
    assert isinstance(fixed, OriginList)
    assert (listed.constant, fixed.constant) == (False, True)
    assert [one.text for one in fixed.entries] == ["https://www.example"]
    assert isinstance(program, OriginProgram)
    assert program.fallback is not None
    assert program.fallback.text == "https://www.example"


@pytest.mark.parametrize("text", ["*", "null"])
def test_a_map_that_falls_back_to_everybody(text: str) -> None:
    outside = MAP.replace('default ""', f'default "{text}"')
    lines = f"{ORIGIN} $cors; add_header Access-Control-Allow-Credentials true;"
    read = Read(location(lines, outside=outside))
    program, listed = parts_of(read.one.allow_origin)
    assert isinstance(listed, OriginList)
    assert isinstance(program, OriginProgram)
    assert program.fallback is not None
    assert (program.fallback.text, program.fallback.credentials) == (text, True)
    assert read.cut(program.fallback.span) == f'"{text}"'
    assert program.decide("https://evil.example") is Certainty.NO
    assert program.decide("null") is Certainty.NO
    assert program.decide("https://app.example") is Certainty.YES


def test_everybody_who_is_not_told_apart_is_no_fallback() -> None:
    outside = 'map $uri $cors { default "*"; /private "https://app.example"; }'
    read = Read(location(f"{ORIGIN} $cors;", outside=outside))
    assert AnyOrigin in map(type, parts_of(read.one.allow_origin))


PATTERN = r"^https?://(.+\.)?example\.com$"


@pytest.mark.parametrize(
    ("outside", "lines", "written", "ignore_case"),
    [
        (
            f"map $http_origin $cors {{ ~{PATTERN} $http_origin; }}",
            (f"{ORIGIN} $cors;",),
            PATTERN,
            False,
        ),
        (
            f'map $http_origin $cors {{ default ""; "~*{PATTERN}" $http_origin; }}',
            (f"{ORIGIN} $cors;",),
            PATTERN,
            True,
        ),
        (
            "",
            (f"if ($http_origin ~* ({PATTERN})) {{ {ORIGIN} $http_origin; }}",),
            f"({PATTERN})",
            True,
        ),
        (
            "",
            (
                'set $cors "";',
                f'if ($http_origin ~ "{PATTERN}") {{ set $cors $http_origin; }}',
                f"{ORIGIN} $cors;",
            ),
            f'"{PATTERN}"',
            False,
        ),
        (
            "",
            (
                f"if ($http_origin !~ {PATTERN}) {{ return 403; }}",
                f"{ORIGIN} $http_origin;",
            ),
            PATTERN,
            False,
        ),
    ],
    ids=["map", "map-ignoring-case", "if", "set", "refusal"],
)
def test_pattern(
    outside: str, lines: tuple[str, ...], written: str, ignore_case: bool
) -> None:
    read = Read(location(*lines, outside=outside))
    found = read.one.allow_origin
    assert isinstance(found, OriginPattern)
    assert (found.text, found.mode) == (written.strip('"'), "search")
    assert found.ignore_case is ignore_case
    assert read.cut(found).strip('"') == written.strip('"')
    assert sent(read.one, "https://a.example.com") == "https://a.example.com"
    assert sent(read.one, "https://a.example.org") is None


def test_a_group_around_all_of_the_pattern_must_match_the_whole_origin() -> None:
    read = Read(
        location(
            r'if ($http_origin ~ "(https://[a-z]+\.example)") { set $cors $1; }',
            f"{ORIGIN} $cors;",
        )
    )
    found = read.one.allow_origin
    assert isinstance(found, OriginPattern)
    assert (found.text, found.mode) == (r"(https://[a-z]+\.example)", "full")


def test_host_wildcards_of_a_map() -> None:
    read = Read(
        location(
            f"{ORIGIN} $cors;",
            outside="map $http_origin $cors { hostnames; *.example.com $http_origin; }",
        )
    )
    found = read.one.allow_origin
    assert isinstance(found, OriginPattern)
    assert (found.text, found.ignore_case) == (r"^.+\.example\.com$", True)
    assert read.cut(found) == "*.example.com"


@pytest.mark.parametrize(
    ("outside", "lines", "written"),
    [
        ("", (f"{ORIGIN} $http_origin;",), "$http_origin"),
        ("", (f'{ORIGIN} "${{http_origin}}";',), '"${http_origin}"'),
        (
            "map $http_origin $cors { default $http_origin; }",
            (f"{ORIGIN} $cors;",),
            "$http_origin",
        ),
        (
            'map $http_origin $cors { default ""; ~.* $http_origin; }',
            (f"{ORIGIN} $cors;",),
            "$http_origin",
        ),
        ("", ("set $cors $http_origin;", f"{ORIGIN} $cors;"), "$http_origin"),
        ("", (f"if ($http_origin) {{ {ORIGIN} $http_origin; }}",), "$http_origin"),
        ("", (f"if ($http_origin ~ .*) {{ {ORIGIN} $http_origin; }}",), "$http_origin"),
        (
            "",
            ("more_set_headers 'Access-Control-Allow-Origin: $http_origin';",),
            "$http_origin",
        ),
    ],
)
def test_reflected(outside: str, lines: tuple[str, ...], written: str) -> None:
    read = Read(location(*lines, outside=outside))
    found = read.one.allow_origin
    assert isinstance(found, ReflectedOrigin)
    assert (found.header, found.without_origin) == ("origin", None)
    assert read.cut(found) == written
    assert sent(read.one, "https://evil.example") == "https://evil.example"


def test_reflected_with_a_fallback() -> None:
    read = Read(
        location(
            "set $cors $http_origin;",
            "if ($cors = '') { set $cors '*'; }",
            f"{ORIGIN} $cors;",
        )
    )
    found = read.one.allow_origin
    assert isinstance(found, ReflectedOrigin)
    assert found.without_origin == "*"


@pytest.mark.parametrize(
    ("value", "header"),
    [
        ("$http_referer", "referer"),
        ("https://$http_host", "host"),
        ("$scheme://$host", "host"),
        ("$http_x_forwarded_host", "x-forwarded-host"),
    ],
)
def test_another_header_is_copied(value: str, header: str) -> None:
    found = Read(location(f"{ORIGIN} {value};")).one.allow_origin
    assert isinstance(found, ReflectedOrigin)
    assert found.header == header


def test_null() -> None:
    read = Read(location(f"{ORIGIN} null;"))
    assert [one.admits for one in read.entries()] == [("null",)]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("${CORS_ORIGIN}", "`CORS_ORIGIN`"),
        ("$CORS_ORIGIN", "`CORS_ORIGIN`"),
        ('"https://${APP_HOST}"', "`APP_HOST`"),
        ("{{ cors.origin }}", "{{ cors.origin }}"),
        ("\"{{ origins | join(',') }}\"", "{{ origins"),
        ("<%= @origin %>", "<%= @origin %>"),
        ("@CORS_ORIGIN@", "@CORS_ORIGIN@"),
        ("$somewhere_else", "`$somewhere_else`"),
    ],
)
def test_origins_from_elsewhere(value: str, reason: str) -> None:
    read = Read(location(f"{ORIGIN} {value};"))
    found = read.one.allow_origin
    assert isinstance(found, UnknownOrigins)
    assert reason in found.reason
    assert read.cut(found) == value
    assert nginx.extract.answer(read.one, Request("https://a.example")).doubts


def test_rows_that_a_template_fills_in() -> None:
    outside = """
    map $http_origin $cors {
        default "";
        {% for origin in origins %}
        "{{ origin }}" $http_origin;
        {% endfor %}
        "https://app.example" $http_origin;
    }
    """
    read = Read(location(f"{ORIGIN} $cors;", outside=outside))
    assert isinstance(read.one.allow_origin, OriginUnion)
    unknown, listed = read.one.allow_origin.parts
    assert isinstance(unknown, UnknownOrigins)
    assert read.cut(unknown) == '"{{ origin }}"'
    assert isinstance(listed, OriginList)
    assert [one.text for one in listed.entries] == ["https://app.example"]


def test_a_template_that_chooses_between_two_headers() -> None:
    read = Read(
        location(
            "{% if production %}",
            f"{ORIGIN} https://app.example;",
            "{% else %}",
            f"{ORIGIN} *;",
            "{% endif %}",
        )
    )
    kinds = {type(part) for part in parts_of(read.one.allow_origin)}
    assert kinds == {AnyOrigin, OriginList}
    assert [read.cut(test) for test in read.one.tests] == ["{% else %}"]
    assert nginx.extract.answer(read.one, Request("https://a.example")).doubts


def test_dollar_of_templates_is_a_dollar() -> None:
    found = Read(location(f"{ORIGIN} ${{DOLLAR}}http_origin;")).one.allow_origin
    assert isinstance(found, ReflectedOrigin)


def test_absent() -> None:
    text = location(
        f"# {ORIGIN} $http_origin;",
        "add_header X-Frame-Options DENY;",
        f'{ORIGIN} "";',
        "proxy_pass http://app;",
    )
    assert Read(text).policies == []


def test_unreadable() -> None:
    with pytest.raises(UnreadableSource) as caught:
        Read(f"server {{ {ORIGIN} *;\n")
    assert caught.value.span.line == 1


def test_an_undecided_condition_is_named() -> None:
    read = Read(location(f"if ($host = a.example) {{ {ORIGIN} *; }}"))
    assert [read.cut(test) for test in read.one.tests] == ["$host = a.example"]
    assert sent(read.one, "https://evil.example") == "*"


def test_inherited_headers_are_one_policy() -> None:
    locations = "".join(
        f"location /{name} {{ proxy_pass http://app; }}\n" for name in "abc"
    )
    read = Read(f"server {{ {ORIGIN} *; {locations} }}")
    assert read.one.scope == ()
    assert [type(seen) for seen in read.one.observations] == [BareError]


@pytest.mark.parametrize("handler", ["proxy_pass http://app;", "fastcgi_pass app;"])
def test_errors_of_an_application_leave_without_the_headers(handler: str) -> None:
    [error] = Read(location(f"{ORIGIN} *;", handler)).one.observations
    assert isinstance(error, BareError)
    assert (error.span.line, error.status) == (4, None)


@pytest.mark.parametrize(
    "lines",
    [
        (f"{ORIGIN} * always;", "proxy_pass http://app;"),
        ("more_set_headers 'Access-Control-Allow-Origin: *';", "proxy_pass http://app;"),
        (f"{ORIGIN} *;", "root /srv;"),
        (f"{ORIGIN} *;", "return 204;"),
    ],
)
def test_errors_that_have_the_headers_or_that_nobody_reads(lines: tuple[str, ...]) -> None:
    assert Read(location(*lines)).one.observations == ()


def test_headers_are_judged_where_their_variable_is_set() -> None:
    read = Read(
        f"server {{ {ORIGIN} $cors;"
        " location /a { set $cors https://a.example; }"
        " location /b { set $cors *; } }"
    )
    assert [policy.scope for policy in read.policies] == [("/a",), ("/b",)]
    assert isinstance(read.policies[0].allow_origin, OriginList)
    assert isinstance(read.policies[1].allow_origin, AnyOrigin)


OPTIONS = "if ($request_method = OPTIONS) {"
REPLACED = "more_set_headers 'Access-Control-Allow-Origin:"


def test_the_usual_preflight_block_is_no_loss() -> None:
    read = Read(
        location(
            OPTIONS,
            f"{ORIGIN} https://app.example;",
            "add_header Access-Control-Allow-Methods 'GET, PUT';",
            "add_header Access-Control-Allow-Headers $http_access_control_request_headers;",
            "add_header Access-Control-Max-Age 600;",
            "return 204; }",
            f"{ORIGIN} https://app.example;",
            "add_header Access-Control-Expose-Headers X-Total;",
            "proxy_pass http://app;",
        )
    )
    outer, inner = sorted(read.policies, key=lambda policy: policy.span.line, reverse=True)
    assert [type(seen) for seen in outer.observations] == [BareError]
    assert inner.observations == ()
    assert (outer.preflight, inner.preflight) == (Certainty.MAYBE, Certainty.YES)
    assert (outer.on_errors, inner.on_errors) == (Certainty.NO, Certainty.MAYBE)
    assert isinstance(inner.allow_methods, Known)
    assert inner.allow_methods.value == "GET, PUT"
    assert isinstance(inner.allow_headers, FromRequest)
    assert inner.allow_headers.header == "access-control-request-headers"
    assert isinstance(inner.max_age, Known)
    assert inner.max_age.value == "600"
    assert isinstance(outer.expose_headers, Known)
    assert outer.expose_headers.value == "X-Total"
    assert outer.allow_methods == Known(None, outer.span)


@pytest.mark.parametrize(
    ("block", "wanted"),
    [
        (f"{OPTIONS} return 204; }}", Certainty.YES),
        (f"{OPTIONS} return 405; }}", Certainty.NO),
        ("auth_basic members;", Certainty.NO),
        ("auth_basic off;", Certainty.MAYBE),
        ("limit_except GET { deny all; }", Certainty.NO),
        ("", Certainty.MAYBE),
    ],
)
def test_preflight(block: str, wanted: Certainty) -> None:
    text = location(f"{ORIGIN} *;", block, "proxy_pass http://app;")
    assert Read(text).one.preflight is wanted


def losses(read: Read) -> list[LostInheritance]:
    seen = (one for policy in read.policies for one in policy.observations)
    return [one for one in seen if isinstance(one, LostInheritance)]


def test_lost_in_the_preflight_block() -> None:
    read = Read(
        location(
            f"{ORIGIN} https://app.example always;",
            "add_header Access-Control-Allow-Credentials true always;",
            "add_header Vary Origin;",
            f"{OPTIONS} add_header Access-Control-Allow-Methods GET; return 204; }}",
        )
    )
    [found] = losses(read)
    assert found.where == "if ($request_method = OPTIONS)"
    assert found.lost == (
        "Access-Control-Allow-Origin",
        "Access-Control-Allow-Credentials",
    )
    assert read.cut(found) == "if ($request_method = OPTIONS)"
    assert read.cut(found.outer) == f"{ORIGIN} https://app.example always;"


@pytest.mark.parametrize(
    ("inner", "lost"),
    [
        ("location /in { add_header X-A b; }", True),
        ("location /in { add_header Access-Control-Allow-Methods GET; }", True),
        ("location /in { proxy_pass http://app; }", False),
        ("location /in { return 204; }", False),
        (f"location /in {{ {ORIGIN} https://other.example; }}", False),
        (f'location /in {{ {ORIGIN} ""; add_header X-A b; }}', False),
        ("location /in { more_set_headers 'X-A: b'; }", False),
        (
            f"location /in {{ add_header X-A b; {REPLACED} *'; }}",
            False,
        ),
        ("location /in { add_header X-A b; include not-found.conf; }", False),
        ("location /in { add_header_inherit merge; add_header X-A b; }", False),
        ("location /in { # add_header X-A b;\n }", False),
        ("location /in { location /deep { add_header X-A b; } }", True),
        ("if ($request_uri ~ /x) { add_header X-A b; }", True),
        ("if ($request_uri ~ /x) { set $a b; }", False),
    ],
)
def test_what_loses_inherited_headers(inner: str, lost: bool) -> None:
    read = Read(location(f"{ORIGIN} *;", inner))
    assert bool(losses(read)) is lost


def test_replaced_headers_add_up_over_levels() -> None:
    read = Read(
        location(
            "more_set_headers 'Access-Control-Allow-Credentials: true' 'Vary: Origin';",
            server='more_set_headers "Access-Control-Allow-Origin: $http_origin";',
        )
    )
    outer, inner = read.policies
    assert read.cut(inner) == "$http_origin"
    assert outer.allow_credentials == Known(None, outer.span)
    assert isinstance(inner.allow_credentials, Known)
    assert inner.allow_credentials.value == "true"
    assert isinstance(inner.vary, Known)
    assert inner.vary.value
    assert inner.on_errors is Certainty.YES


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("add_header Vary Origin;", True),
        ("add_header vary 'Accept-Encoding, origin' always;", True),
        ("add_header Vary *;", True),
        ("add_header Vary Accept-Encoding;", False),
        ("", False),
    ],
)
def test_vary(line: str, wanted: bool) -> None:
    policy = Read(location(f"{ORIGIN} $http_origin;", line)).one
    assert isinstance(policy.vary, Known)
    assert policy.vary.value is wanted


def test_vary_of_an_outer_level_is_lost() -> None:
    read = Read(location(f"{ORIGIN} $http_origin;", server="add_header Vary Origin;"))
    assert read.one.vary == Known(False, read.one.span)


def test_values_from_elsewhere() -> None:
    read = Read(
        location(
            f"{ORIGIN} $cors;",
            "add_header Access-Control-Allow-Credentials $credentials;",
            "add_header Access-Control-Allow-Methods ${CORS_METHODS};",
            "add_header Access-Control-Max-Age {{ age }};",
            outside=(
                MAP + "map $http_origin $credentials"
                ' { default ""; https://admin.example true; }'
            ),
        )
    )
    credentials = read.one.allow_credentials
    assert isinstance(credentials, OneOf)
    assert {getattr(one, "value", 0) for one in credentials.choices} == {None, "true"}
    assert isinstance(read.one.allow_methods, FromEnv)
    assert read.one.allow_methods.variable == "CORS_METHODS"
    assert isinstance(read.one.max_age, Unknown)


def test_flags_of_method_and_origin() -> None:
    read = Read(
        location(
            'set $flags "";',
            r"if ($http_origin ~ ^https://app\.example$) { set $flags o; }",
            "if ($request_method = OPTIONS) { set $flags ${flags}p; }",
            "if ($request_method = GET) { set $flags ${flags}g; }",
            f"if ($flags = og) {{ {ORIGIN} $http_origin; }}",
            f"if ($flags = op) {{ {ORIGIN} $http_origin; return 204; }}",
        )
    )
    assert [type(policy.allow_origin) for policy in read.policies] == [OriginPattern] * 2
    assert [policy.preflight for policy in read.policies] == [
        Certainty.MAYBE,
        Certainty.YES,
    ]


def test_a_tangle_is_asked_one_origin_at_a_time() -> None:
    read = Read(
        location(
            f"{ORIGIN} $cors;",
            outside=(
                'map "$request_method $http_origin" $cors'
                r' { "~^GET (https://[a-z]+\.example)$" $1; }'
            ),
        )
    )
    found = read.one.allow_origin
    assert isinstance(found, OriginProgram)
    assert found.decide("https://app.example") is Certainty.YES
    assert found.decide("https://app.example.org") is Certainty.NO
    assert found.decide(None) is Certainty.NO


def options(read: Read) -> list[UnknownOption]:
    seen = (one for policy in read.policies for one in policy.observations)
    return [one for one in seen if isinstance(one, UnknownOption)]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("Access-Control-Allow-Origins", "Access-Control-Allow-Origin"),
        ("Access-Control-Allowed-Origin", "Access-Control-Allow-Origin"),
        ("access-control-allow-method", "Access-Control-Allow-Methods"),
        ("Access-Control-Allow-Header", "Access-Control-Allow-Headers"),
        ("Access-Control-Allow-Credential", "Access-Control-Allow-Credentials"),
        ("Access-Control-Allowed-Methods", "Access-Control-Allow-Methods"),
        ("Access-Control-Expose-Header", "Access-Control-Expose-Headers"),
        ("Access-Control-MaxAge", "Access-Control-Max-Age"),
        ("Access-Control-Max-Age:", "Access-Control-Max-Age"),
        ("Acces-Control-Allow-Origin", "Access-Control-Allow-Origin"),
        ("Access_Control_Allow_Origin", "Access-Control-Allow-Origin"),
        ("Access-Control-Request-Headers", "Access-Control-Allow-Headers"),
    ],
)
@pytest.mark.parametrize("beside", [f"{ORIGIN} *;", ""])
def test_misspelt_header(name: str, right: str, beside: str) -> None:
    read = Read(location(beside, f"add_header {name} x;"))
    [found] = options(read)
    assert (found.name, found.effect, found.suggestion) == (name, Effect.IGNORED, right)
    assert read.cut(found) == name


def test_misspelt_header_in_a_replacement() -> None:
    read = Read(location("more_set_headers 'Access-Control-Allow-Origins: *';"))
    [found] = options(read)
    assert read.cut(found) == "Access-Control-Allow-Origins"
    assert isinstance(read.one.allow_origin, UnknownOrigins)


@pytest.mark.parametrize(
    "name",
    ["X-Access-Control-Allow-Origin", "Allow", "Access-Control-{{ name }}", "Vary"],
)
def test_other_headers_are_not_misspelt(name: str) -> None:
    assert options(Read(location(f"add_header {name} x;"))) == []


def test_what_nginx_refuses_to_start_with() -> None:
    read = Read(
        location(
            f"{ORIGIN} https://a.example https://b.example;",
            "add_header Access-Control-Allow-Credentials true Always;",
            server=f"{OPTIONS} {ORIGIN} *; }}",
        )
    )
    seen = [one for policy in read.policies for one in policy.observations]
    crashes = [one for one in seen if isinstance(one, UnknownOption | WrongType)]
    assert {one.effect for one in crashes} == {Effect.CRASHES}
    misplaced = [one for one in seen if isinstance(one, RefusedSetting)]
    assert sorted(read.cut(one) for one in (*crashes, *misplaced)) == [
        "Always",
        f"{ORIGIN} *;",
        "https://a.example https://b.example",
    ]
    assert all(isinstance(one.allow_origin, UnknownOrigins) for one in read.policies)


SNIPPET = f"{ORIGIN} $cors always;\nadd_header Vary Origin;\n"


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("snippets/cors.conf", "nginx/snippets/cors.conf"),
        ("/etc/nginx/snippets/cors.conf", "nginx/snippets/cors.conf"),
        ("/etc/nginx/snippets/cors.conf", "snippets/cors.conf"),
        ("../shared/cors.conf", "shared/cors.conf"),
        ("cors.conf", "nginx/cors.conf.template"),
    ],
)
def test_includes_inside_the_tree_are_followed(written: str, path: str) -> None:
    text = location(f"include {written};", outside=MAP)
    read = Read(text, {path: SNIPPET})
    assert read.one.statement.path == path
    assert read.entries()[0].span.path == read.path
    assert isinstance(read.one.vary, Known)
    assert read.one.vary.value


def test_rows_of_a_map_may_be_included() -> None:
    text = location(
        f"{ORIGIN} $cors;",
        outside='map $http_origin $cors { default ""; include origins.map; }',
    )
    read = Read(text, {"nginx/origins.map": "https://app.example $http_origin;\n"})
    assert [one.span.path for one in read.entries()] == ["nginx/origins.map"]
    found = Read(text).one.allow_origin
    assert isinstance(found, UnknownOrigins)


@pytest.mark.parametrize(
    "written", ["/etc/passwd", "../../../secret", "conf.d/*.conf", "x"]
)
def test_an_include_that_is_not_there_leaves_vary_open(written: str) -> None:
    read = Read(location(f"{ORIGIN} $http_origin;", f"include {written};"))
    assert isinstance(read.one.vary, Unknown)


def test_includes_that_go_round_in_circles_end() -> None:
    text = f"{ORIGIN} *; include a.conf; location /x {{ include nginx.conf; }}"
    read = Read(text, {"nginx/a.conf": "include nginx.conf; include a.conf;"})
    assert isinstance(read.policies[0].allow_origin, AnyOrigin)


def test_headers_set_in_lua_are_unknown() -> None:
    read = Read(
        location(
            'header_filter_by_lua_block { ngx.header["Access-Control-Allow-Origin"] = "*" }'
        )
    )
    found = read.one.allow_origin
    assert isinstance(found, UnknownOrigins)
    assert "Lua" in found.reason


def test_the_remedy_is_a_policy_without_findings() -> None:
    read = Read(
        location(
            f'{ORIGIN} "https://a.example, https://b.example/";',
            "add_header Access-Control-Allow-Credentials true;",
        )
    )
    assert read.one.remedy is not None
    table, headers = read.one.remedy.split("`")[1], read.one.remedy.split("`")[5]
    better = Read(location(headers, outside=table))
    assert [one.text for one in better.entries()] == [
        "https://a.example",
        "https://b.example",
    ]
    assert isinstance(better.one.vary, Known)
    assert better.one.vary.value
    assert isinstance(better.one.allow_credentials, Known)
    assert better.one.on_errors is Certainty.YES


MANY = "".join(
    f'if ($arg_{place} = a) {{ set $x "${{x}}{place}"; }}\n' for place in range(99)
)


@pytest.mark.parametrize(
    ("outside", "lines"),
    [
        ("", (MANY, f"{ORIGIN} $x;")),
        ("", ("set $x ab;", "set $x $x$x$x$x;" * 20, f"{ORIGIN} $x;")),
        ("map $a $b { default $a$a; } map $b $a { default $b; }", (f"{ORIGIN} $a;",)),
        (
            "map $http_origin $x { ~^(([a-z]+)+)+!$ $http_origin; }"
            + "".join(
                f"map $x{place or ''} $x{place + 1} {{ default $x{place or ''}; ~a b; }}"
                for place in range(40)
            ),
            (f"{ORIGIN} $x40;",),
        ),
    ],
    ids=["conditions", "length", "circle", "chain"],
)
def test_what_cannot_be_worked_out_is_unknown(outside: str, lines: tuple[str, ...]) -> None:
    policy = Read(location(*lines, outside=outside)).one
    assert isinstance(policy.allow_origin, UnknownOrigins)
    assert nginx.extract.answer(policy, Request("https://a.example")).doubts


def test_levels_are_bounded() -> None:
    with pytest.raises(UnreadableSource):
        Read("location / {" * 60 + f"{ORIGIN} *;" + "}" * 60)


def test_a_thousand_locations() -> None:
    locations = "".join(
        f"location /{place} {{ {ORIGIN} https://a{place}.example; }}\n"
        for place in range(1000)
    )
    read = Read(f"server {{ {ORIGIN} *;\n{locations} }}")
    assert len(read.policies) == 1001
    assert read.policies[-1].scope == ("/999",)


STATEMENTS = st.sampled_from(
    (
        "server {",
        "location / {",
        "if ($http_origin ~ a) {",
        "if ($request_method = OPTIONS) {",
        "if (",
        "map $http_origin $m {",
        "default $http_origin;",
        "~( $1;",
        "~(?P<n>a) $n;",
        "hostnames;",
        ".a.example $m;",
        "}",
        f"{ORIGIN} *;",
        f"{ORIGIN} $m;",
        f"{ORIGIN} $x always;",
        f"{ORIGIN} ${{A}};",
        f"{ORIGIN};",
        "add_header;",
        "more_set_headers -s '404' 'Access-Control-Allow-Origin: *';",
        "more_set_headers -s;",
        "more_clear_headers Access-*;",
        "set $x $http_origin;",
        "set $x;",
        "set $m $x$1;",
        "return 204;",
        "return;",
        "rewrite ^ / break;",
        "include a.conf;",
        "include;",
        "{{ x }}",
        "{% if y %}",
        "add_header_inherit merge;",
        "limit_except GET { deny all; }",
        "x_by_lua_block { access_control_allow_origin }",
    )
)


@given(st.lists(STATEMENTS, max_size=14), st.booleans())
def test_any_statements_give_policies_or_an_error(lines: list[str], closed: bool) -> None:
    text = "\n".join(lines)
    if closed:
        text += "}" * max(0, text.count(" {") - text.count("}"))
    files = {"nginx/a.conf": "\n".join(reversed(lines))}
    try:
        read = Read(text, files)
    except UnreadableSource:
        return
    for policy in read.policies:
        for origin in ("https://a.example", "null", None):
            answer = nginx.extract.answer(policy, Request(origin, "OPTIONS"))
            assert answer.doubts or all(value for _, value in answer.headers)
        assert read.cut(policy)


@pytest.mark.parametrize(
    "condition",
    ['$http_origin = "${APP_ORIGIN}"', '$http_origin ~* "^https://${APP_HOST}$"'],
)
def test_a_condition_that_the_environment_fills_in(condition: str) -> None:
    read = Read(location(f"if ({condition}) {{ {ORIGIN} $http_origin; }}"))
    found = read.one.allow_origin
    assert isinstance(found, UnknownOrigins)
    assert "environment variable `APP_" in found.reason
    assert read.cut(found) == condition.split()[-1]


@pytest.mark.parametrize(
    "condition",
    [
        "-f $request_filename",
        "!-d $document_root/x",
        "$cookie_a",
        "$arg_a ~ (b)",
        "$http_host = $host",
        "$request_uri ~ (?<part>a)",
    ],
)
def test_conditions_on_other_things_are_undecided(condition: str) -> None:
    read = Read(location(f"if ({condition}) {{ {ORIGIN} $http_origin; }}"))
    assert isinstance(read.one.allow_origin, ReflectedOrigin)
    assert len(read.one.tests) == 1
    assert sent(read.one, "https://a.example") == "https://a.example"


def test_a_preflight_is_known_by_its_header() -> None:
    read = Read(
        location(f"if ($http_access_control_request_method) {{ {ORIGIN} *; return 204; }}")
    )
    assert (read.one.tests, read.one.preflight) == ((), Certainty.YES)
    asks = Request("https://a.example", "OPTIONS", asks_method="PUT")
    assert nginx.extract.answer(read.one, asks).value(ALLOW_ORIGIN) == "*"
    assert sent(read.one, "https://a.example", "OPTIONS") is None


def test_a_pattern_that_is_not_modelled_is_still_a_pattern() -> None:
    pattern = r"(?<!evil)\.example\.com$"
    read = Read(
        location(
            f"{ORIGIN} $cors;",
            "add_header Access-Control-Allow-Credentials $trusted;",
            outside=(
                f'map $http_origin $cors {{ "~{pattern}" $http_origin; }}'
                "map $http_origin $trusted { https://a.example.com true; ~b true; }"
            ),
        )
    )
    found = read.one.allow_origin
    assert isinstance(found, OriginPattern)
    assert found.text == pattern
    assert nginx.extract.answer(read.one, Request("https://a.example.com")).doubts


def test_what_one_map_excludes_another_cannot_admit() -> None:
    read = Read(
        location(
            "if ($first = '') { return 403; }",
            f"{ORIGIN} $second;",
            outside=(
                r'map $http_origin $first { "~^https://[ab]\.example$" yes; }'
                "map $http_origin $second {"
                " https://a.example $http_origin; https://c.example $http_origin; }"
            ),
        )
    )
    assert [one.text for one in read.entries()] == ["https://a.example"]


def test_two_patterns_at_once_are_asked_one_origin_at_a_time() -> None:
    read = Read(
        location(
            r"if ($http_origin !~ ^https://) { return 403; }",
            r"if ($http_origin ~ \.example$) { set $cors $http_origin; }",
            f"{ORIGIN} $cors;",
        )
    )
    found = read.one.allow_origin
    assert isinstance(found, OriginProgram)
    assert found.decide("https://a.example") is Certainty.YES
    assert found.decide("http://a.example") is Certainty.NO


def test_a_pattern_minus_another_is_asked_one_origin_at_a_time() -> None:
    table = r'map $http_origin $cors { ~^http: ""; "~\.example$" $http_origin; }'
    found = Read(location(f"{ORIGIN} $cors;", outside=table)).one.allow_origin
    assert isinstance(found, OriginProgram)
    assert found.decide("https://a.example") is Certainty.YES
    assert found.decide("http://a.example") is Certainty.NO


def test_a_fixed_answer_to_a_pattern() -> None:
    table = (
        r'map $http_origin $cors { "~^https://a\." https://a.example;'
        r' "~^https://b\." https://c.example; }'
    )
    read = Read(location(f"{ORIGIN} $cors;", outside=table))
    assert [(one.text, one.admits) for one in read.entries()] == [
        ("https://a.example", ("https://a.example",)),
        ("https://c.example", ()),
    ]


def test_only_successes_count() -> None:
    assert (
        Read(
            location("more_set_headers -s '404 500' 'Access-Control-Allow-Origin: *';")
        ).policies
        == []
    )


def test_a_policy_that_is_only_an_observation_answers_with_a_doubt() -> None:
    policy = Read(location("add_header Access-Control-Allow-Method GET;")).one
    answer = nginx.extract.answer(policy, Request("https://a.example"))
    assert answer.headers == ()
    assert answer.doubts == ("nginx does not send Access-Control-Allow-Origin here",)


def test_answers_to_options_need_no_vary() -> None:
    block = f"if ($request_method = OPTIONS) {{ {ORIGIN} $http_origin; return 204; }}"
    read = Read(location(block, "proxy_pass http://app;"))
    assert isinstance(read.one.vary, Unknown)
