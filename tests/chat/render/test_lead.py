"""The first line of an alert: what happened, made of the reading alone; and whose a figure is, beside who says so."""

import pytest
from msgspec.structs import replace

from bot.chat.render.lead import lead
from bot.chat.render.words import figure_line, sized, told_figures
from bot.model import Event, Figure, Hedge, Kind, Measure, Party, Role, Stance
from tests.chat.builders import DEMAND, SHARE, TOPIC, article, money

KOREA = "🇰🇷 South Korea"
ASK = replace(DEMAND, attributed_to=None)
RISE = Figure("8.3 percent", Kind.PERCENT, 8.3, Role.AGREED, "text", 19, payer="KR", measure=Measure.INCREASE)
UTILITIES = money("$2 billion", 2e9, "USD", Role.AGREED, start=5, measure=Measure.PART)
MORE = money("$1 billion", 1e9, "USD", Role.DEMANDED, start=6, measure=Measure.INCREASE)
LEAVING = Figure("5,000", Kind.TROOPS, 5000, Role.OTHER, "text", 0)
STATIONED = Figure("28,500", Kind.TROOPS, 28500, Role.OTHER, "text", 40)
PARTIES = (
    Party("United States", "asks", {}, country="US"),
    Party("South Korea", "hosts", {}, country="KR"),
    Party("Ann Reed", "asks", {}, country="US", person=True),
)
PEOPLED = replace(TOPIC, vocabulary=replace(TOPIC.vocabulary, parties=PARTIES))
IDLE = Figure("4,000", Kind.COUNT, 4000, Role.OTHER, "text", 0)


def line(event: Event, *figures: Figure, title: str = "Talks", text: str = "." * 200) -> str:
    return lead(article(1, event=event, figures=figures, title=title, text=text), TOPIC).plain


def test_a_deal_is_told_by_its_sum_and_its_rise() -> None:
    text = "The sum: a rise of 8.3 percent" + " and so on" * 20
    assert line(Event.SIGNED, SHARE, RISE, text=text) == (
        f"{KOREA} · signing reported: ₩1.18tn a year for 2021, a rise of 8.3%"
    )
    assert line(Event.SIGNED, RISE, text=text) == f"{KOREA} · signing reported: a rise of 8.3%"
    assert line(Event.SIGNED, UTILITIES, ASK) == f"{KOREA} · signing reported", (
        "a part of it, and what was asked, is not it"
    )


@pytest.mark.parametrize(
    ("event", "title", "text", "words"),
    [
        (Event.AGREEMENT_IN_PRINCIPLE, "Seoul set to pay 1.5 trillion won", "", "deal said to be near"),
        (Event.AGREEMENT_IN_PRINCIPLE, "Seoul pays", "The allies are close to a deal.", "deal said to be near"),
        (Event.AGREEMENT_IN_PRINCIPLE, "Seoul pays", "The allies have a deal.", "deal reported"),
        (Event.TROOP_CUT, "US troop cut under review", "", "troop cut weighed"),
        (Event.TROOP_CUT, "US cuts troops", "", "troop cut"),
        (Event.OTHER, "President stops troop cut", "5,000 were to leave.", "troop cut halted"),
        (Event.OTHER, "President stops talking", "", ""),
        (Event.OTHER, "Cost deal runs out today", "", "agreement runs out"),
        (Event.FURLOUGH, "Furlough at US bases comes to an end", "", "furlough ends"),
        (Event.FURLOUGH, "Base workers on furlough", "", "furlough"),
        (Event.FURLOUGH, "Half of the staff to be sent home from Wednesday", "", "furlough ahead"),
        (Event.FURLOUGH, "Command picks its staff", "Some stay in a furlough next month.", "furlough ahead"),
        (Event.FURLOUGH, "Command gives workers 30-day notice of unpaid leave", "", "furlough notices"),
    ],
)
def test_what_is_near_weighed_or_halted_is_told_as_that(event: Event, title: str, text: str, words: str) -> None:
    figures = [LEAVING] if text.startswith("5,000") else []
    assert line(event, *figures, title=title, text=text) == " · ".join(filter(None, [KOREA, words]))


