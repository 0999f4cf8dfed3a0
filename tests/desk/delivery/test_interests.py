"""Whether a chat wants a report: its track, the kinds that it is of, its outlet."""

import pytest

from bot.desk.delivery.interests import About, about, chosen, kinds_of, wants, with_outlet
from bot.model import Event, Figure, Interest, Kind, NewsKind, Reading, Relevance, Role, Stance

SUM = Figure("US$5 billion", Kind.MONEY, 5e9, Role.AGREED, "text", 3, currency="USD")


def reading(event: Event, *figures: Figure) -> Reading:
    return Reading("en", Relevance(True, 5.0, ()), event, "KR", figures)


def figure(role: Role, **changes: object) -> Figure:
    values = {"surface": "US$5 billion", "kind": Kind.MONEY, "value": 5e9, "role": role, "where": "text", "start": 3}
    return Figure(**values | changes)  # type: ignore[arg-type]  # a figure's own fields


@pytest.mark.parametrize(
    ("event", "figures", "kinds"),
    [
        (Event.SIGNED, (), {NewsKind.DEALS}),
        (Event.IN_FORCE, (SUM,), {NewsKind.DEALS, NewsKind.FIGURES}),
        (Event.TALKS_BREAK_OFF, (figure(Role.DEMANDED),), {NewsKind.BREAK_OFFS, NewsKind.DEMANDS, NewsKind.FIGURES}),
        (Event.TALKS_ROUND, (figure(Role.UNCLEAR),), {NewsKind.TALKS}),
        (Event.STATEMENT, (figure(Role.OFFERED, stance=Stance.DENIED),), {NewsKind.STATEMENTS}),
        (
            Event.STATEMENT,
            (figure(Role.OTHER, kind=Kind.TROOPS, stance=Stance.DENIED),),
            {NewsKind.STATEMENTS, NewsKind.TROOPS},
        ),
        (Event.FURLOUGH, (), {NewsKind.TROOPS}),
        (
            Event.REPORT,
            (figure(Role.OTHER, kind=Kind.TROOPS, where="title"),),
            {NewsKind.STATEMENTS, NewsKind.TROOPS, NewsKind.FIGURES},
        ),
        (Event.PROTEST, (figure(Role.DEMANDED, on_topic=False),), {NewsKind.STATEMENTS}),
    ],
)
def test_a_report_is_of_its_events_kind_and_of_those_of_its_figures(
    event: Event, figures: tuple[Figure, ...], kinds: set[NewsKind]
) -> None:
    assert kinds_of(reading(event, *figures)) == kinds


def test_each_event_is_of_a_kind_and_every_kind_can_be_had() -> None:
    by_event = {event.traits.news for event in Event}
    assert by_event == set(NewsKind) - {NewsKind.DEMANDS, NewsKind.FIGURES}


def test_what_is_wanted_is_of_a_country_of_a_kind_and_of_an_outlet_that_is_not_muted() -> None:
    report = about(reading(Event.SIGNED), "Yonhap")
    wish = Interest(tracks=("JP", "KR"), kinds=(NewsKind.DEALS,), muted=("KCNA",))
    assert wants(Interest(), About())
    assert wants(wish, report)
    for other in (About("DE", report.kinds), About(None, report.kinds), About("KR"), About("KR", report.kinds, "kcna")):
        assert not wants(wish, other)


def test_one_wish_is_one_value_however_it_was_typed() -> None:
    one = chosen(Interest(muted=("KCNA",)), {"KR", "JP"}, {NewsKind.FIGURES, NewsKind.DEALS})
    assert one == Interest(("JP", "KR"), (NewsKind.DEALS, NewsKind.FIGURES), ("KCNA",))
    assert chosen(one, set(), set(NewsKind)) == Interest(muted=("KCNA",))
    twice = with_outlet(with_outlet(Interest(), "Yonhap", muted=True), "YONHAP", muted=True)
    assert twice.muted == ("YONHAP",)
    assert with_outlet(twice, "yonhap", muted=False) == Interest()
