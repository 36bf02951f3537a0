"""Hosts on which developers try things out: tunnels, playgrounds, editors in the cloud.

Anybody gets a page there within a minute, and the names of tunnels change hands.
"""

from __future__ import annotations

from corslint.origins.places import loopback, split

PUBLIC_SUFFIXES = "https://publicsuffix.org/list/public_suffix_list.dat"
"""Its private section names the services, which entered themselves."""

GITHUB = "https://github.com"

WORKBENCHES = {
    # tunnels to a developer's machine
    "ngrok.io": PUBLIC_SUFFIXES,
    "ngrok.app": "https://ngrok.com/docs/domains",
    "ngrok.dev": PUBLIC_SUFFIXES,
    "ngrok-free.app": PUBLIC_SUFFIXES,
    "ngrok-free.dev": "https://ngrok.com/blog/free-static-domains-ngrok-users",
    "loca.lt": "https://huggingface.co/vorstcavry/fast-repo3/blame/main/Nocrypt/nohup.out",
    "localtunnel.me": f"{GITHUB}/localtunnel/localtunnel/issues/276",
    "serveo.net": f"{GITHUB}/thewhiteh4t/seeker/issues/128",
    "localhost.run": f"{GITHUB}/htr-tech/nexphisher/issues/58",
    "trycloudflare.com": "https://developers.cloudflare.com/workers/development-testing/"
    "local-dev-tunnels/",
    "devtunnels.ms": "https://learn.microsoft.com/en-us/microsoftteams/platform/teams-sdk/"
    "developer-tools/local-tunnels",
    "pinggy.link": "https://pinggy.io/docs/api/web_debugger_api/",
    "tunnelmole.net": PUBLIC_SUFFIXES,
    # No page of localhost.run that says so is known, only what it printed for its users.
    "lhr.life": "https://localhost.run/docs/",
    # names that resolve to a local address
    "lvh.me": "https://docs.cloudbees.com/docs/cloudbees-codeship/latest/"
    "basic-continuous-integration/using-subdomains",
    "nip.io": "https://docs.cloudbees.com/docs/cloudbees-codeship/latest/"
    "basic-continuous-integration/using-subdomains",
    "sslip.io": f"{GITHUB}/cunnie/sslip.io/blob/main/README.md",
    "localtest.me": "https://gist.github.com/hasinhayder/943d9b89a19bfd20ab63ec50e9a38eb9",
    # playgrounds and editors
    "codepen.io": "https://blog.codepen.io/2019/10/03/changed-domains-for-iframe-previews/",
    "cdpn.io": "https://blog.codepen.io/2019/10/03/changed-domains-for-iframe-previews/",
    "jsfiddle.net": "https://javascriptinfo.com/view/154847/"
    "what-makes-jsfiddle-secure-from-xss-based-attacks-closed",
    "fiddle.jshell.net": "https://javascriptinfo.com/view/154847/"
    "what-makes-jsfiddle-secure-from-xss-based-attacks-closed",
    "jsbin.com": f"{GITHUB}/jsbin/jsbin/issues/3553",
    "codesandbox.io": f"{GITHUB}/codesandbox/codesandbox-client/discussions/8307",
    "csb.app": "https://codesandbox.io/docs/learn/environment/preview-urls",
    "stackblitz.io": f"{GITHUB}/stackblitz/core/issues/1303",
    "stackblitz.com": f"{GITHUB}/stackblitz/webcontainer-core/issues/783",
    "webcontainer.io": f"{GITHUB}/stackblitz/webcontainer-core/issues/1237",
    "webcontainer-api.io": f"{GITHUB}/stackblitz/webcontainer-core/issues/1870",
    "gitpod.io": f"{GITHUB}/swapagarwal/swag-for-dev/issues/579",
    "repl.co": PUBLIC_SUFFIXES,
    "replit.dev": "https://docs.replit.com/core-concepts/project-editor/app-setup/"
    "development-urls",
    "github.dev": f"{GITHUB}/NEARBuilders/bos-workspace/issues/110",
    "githubpreview.dev": f"{GITHUB}/omnivore-app/omnivore/pull/90",
}
"""The domain, with or without names before it, and where it is seen in use."""

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