def test_talks_are_told_by_what_is_demanded_else_by_what_is_offered() -> None:
    offer = money("₩1 trillion", 1e12, "KRW", Role.OFFERED)
    assert line(Event.TALKS_BREAK_OFF, offer, SHARE, ASK) == f"{KOREA} · talks broken off: US$5bn a year demanded"
    assert line(Event.TALKS_ROUND, offer, SHARE) == f"{KOREA} · round of talks: ₩1tn a year offered"
    assert line(Event.TALKS_ROUND, SHARE, MORE) == f"{KOREA} · round of talks", "what comes on top is no sum of its own"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("About 500 troops are to leave.", "500 troops to leave"),
        ("It stops the withdrawal and sends an extra 500 troops.", "500 troops to come"),
        ("There are 500 troops.", "500 troops"),
    ],
)
def test_soldiers_come_or_go_where_the_words_beside_them_say_so(text: str, words: str) -> None:
    (row,) = told_figures(
        article(1, figures=[Figure("500", Kind.TROOPS, 500, Role.OTHER, "text", text.index("500"))], text=text)
    )
    assert sized(row) == words


@pytest.mark.parametrize("figure", [replace(ASK, role=Role.UNCLEAR, likely=Role.DEMANDED), replace(ASK, payer="JP")])
def test_what_is_unclear_or_anothers_is_not_what_happened(figure: Figure) -> None:
    assert line(Event.STATEMENT, figure) == f"{KOREA} · statement"


def test_soldiers_are_told_where_one_number_is_to_leave() -> None:
    text = "5,000 of them are to leave the country. 28,500 are in it. Another 2,000 leave."
    assert line(Event.TROOP_CUT, LEAVING, ASK, text=text) == f"{KOREA} · troop cut: 5,000 troops to leave"
    assert line(Event.TROOP_CUT, LEAVING, STATIONED, text=text) == f"{KOREA} · troop cut: 5,000 troops to leave"
    more = Figure("2,000", Kind.TROOPS, 2000, Role.OTHER, "text", text.index("2,000"))
    assert line(Event.TROOP_CUT, LEAVING, more, text=text) == f"{KOREA} · troop cut", "which is it?"
    assert line(Event.TROOP_CUT, STATIONED, text=text) == f"{KOREA} · troop cut"
    assert line(Event.FURLOUGH, IDLE, ASK) == f"{KOREA} · furlough"


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (replace(ASK, measure=Measure.PART), "US$5bn a year (a part) demanded"),
        (replace(ASK, measure=Measure.GAP, role=Role.OTHER), "a gap of US$5bn a year"),
        (replace(RISE, measure=Measure.SHARE), "a share of 8.3% agreed"),
    ],
)
def test_what_is_no_whole_sum_says_what_it_is(figure: Figure, words: str) -> None:
    (row,) = told_figures(article(1, figures=[figure], text=""))
    assert figure_line(row, TOPIC.vocabulary.tracks[0], TOPIC).plain == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Seoul pays $5 billion more.", "a rise of US$5bn a year demanded"),
        ("Washington saves $5 billion.", "a cut of US$5bn a year demanded"),
        ("It is about $5 billion.", "a change of US$5bn a year demanded"),
        ("Seoul pays $5 billion more, and Tokyo less.", "a rise of US$5bn a year demanded"),
    ],
)
def test_a_change_goes_where_its_sentence_says(text: str, words: str) -> None:
    change = replace(ASK, surface="$5 billion", start=text.index("$5"), measure=Measure.INCREASE)
    (row,) = told_figures(article(1, figures=[change], text=text))
    assert figure_line(row, TOPIC.vocabulary.tracks[0], TOPIC).plain == words


def test_of_talks_only_what_the_lead_tells_is_what_happened() -> None:
    text = "They met. They talked. Then they ate. All went home. In 2019 they had asked for $5 billion."
    late = replace(ASK, surface="$5 billion", start=text.index("$5"))
    assert line(Event.TALKS_ROUND, late, text=text) == f"{KOREA} · round of talks"
    agreed = replace(late, role=Role.AGREED)
    assert line(Event.SIGNED, agreed, text=text) == f"{KOREA} · signing reported: US$5bn a year"


