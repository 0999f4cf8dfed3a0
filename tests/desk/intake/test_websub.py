"""Hubs: when to ask, for how long, and whose word a message is."""

import hashlib
import hmac
from datetime import timedelta

import pytest

from bot.desk.intake.websub import LEASE, is_signed, with_lease, with_refusal, with_request
from bot.model import Subscription, SubscriptionState
from tests.desk.make import NOW

WANTED = Subscription(7, "https://hub.example/", "https://news.example/rss", "token", "secret", next_try=NOW)
MINUTE = timedelta(minutes=1)


def test_asking_in_vain_gets_ever_more_seldom() -> None:
    waits, subscription = [], WANTED
    for _ in range(20):
        subscription = with_request(subscription, NOW)
        assert subscription.next_try is not None
        waits.append(subscription.next_try - NOW)
    assert waits[:4] == [10 * MINUTE, 20 * MINUTE, 40 * MINUTE, 80 * MINUTE]
    assert waits[-1] == timedelta(days=1)


@pytest.mark.parametrize(
    ("seconds", "lease"),
    [
        (None, LEASE),
        (3600.0, timedelta(hours=1)),
        (0.0, MINUTE),
        (-5.0, MINUTE),
        (1e12, timedelta(days=60)),
    ],
)
def test_a_granted_lease_is_renewed_in_good_time(seconds: float | None, lease: timedelta) -> None:
    found = with_lease(with_request(WANTED, NOW), NOW, seconds)
    assert (found.state, found.failures, found.lease_until) == (SubscriptionState.ACTIVE, 0, NOW + lease)
    assert found.next_try == NOW + 0.8 * lease


def test_a_hub_that_refuses_is_left_alone_for_a_week() -> None:
    found = with_refusal(with_lease(WANTED, NOW, None), NOW)
    assert (found.state, found.lease_until) == (SubscriptionState.DENIED, None)
    assert found.next_try == NOW + timedelta(days=7)


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
def test_signatures(method: str) -> None:
    body = "방위비 분담금".encode()
    right = hmac.new(b"secret", body, getattr(hashlib, method)).hexdigest()
    assert is_signed(body, f"{method}={right}", "secret")
    assert is_signed(body, f" {method.upper()}={right.upper()} ", "secret")
    assert not is_signed(body + b" ", f"{method}={right}", "secret")
    assert not is_signed(body, f"{method}={right}", "another")
    assert not is_signed(body, f"{method}={right[:-1]}", "secret")
    assert not is_signed(body, right, "secret")


@pytest.mark.parametrize("signature", ["", "=", "sha256", "sha256=", "md5=00", "none=00", "sha256=é"])
def test_odd_signatures_are_none(signature: str) -> None:
    assert not is_signed(b"body", signature, "secret")
