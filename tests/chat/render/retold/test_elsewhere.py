"""What other rooms say in English is said again in each language: made here by those rooms' own code."""

import re
import socket
import ssl

import aiohttp
import pytest
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientRefused,
    SMTPSenderRefused,
)
from msgspec.structs import replace

from bot.chat.doors.mail.answers import Stage, meaning
from bot.chat.doors.posting import DEAD_AFTER, TRIES_BEFORE, given_up, in_words, outcome_of
from bot.chat.languages.translator import NAMES, translator
from bot.chat.render.retold.elsewhere import retold
from bot.desk.intake import upkeep
from bot.desk.intake.cadence import Pace
from bot.feeds.ask import failures
from bot.feeds.ask.guard import AddressError, Guard
from bot.feeds.ask.policy import FetchPolicy
from bot.feeds.ask.redirects import RedirectError, address
from bot.feeds.opml import OpmlError, read_opml
from bot.model import FeedOrigin, Forbidden, Freshness, NotPosted, PollFailed, Posted, Trouble
from bot.store.keeping import rescue
from tests.chat.builders import NOW, chat, delivery, feed

OTHERS = sorted(NAMES.keys() - {"en"})
_NAMES = re.compile(r"https?://\S+|\S+\.example\S*|burdenwatch|config/feeds\.toml|[A-Z]+_[A-Z_]+|Yonhap|/[a-z]+|<\w+>")
_BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）")
_ENGLISH = re.compile(r"\b(?:the|and|of|this|is|are|not|for|with|by|it|its|no|to|asked?|answers?|again|which|more)\b")


def in_english(told: str) -> list[str]:
    return _ENGLISH.findall(_BRACKETS.sub("", _NAMES.sub("", told)))


def _guarded() -> list[str]:
    guard, said = Guard(FetchPolicy("test")), []
    for host in ("a%b.example", "127.1"):
        with pytest.raises(AddressError) as refused:
            guard.check_host(host)
        said.append(str(refused.value))
    for number, host in (("10.0.0.1", "x.example"), ("10.0.0.1", ""), ("x", "")):
        with pytest.raises(AddressError) as refused:
            guard.check(number, host)
        said.append(str(refused.value))
    return said


def _lists() -> list[str]:
    said = []
    for content in (b"", b"words", b"<rss/>", b"<html/>", b"<other/>", b"<!DOCTYPE x [<!ENTITY a 'b'>]><opml/>"):
        with pytest.raises(OpmlError) as refused:
            read_opml(content)
        said.append(str(refused.value))
    return said


def _failures() -> list[PollFailed]:
    errors: list[Exception] = [
        failures.TooLargeError(), TimeoutError(), aiohttp.ServerTimeoutError(), socket.gaierror(), ssl.SSLError(),
        ssl.SSLCertVerificationError(), ConnectionRefusedError(), ConnectionResetError(), ValueError(), OSError(),
    ]  # fmt: skip
    with pytest.raises(RedirectError) as refused:
        address("ftp://x.example")
    errors.append(refused.value)
    made = [failures.from_error(one, total_timeout=30, body_cap=4 << 20) for one in errors]
    codes = (400, 401, 403, 404, 406, 410, 418, 429, 451, 500, 503, 599)
    return [*made, *(failures.from_status(status, Freshness()) for status in codes)]


def _notices() -> list[str]:
    pace, moved = Pace(60.0, 0.5), "https://new.example/rss"
    own = feed(3, "Yonhap", errors=upkeep.ALARM - 1, origin=FeedOrigin.OPERATOR)
    said = [upkeep.failed(own, one, NOW, pace).notice for one in _failures()]
    there = replace(own, moved_to=moved)
    said.append(upkeep.failed(there, PollFailed(Trouble.TIMEOUT, "cannot be reached"), NOW, pace).notice)
    said.append(upkeep.healthy(replace(own, errors=upkeep.ALARM), Freshness(), NOW, pace, ()).notice)
    topics = replace(own, origin=FeedOrigin.TOPIC)
    update = upkeep.healthy(replace(topics, redirect_target=moved, redirect_seen=9), Freshness(), NOW, pace, ())
    said.append(upkeep.led(replace(topics, redirect_target=moved, redirect_seen=9), update, moved).notice)
    assert all(said)
    return [one or "" for one in said]


