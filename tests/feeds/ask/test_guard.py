"""The guard (etiquette line 27): where feeds, hubs and articles lead, by literal, by redirect and by DNS answer."""

import socket
from collections.abc import Awaitable, Callable
from ipaddress import ip_address, ip_network

import pytest
from aiohttp import TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.feeds import FetchPolicy, Poller
from bot.feeds.article.article import Articles
from bot.feeds.article.verdict import Why
from bot.feeds.ask.guard import AddressError, Guard, SystemResolver, is_public
from bot.model import Entry, Polled, PollFailed, Subscription, Trouble
from tests.feeds.conftest import LOOPBACK, USER_AGENT, feed_at
from tests.feeds.site import FEED, Site, answer

PRIVATE = (
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
    "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1", "::127.0.0.1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1",
    "2002:7f00:1::1", "2002:a00:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001::7f00:1", "::ffff:0:127.0.0.1",
    "192.0.0.8", "192.0.0.192", "192.88.99.1", "168.63.129.16", "100.100.100.200", "3fff::1", "5f00::1",
    "100:0:0:1::1", "fd00:ec2::254", "::10.0.0.1", "::8.8.8.8",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")


OPENED = "127.77.7.7"
"""An address of this machine that the policy opens where a test says so."""
opened = pytest.mark.allow_hosts(["127.0.0.1", "::1", "localhost", OPENED])


class Answers(AbstractResolver):
    """A name server that says what a test wants; one list of addresses after another."""

    def __init__(self, *answers: list[str]) -> None:
        self._answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        addresses = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in addresses
        ]

    async def close(self) -> None:
        return


