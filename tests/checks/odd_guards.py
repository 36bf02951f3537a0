"""Guards that are put together oddly, each with an origin that shows what it does.

Those of ``WEAK`` come with an origin of a stranger that gets in, those of ``SOUND`` with one
that is meant; both were thought out by hand, and the guard itself is asked about them.
"""

from __future__ import annotations

WEAK = {
    "prefix, then a pattern": (
        'return origin.startswith("https://app") and re.search(r"example\\.com$", origin)',
        "https://app.evilexample.com",
    ),
    "pattern, then a suffix": (
        'return re.match(r"https://[a-z]+-team\\.", origin)'
        ' and origin.endswith("example.com")',
        "https://evil-team.evilexample.com",
    ),
    "pattern of the scheme, then a suffix": (
        'return re.match(r"https?://", origin) and origin.endswith("example.com")',
        "https://evilexample.com",
    ),
    "pattern of any name, then a suffix": (
        'return re.match(r"https://[a-z]+\\.[a-z]+\\.com$", origin)'
        ' and origin.endswith("example.com")',
        "https://a.evilexample.com",
    ),
    "prefix, then a pattern of the port": (
        'return origin.startswith("http://localhost") and re.search(r":\\d+$", origin)',
        "http://localhost.evil.net:8443",
    ),
    "suffix, then a pattern of the start": (
        'return origin.endswith(".com") and re.match(r"https://example", origin)',
        "https://example.evil.com",
    ),
    "pattern of the scheme, then a substring": (
        'return re.match("^https://", origin) and "acme" in origin',
        "https://acme.evil.net",
    ),
    "two patterns": (
        'return re.search("shop", origin) and re.search(r"acme\\.com$", origin)',
        "https://shop.evilacme.com",
    ),
    "pattern that takes out a label": (
        'found = re.match(r"https://([^.]+)\\.example", origin)\n'
        'return found is not None and found.group(1) in ("app", "admin")',
        "https://app.example.evil.net",
    ),
    "pattern that takes out the host": (
        'found = re.match(r"https?://(.*?)(?::\\d+)?$", origin)\n'
        'return found is not None and found.group(1).endswith("example.com")',
        "https://evilexample.com",
    ),
    "pattern that takes off the scheme": (
        'return re.sub(r"^https?://", "", origin).endswith("example.com")',
        "https://evilexample.com",
    ),
    "pattern of the host, then its suffix": (
        'host = urlsplit(origin).hostname or ""\n'
        'return re.match(r"[a-z]+\\.", host) and host.endswith("example.com")',
        "https://a.evilexample.com",
    ),
    "a pattern turned away, then a suffix": (
        'if re.search(r"//evil", origin):\n    return False\n'
        'return origin.endswith("example.com")',
        "https://badexample.com",
    ),
    "glob of the host, then a port": (
        'parts = urlsplit(origin)\nreturn fnmatch(parts.hostname or "", "app*.com")'
        " and parts.port == 8443",
        "https://app.evil.com:8443",
    ),
    "port and suffix of the host": (
        'parts = urlsplit(origin)\nhost = parts.hostname or ""\n'
        'return parts.port == 8443 and host.endswith("example.com")',
        "https://evilexample.com:8443",
    ),
    "one of some ports and a suffix": (
        'parts = urlsplit(origin)\nhost = parts.hostname or ""\n'
        'return parts.port in (3000, 5173) and host.endswith("example.com")',
        "https://evilexample.com:5173",
    ),
    "port at the end and a word": (
        'return origin.endswith(":3000") and "example" in origin',
        "https://example.evil.net:3000",
    ),
    "port at the end and a prefix": (
        'return origin.startswith("http://dev") and origin.endswith(":8080")',
        "http://dev.evil.net:8080",
    ),
    "port in the middle of things": (
        'return ":5173" in origin and "example.com" in origin',
        "https://example.com.evil.net:5173",
    ),
    "scheme, then a suffix of the netloc": (
        "parts = urlsplit(origin)\n"
        'return parts.scheme == "https" and parts.netloc.endswith("example.com")',
        "https://evilexample.com",
    ),
    "scheme, then a suffix with a port": (
        "parts = urlsplit(origin)\n"
        'return parts.scheme == "http" and parts.netloc.endswith("example.com:8080")',
        "http://evilexample.com:8080",
    ),
    "the label before the last": (
        'return origin.split(".")[-2] == "example"',
        "https://app.example.net",
    ),
    "the second label": (
        'return origin.count(".") > 1 and origin.split(".")[1] == "example"',
        "https://app.example.net",
    ),
    "the label before the last, with https": (
        'return origin.startswith("https://") and origin.split(".")[-2] == "example"',
        "https://app.example.net",
    ),
    "the last label and a word": (
        'return origin.rsplit(".", 1)[-1] == "com" and "example" in origin',
        "https://example.evil.com",
    ),
    "the first label and the last": (
        'labels = bare(origin).split(".")\n'
        'return labels[0] == "app" and labels[-1] == "com"',
        "https://app.evil.com",
    ),
    "the first label of some, with https": (
        'return origin.startswith("https://")'
        ' and origin.split("//")[1].split(".")[0] in ("app", "admin")',
        "https://admin.evil.net",
    ),
    "a label among the labels": (
        'return "acme" in bare(origin).split(".")',
        "https://acme.evil.net",
    ),
    "a label that starts": (
        'return bare(origin).split(".")[-2].startswith("example")',
        "https://example-evil.net",
    ),
    "three labels and a word": (
        'return len(origin.split(".")) == 3 and "example" in origin',
        "https://example.evil.net",
    ),
    "three dots and a suffix": (
        'return origin.count(".") == 3 and origin.endswith("example.com")',
        "https://a.b.evilexample.com",
    ),
    "one dot and a suffix": (
        'return origin.count(".") == 1 and origin.endswith("example.com")',
        "https://evilexample.com",
    ),
    "short and with a name": (
        'return len(origin) < 24 and "example.com" in origin',
        "https://example.com.cc",
    ),
    "short and with a prefix": (
        'return len(origin) <= 26 and origin.startswith("https://app.example.com")',
        "https://app.example.com.cc",
    ),
    "long and with a suffix": (
        'return len(origin) > 40 and origin.endswith("example.com")',
        "https://a-very-long-name-of-an-evilexample.com",
    ),
    "some names turned away": (
        'return "evil" not in origin and origin.endswith("example.com")',
        "https://badexample.com",
    ),
    "some suffixes turned away": (
        'return not origin.endswith(".example") and "example.com" in origin',
        "https://example.com.evil.net",
    ),
    "http turned away, then a word": (
        'if origin.startswith("http://"):\n    return False\nreturn "acme" in origin',
        "https://acme.evil.net",
    ),
    "hyphens turned away": (
        'return "-" not in origin and "example.com" in origin',
        "https://example.com.evil.net",
    ),
    "ports turned away": (
        'return origin.count(":") == 1 and origin.startswith("https://example.com")',
        "https://example.com.evil.net",
    ),
    "digits at the end turned away": (
        'return not origin[-1].isdigit() and "//example.com" in origin',
        "https://example.com.evil.net",
    ),
    "the sign before the suffix": (
        'return origin[-12] in ".-/" and origin.endswith("example.com")',
        "https://evil-example.com",
    ),
    "the letter after the slashes": (
        'return origin[8] == "a" and origin.endswith("example.com")',
        "https://aexample.com",
    ),
    "slice in the middle": (
        'return origin[8:19] == "example.com"',
        "https://example.com.evil.net",
    ),
    "slice at both ends": (
        'return origin[:12] == "https://app." and origin[-4:] == ".com"',
        "https://app.evil.com",
    ),
    "backwards": (
        'return origin[::-1].startswith("moc.elpmaxe")',
        "https://evilexample.com",
    ),
    "what stands before the name": (
        'return origin.split("example.com")[0] in ("https://", "https://app.")',
        "https://example.com.evil.net",
    ),
    "parted at the name": (
        'return origin.partition("example.com")[1] == "example.com"',
        "https://example.com.evil.net",
    ),
    "split at the name": (
        'return len(origin.split("example.com")) == 2',
        "https://example.com.evil.net",
    ),
    "changed without the name": (
        'return origin.replace("example.com", "") != origin',
        "https://example.com.evil.net",
    ),
    "scheme taken off at the left": (
        'return origin.lstrip("htps:/").startswith("example.com")',
        "https://example.com.evil.net",
    ),
    "letters taken off at the left": (
        'return origin.lstrip("https://") == "example.com"',
        "https://shexample.com",
    ),
    "www taken out": (
        'return origin.replace("www.", "") == "https://example.com"',
        "https://exwww.ample.com",
    ),
    "hyphens taken out": (
        'return origin.replace("-", "").endswith("//example.com")',
        "https://exam-ple.com",
    ),
    "two suffixes, one after the other": (
        'return origin.endswith(".com") and origin.endswith("example.com")',
        "https://evilexample.com",
    ),
    "prefix, word and suffix": (
        'return origin.startswith("https://")'
        ' and "shop" in origin and origin.endswith("acme.io")',
        "https://shop.evilacme.io",
    ),
    "word and port and scheme": (
        "parts = urlsplit(origin)\n"
        'return parts.scheme == "http" and parts.port == 3000'
        ' and "staging" in (parts.hostname or "")',
        "http://staging.evil.net:3000",
    ),
    "either a list or both of two": (
        "return origin in ALLOWED or"
        ' (origin.startswith("https://pr-") and origin.endswith("-acme.netlify.app"))',
        "https://pr-evil-acme.netlify.app",
    ),
    "two ways, the second weak": (
        'if origin.endswith(".example.com"):\n    return True\n'
        'return "preview" in origin and "acme" in origin',
        "https://preview.acme.evil.net",
    ),
    "numbers of a network": (
        'return origin.startswith(("http://10.", "http://172.16."))',
        "http://10.evil.net",
    ),
    "a network, with a port": (
        'return origin.startswith("http://192.168.") and origin.endswith(":3000")',
        "http://192.168.evil.net:3000",
    ),
    "a piece of a list of hosts, with https": (
        "parts = urlsplit(origin)\n"
        'return parts.scheme == "https" and (parts.hostname or "-")'
        ' in "app.example.com admin.example.com"',
        "https://app.example.co",
    ),
    "a piece with a prefix": (
        'return origin.startswith("https://admin") and origin in ORIGINS',
        "https://admin.example.co",
    ),
    "suffix for sale, with a word": (
        'return "acme" in origin and origin.endswith((".io", ".com"))',
        "https://acme.evil.io",
    ),
    "the last letters": ('return origin[-3:] == "com"', "https://evil.com"),
    "the domain at two places": (
        'return origin.count("example") == 2',
        "https://example.example.net",
    ),
    "no more than the words": (
        'return {"acme", "app"} <= set(bare(origin).split("."))',
        "https://app.acme.evil.net",
    ),
    "found at a place": (
        'return origin.find("example.com") == 8',
        "https://example.com.evil.net",
    ),
    "found at an early place": (
        'return 0 < origin.find("example.com") < 12',
        "https://example.com.evil.net",
    ),
    "index and its error": (
        'try:\n    origin.index("example.com")\nexcept ValueError:\n    return False\n'
        "return True",
        "https://example.com.evil.net",
    ),
}

