"""Options that Flask-CORS may get from a configuration that cannot be read."""

from __future__ import annotations

import pytest
from flask_tree import START, A, Tree, admits, only, reason

from corslint.allow_origin import AnyOrigin, UnknownOrigins
from corslint.value import Known, Unknown

MAY = "which may set CORS_ORIGINS"


def factory(*lines: str, parameters: str = "", before: str = "") -> str:
    body = "".join(f"    {line}\n" for line in ("app = Flask('x')", *lines))
    return f"{START}{before}\ndef create_app({parameters}):\n{body}    return app\n"


@pytest.mark.parametrize(
    ("fill", "what"),
    [
        ("app.config.from_object(given)", "from `given`"),
        ("app.config.from_object('elsewhere.Config')", "from `'elsewhere.Config'`"),
        ("app.config.from_object(f'conf.{given}')", "from `f'conf.{given}'`"),
        ("app.config.from_object(obj=given)", "from `app.config.from_object(obj=given)`"),
        ("app.config.from_pyfile('settings.cfg')", "from `'settings.cfg'`"),
        ("app.config.from_file('c.json', load=load)", "from `'c.json'`"),
        ("app.config.from_json('c.json')", "from `'c.json'`"),
        ("app.config.from_envvar('SETTINGS', silent=True)", "from `'SETTINGS'`"),
        ("app.config.from_prefixed_env()", "from the environment"),
        ("app.config.update(given)", "from `given`"),
        ("load_config(app)", "by `load_config(app)`"),
        ("conf.configure(app)", "by `conf.configure(app)`"),
        ("loadSettings(app.config)", "by `loadSettings(app.config)`"),
    ],
)
def test_what_cannot_be_read_may_hold_the_options(fill: str, what: str) -> None:
    before = "import conf\nfrom elsewhere import load, load_config, loadSettings"
    code = factory(fill, "CORS(app, supports_credentials=True)", before=before,
                   parameters="given")  # fmt: skip
    policy = only(code)
    assert reason(policy) == f"app.config is loaded {what}, {MAY}"
    assert isinstance(policy.allow_credentials, Known)
    assert isinstance(policy.allow_methods, Unknown)
    assert isinstance(policy.allow_headers, Unknown)


def test_an_application_from_a_caller_may_be_loaded_too() -> None:
    lines = "def add(app, cfg):\n    app.config.from_object(cfg)\n    CORS(app)\n"
    assert reason(only(START + lines)) == f"app.config is loaded from `cfg`, {MAY}"


def test_a_base_that_is_not_at_hand_may_hold_the_options() -> None:
    before = "from company import Base\nclass C(Base):\n    DEBUG = False"
    code = factory("app.config.from_object(C)", "CORS(app)", before=before)
    assert reason(only(code)) == f"app.config is loaded from `C`, {MAY}"


@pytest.mark.parametrize(
    "lines",
    [
        ("app.config.from_object(C)", "CORS(app)"),
        ("db.init_app(app)", "CORS(app)"),
        ("config.init_app(app)", "CORS(app)"),
        ("register(app)", "CORS(app)"),
        ("load_config(given)", "CORS(app)"),
        ("set_environment()", "CORS(app)"),
        ("CORS(app)", "load_config(app)"),
        ("CORS(app)", "app.config.from_object(given)"),
        ("configure_logging_settings(app)", "CORS(app)"),
    ],
)
def test_what_changes_nothing(lines: tuple[str, str]) -> None:
    before = (
        "from elsewhere import config, db, load_config, register, set_environment\n"
        "class C(object):\n    DEBUG = False\n"
        "def configure_logging_settings(app):\n    app.logger.info('x')\n"
    )
    policy = only(factory(*lines, parameters="given", before=before))
    assert isinstance(policy.allow_origin, AnyOrigin)
    assert policy.allow_origin.implicit


def test_keywords_win_over_what_cannot_be_read() -> None:
    load = "app.config.from_object(given)"
    listed = factory(load, f"CORS(app, origins=['{A}'])", parameters="given")
    assert admits(only(listed)) == [A]
    wild = factory(load, "CORS(app, origins='*')", parameters="given")
    assert isinstance(only(wild).allow_origin, AnyOrigin)
    resources = f"CORS(app, resources={{'/x': {{'origins': '{A}'}}}})"
    assert admits(only(factory(load, resources, parameters="given"))) == [A]


def test_a_blueprint_is_not_configured() -> None:
    lines = ("app.config.from_object(given)", "b = Blueprint('b', 'b')", "CORS(b)")
    policy = only(factory(*lines, parameters="given"))
    assert isinstance(policy.allow_origin, AnyOrigin)


def test_a_helper_at_hand_that_loads_counts() -> None:
    code = factory("configure_app(app)", "CORS(app)", before="from h import configure_app")
    loads = "def configure_app(app):\n    app.config.from_pyfile('x.cfg')\n"
    assert "by `configure_app(app)`" in reason(only(code, h=loads))
    quiet = "def configure_app(app):\n    app.secret_key = 'x'\n"
    assert isinstance(only(code, h=quiet).allow_origin, AnyOrigin)


CLASS = f"class Config:\n    CORS_ORIGINS = ['{A}']\n    CORS_SUPPORTS_CREDENTIALS = True\n"


@pytest.mark.parametrize(
    ("default", "before", "others"),
    [
        ("Config", CLASS, {}),
        ("Config", "from settings import Config", {"settings": CLASS}),
        ("'settings.Config'", "", {"settings": CLASS}),
    ],
)
def test_the_default_of_a_parameter_is_read(
    default: str, before: str, others: dict[str, str]
) -> None:
    load = "app.config.from_object(given)"
    code = factory(load, "CORS(app)", parameters=f"given={default}", before=before)
    first, second = Tree(code, **others).policies()
    assert admits(first) == [A]
    assert isinstance(first.allow_credentials, Known)
    assert first.allow_credentials.value == "true"
    assert isinstance(first.allow_methods, Known)
    assert isinstance(second.allow_origin, UnknownOrigins)
    assert isinstance(second.allow_credentials, Unknown)


def test_an_attribute_of_the_application_is_not_its_configuration() -> None:
    load = "app.url_map.strict_slashes = False\n    app.config.from_object(given)"
    code = factory(
        load, "CORS(app, origins=app.config.get('ORIGINS', '*'))", parameters="given"
    )
    [policy] = Tree(code).policies()
    assert isinstance(policy.allow_origin, UnknownOrigins)
