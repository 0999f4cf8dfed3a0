"""What the desk says in English is found again, and said in a language: states, remarks, gaps, steps, periods."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from bot.chat.languages.translator import translator
from bot.chat.render.retold.periods import span_label, within
from bot.chat.render.retold.reckoned import reason_in_words, step_in_words
from bot.chat.render.retold.told import remark_in_words, state_words, unseen_in_words
from bot.chat.typed.periods import take_span
from bot.desk.answers.positions.comparable import Comparable, Incomparable, as_yearly_sum
from bot.desk.answers.quotes import unseen
from bot.desk.ledger.rows import Source
from bot.desk.ledger.states import State
from bot.model import Event, FeedTroubles, Figure, Kind, Period, Role
from tests.chat.builders import NOW, convert, feed, money

KO, JA, DE = (translator(one) for one in ("ko", "ja", "de"))
ON = date(2019, 11, 19)
SOURCE = Source(1, "UPI", "https://example.org/1", "Title", ON)


def test_a_state_has_its_round_or_its_years() -> None:
    broken_off = State(Event.TALKS_BREAK_OFF, "talks broken off", SOURCE, 2, ON, round=3)
    assert [state_words(broken_off, t) for t in (KO, JA, DE)] == [
        "협상 결렬(3차 회의)", "交渉決裂（第3回会合）", "Verhandlungen abgebrochen (3. Runde)",
    ]  # fmt: skip
    in_force = State(Event.IN_FORCE, "agreement in force", SOURCE, 2, ON, term="fiscal 2022–2026")
    assert [state_words(in_force, t) for t in (KO, JA, DE)] == [
        "2022~2026 회계연도 협정 발효", "2022〜2026会計年度分・協定発効",
        "Abkommen in Kraft (Haushaltsjahre 2022–2026)",
    ]  # fmt: skip


def test_what_is_none_of_today_says_so() -> None:
    remark = "said out of office, last reported 17 months ago"
    assert remark_in_words(remark, KO) == "공직에 있지 않을 때의 발언, 마지막 보도 17개월 전"
    assert remark_in_words(remark, JA) == "公職にない時の発言、最後の報道は17か月前"
    assert remark_in_words("last reported 1 day ago", DE) == "zuletzt vor 1 Tag berichtet"
    assert remark_in_words(remark) == remark


def test_what_may_be_missing_is_counted() -> None:
    feeds = [feed(n, outlet) for n, outlet in enumerate(("UPI", "Kyodo", "dpa", "AP", "KBS"), start=1)]
    troubles = FeedTroubles(failing=tuple(feeds[:2]), silent=tuple(feeds), held={"example.org": NOW})
    failing, silent, held = unseen(troubles, ())
    assert [unseen_in_words(failing, t) for t in (KO, JA, DE)] == [
        "수신 장애 피드 2개(UPI 및 Kyodo)", "受信できないフィード2件（UPI、Kyodo）", "2 gestörte Feeds (UPI und Kyodo)",
    ]  # fmt: skip
    assert unseen_in_words(silent, KO) == "새 글이 없는 피드 5개(UPI, Kyodo, dpa 외 2곳)"
    assert unseen_in_words(held, DE) == "1 Website, die um Aufschub bat"
    assert unseen_in_words("5 of 1,200 reports read by headline and teaser only", DE) == (
        "5 von 1.200 Berichten nur nach Überschrift und Anreißer gelesen"
    )


def test_a_reckoning_has_its_sums_and_days_in_the_language() -> None:
    total = money("US$15bn", 1.5e10, "USD", Role.AGREED, period=Period.TOTAL)
    like = as_yearly_sum(total, "KRW", ON, convert, raises=None, years=5)
    assert isinstance(like, Comparable)
    told = [[step_in_words(step, t) for step in like.steps] for t in (KO, DE)]
    assert told[0][0] == "5년간 총 150억 달러 → 연 30억 달러(매년 같은 금액으로 가정)"
    assert (
        told[1][0]
        == "insgesamt 15 Mrd. US-Dollar über 5 Jahre sind 3 Mrd. US-Dollar pro Jahr (Annahme: gleichmäßig verteilt)"
    )
    assert told[0][1].startswith("30억 달러 = ")
    assert "유럽중앙은행(ECB) 2019년 11월 19일 환율, 1 달러 = " in told[0][1]
    assert "zum EZB-Kurs vom 19. Nov. 2019" in told[1][1]
    bare = msgspec.structs.replace(money("5bn", 5e9, "USD", Role.DEMANDED), currency=None)
    unknown = as_yearly_sum(bare, "KRW", ON, convert, raises=None, years=None)
    assert isinstance(unknown, Incomparable)
    assert reason_in_words(unknown.reason, JA) == "通貨の記載なし"
    rise = Figure("13%", Kind.PERCENT, 13.0, Role.AGREED, "text", 0)
    raised = as_yearly_sum(rise, "KRW", ON, convert, raises=money("₩1.04tn", 1.04e12, "KRW", Role.AGREED), years=None)
    assert isinstance(raised, Comparable)
    assert (
        step_in_words(raised.steps[0], JA)
        == "1兆400億ウォンより13%増 → 約1兆1750億ウォン（直近の合意額からの変化と仮定）"
    )


@pytest.mark.parametrize(
    ("typed", "label", "sentence"),
    [
        ("7d", "최근 7일", "최근 7일 동안"),
        ("week", "최근 일주일", "최근 일주일 동안"),
        ("since 2024-03-01", "2024년 3월 1일 이후", "2024년 3월 1일 이후"),
        ("2019-11", "2019년 11월", "2019년 11월에는"),
        ("2019", "2019년", "2019년에는"),
        ("2019-11-19", "2019년 11월 19일", "2019년 11월 19일에는"),
        ("2019 to 2021", "2019년 1월 1일 ~ 2021년 12월 31일", "2019년 1월 1일 ~ 2021년 12월 31일에는"),
    ],
)
def test_a_period(typed: str, label: str, sentence: str) -> None:
    span, _ = take_span(typed, "/summary", datetime(2026, 11, 24, tzinfo=UTC).date())
    assert span is not None
    assert (span_label(span, KO), within(span, KO)) == (label, sentence)


def test_a_period_is_declined_in_german() -> None:
    span, _ = take_span("7d", "/summary")
    assert span is not None
    assert (span_label(span, DE), within(span, DE)) == ("letzte 7 Tage", "in den letzten 7 Tagen")
