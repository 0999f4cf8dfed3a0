"""An alert, whole, as a phone shows it."""

from typing import Any

from msgspec.structs import replace

from bot.chat.commands.alerts import AlertCommands
from bot.chat.commands.command import CommandRequest
from bot.chat.render.alert import alert
from bot.chat.render.lead import lead
from bot.model import Event, Figure, Hedge, Kind, Measure, Period, Role
from tests.chat.builders import DEMAND, NOW, TEXT, TOPIC, TROOPS, article, chat, context, convert, families, money
from tests.chat.render.reports import FIRST, SECOND
from tests.chat.render.test_html import visible
from tests.chat.shelf import Shelf

RISE = Figure("13 percent", Kind.PERCENT, 13, Role.OFFERED, "text", 22, payer="KR")


def test_an_alert_with_figures() -> None:
    message = alert(FIRST, TOPIC, convert, now=NOW, zone="Asia/Seoul")
    assert message.html == (
        "🇰🇷 South Korea · talks broken off: <b>US$5bn a year</b> demanded\n"
        '<a href="https://news.example/1"><b>Seoul and Washington talk, round 1</b></a>\n'
        "Yonhap · 17:05 KST\n"
        "\n"
        "• <b>US$5bn a year</b> (S$6.8bn) demanded, according to lawmakers in Seoul\n"
        "   ↳ as in the baseline\n"
        "• <b>₩1.18tn a year</b> agreed for 2021\n"
        "   ↳ 13% above the ₩1.04tn agreed for 2019"
    )
    assert message.plain == (
        "🇰🇷 South Korea · talks broken off: US$5bn a year demanded\n"
        "Seoul and Washington talk, round 1 (https://news.example/1)\n"
        "Yonhap · 17:05 KST\n"
        "\n"
        "• US$5bn a year (S$6.8bn) demanded, according to lawmakers in Seoul\n"
        "   ↳ as in the baseline\n"
        "• ₩1.18tn a year agreed for 2021\n"
        "   ↳ 13% above the ₩1.04tn agreed for 2019"
    )


def _figures_of_alert(*figures: Figure, text: str = TEXT, **more: Any) -> list[str]:
    message = visible(alert(article(9, figures=figures, text=text, **more), TOPIC, convert, now=NOW, zone="UTC"))
    return [line.removeprefix("• ") for line in message.split("\n") if line.startswith("•")]


def test_an_alert_leaves_out_what_every_report_has() -> None:
    cut = Figure("3,000", Kind.TROOPS, 3000, Role.OTHER, "text", 0, year=2020)
    assert _figures_of_alert(TROOPS, cut, text="3,000 troops are to leave.") == ["3,000 troops to leave"]
    half = Figure("half", Kind.PERCENT, 50, Role.OTHER, "text", 0)
    long, short = (Figure(f"{n} years", Kind.YEARS, n, Role.AGREED, "text", n) for n in (5, 1))
    assert _figures_of_alert(half, long, event=Event.SIGNED) == ["5-year deal"]
    assert _figures_of_alert(long, short, event=Event.SIGNED) == []
    assert _figures_of_alert(half, long, event=Event.STATEMENT) == [], "of whichever deal runs"
    assert _figures_of_alert(half, replace(long, role=Role.DEMANDED)) == ["5-year deal demanded"]


def _at(text: str, surface: str, value: float, role: Role = Role.OTHER, **more: Any) -> Figure:
    kind = more.pop("kind", Kind.MONEY)
    currency = "USD" if kind is Kind.MONEY else None
    return Figure(surface, kind, value, role, "text", text.index(surface), currency=currency, payer="KR", **more)


