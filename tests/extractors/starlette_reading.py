"""Reads the policies in pieces of Starlette code, for the tests of that extractor."""

from __future__ import annotations

from collections.abc import Mapping

from corslint.allow_origin import OriginList
from corslint.extractors.starlette import extract
from corslint.policy import Policy
from corslint.source import Source, Span, Workspace

IMPORT = "from fastapi.middleware.cors import CORSMiddleware\n"
HOST = "https://app.example.com"


def policies(files: Mapping[str, str] | str, path: str = "main.py") -> list[Policy]:
    tree = {path: files} if isinstance(files, str) else dict(files)
    return list(extract.extract(Source(path, tree[path]), Workspace.of(tree)))


def one(files: Mapping[str, str] | str) -> Policy:
    [policy] = policies(files)
    return policy


def given(arguments: str, before: str = "") -> Policy:
    """The policy of a registration with these arguments."""
    return one(
        f"import os, re\n{IMPORT}{before}\napp.add_middleware(CORSMiddleware, {arguments})"
    )


APPLICATION = "from fastapi import FastAPI\napp = FastAPI()\n"


def texts(policy: Policy) -> list[str]:
    assert isinstance(policy.allow_origin, OriginList)
    return [entry.text for entry in policy.allow_origin.entries]


def cut(files: Mapping[str, str], span: Span) -> str:
    return Source(span.path, files[span.path]).cut(span)
