"""The outside judge: recorded Bot API requests, read by aiogram's typed methods and checked by teremok's rules.

``judge`` names every request that it would refuse; a bot's requests should come out clean. ``disagreements`` names
those on which judge and sandbox differ, which is how the sandbox itself is tested. Where the judge is known to be
wrong, ``KNOWN`` says so with the reason, and the request is let through.

aiogram takes three seconds to load, so it is loaded when the judge is first asked: most processes of a test run never
ask it.
"""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, get_args

from bot.sandbox.bot_api.entities import ParseError, parse, units

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.methods import TelegramMethod

Request = dict[str, Any]

# Refusals that need no knowledge of chats: on these the judge can have an opinion.
_STATELESS = re.compile(
    r"can't parse|message text is empty|text must be non-empty|is too long|caption is too long|BUTTON_|exactly one|"
    r"MESSAGE_TOO_LONG|ENTITY_BOUNDS",
)


@dataclass(frozen=True, slots=True)
class Finding:
    request: Request
    reason: str


@dataclass(frozen=True, slots=True)
class Misjudgement:
    """Where the judge errs: its reason (a pattern), when that counts, and why it is wrong."""

    reason: str
    applies: Callable[[Request], bool]
    why: str


def _body(request: Request) -> str:
    params = request["params"]
    return str(params.get("text") or params.get("caption") or "")


def _parsed(request: Request) -> str | None:
    """The text after parsing, None where it is refused."""
    try:
        return parse(_body(request), request["params"].get("parse_mode", ""))[0]
    except (ParseError, KeyError):
        return None


def _short_once_parsed(request: Request) -> bool:
    text = _parsed(request)
    return text is not None and units(text) <= (1024 if "caption" in request["params"] else 4096)


def _parses(request: Request) -> bool:
    return _parsed(request) is not None


KNOWN = (
    Misjudgement(
        r"message is too long|caption is too long",
        _short_once_parsed,
        "teremok measures the text with its markup; Telegram's 4096 and 1024 count after entities are parsed.",
    ),
    Misjudgement(
        r"Unsupported attribute",
        _parses,
        "Telegram reads past attributes that mean nothing to it; teremok refuses them.",
    ),
    Misjudgement(
        r"Unexpected character '&'",
        _parses,
        "An ampersand that starts no reference stays an ampersand in Telegram's parser.",
    ),
    Misjudgement(
        r'Tag "a" must have attribute "href"',
        _parses,
        "Telegram takes the link's text for its address where there is no href.",
    ),
    Misjudgement(
        r'Unsupported start tag "(a|code|span|blockquote|/)',
        _parses,
        "teremok knows attribute values in quotes only and no empty end tag; Telegram reads name tokens and </>.",
    ),
)


def judge(requests: Iterable[Request]) -> list[Finding]:
    """Every request that aiogram or teremok refuses, known misjudgements left out."""
    return [
        Finding(request, reason)
        for request in requests
        if (reason := verdict(request)) is not None and not _is_known(request, reason)
    ]


def disagreements(requests: Iterable[Request]) -> list[Finding]:
    """Requests that the sandbox took and the judge refuses, or the other way round."""
    found = []
    for request in requests:
        reason = verdict(request)
        if request["ok"] and reason is not None and not _is_known(request, reason):
            found.append(Finding(request, reason))
        if not request["ok"] and reason is None and _STATELESS.search(request.get("error", "")):
            found.append(Finding(request, f"only the sandbox refuses: {request['error']}"))
    return found


def _is_known(request: Request, reason: str) -> bool:
    return any(re.search(known.reason, reason) and known.applies(request) for known in KNOWN)


@cache
def _methods() -> "dict[str, type[TelegramMethod[Any]]]":
    """aiogram's methods by their names in lower case."""
    from aiogram import methods
    from aiogram.methods import TelegramMethod

    return {
        name.lower(): found
        for name, found in vars(methods).items()
        if isinstance(found, type) and issubclass(found, TelegramMethod) and found is not TelegramMethod
    }


@cache
def _judging_bot() -> "Bot":
    """One for all requests: each Bot makes a TLS context of its own, which costs more than the judging."""
    from aiogram import Bot

    return Bot("42:outside-judge")


def verdict(request: Request) -> str | None:
    """Why the judge refuses a request, or None."""
    from pydantic import ValidationError
    from teremok.validation import ApiRuleViolation, validate_method

    method = _methods().get(request["method"].lower())
    if method is None:
        return f"no method {request['method']!r}"
    params = request["params"]
    attached = {str(v).removeprefix("attach://") for v in params.values() if str(v).startswith("attach://")}
    unknown = set(params) - {_alias(method, name) for name in method.model_fields} - attached
    if unknown:
        return f"unknown parameters {', '.join(sorted(unknown))}"
    bot = _judging_bot()
    try:
        fields = {name: _value(method, name, value) for name, value in params.items() if name not in attached}
        validate_method(bot, method.model_validate(fields, context={"bot": bot}))
    except (ValidationError, ValueError) as problem:
        return f"aiogram: {problem}"
    except ApiRuleViolation as violation:
        return violation.description
    return None


def _alias(method: "type[TelegramMethod[Any]]", name: str) -> str:
    return method.model_fields[name].alias or name


def _value(method: "type[TelegramMethod[Any]]", name: str, value: Any) -> Any:
    """A parameter as aiogram holds it: files as files, JSON decoded where the field is no text."""
    from aiogram.types import BufferedInputFile

    if isinstance(value, dict):
        return BufferedInputFile(b"", filename=value["file"])
    if isinstance(value, str) and value.startswith("attach://"):
        return BufferedInputFile(b"", filename="attached")
    annotation = method.model_fields[name].annotation
    holds_text = annotation is str or str in get_args(annotation)
    return value if holds_text else json.loads(value)
