"""Addresses of reports, as people type and paste them."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?::\d+)?", re.IGNORECASE)


def is_address(words: str) -> bool:
    """Whether it is meant for a web address: with a scheme, or a host with a path behind it."""
    one = words.strip()
    if not one or len(one.split()) > 1:
        return False
    if one.lower().startswith(("http://", "https://")):
        return len(one) > len("https://")
    host, slash, _ = one.partition("/")
    return bool(slash) and _HOST.fullmatch(host) is not None


def spellings(address: str) -> list[str]:
    """The address as feeds may have it: by http or https, with www. or without, with a slash at its end or without."""
    whole = address.strip() if "://" in address else f"https://{address.strip()}"
    try:
        parts = urlsplit(whole)
    except ValueError:
        return []
    bare = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/")
    return [
        parts._replace(scheme=scheme, netloc=host, path=ending).geturl()
        for scheme in ("https", "http")
        for host in (bare, f"www.{bare}")
        for ending in (path, f"{path}/")
    ]


def host_of(address: str) -> str:
    """The host without www.; "" where there is none."""
    try:
        return (urlsplit(address if "://" in address else f"https://{address}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""
