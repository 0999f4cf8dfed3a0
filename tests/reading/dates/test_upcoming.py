"""Dates to come, as reports in four languages name them, and the rounds that talks are in."""

from datetime import date
from sys import getrefcount

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.dates.date_words import Occasion
from bot.reading.dates.expressions import date_spans
from bot.reading.dates.rounds import round_of
from bot.reading.dates.tables import TABLES
from bot.reading.dates.upcoming import upcoming_dates

SAID = date(2019, 11, 19)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("language", "sentence", "occasion", "first", "last"),
    [
        ("en", "The fourth round is to be held in Washington on Dec. 3-4.", "round", (2019, 12, 3), (2019, 12, 4)),
        ("en", "Both sides will meet again for talks on 3 December.", "round", (2019, 12, 3), (2019, 12, 3)),
        ("en", "Negotiators plan to go on in January.", "round", (2020, 1, 1), (2020, 1, 31)),
        ("en", "A further round is set for next week.", "round", (2019, 11, 25), (2019, 12, 1)),
        ("en", "The round runs from Tuesday through Friday.", "round", (2019, 11, 19), (2019, 11, 22)),
        ("en", "The pact in force expires on December 31.", "expiry", (2019, 12, 31), (2019, 12, 31)),
        ("en", "The accord lapses at the end of the year.", "expiry", (2019, 12, 31), (2019, 12, 31)),
        ("en", "The agreement is valid until March 31, 2021.", "expiry", (2021, 3, 31), (2021, 3, 31)),
        ("en", "Tokyo's arrangement runs out in March.", "expiry", (2020, 3, 1), (2020, 3, 31)),
        ("en", "The current deal expires late next year.", "expiry", (2020, 12, 31), (2020, 12, 31)),
        ("en", "A deal for fiscal 2022 to 2026 is in force.", "expiry", (2027, 3, 31), (2027, 3, 31)),
        ("en", "Workers face unpaid leave from April 1.", "furlough", (2020, 4, 1), (2020, 4, 1)),
        ("en", "The plenary is due to vote on Nov. 28.", "vote", (2019, 11, 28), (2019, 11, 28)),
        ("en", "Ministers will sign the accord tomorrow.", "signing", (2019, 11, 20), (2019, 11, 20)),
        ("en", "The accord takes effect next month.", "in_force", (2019, 12, 1), (2019, 12, 31)),
        ("en", "The next summit will be on 7-8 July 2020.", "summit", (2020, 7, 7), (2020, 7, 8)),
        ("en", "The leaders of 30 states gather in Rome on Dec. 3.", "summit", (2019, 12, 3), (2019, 12, 3)),
        ("en", "The heads meet at a summit on Tuesday and Wednesday.", "summit", (2019, 11, 19), (2019, 11, 20)),
        ("en", "Both want an agreement that is to start in 2021.", "start", (2021, 1, 1), (2021, 12, 31)),
        ("en", "It applies to the three years from 2021.", "start", (2021, 1, 1), (2021, 12, 31)),
        ("en", "The new accord begins in January.", "start", (2020, 1, 1), (2020, 1, 31)),
        ("en", "Negotiators aim for December.", "deal", (2019, 12, 1), (2019, 12, 31)),
        ("en", "Some 800 soldiers are to leave in the next six to 12 months.", "troops", (2020, 5, 19), (2020, 11, 19)),
        ("en", "In 2024 the allies take stock, and what is next is open.", "review", (2024, 1, 1), (2024, 12, 31)),
        ("en", "Members pledged to spend 3 percent by 2028.", "goal", (2028, 1, 1), (2028, 12, 31)),
        ("ja", "両国は年内の妥結を目指す。", "deal", (2019, 12, 31), (2019, 12, 31)),
        ("ja", "交渉は来年春に始まる見通しだ。", "round", (2020, 3, 1), (2020, 5, 31)),
        ("ja", "協定は来年3月末に切れる。", "expiry", (2020, 3, 31), (2020, 3, 31)),
        ("ko", "2021년부터 적용할 협정을 협의한다.", "start", (2021, 1, 1), (2021, 12, 31)),
        ("de", "In den kommenden drei bis sechs Monaten verlassen 800 Soldaten das Land.", "troops",
         (2020, 2, 19), (2020, 5, 19)),
        ("de", "Die Mitglieder wollen bis 2028 drei Prozent ausgeben.", "goal", (2028, 1, 1), (2028, 12, 31)),
        ("de", "Sie verpflichten sich, spätestens 2028 so viel auszugeben.", "goal", (2028, 1, 1), (2028, 12, 31)),
        ("de", "Im Jahr 2024 soll Bilanz gezogen werden.", "review", (2024, 1, 1), (2024, 12, 31)),
        ("ko", "4차 회의는 다음 달 3일 워싱턴에서 열린다.", "round", (2019, 12, 3), (2019, 12, 3)),
        ("ko", "12월 17~18일 서울에서 5차 회의를 한다.", "round", (2019, 12, 17), (2019, 12, 18)),
        ("ko", "현행 협정은 연말 만료된다.", "expiry", (2019, 12, 31), (2019, 12, 31)),
        ("ko", "4월 1일부터 무급휴직을 예고했다.", "furlough", (2020, 4, 1), (2020, 4, 1)),
        ("ko", "비준안은 오는 28일에 본회의에서 표결한다.", "vote", (2019, 11, 28), (2019, 11, 28)),
        ("ko", "대표단은 오는 16일에 협상을 시작한다.", "round", (2019, 12, 16), (2019, 12, 16)),
        ("ko", "대표단은 11일부터 협상을 한다.", "round", (2019, 12, 11), (2019, 12, 11)),
        ("ja", "現行協定は21年3月末に期限が切れる。", "expiry", (2021, 3, 31), (2021, 3, 31)),
        ("ja", "次の協議は来月3日にワシントンで行う予定だ。", "round", (2019, 12, 3), (2019, 12, 3)),
        ("ja", "新しい協定は4月1日に発効する。", "in_force", (2020, 4, 1), (2020, 4, 1)),
        ("de", "Die nächste Verhandlungsrunde ist für den 3. und 4. Dezember geplant.", "round",
         (2019, 12, 3), (2019, 12, 4)),
        ("de", "Das Abkommen läuft Ende 2020 aus.", "expiry", (2020, 12, 31), (2020, 12, 31)),
    ],
)  # fmt: skip
def test_a_date_to_come_is_found_with_its_sentence(
    language: str, sentence: str, occasion: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    (found,) = upcoming_dates("", sentence, SAID, language)
    assert (found.occasion, found.first, found.last) == (Occasion(occasion), date(*first), date(*last))
    assert sentence[found.start : found.start + len(found.sentence)] == found.sentence == sentence


def test_one_sentence_may_name_two_summits_and_a_review() -> None:
    sentence = "The heads next meet at a summit in Oslo in 2021 and in Rome in 2022, and take stock in 2024."
    found = [(one.occasion.value, one.first.year) for one in upcoming_dates("", sentence, SAID, "en")]
    assert found == [("summit", 2021), ("summit", 2022), ("review", 2024)]


def test_of_goals_and_terms_no_day_is_known() -> None:
    for sentence in ("Negotiators aim for a deal by the end of the year.", "Members pledged 3 percent by 2028."):
        (found,) = upcoming_dates("", sentence, SAID, "en")
        assert not found.exact


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The allies meet in Rome from Monday for the third time this year."),
        ("en", "With the pact in mind, a gap at the start of 2021 is likely."),
        ("en", "They pledged on May 3 to spend more."),
        ("en", "No date has been set for a round in December."),
        ("en", "The agreement expired at the end of the year."),
        ("en", "The ministers signed it on March 8."),
        ("en", "Talks will not go on next week."),
        ("en", "Negotiators met on November 9 and 10."),
        ("en", "An accord on labor costs runs until December."),
        ("en", "SEOUL, Nov. 19 -- Negotiators from both sides will talk."),
        ("en", "The harbour opens on December 3."),
        ("en", "A vote is due on 31 June."),
        ("ko", "다음 회의 일정은 12월로 정해지지 않았다."),
        ("en", "Both sides held talks in Seoul from Monday."),
        ("ko", "대표단은 16일부터 사흘 협상을 한다고 밝혔다."),
        ("ko", "양측은 20일부터 협상을 열었다."),
        ("fr", "La réunion aura lieu le 3 décembre."),
    ],
)
def test_what_is_past_denied_or_no_date_is_none(language: str, sentence: str) -> None:
    assert upcoming_dates("", sentence, SAID, language) == ()


