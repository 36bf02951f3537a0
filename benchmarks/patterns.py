"""Times the verdicts on origin patterns: ``python -m benchmarks.patterns``.

The regular expressions of the test data, then hostile ones; CPU milliseconds, each once.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

from corslint.allow_origin import Syntax
from corslint.origins import domains
from corslint.patterns.verdicts import of_text

DATA = Path(__file__).parents[1] / "tests/data"
FILES = ("origin_patterns.json", "origin_patterns_own.json")
MODES = {
    "re.match": ("match", Syntax.PYTHON),
    "re.search": ("search", Syntax.PYTHON),
    "re.fullmatch": ("full", Syntax.PYTHON),
    "django-cors-headers": ("match", Syntax.PYTHON),
    "flask-cors": ("match", Syntax.PYTHON),
    "starlette": ("full", Syntax.PYTHON),
    "nginx ~": ("search", Syntax.PCRE),
    "nginx ~*": ("search", Syntax.PCRE),
    "nginx map ~": ("search", Syntax.PCRE),
    "apache SetEnvIf": ("search", Syntax.PCRE),
    "traefik originAllowListRegex": ("search", Syntax.PCRE),
    "envoy safe_regex": ("full", Syntax.PCRE),
}
HOSTILE = {
    "nested repeats": r"(?:(?:[a-z]{1,30}\.){1,30}){1,30}acme\.io$",
    "stars": ".*" * 500 + r"acme\.io",
    "optional": "(?:a?){60}" * 60 + "acme",
    "remembering": r"https://.*a.{40}\.acme\.io",
    "400 alternatives": "|".join(rf"https://h{i}\.acme\.io" for i in range(400)),
    "50,000 alternatives": "|".join(rf"https://h{i}\.acme\.io" for i in range(50_000)),
    "100 KB": "a" * 100_000,
    "back reference": r"^https://(\w+)\.\1\.acme\.io$",
}

Timed = tuple[float, str]


def main() -> None:
    """Print median and worst of both groups."""
    domains.suffixes()
    show("regular expressions of the tests", list(known()))
    show(
        "hostile ones", [timed(text, "search", Syntax.PYTHON) for text in HOSTILE.values()]
    )


def known() -> Iterator[Timed]:
    for file in FILES:
        for row in json.loads((DATA / file).read_text("utf-8"))["patterns"]:
            if row["api"] in MODES:
                yield timed(row["pattern"], *MODES[row["api"]])


def timed(text: str, mode: str, syntax: Syntax) -> Timed:
    start = time.process_time()
    of_text(text, mode, False, syntax)
    return (time.process_time() - start) * 1000, text[:40]


def show(name: str, found: Iterable[Timed]) -> None:
    times = sorted(found)
    middle, (worst, text) = median(spent for spent, _ in times), times[-1]
    print(f"{len(times):4} {name}: median {middle:.1f} ms, worst {worst:.1f} ms ({text})")


if __name__ == "__main__":
    main()