def test_what_takes_back_says_so_first_and_tells_what_it_denies() -> None:
    denied, asserted = replace(ASK, stance=Stance.DENIED), money("$2 billion", 2e9, "USD", Role.DEMANDED, start=9)
    title = "Seoul denies that $5 billion is asked for"
    assert line(Event.STATEMENT, asserted, denied, title=title) == (f"Denied · {KOREA}: US$5bn a year demanded")
    assert line(Event.STATEMENT, denied) == f"{KOREA} · statement"
    assert line(Event.STATEMENT, title="Correction: the sum of last year").startswith(f"Corrected · {KOREA}")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"actor": "United States", "attributed_to": "lawmakers in Seoul"},
         "US$5bn a year demanded by the United States, according to lawmakers in Seoul"),
        ({"actor": "United States", "attributed_to": "United States"}, "US$5bn a year demanded by the United States"),
        ({"actor": None, "attributed_to": "Mark Esper"}, "US$5bn a year demanded, according to Mark Esper"),
        ({"actor": "South Korea", "attributed_to": None, "role": Role.PAID}, "US$5bn a year paid"),
        ({"actor": "United States", "stance": Stance.DENIED}, "US$5bn a year demanded by the United States (denied)"),
        ({"actor": "United States", "attributed_to": "Ann Reed"}, "US$5bn a year demanded by Ann Reed"),
        ({"actor": "South Korea", "attributed_to": "Ann Reed"},
         "US$5bn a year demanded by South Korea, according to Ann Reed"),
        ({"role": Role.UNCLEAR, "likely": Role.OFFERED, "actor": "Japan", "attributed_to": "Kyodo"},
         "US$5bn a year unclear, named by Kyodo"),
    ],
)  # fmt: skip
def test_whose_it_is_and_who_says_so(changes: dict[str, object], words: str) -> None:
    (row,) = told_figures(article(1, figures=[replace(ASK, **changes)]))
    assert figure_line(row, TOPIC.vocabulary.tracks[0], PEOPLED).plain == words


def test_soldiers_that_come_and_staff_that_returns_are_told_where_no_event_is() -> None:
    more = Figure("500", Kind.TROOPS, 500, Role.OTHER, "text", 8)
    assert line(Event.OTHER, more, title="500 more for Germany", text="Another 500 more are coming.") == (
        f"{KOREA} · troops to come"
    )
    back = "Seoul pays 4,000 staff, who can go back to work."
    assert line(Event.OTHER, replace(IDLE, start=11), title="Seoul funds wages", text=back) == (
        f"{KOREA} · workers to return"
    )


def test_a_figure_is_told_as_all_places_of_its_report_tell_it() -> None:
    headline = money("$5 billion", 5e9, "USD", Role.DEMANDED, where="title", start=0)
    below = replace(money("$5 billion", 5e9, "USD", Role.DEMANDED, start=23), hedge=Hedge.MORE_THAN)
    told = told_figures(
        article(1, figures=[headline, below], title="$5 billion sought", text="They have come down to less than that.")
    )
    assert [sized(one) for one in told] == ["more than US$5bn a year"]
    plus = Figure("50%", Kind.PERCENT, 50, Role.DEMANDED, "title", 0, measure=Measure.INCREASE)
    on_top = replace(plus, where="text", start=15)
    told = told_figures(article(1, figures=[plus, on_top], title="50% rise", text="The full cost, 50% on top."))
    assert [sized(one) for one in told] == ["50% on top of the cost"]


def test_what_a_side_began_with_is_told_as_that_and_leads_no_alert() -> None:
    text = "Washington came down to about $4 billion from $5 billion."
    now = money("$4 billion", 4e9, "USD", Role.DEMANDED, start=text.index("$4"))
    before = money("$5 billion", 5e9, "USD", Role.DEMANDED, start=text.index("$5"))
    held = article(1, event=Event.TALKS_ROUND, figures=[before, now], text=text)
    lines = [figure_line(row, None, TOPIC).plain for row in told_figures(held)]
    assert lines == ["US$5bn a year first demanded (South Korea)", "US$4bn a year demanded (South Korea)"]
    assert lead(held, TOPIC).plain == f"{KOREA} · round of talks: US$4bn a year demanded"


