"""Hosts on which developers try things out: tunnels, playgrounds, editors in the cloud.

Anybody gets a page there within a minute, and the names of tunnels change hands.
"""

from __future__ import annotations

from corslint.origins.places import loopback, split

WORKBENCHES = {
    # tunnels to a developer's machine
    "ngrok.io": "https://ngrok.com/docs",
    "ngrok.app": "https://ngrok.com/docs",
    "ngrok.dev": "https://ngrok.com/docs",
    "ngrok-free.app": "https://ngrok.com/docs",
    "ngrok-free.dev": "https://ngrok.com/docs",
    "loca.lt": "https://github.com/localtunnel/localtunnel",
    "localtunnel.me": "https://github.com/localtunnel/localtunnel",
    "serveo.net": "https://serveo.net/",
    "localhost.run": "https://localhost.run/docs/",
    "lhr.life": "https://localhost.run/docs/",
    "trycloudflare.com": "https://developers.cloudflare.com/",
    "devtunnels.ms": "https://learn.microsoft.com/azure/developer/dev-tunnels/",
    # names that resolve to a local address
    "lvh.me": "https://github.com/levicook/lvh.me",
    "nip.io": "https://nip.io/",
    "sslip.io": "https://sslip.io/",
    # playgrounds and editors
    "codepen.io": "https://codepen.io/",
    "cdpn.io": "https://codepen.io/",
    "jsfiddle.net": "https://jsfiddle.net/",
    "fiddle.jshell.net": "https://jsfiddle.net/",
    "jsbin.com": "https://jsbin.com/",
    "codesandbox.io": "https://codesandbox.io/",
    "csb.app": "https://codesandbox.io/",
    "stackblitz.io": "https://stackblitz.com/",
    "stackblitz.com": "https://stackblitz.com/",
    "webcontainer.io": "https://webcontainers.io/",
    "gitpod.io": "https://www.gitpod.io/",
    "repl.co": "https://docs.replit.com/",
    "replit.dev": "https://docs.replit.com/",
    "glitch.me": "https://glitch.com/",
    "github.dev": "https://docs.github.com/codespaces/",
}
"""The domain, with or without names before it, and whose service it is."""

APP_SHELL = "tauri.localhost"
"""Pages of an app that Tauri made, on Windows and Android: not those of a server."""

PAGES = frozenset({"http", "https"})
"""Other schemes with the host ``localhost`` are those of app shells."""


def for_development(origin: str) -> str | None:
    """What makes an origin one that developers use, as a noun; None for any other."""
    found = split(origin)
    if found is None:
        return None
    scheme, host = found
    if scheme == "file":
        return "any page that is opened from disk"
    if scheme not in PAGES or host == APP_SHELL:
        return None
    if loopback(host):
        return "whatever happens to listen there on a visitor's own machine"
    if any(host == name or host.endswith(f".{name}") for name in WORKBENCHES):
        return "whoever has that name at a service where developers try things out"
    return None
