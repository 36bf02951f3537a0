"""Has Zappa generate what it deploys for settings files, and writes that down.

Run by hand with a Python that has zappa installed:

    python tests/data/record_zappa.py tests/data/zappa.json

The file has ``rows``, each with the ``path`` and ``text`` of a settings file; ``made`` is
written: for each stage what REST and HTTP APIs and function URLs are told about CORS, or
the error that Zappa stops with. AWS is not asked: templates are generated on this machine,
and what a client of boto3 would send is caught before it is sent.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import BotoCoreError
from click.exceptions import ClickException
from zappa.cli import ZappaCLI

ARN = "arn:aws:lambda:eu-central-1:123456789012:function:app"
PREFIX = "method.response.header."
STOPS = (
    AttributeError,
    BotoCoreError,
    ClickException,
    KeyError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Body:
    """The body of a response that nobody sent."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def stream(self, **_: object) -> list[bytes]:
        return [self.data]


def session() -> boto3.Session:
    keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
    return boto3.Session(region_name="eu-central-1", **keys)


def loaded(path: str, stage: str) -> ZappaCLI:
    cli = ZappaCLI()
    cli.api_stage = stage
    cli.load_credentials = False
    cli.load_settings(path)
    cli.zappa.boto_session = session()
    cli.zappa.credentials_arn = "arn:aws:iam::123456789012:role/app"
    return cli


def template(cli: ZappaCLI, stage: str) -> dict[str, object]:
    """As ``zappa deploy`` and ``zappa template`` call it."""
    made = cli.zappa.create_stack_template(
        lambda_arn=ARN,
        lambda_name="app",
        api_key_required=cli.api_key_required,
        iam_authorization=cli.iam_authorization,
        authorizer=cli.authorizer,
        cors_options=cli.cors,
        description=cli.apigateway_description,
        endpoint_configuration=cli.endpoint_configuration,
        apigateway_version=cli.apigateway_version,
        stage_name=stage,
        lambda_qualifier=cli.apigateway_lambda_qualifier,
    )
    found: dict[str, object] = {}
    for name, resource in json.loads(made.to_json())["Resources"].items():
        properties = resource["Properties"]
        if name.startswith("OPTIONS") and properties["Integration"]["Type"] == "MOCK":
            [answer] = properties["Integration"]["IntegrationResponses"]
            headers = answer["ResponseParameters"].items()
            told = {key.removeprefix(PREFIX): value for key, value in headers}
            assert found.setdefault("rest", told) == told
        elif "CorsConfiguration" in properties:
            found["http"] = properties["CorsConfiguration"]
    return found


def function_url(cli: ZappaCLI) -> dict[str, object]:
    """What is sent to AWS for a function URL, past boto3's own checks."""
    sent = []

    def caught(request: object, **_: object) -> AWSResponse:
        sent.append(json.loads(request.body or b"{}"))
        data = b'{"FunctionUrl": "https://app.example/", "Policy": "{\\"Statement\\": []}"}'
        return AWSResponse(request.url, 200, {}, Body(data))

    client = session().client("lambda")
    client.meta.events.register("before-send.lambda", caught)
    cli.zappa.lambda_client = client
    cli.zappa.deploy_lambda_function_url(ARN, cli.function_url_config)
    told = sent[0].get("Cors")
    return {} if told is None else {"url": told}


def of_stage(path: str, stage: str) -> dict[str, object]:
    found: dict[str, object] = {}
    try:
        cli = loaded(path, stage)
    except STOPS as error:
        return {"settings": wording(error)}
    for name, wanted, make in (
        ("gateway", cli.use_apigateway, lambda: template(cli, stage)),
        ("url", cli.use_function_url, lambda: function_url(cli)),
    ):
        if wanted:
            try:
                found |= make()
            except STOPS as error:
                found[name] = wording(error)
    return found


def wording(error: Exception) -> dict[str, str]:
    return {"error": f"{type(error).__name__}: {error}".strip().split("\n")[0]}


def stages(path: str) -> list[str]:
    cli = ZappaCLI()
    cli.load_settings_file(path)
    return [name for name, stage in cli.zappa_settings.items() if isinstance(stage, dict)]


def main(target: Path) -> None:
    recording = json.loads(target.read_text("utf-8"))
    names = ("zappa", "troposphere", "boto3")
    recording["source"] = ", ".join(f"{name} {version(name)}" for name in names)
    for row in recording["rows"]:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            Path(row["path"]).write_text(row["text"], "utf-8")
            names = stages(row["path"])
            row["made"] = {stage: of_stage(row["path"], stage) for stage in names}
    target.write_text(json.dumps(recording, indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