def _of_doors() -> list[str]:
    """Why a greeting came to nothing, why a door has ended, and the note of it."""
    answers = [Posted(status, "", 0) for status in (302, 404, 410, 429, 500)]
    came = [outcome_of(one, 1, wrong={404}) for one in answers]
    came.append(outcome_of(NotPosted("cannot be reached", perhaps=False), 1))
    tried = delivery(1, chat(1), attempts=TRIES_BEFORE)
    ended = [one for one in (given_up(tried, one, DEAD_AFTER) for one in came) if isinstance(one, Forbidden)]
    assert len(ended) >= 4
    end = "has ended, and gets nothing any more"
    notes = [f"Door 3 (slack, hooks.slack.com/…abcd) {end}: {one.reason}." for one in ended]
    what = "/doors shows yours; add it again when it is mended."
    return [*map(in_words, came), *(one.reason for one in ended), *notes, what]


def _of_mail() -> list[str]:
    problems: list[Exception] = [
        TimeoutError(), ConnectionRefusedError(), ssl.SSLError(), ssl.SSLCertVerificationError(),
        SMTPAuthenticationError(535, "5.7.8 no"), SMTPSenderRefused(550, "5.7.1 no", "a@b.example"),
        SMTPRecipientRefused(450, "4.2.1 later", "a@b.example"), SMTPRecipientRefused(550, "5.1.1 no", "a@b.example"),
        SMTPRecipientRefused(554, "5.7.1 no", "a@b.example"), SMTPDataError(554, "5.6.0 no"), SMTPDataError(421, "x"),
    ]  # fmt: skip
    return [meaning(one, Stage.LETTER).sentence for one in problems]


@pytest.mark.parametrize("language", OTHERS)
def test_what_became_of_the_databases_file_is_said_in_each_language(language: str) -> None:
    kept = rescue._KEPT_BESIDE.format("/data/bot.db", "/data/bot.db.rescued")
    said = (rescue._PUT_BACK.format("/data/bot.db"), rescue._KEPT.format("bot.db.rescued"), kept)
    told = [retold(f"{one}.", translator(language)) for one in said]
    assert [one for one in told if in_english(one)] == []
    assert told[2].count("/data/bot.db") >= 3


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_of_doors_is_left_in_english(language: str) -> None:
    t = translator(language)
    left = [(one, told) for one in (*_of_doors(), *_of_mail()) if (told := retold(one, t)) == one or in_english(told)]
    assert left == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_of_feeds_is_left_in_english(language: str) -> None:
    t = translator(language)
    said = [*(one.sentence for one in _failures()), *_guarded(), *_lists(), *_notices()]
    left = [(one, again) for one in said if (again := retold(one, t)) == one or in_english(again)]
    assert left == []


def test_what_is_of_no_pattern_stays_and_numbers_are_the_languages() -> None:
    de, ko = translator("de"), translator("ko")
    assert retold("the server's own words; and more.", de) == "the server's own words; and more."
    assert retold("redirects more than 1,200 times", de) == "leitet mehr als 1.200-mal weiter"
    silent = "Yonhap (x) answers as it should, but has had nothing new for 5 days, which is long for it; odd."
    assert retold(silent, de).startswith("Yonhap (x) antwortet wie gewohnt, hat aber 5 Tage lang nichts Neues")
    assert retold(silent, de).endswith("; odd.")
    failed = "Yonhap (x) has failed 5 times in a row: cannot be reached; it is asked again later. It is still asked, "
    assert retold(f"{failed}ever more seldom.", ko) == (
        "Yonhap (x): 연속 5번 실패했습니다. 연결되지 않습니다. 나중에 다시 확인합니다. 점점 뜸하게 계속 확인합니다."
    )
