"""Suffixes at which services give out names, and that the Public Suffix List lacks.

Only where a stranger's own script runs on such a page. The list of October 2026 has none
of them; an entry that it takes up can go.
"""

from __future__ import annotations

AZURE = "https://learn.microsoft.com/en-us/azure/virtual-network/ip-services/"
GITHUB = "https://github.com"

SHARED = {
    "codesandbox.io": f"{GITHUB}/codesandbox/codesandbox-client/discussions/8307",
    "devtunnels.ms": "https://learn.microsoft.com/en-us/azure/developer/dev-tunnels/security",
    "github.dev": "https://docs.github.com/en/codespaces/developing-in-a-codespace/"
    "forwarding-ports-in-your-codespace",
    "loca.lt": f"{GITHUB}/localtunnel/localtunnel",
    "pinggy.link": "https://pinggy.io/docs/api/web_debugger_api/",
    "stackblitz.io": f"{GITHUB}/stackblitz/core/issues/1303",
    "webcontainer-api.io": f"{GITHUB}/stackblitz/webcontainer-core/issues/1870",
    "webcontainer.io": f"{GITHUB}/stackblitz/webcontainer-core/issues/1237",
}
"""The suffix, and where its use is seen or described."""

REGIONAL = {"cloudapp.azure.com": f"{AZURE}public-ip-addresses#domain-name-label"}
"""Names are given out below each name under these: ``shop.westus.cloudapp.azure.com``."""

MOST_LABELS = 4


def shared_here(host: str) -> str | None:
    """The suffix of ``host``, or ``host`` itself where it is one."""
    labels = host.split(".")
    for count in range(2, min(len(labels), MOST_LABELS) + 1):
        suffix = ".".join(labels[-count:])
        above = suffix.partition(".")[2]
        if suffix in SHARED or above in REGIONAL:
            return suffix
    return None
