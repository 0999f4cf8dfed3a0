"""Feeds at their WebSub hubs (W3C Recommendation of 23 January 2018): when to ask, what an answer means, whose word
a message is."""

import hashlib
import hmac
from datetime import datetime, timedelta

from msgspec.structs import replace

from bot.model import Subscription, SubscriptionState

LEASE = timedelta(days=7)
"""The lease that is asked for; a hub may grant another."""
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(days=60)
"""Bounds of a granted lease that is believed."""
RENEW_AFTER = 0.8
"""Of a lease: the rest is time for renewals that fail."""
RETRY, SELDOM = timedelta(minutes=10), timedelta(days=1)
"""After the first request in vain, doubled with each one more, and at the most."""
DENIED_FOR = timedelta(days=7)
MOST_DOUBLINGS = 10

METHODS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
"""Of signatures (section 7.1). SHA-1 is among them because the largest hub sends no other; for an HMAC it is sound."""


def with_request(subscription: Subscription, now: datetime) -> Subscription:
    """Notes a request as failed before it is sent, since the hub may confirm before it answers."""
    wait = min(RETRY * 2 ** min(subscription.failures, MOST_DOUBLINGS), SELDOM)
    return replace(subscription, failures=subscription.failures + 1, next_try=now + wait)


def with_lease(subscription: Subscription, now: datetime, seconds: float | None) -> Subscription:
    """The hub granted a lease of so many seconds (the one that we asked for, where it names none)."""
    lease = LEASE if seconds is None else timedelta(seconds=min(max(seconds, 0.0), LONGEST.total_seconds()))
    lease = max(lease, SHORTEST)
    return replace(
        subscription,
        state=SubscriptionState.ACTIVE,
        lease_until=now + lease,
        next_try=now + RENEW_AFTER * lease,
        failures=0,
    )


def with_refusal(subscription: Subscription, now: datetime) -> Subscription:
    """The hub refused, or ended it (section 5.2)."""
    return replace(subscription, state=SubscriptionState.DENIED, lease_until=None, next_try=now + DENIED_FOR)


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether an ``X-Hub-Signature`` header (``method=hex``) is that of the body under our secret."""
    name, _, given = signature.partition("=")
    method = METHODS.get(name.strip().lower())
    if method is None:
        return False
    expected = hmac.new(secret.encode(), body, method).hexdigest()
    return hmac.compare_digest(expected.encode(), given.strip().lower().encode())
