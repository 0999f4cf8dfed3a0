"""Signed webhooks, as https://www.standardwebhooks.com has them: libraries in many languages check them.

A request has three headers: ``webhook-id``, which is the same each time a message is tried again, so that who keeps the
ids of some days takes none twice; ``webhook-timestamp``, by which an old one that somebody sends again is told; and
``webhook-signature``, ``v1,`` and the HMAC-SHA256 of id, time and body in base64.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec.structs import asdict

from bot.chat.delivery.sending import Outgoing
from bot.chat.doors.posting import DoorSender, outcome_of, said_hello, where
from bot.chat.languages.translator import Translator
from bot.desk.answers.export import read_of, report_rows
from bot.model import Article, DeliveryKind, Door, Figure, SendOutcome

PREFIX = "whsec_"
_BYTES = 32

TYPES = {
    DeliveryKind.ALERT: "story.new",
    DeliveryKind.TURN: "story.turn",
    DeliveryKind.CORRECTION: "story.denied",
    DeliveryKind.EDIT: "story.updated",
    DeliveryKind.DIGEST: "digest",
    DeliveryKind.TEST: "test",
    DeliveryKind.BROADCAST: "notice",
}
HELLO, OTHER = "door.hello", "notice"


def new_secret() -> str:
    return PREFIX + base64.b64encode(secrets.token_bytes(_BYTES)).decode()


def signature(secret: str, identity: str, moment: int, body: bytes) -> str:
    """``moment``: seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = b".".join([identity.encode(), str(moment).encode(), body])
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


class Webhook(DoorSender):
    """Posts messages as JSON: the words, and the reports with their figures as values."""

    async def hand_over(self, message: Outgoing, door: Door) -> SendOutcome:
        delivery = message.delivery
        told: dict[str, Any] = {
            "text": message.words.plain,
            "language": delivery.chat.language or "en",
            "reports": [_report(article) for article in message.articles],
        }
        if delivery.kind is DeliveryKind.DIGEST:
            told["told_before"], told["left"] = delivery.told, delivery.left
        body = _body(TYPES.get(delivery.kind, OTHER), delivery.created, told)
        identity = f"msg_{delivery.id}_{delivery.told}"
        if delivery.kind is DeliveryKind.EDIT:  # one row for all edits of an alert
            identity += f"_{hashlib.sha256(body).hexdigest()[:12]}"
        return outcome_of(
            await self._signed(where(door), door.secret, identity, body, trusted=self.is_trusted(door)), delivery.id
        )

    async def hello(self, address: str, secret: str, t: Translator, *, trusted: bool) -> SendOutcome:
        now = self._context.now()
        body = _body(HELLO, now, {"text": said_hello(self._context.topic, t).plain})
        identity = f"msg_hello_{secrets.token_hex(8)}"
        return outcome_of(await self._signed(address, secret, identity, body, trusted=trusted), 0)

    async def _signed(self, address: str, secret: str, identity: str, body: bytes, *, trusted: bool) -> Any:
        moment = int(self._context.now().timestamp())
        headers = {
            "Content-Type": "application/json",
            "webhook-id": identity,
            "webhook-timestamp": str(moment),
            "webhook-signature": signature(secret, identity, moment, body),
        }
        return await self.post(address, body, headers, trusted=trusted)


def _body(kind: str, moment: datetime, told: dict[str, Any]) -> bytes:
    return msgspec.json.encode({"type": kind, "timestamp": moment.astimezone(UTC), "data": told})


def _report(article: Article) -> dict[str, Any]:
    """No text of the article's, as in exports."""
    (row,) = report_rows([article])
    figures = [_figure(figure) for figure in article.reading.figures if figure.on_topic]
    return asdict(row) | {"figures": figures}


def _figure(figure: Figure) -> dict[str, Any]:
    told = {
        "surface": figure.surface,
        "kind": figure.kind,
        "role": figure.role,
        "value": figure.value,
        "value_max": figure.value_max,
        "currency": figure.currency,
        "period": figure.period,
        "year": figure.year,
        "payer": figure.payer,
        "speaker": figure.attributed_to,
    }
    return told | read_of(figure)
