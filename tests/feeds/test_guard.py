"""The guard: which addresses a feed may lead to, by literal, by redirect and by DNS answer (etiquette line 27)."""

import socket
from ipaddress import ip_address, ip_network

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.feeds import FetchPolicy, Poller
from bot.feeds.guard import AddressError, Guard, SystemResolver, is_public
from bot.model import Polled, PollFailed, Trouble
from tests.feeds.conftest import LOOPBACK, USER_AGENT, feed_at
from tests.feeds.site import FEED, Site, answer

PRIVATE = (
    "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
    "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "100::1", "::127.0.0.1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::7f00:1",
    "2002:7f00:1::1", "2002:a00:1::1",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808")


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


@pytest.mark.parametrize("address", PRIVATE)
async def test_line_27_a_literal_is_refused_with_the_setting_that_would_open_it(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    assert "ALLOW_PRIVATE_ADDRESSES" in await refused(f"http://{host}/feed")


@pytest.mark.parametrize("address", PRIVATE)
async def test_line_27_a_name_that_leads_there_is_refused(address: str) -> None:
    sentence = await refused("http://news.example/feed", resolver=Answers([address]))
    assert sentence.startswith("news.example leads to ")
    assert "ALLOW_PRIVATE_ADDRESSES" in sentence


@pytest.mark.parametrize(
    "host",
    [
        "2130706433",
        "017700000001",
        "0177.0.0.1",
        "127.1",
        "127.0.1",
        "0x7f000001",
        "0x7f.0.0.1",
        "0x7f.1",
        "1",
        "127.0.0.01",
    ],
)
async def test_line_27_disguised_numbers_are_refused(host: str) -> None:
    assert "unusual spelling" in await refused(f"http://{host}/feed")


async def test_line_27_the_systems_own_answer_is_checked() -> None:
    assert "localhost leads to" in await refused("http://localhost:9/feed")


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1:1/",
        "//127.0.0.1:1/x",
        "http://[::1]/",
        "http://2130706433/",
        "http://localhost:1/",
        "http://169.254.169.254/latest/meta-data",
    ],
)
@pytest.mark.parametrize("status", [301, 302, 307])
async def test_line_27_a_redirect_there_is_refused(location: str, status: int) -> None:
    async with Site() as site:
        site.routes["/feed"] = answer(status, b"", ("Location", location))
        policy = FetchPolicy(USER_AGENT, allowed_hosts=frozenset({("127.0.0.1", site.port)}))
        await refused(site.url("/feed"), policy=policy)
        assert len(site.requests) == 1


async def test_a_name_that_changes_its_answer_is_checked_each_time() -> None:
    """DNS rebinding: a good answer first, then one that leads inside."""
    async with Site() as site:
        site.routes["/feed"] = answer(
            302, b"", ("Location", f"http://news.example:{site.port}/feed"), ("Connection", "close")
        )
        policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK)
        sentence = await refused(
            f"http://other.example:{site.port}/feed", policy=policy, resolver=Answers(["127.0.0.1"], ["10.0.0.7"])
        )
    assert "10.0.0.7" in sentence


async def test_one_bad_answer_does_not_cost_the_good_ones() -> None:
    async with Site() as site:
        site.routes["/feed"] = answer(200, FEED)
        policy = FetchPolicy(USER_AGENT, private_networks=LOOPBACK)
        async with Poller(policy, resolver=Answers(["10.0.0.7", "127.0.0.1"])) as poller:
            outcome = await poller.poll(feed_at(f"http://news.example:{site.port}/feed"))
        assert isinstance(outcome, Polled)


async def test_an_allowed_host_is_open_at_its_port_only() -> None:
    async with Site() as site, Site() as other:
        site.routes["/feed"] = other.routes["/feed"] = answer(410)
        policy = FetchPolicy(USER_AGENT, allowed_hosts=frozenset({("127.0.0.1", site.port)}))
        async with Poller(policy) as poller:
            outcome = await poller.poll(feed_at(site.url("/feed")))
        assert isinstance(outcome, PollFailed)
        assert outcome.gone
        await refused(other.url("/feed"), policy=policy)
        assert not other.requests


async def test_an_allowed_host_may_be_a_name() -> None:
    async with Site() as site:
        site.routes["/feed"] = answer(410)
        policy = FetchPolicy(USER_AGENT, allowed_hosts=frozenset({("localhost", site.port)}))
        async with Poller(policy) as poller:
            outcome = await poller.poll(feed_at(f"http://localhost:{site.port}/feed"))
        assert isinstance(outcome, PollFailed)
        assert outcome.gone


def test_a_private_network_opens_the_addresses_in_it_in_every_form() -> None:
    guard = Guard(FetchPolicy(USER_AGENT, private_networks=(ip_network("10.1.0.0/16"), ip_network("fd00::/8"))))
    for address in ("10.1.2.3", "::ffff:10.1.2.3", "fd00::1"):
        guard.check(address, 80)
    for address in ("10.2.0.1", "fc00::1", "127.0.0.1"):
        with pytest.raises(AddressError):
            guard.check(address, 80)


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