def test_an_alert_leaves_out_soldiers_of_whom_nothing_is_told_or_who_were_there_once() -> None:
    some = replace(TROOPS, surface="3,000", value=3000.0)
    assert _figures_of_alert(some, text="There is talk of 3,000 troops.") == []
    text = "36,000 are stationed there. In his first term he wanted out 9,500 of some 34,500 troops."
    now, cut, then = (
        _at(text, said, float(said.replace(",", "")), kind=Kind.TROOPS) for said in ("36,000", "9,500", "34,500")
    )
    assert _figures_of_alert(now, cut, then, text=text) == ["36,000 troops stationed"]


def test_an_alert_tells_a_cut_and_not_its_parts_beside_it() -> None:
    text = "Nearly 12,000 are to leave: 6,400 go home, 5,400 move to others."
    cut = [_at(text, one, float(one.replace(",", "")), kind=Kind.TROOPS) for one in ("12,000", "6,400", "5,400")]
    assert _figures_of_alert(*cut, text=text, event=Event.TROOP_CUT) == ["12,000 troops to leave"]
    other = replace(cut[2], value=2000.0)
    assert len(_figures_of_alert(cut[0], cut[1], other, text=text, event=Event.TROOP_CUT)) == 3, "no parts of it"


def test_an_alert_counts_workers_where_its_first_line_tells_of_them() -> None:
    staff = Figure("4,000", Kind.COUNT, 4000, Role.OTHER, "text", 0)
    assert _figures_of_alert(staff, text="4,000 were told to stay at home.", event=Event.PROTEST) == []
    assert _figures_of_alert(staff, text="4,000 stay at home.", event=Event.FURLOUGH) == ["4,000 workers"]


def test_an_alert_leaves_out_a_part_that_its_headline_does_not_name() -> None:
    text = "For utilities it pays $23 million."
    part = _at(text, "$23 million", 23e6, Role.AGREED, measure=Measure.PART)
    assert _figures_of_alert(part, text=text) == []
    assert _figures_of_alert(part, text=text, title="Seoul gives $23 million for utilities") == ["US$23m agreed"]


def test_an_alert_leaves_out_a_change_without_a_direction() -> None:
    change = replace(RISE, measure=Measure.INCREASE)
    assert _figures_of_alert(change, text="It holds to the 13 percent.") == []
    assert _figures_of_alert(change, text="Seoul would go up by: 13 percent.") == ["a rise of 13% offered"]


def test_a_total_says_of_which_years_it_is() -> None:
    text = "It pays $8 billion over five years. Then $9 billion."
    total = _at(text, "$8 billion", 8e9, Role.AGREED, period=Period.TOTAL, measure=Measure.TOTAL)
    bare = replace(total, surface="$9 billion", value=9e9, start=text.index("$9"))
    assert _figures_of_alert(total, bare, text=text) == ["US$8bn in total agreed over 5 years"]
    assert _figures_of_alert(bare, text=text, title="Seoul to pay $9 billion") == ["US$9bn in total agreed"]
    assert lead(article(9, figures=[total], text=text, event=Event.SIGNED), TOPIC).plain.endswith(
        "signing reported: US$8bn in total over 5 years"
    )


def test_an_alert_leaves_out_what_would_have_been_enough_and_what_arms_are_bought_for() -> None:
    text = "He would have taken $2 billion. It wants to buy American arms for $25 billion."
    enough = _at(text, "$2 billion", 2e9, Role.DEMANDED)
    assert _figures_of_alert(enough, _at(text, "$25 billion", 25e9, Role.OFFERED), text=text) == []


def test_a_share_of_nobody_stands_not_beside_those_of_countries() -> None:
    text = "Its share rises from 14 to 16 percent."
    own = _at(text, "14", 14, Role.PAID, kind=Kind.PERCENT, measure=Measure.SHARE)
    nobodys = replace(own, surface="16 percent", value=16.0, start=text.index("16"), payer=None)
    assert _figures_of_alert(own, nobodys, text=text) == ["a share of 14% paid"]
    assert _figures_of_alert(nobodys, text=text) == ["a share of 16% paid"]