async def refused(url: str, *, policy: FetchPolicy | None = None, resolver: AbstractResolver | None = None) -> str:
    """The sentence with which the guard refuses an address."""
    async with Poller(policy or FetchPolicy(USER_AGENT), resolver=resolver) as poller:
        outcome = await poller.poll(feed_at(url))
    assert isinstance(outcome, PollFailed)
    assert outcome.trouble is Trouble.REFUSED, outcome
    return outcome.sentence


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_off_the_public_internet_is_told(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_told(address: str) -> None:
    assert is_public(ip_address(address))


SPELLINGS = (
    "2130706433", "017700000001", "0177.0.0.1", "127.1", "127.0.1", "0x7f000001", "0x7f.0.0.1", "0x7f.1", "0X7F.1", "1",
    "127.0.0.01", "127.0.0.1.", "２１３０７０６４３３", "１２７.０.０.１", "127。0。0。1", "①②⑦.⓪.⓪.①", "0x7f。1",
    "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "127.0.0.1%00.example", "user@127.0.0.1", "LOCALHOST", "localhost.",
    "[::1%251]", "[fe80::1%25lo]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::ffff:7f00:1]", "0", "127.0.0.1\\@news.example",
)  # fmt: skip
"""Of this machine: numbers in disguise, other digits and dots, escapes, zones."""


class Inside(AbstractResolver):
    """``N.inside.example`` is the Nth of PRIVATE, and every other name this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        number, _, rest = host.partition(".")
        place = PRIVATE[int(number)] if rest == "inside.example" else "127.0.0.1"
        return await Answers([place]).resolve(host, port, family)

    async def close(self) -> None:
        return


async def ask_feed(poller: Poller, url: str) -> str:
    outcome = await poller.poll(feed_at(url))
    return outcome.sentence if isinstance(outcome, PollFailed) and outcome.trouble is Trouble.REFUSED else ""


async def ask_hub(poller: Poller, url: str) -> str:
    subscription = Subscription(1, url, "https://news.example/feed", "token", "secret")
    sentence = await poller.subscribe(subscription, "https://bot.example/websub/token", 60.0)
    return "" if sentence is None or sentence.startswith(("answers", "cannot", "gave", "has a host")) else sentence


async def ask_article(poller: Poller, url: str) -> str:
    async with Articles(poller) as articles:
        outcome = await articles.text(Entry("id", url, "A title", ""))
    # An address that cannot even be written as one is no link at all.
    return str(outcome.why) if outcome.why in {Why.REFUSED, Why.NO_LINK} else ""


ASKERS = [ask_feed, ask_hub, ask_article]
Asker = Callable[[Poller, str], Awaitable[str]]


def places(port: int) -> list[str]:
    """Every private address, every spelling of this machine, and a name for every private address."""
    literals = [f"[{address}]" if ":" in address else address for address in PRIVATE]
    names = [f"{number}.inside.example" for number in range(len(PRIVATE))]
    return [f"http://{host}:{port}/inside" for host in (*literals, *SPELLINGS, *names, "localhost")]


@opened
@pytest.mark.parametrize("ask", ASKERS)
@pytest.mark.parametrize("way", ["asked", "redirected"])
async def test_line_27_no_way_leads_inside(ask: Asker, way: str) -> None:
    """Feeds, hubs and articles; by literal, by name and by redirect. What is inside answers, so a miss would show."""
    async with Site(host=OPENED) as site, Site() as inside:
        inside.routes["/inside"] = answer(200, FEED)
        urls = places(inside.port)
        if way == "redirected":
            for number, url in enumerate(urls):
                location = url.encode().decode("latin-1")
                site.routes[f"/{number}"] = answer(307, b"", ("Location", location))
        policy = FetchPolicy(USER_AGENT, private_networks=(ip_network(OPENED),))
        async with Poller(policy, resolver=Inside()) as poller:
            asked = urls if way == "asked" else [site.url(f"/{number}") for number in range(len(urls))]
            said = {url: await ask(poller, one) for url, one in zip(urls, asked, strict=True)}
        assert [url for url, sentence in said.items() if not sentence] == []
        assert inside.connections == 0
        if way == "redirected":
            assert {f"/{number}" for number in range(len(urls))} <= {request.target for request in site.requests}


async def test_line_27_the_refusal_names_the_setting_that_would_open_it() -> None:
    assert "let ALLOW_PRIVATE_ADDRESSES include 10.0.0.1" in await refused("http://10.0.0.1/feed")
    sentence = await refused("http://news.example/feed", resolver=Answers(["fd12:3456::1"]))
    assert sentence.startswith("news.example leads to fd12:3456::1, which is not on the public internet")
    assert "unusual spelling" in await refused("http://0x7f.1/feed")
    assert "localhost leads to" in await refused("http://localhost:9/feed")


@opened
@pytest.mark.parametrize("location", ["//127.0.0.1:1/x", "http://2130706433/", "http://localhost:1/"])
@pytest.mark.parametrize("status", [301, 302, 303, 308])
async def test_line_27_whatever_redirects_there_is_refused(location: str, status: int) -> None:
    async with Site(host=OPENED) as site:
        site.routes["/feed"] = answer(status, b"", ("Location", location))
        policy = FetchPolicy(USER_AGENT, private_networks=(ip_network(OPENED),))
        await refused(site.url("/feed"), policy=policy)
        assert len(site.requests) == 1


@pytest.mark.parametrize("ask", ASKERS)
async def test_line_27_a_name_that_changes_its_answer_is_checked_at_every_connection(ask: Asker) -> None:
    """DNS rebinding: a good answer first, and then one that leads inside."""
    async with Site() as site:
        site.routes["/feed"] = answer(404, b"", ("Connection", "close"))
        site.routes["/robots.txt"] = answer(404, b"", ("Connection", "close"))
        policy = FetchPolicy(USER_AGENT, private_networks=(ip_network("127.0.0.1/32"),))
        async with Poller(policy, resolver=Answers(["127.0.0.1"], ["127.0.0.2"])) as poller:
            url = f"http://rebinding.example:{site.port}/feed"
            assert not await ask(poller, url)
            seen = len(site.requests)
            assert seen
            connector = poller.fetcher._opened().connector
            assert isinstance(connector, TCPConnector)
            connector.clear_dns_cache()  # as if the seconds had gone by for which an answer is kept
            assert await ask(poller, url)
        assert len(site.requests) == seen


class Turncoat(dict[str, object]):
    """A DNS answer that is public when it is looked at first, and leads inside from then on."""

    looks = 0

    def __getitem__(self, key: str) -> object:
        if key != "host":
            return super().__getitem__(key)
        self.looks += 1
        return "8.8.8.8" if self.looks == 1 else super().__getitem__(key)


@pytest.mark.parametrize("ask", ASKERS)
async def test_line_27_an_answer_that_changes_after_the_check_meets_the_socket(ask: Asker) -> None:
    class Names(Answers):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
        ) -> list[ResolveResult]:
            return [Turncoat(found) for found in await super().resolve(host, port, family)]  # type: ignore[misc]

    async with Site() as inside, Poller(FetchPolicy(USER_AGENT), resolver=Names(["127.0.0.1"])) as poller:
        assert await ask(poller, f"http://news.example:{inside.port}/feed")
        assert inside.connections == 0


async def test_one_bad_answer_does_not_cost_the_good_ones() -> None:
    async with Site() as site:
        site.routes["/feed"] = answer(200, FEED)
        policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK)
        async with Poller(policy, resolver=Answers(["10.0.0.7", "127.0.0.1"])) as poller:
            outcome = await poller.poll(feed_at(f"http://news.example:{site.port}/feed"))
        assert isinstance(outcome, Polled)


async def test_an_own_feed_is_open_at_its_exact_address_and_nowhere_else() -> None:
    async with Site() as site:
        site.routes["/replay/en.xml"] = site.routes["/other"] = answer(410)
        policy = FetchPolicy(USER_AGENT, own_feeds=frozenset({site.url("/replay/en.xml")}))
        async with Poller(policy) as poller:
            outcome = await poller.poll(feed_at(site.url("/replay/en.xml")))
        assert isinstance(outcome, PollFailed)
        assert outcome.gone
        for elsewhere in ("/other", "/replay/en.xml?x", "/bot1:x/sendMessage"):
            await refused(site.url(elsewhere), policy=policy)
        assert [request.target for request in site.requests] == ["/replay/en.xml"]


@opened
async def test_an_own_feed_is_open_at_its_first_hop_alone() -> None:
    """Neither where it redirects to, nor where others redirect to it."""
    async with Site() as own, Site(host=OPENED) as other:
        own.routes["/feed"] = answer(302, b"", ("Location", "/bot"))
        other.routes["/to-feed"] = answer(302, b"", ("Location", own.url("/feed")))
        networks = (ip_network(OPENED),)
        policy = FetchPolicy(USER_AGENT, private_networks=networks, own_feeds=frozenset({own.url("/feed")}))
        await refused(own.url("/feed"), policy=policy)
        await refused(other.url("/to-feed"), policy=policy)
        assert [request.target for request in own.requests] == ["/feed"]


def test_a_private_network_opens_the_addresses_in_it_in_every_form() -> None:
    guard = Guard(FetchPolicy(USER_AGENT, private_networks=(ip_network("10.1.0.0/16"), ip_network("fd00::/8"))))
    for address in ("10.1.2.3", "::ffff:10.1.2.3", "fd00::1"):
        guard.check(address)
    for address in ("10.2.0.1", "fc00::1", "127.0.0.1"):
        with pytest.raises(AddressError):
            guard.check(address)


def test_the_socket_factory_has_the_last_word() -> None:
    guard = Guard(FetchPolicy(USER_AGENT))
    with pytest.raises(AddressError):
        guard.make_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", 80)))
    made = guard.make_socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("8.8.8.8", 80)))
    made.close()


async def test_the_systems_resolver_finds_localhost_and_not_an_invalid_name() -> None:
    resolver = SystemResolver()
    assert {result["host"] for result in await resolver.resolve("localhost", 80)} <= {"127.0.0.1", "::1"}
    for name in ("nobody.invalid", "a" * 70 + ".example"):
        with pytest.raises((OSError, UnicodeError)):
            await resolver.resolve(name, 80)
    await resolver.close()