OUT_OF_REACH = {
    "pattern that takes out a label": "groups of a match are not followed",
    "pattern that takes out the host": "groups of a match are not followed",
    "pattern that takes off the scheme": "substitutions are not followed",
    "index and its error": "the error is not followed; another rule speaks up",
    "no more than the words": "sets are compared, and no text",
    "the sign before the suffix": "the search gets too large",
    "the domain at two places": "only single signs are counted",
    "letters taken off at the left": "looks like the whole host until a stranger gets in",
    "www taken out": "looks like the whole origin until a stranger gets in",
    "hyphens taken out": "looks like the whole origin until a stranger gets in",
}
"""The weak ones that are missed, and why."""

SOUND = {
    "pattern of the scheme, then the domain": (
        'return re.match("https?://", origin) and origin.endswith(".example.com")',
        "https://app.example.com",
    ),
    "prefix, then a pattern with the dot": (
        'return origin.startswith("https://app") and re.search(r"\\.example\\.com$", origin)',
        "https://app.example.com",
    ),
    "two patterns, one sound": (
        'return re.search("app", origin) and re.search(r"//[a-z]+\\.example\\.com$", origin)',
        "https://app.example.com",
    ),
    "a pattern that only strangers fit": (
        'return re.match(r"https://[a-z]+\\.example\\.com$", origin)'
        ' and origin.endswith("example.com")',
        "https://app.example.com",
    ),
    "pattern that takes out the whole host": (
        'found = re.match(r"https?://([^:]*)(?::\\d+)?$", origin)\n'
        "return found is not None and found.group(1) in HOSTS",
        "https://app.example.com",
    ),
    "port and the domain": (
        'parts = urlsplit(origin)\nhost = parts.hostname or ""\n'
        'return parts.port == 8443 and host.endswith(".example.com")',
        "https://app.example.com:8443",
    ),
    "scheme and host": (
        "parts = urlsplit(origin)\n"
        'return parts.scheme == "https" and parts.hostname == "example.com"',
        "https://example.com",
    ),
    "scheme, host and port": (
        "parts = urlsplit(origin)\n"
        'return (parts.scheme, parts.hostname, parts.port) == ("https", "example.com", None)',
        "https://example.com",
    ),
    "the netloc among some": (
        'return urlsplit(origin).netloc in ("example.com", "example.com:8443")',
        "https://example.com:8443",
    ),
    "two labels, one after the other": (
        'labels = bare(origin).split(".")\n'
        'return len(labels) > 1 and labels[-2] == "acme" and labels[-1] == "com"',
        "https://app.acme.com",
    ),
    "all three labels": (
        'return bare(origin).split(".") == ["app", "example", "com"]',
        "https://app.example.com",
    ),
    "the last two labels of the host": (
        'host = urlsplit(origin).hostname or ""\n'
        'return ".".join(host.rsplit(".", 2)[-2:]) in DOMAINS',
        "https://app.example.com",
    ),
    "between the colons": (
        'return origin.split(":")[1] == "//app.example.com"',
        "https://app.example.com",
    ),
    "slice with the dot": (
        'return origin[-12:] == ".example.com"',
        "https://app.example.com",
    ),
    "slice up to the port": (
        'return origin[:24] == "https://app.example.com:"',
        "https://app.example.com:8443",
    ),
    "backwards, with the dot": (
        'return origin[::-1].startswith("moc.elpmaxe.")',
        "https://app.example.com",
    ),
    "the sign before the suffix is the dot": (
        'return origin[-12] in "./" and origin.endswith("example.com")',
        "https://app.example.com",
    ),
    "first the sign, then the suffix": (
        'return origin[-12:-11] == "." and origin.endswith("example.com")',
        "https://app.example.com",
    ),
    "a word below the domain": (
        'return "preview" in origin and origin.endswith(".example.com")',
        "https://preview-1.example.com",
    ),
    "strangers turned away": (
        'if not origin.endswith(".example.com"):\n    return False\nreturn "app" in origin',
        "https://app.example.com",
    ),
    "a word, but nobody else": (
        'return "example.com" in origin and origin in ALLOWED',
        "https://app.example.com",
    ),
    "a prefix, but nobody else": (
        'return origin.startswith("https://app") and origin in ALLOWED',
        "https://app.example.com",
    ),
    "a piece that is not short": (
        'return len(origin) == 23 and origin in "https://app.example.com"',
        "https://app.example.com",
    ),
    "suffix with the dot, after the scheme": (
        'return ("." + origin.split("://")[-1]).endswith(".example.com")',
        "https://example.com",
    ),
    "prefix that needs a port": (
        'return origin.startswith(("http://localhost:", "http://127.0.0.1:"))',
        "http://localhost:3000",
    ),
    "the name of this machine or the list": (
        'return urlsplit(origin).hostname == "localhost" or origin in ALLOWED',
        "http://localhost:3000",
    ),
    "http turned away, then the domain": (
        'if origin.startswith("http://"):\n    return False\n'
        'return origin.endswith((".example.com", "//example.com"))',
        "https://app.example.com",
    ),
    "https replaced": (
        'return origin.replace("https://", "http://") == "http://app.example.com"',
        "https://app.example.com",
    ),
    "a table of hosts": (
        'return {"app.example.com": True}.get(urlsplit(origin).hostname, False)',
        "https://app.example.com",
    ),
    "a name that no browser sends": (
        'return origin == "https://App.Example.com" or origin == "https://example.com"',
        "https://example.com",
    ),
}