def test_a_percentage_says_of_what() -> None:
    text = "Seoul would go up by: 13 percent more than in 2019."
    assert _figures_of_alert(RISE, text=text) == ["a rise of 13% offered"]
    assert _figures_of_alert(RISE, text=text.replace("more than in 2019", "of GDP")) == ["13% of GDP offered"]
    assert _figures_of_alert(RISE, text="") == ["13% offered"]


def test_the_year_of_a_share_of_gdp_is_not_called_the_one_that_it_is_for() -> None:
    share = Figure("2 percent", Kind.PERCENT, 2, Role.AGREED, "text", 22, year=2014)
    assert _figures_of_alert(share, text="They agreed in 2014 on 2 percent of GDP.") == ["2% of GDP agreed (2014)"]
    assert _figures_of_alert(share, text="They agreed in 2014 on 2 percent more.") == ["2% agreed for 2014"]


def test_speakers_have_their_article() -> None:
    ask = replace(DEMAND, attributed_to="United States")
    assert _figures_of_alert(ask) == ["US$5bn a year demanded, according to the United States"]


def test_an_alert_of_an_old_report_in_another_language() -> None:
    assert visible(alert(SECOND, TOPIC, convert, now=NOW, zone="Asia/Seoul")) == (
        "🇯🇵 Japan · signing reported: ¥211bn a year for 2022\n"
        "東京が署名\n"
        "共同通信 · in Japanese · 15 Oct 2026\n"
        "\n"
        "• ¥211bn a year agreed for 2022"
    )


def test_an_alert_that_knows_next_to_nothing() -> None:
    bare = article(9, track=None, event=Event.NONE, title=" ", url="")
    message = alert(bare, TOPIC, convert, now=NOW, zone="UTC")
    assert visible(message) == "(without a title)\nYonhap · 08:05 UTC"
    assert [[button.label for button in row] for row in message.buttons] == [["Why"]]


def test_another_countrys_money_is_named() -> None:
    stray = article(9, figures=[money("¥1bn", 1e9, "JPY", Role.PAID, payer="JP", hedge=Hedge.ABOUT, period=None)])
    assert "• about ¥1bn paid (Japan)" in visible(alert(stray, TOPIC, convert, now=NOW, zone="UTC"))


def test_a_figure_that_is_told_twice_is_told_once_and_with_its_speaker() -> None:
    twice = [money("US$5 billion", 5e9, "USD", Role.DEMANDED), DEMAND]
    lines = visible(alert(article(9, figures=twice), TOPIC, convert, now=NOW, zone="UTC")).split("\n")
    assert [line for line in lines if line.startswith("•")] == [
        "• US$5bn a year demanded, according to lawmakers in Seoul"
    ]


def test_an_estimate_is_never_a_demand() -> None:
    worth = money("US$5 billion", 5e9, "USD", Role.ESTIMATE, attributed_to="Donald Trump", period=None)
    shown = visible(alert(article(9, figures=[worth]), TOPIC, convert, now=NOW, zone="UTC"))
    assert shown.endswith("• US$5bn estimated, according to Donald Trump")


def test_what_cannot_be_compared_is_explained_under_figures_only() -> None:
    total = money("US$30 billion", 3e10, "USD", Role.DEMANDED, period=Period.TOTAL)
    one = article(1, figures=[total])
    assert "↳" not in visible(alert(one, TOPIC, convert, now=NOW, zone="UTC"))
    shelf = Shelf()
    assert "↳ not compared" in visible(
        families(context(shelf)).of(AlertCommands).figures_of(one, CommandRequest(chat()))
    )


def test_a_conversion_is_shown_with_the_comparison_that_rests_on_it() -> None:
    dollars = article(1, figures=[money("US$1 billion", 1e9, "USD", Role.AGREED)])
    assert visible(families(context(Shelf())).of(AlertCommands).figures_of(dollars, CommandRequest(chat()))).endswith(
        "• US$1bn a year agreed\n   ↳ US$1bn agreed (₩1.16tn at that day's rate): 12% above the ₩1.04tn agreed for 2019"
    )