def test_what_a_side_asked_before_it_came_back_with_another_sum_was_its_first() -> None:
    text = "It asks for $5 billion. When Seoul refused, the envoy came back in December with $4 billion."
    before = money("$5 billion", 5e9, "USD", Role.DEMANDED, start=text.index("$5"))
    after = money("$4 billion", 4e9, "USD", Role.DEMANDED, start=text.index("$4"))
    held = article(1, event=Event.STATEMENT, figures=[before, after], text=text)
    lines = [figure_line(row, None, TOPIC).plain for row in told_figures(held)]
    assert lines == ["US$5bn a year first demanded (South Korea)", "US$4bn a year demanded (South Korea)"]
    assert lead(held, TOPIC).plain == f"{KOREA} · statement: US$4bn a year demanded"


def test_a_whole_staff_is_told_as_that() -> None:
    text = "It picked which of its 9,000 employees would stay."
    staff = replace(IDLE, surface="9,000", value=9000.0, start=text.index("9"))
    (row,) = told_figures(article(1, figures=[staff], text=text))
    assert sized(row) == "a staff of 9,000 workers"


def test_workers_are_given_notice_where_the_headline_says_so() -> None:
    text = "Nearly 9,000 people are affected."
    staff = replace(IDLE, surface="9,000", value=9000.0, start=text.index("9"))
    for title, words in (("Command sends out notices", "9,000 workers given notice"), ("Sent home", "9,000 workers")):
        (row,) = told_figures(article(1, event=Event.FURLOUGH, figures=[staff], title=title, text=text))
        assert sized(row) == words


def test_what_is_denied_is_not_called_a_statement() -> None:
    assert line(Event.STATEMENT, title="Pentagon denies report of a pullout") == f"Denied · {KOREA}"


def test_a_sum_of_a_deal_that_is_only_near_is_not_agreed() -> None:
    text = "The allies are close to a deal over $2 billion. They paid $1 billion before."
    near = money("$2 billion", 2e9, "USD", Role.AGREED, start=text.index("$2"))
    held = article(1, event=Event.AGREEMENT_IN_PRINCIPLE, figures=[near], text=text)
    assert [figure_line(row, None, TOPIC).plain for row in told_figures(held)] == [
        "US$2bn a year to be agreed (South Korea)"
    ]


def test_who_tells_what_others_demand_demands_nothing_himself() -> None:
    asked = money("$5 billion", 5e9, "USD", Role.DEMANDED, start=3)
    told = replace(asked, actor="United States", attributed_to="Ann Reed")
    next_one = replace(asked, surface="$8 billion", value=8e9, start=40, actor="Ann Reed", attributed_to=None)
    lines = [figure_line(row, None, PEOPLED).plain for row in told_figures(article(1, figures=[told, next_one]))]
    assert lines[1] == "US$8bn a year demanded (South Korea), according to Ann Reed"


def test_who_tells_a_number_that_nobody_asks_for_still_offers_for_himself() -> None:
    offer = replace(money("$1 billion", 1e9, "USD", Role.OFFERED, start=3), actor="Ann Reed", attributed_to="Ann Reed")
    staff = Figure("6,000", Kind.COUNT, 6000, Role.OTHER, "text", 40, attributed_to="Ann Reed", actor="A newspaper")
    lines = [figure_line(row, None, PEOPLED).plain for row in told_figures(article(1, figures=[offer, staff]))]
    assert lines[0] == "US$1bn a year offered (South Korea) by Ann Reed"


