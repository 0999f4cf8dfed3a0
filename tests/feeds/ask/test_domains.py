"""Which hosts count as one site."""

import pytest

from bot.feeds.ask.domains import domain_of, is_listed, registrable_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("en.yna.co.kr", "yna.co.kr"),
        ("www.yna.co.kr.", "yna.co.kr"),
        ("FEEDS.bbci.co.uk", "bbci.co.uk"),
        ("news.google.com", "google.com"),
        ("news.web.nhk", "web.nhk"),
        ("someone.github.io", "someone.github.io"),
        ("뉴스.한국", "xn--vg1b002a.xn--3e0b707e"),
        ("rss.뉴스.한국", "xn--vg1b002a.xn--3e0b707e"),
        ("xn--vg1b002a.xn--3e0b707e", "xn--vg1b002a.xn--3e0b707e"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("0:0::1", "::1"),
        ("a.b.nowhere", "b.nowhere"),
        ("", ""),
        ("..", ""),
        ("a..b.example", "a..b.example"),
        ("x" * 300 + ".example", "x" * 300 + ".example"),
    ],
)
def test_registrable_domains(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://user:secret@feeds.bbci.co.uk:8443/rss?x=y", "bbci.co.uk"),
        ("http://[::1]:80/rss", "::1"),
        ("http://[x/rss", ""),
        ("not an address", ""),
    ],
)
def test_the_domain_of_an_address(url: str, domain: str) -> None:
    assert domain_of(url) == domain


@pytest.mark.parametrize(
    ("host", "listed"),
    [("rsshub.app", True), ("my.rsshub.app", True), ("MY.RSSHUB.APP.", True), ("notrsshub.app", False), ("app", False)],
)
def test_hosts_of_a_list_and_those_below_them(host: str, listed: bool) -> None:
    assert is_listed(host, frozenset({"rsshub.app"})) is listed