def test_the_text_of_a_report_is_let_go_when_many_others_have_come() -> None:
    text = " ".join(["The agreement expires on December 31.", "Nothing else was said of it."])
    held_by_us = getrefcount(text)
    assert len(upcoming_dates("Talks end", text, SAID, "en")) == 1
    assert getrefcount(text) > held_by_us, "it is asked about again"
    for number in range(1000):
        upcoming_dates(f"Talks end ({number})", "", SAID, "en")
    assert getrefcount(text) == held_by_us


@given(st.text(alphabet="Dec. 0123456789-年月日末까지말 endof2Mayuntil", max_size=60), st.sampled_from(list(TABLES)))
def test_no_text_is_too_odd(text: str, language: str) -> None:
    for found in date_spans(text, SAID, language, coming=True):
        assert found.first <= found.last
        assert 0 <= found.start < found.end <= len(text)
    for one in upcoming_dates(text, f"The deal expires {text}", SAID, language):
        assert one.last >= SAID


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Third round of talks opens", 3),
        ("Seoul hosts 7th round", 7),
        ("Round 5 ends", 5),
        ("A new negotiator for Seoul at second round in Honolulu", 2),
        ("Opening round ends", 1),
        ("방위비 8차 회의 이틀째", 8),
        ("12차 방위비 협상 타결", None),
        ("第3回協議", 3),
        ("Dritte Verhandlungsrunde endet", 3),
        ("Two more days bring no deal", None),
    ],
)
def test_the_round_that_a_report_is_about(title: str, number: int | None) -> None:
    assert round_of(title, "") == number
    assert round_of("", title) == number