def test_who_tells_what_another_of_his_people_demands_is_no_more_than_the_teller() -> None:
    other = Party("Bo Lane", "asks", {}, country="US", person=True)
    topic = replace(PEOPLED, vocabulary=replace(PEOPLED.vocabulary, parties=(*PARTIES, other)))
    by_lane = replace(ASK, actor="Bo Lane", attributed_to="Ann Reed")
    japan = money("$8 billion", 8e9, "USD", Role.DEMANDED, start=40, payer="JP")
    japan = replace(japan, actor="United States", attributed_to="Ann Reed")
    lines = [figure_line(row, None, topic).plain for row in told_figures(article(1, figures=[by_lane, japan]))]
    assert lines[1].endswith("by the United States, according to Ann Reed")
    (alone,) = told_figures(article(1, figures=[japan]))
    assert figure_line(alone, None, topic).plain.endswith("by Ann Reed"), "of his own side alone he is who demands it"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("During the last negotiations Washington demanded $5 billion.", "US$5bn a year demanded earlier"),
        ("In his first term, in 2019, he demanded $5 billion.", "US$5bn a year demanded earlier (2019)"),
        ("Washington first demanded $5 billion.", "US$5bn a year first demanded"),
        ("Unconfirmed reports tell of $5 billion.", "US$5bn a year demanded (unconfirmed)"),
        ("Some countries are asked for $5 billion.", "US$5bn a year demanded (some countries)"),
        ("It starts at $5 billion.", "US$5bn in the first year demanded"),
    ],
)
def test_a_figure_says_what_its_sentence_says_of_it(text: str, words: str) -> None:
    payer = None if "Some" in text else "KR"
    year = 2019 if "2019" in text else None
    asked = replace(ASK, surface="$5 billion", start=text.index("$5"), payer=payer, year=year)
    held = article(1, event=Event.STATEMENT, figures=[asked], text=text)
    (row,) = told_figures(held)
    assert figure_line(row, TOPIC.vocabulary.tracks[0], TOPIC).plain == words
    is_news = not any(word in words for word in ("earlier", "first demanded", "some"))
    assert ("US$5bn" in lead(held, TOPIC).plain) is is_news


def test_who_claims_what_his_report_says_to_be_wrong_denies_nothing() -> None:
    claim = replace(ASK, actor="United States", attributed_to="Ann Reed", stance=Stance.DENIED)
    (row,) = told_figures(article(1, figures=[claim], title="Reed recalls it"))
    words = "US$5bn a year demanded by the United States (disputed), according to Ann Reed"
    assert figure_line(row, TOPIC.vocabulary.tracks[0], PEOPLED).plain == words
    denies = "US$5bn a year demanded by the United States (denied)"
    (row,) = told_figures(article(1, figures=[claim], title="Reed denies it"))
    assert figure_line(row, TOPIC.vocabulary.tracks[0], PEOPLED).plain == denies
    text = "She said that it will not ask for $5 billion."
    told = replace(claim, surface="$5 billion", start=text.index("$5"))
    (row,) = told_figures(article(1, figures=[told], title="Reed before the Senate", text=text))
    assert figure_line(row, TOPIC.vocabulary.tracks[0], PEOPLED).plain == denies


def test_soldiers_whose_cut_is_only_weighed_might_leave() -> None:
    text = "A withdrawal of 5,000 is under review."
    going = replace(LEAVING, start=text.index("5"))
    words = f"{KOREA} · troop cut weighed: 5,000 troops that might leave"
    assert line(Event.TROOP_CUT, going, title="Cut by 5,000 under review", text=text) == words


def test_the_share_of_an_older_report_has_its_year() -> None:
    text = "A Pentagon report from 2004 put the share at 61 percent."
    share = Figure("61 percent", Kind.PERCENT, 61, Role.PAID, "text", text.index("61"), measure=Measure.SHARE)
    (row,) = told_figures(article(1, figures=[share], text=text))
    assert figure_line(row, TOPIC.vocabulary.tracks[0], TOPIC).plain == "a share of 61% paid (2004)"


def test_small_percentages_of_a_report_about_output_are_of_gdp() -> None:
    text = (
        "He asks for 5% of GDP. Core spending would be 3.5%. It would rise, and 1.5% be for roads. "
        "It is a rise of 4%. A share of 61% stays."
    )
    whole, core, roads, rise, share = (
        Figure(said, Kind.PERCENT, float(said[:-1]), Role.DEMANDED, "text", text.index(said), measure=measure)
        for said, measure in (
            ("5%", None),
            ("3.5%", Measure.LEVEL),
            ("1.5%", Measure.PART),
            ("4%", Measure.INCREASE),
            ("61%", Measure.SHARE),
        )
    )
    told = told_figures(article(1, figures=[whole, core, roads, rise, share], text=text))
    assert [sized(row) for row in told] == ["5% of GDP", "3.5% of GDP", "1.5% of GDP", "a rise of 4%", "a share of 61%"]
