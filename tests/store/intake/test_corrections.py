"""What operators correct, on both databases: it holds over edits, all that tells of the report follows, and it can be
taken back."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from bot.desk.corrections.values import Sum, sum_in_words
from bot.desk.intake.article_edits import edit as edit_of
from bot.desk.intake.merge_split import Refused
from bot.model import (
    Aspect,
    Chat,
    ChatType,
    Complained,
    Complaint,
    ComplaintState,
    Correction,
    Delivery,
    DeliveryKind,
    Edited,
    Event,
    Figure,
    Kind,
    Role,
    Ruling,
    Spot,
)
from bot.store import Store
from bot.store.archive import derived, gists_again, ledger_again
from bot.store.database.tables import corrections, figures, gists, machine_readings, meta, outbox
from bot.store.intake.complaints import MOST_A_DAY
from tests.store.build import (
    DEMAND,
    HOUR,
    LEASE,
    NOW,
    OPERATOR,
    add_feed,
    chat,
    entry,
    new,
    plan,
    reading,
    settlement,
    stories_since,
)  # fmt: skip
from tests.store.intake.test_versions import apply, edit, rows
from tests.store.outbox.test_owe import deliver

TEXT = "Talks: up to $5 billion is wanted. Later it says up to $5 billion again."
FIRST = replace(DEMAND, start=7)
AGAIN = replace(DEMAND, start=54, attributed_to=None)
OTHER = replace(DEMAND, surface="1.04 trillion won", value=1.04e12, currency="KRW", role=Role.PAID, start=90)


def filed(store: Store, *told: Figure, name: str = "one", ring: bool = False, event: Event = Event.TALKS_ROUND) -> int:
    """One report with figures; its number."""
    feed_id = next((feed.id for feed in store.feeds.all()), None) or add_feed(store)
    report = new(name, ring=ring, entry=entry(name, text=TEXT), reading=reading(*told, event=event), stamp="stamp 1")
    return store.intake.apply(plan(feed_id, report), NOW).article_ids[0]


def correct(
    store: Store, article: int, aspect: Aspect, value: str, spot: Spot | None = None, by: int = OPERATOR
) -> Correction:
    made = store.intake.correct(article, Ruling(aspect, value), spot, by, NOW + HOUR)
    assert isinstance(made, Correction), made
    return made


def told(store: Store, article: int) -> list[tuple[str, float, str | None, bool]]:
    found = store.archive.article(article)
    assert found is not None
    return [(one.role.value, one.value, one.actor, one.on_topic) for one in found.reading.figures]


def followed(store: Store) -> None:
    """Ledger, gists and figures are what a count of all articles would make them."""
    made = rows(store), store.archive.mentions([1, 2, 3])
    with store._database.write() as connection:
        connection.execute(meta.delete().where(meta.c.key.in_((derived.LEDGER, derived.GISTS))))
        ledger_again.refresh(connection)
        gists_again.refresh(connection)
        stored = connection.execute(select(figures.c.article_id, figures.c.role, figures.c.value)).all()
    assert (rows(store), store.archive.mentions([1, 2, 3])) == made
    articles = store.archive.articles()
    assert sorted(map(tuple, stored)) == sorted(
        (a.id, f.role.value, f.value) for a in articles for f in a.reading.figures
    )


def kinds(store: Store) -> list[str]:
    """What is owed, in order."""
    with store._database.read() as connection:
        return list(connection.scalars(select(outbox.c.kind).order_by(outbox.c.id)))


# --- What is corrected --------------------------------------------------------------------------------------------


def test_a_role_is_another_in_every_mention_and_all_follows(store: Store) -> None:
    number = filed(store, FIRST, OTHER, AGAIN)
    made = correct(store, number, Aspect.ROLE, "offered", FIRST.spot)
    assert (made.was, made.value, made.operator, made.made) == ("demanded", "offered", OPERATOR, NOW + HOUR)
    assert set(made.holds_at) == {FIRST.spot, AGAIN.spot}
    assert [role for role, *_ in told(store, number)] == ["offered", "paid", "offered"]
    assert {key.role for key in store.archive.ledger(["KR"])} == {Role.OFFERED, Role.PAID}
    followed(store)
    assert stories_since(store, NOW)[0].figures == {
        ("money", "offered", "USD", 5e9), ("money", "paid", "KRW", 1.04e12),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("aspect", "value", "field", "is_now"),
    [
        (Aspect.VALUE, sum_in_words(Sum(Kind.MONEY, 4.7e9, None, "KRW")), "value", 4.7e9),
        (Aspect.ACTOR, "South Korea", "actor", "South Korea"),
        (Aspect.SPEAKER, "", "attributed_to", None),
        (Aspect.PAYER, "JP", "payer", "JP"),
        (Aspect.ROLE, "", "on_topic", False),
    ],
)
def test_each_aspect_of_a_figure(store: Store, aspect: Aspect, value: str, field: str, is_now: object) -> None:
    number = filed(store, FIRST, OTHER)
    correct(store, number, aspect, value, FIRST.spot)
    article = store.archive.article(number)
    assert article is not None
    assert getattr(article.reading.figures[0], field) == is_now
    assert article.reading.figures[1] == OTHER
    followed(store)
    store.intake.undo_correction(None, OPERATOR, NOW + 2 * HOUR)
    article = store.archive.article(number)
    assert article is not None
    assert article.reading.figures == (FIRST, OTHER)
    followed(store)


def test_an_event_is_that_of_the_story_that_it_begins_and_what_it_rang_for_may_ring_again(store: Store) -> None:
    number = filed(store, FIRST, event=Event.SIGNED)
    with store._database.write() as connection:
        connection.exec_driver_sql("UPDATE stories SET rang = 'signed story'")
    correct(store, number, Aspect.EVENT, "talks_break_off")
    (story,) = stories_since(store, NOW)
    assert (story.event, story.rang) == (Event.TALKS_BREAK_OFF, frozenset({"story", "talks_break_off"}))
    with store._database.read() as connection:
        assert connection.scalar(select(gists.c.event)) == "talks_break_off"
    store.intake.undo_correction(None, OPERATOR, NOW + 2 * HOUR)
    assert stories_since(store, NOW)[0].event is Event.SIGNED


def test_a_report_moves_to_another_story_or_one_of_its_own_and_back(store: Store) -> None:
    first, second = filed(store, FIRST), filed(store, OTHER, name="two")
    made = correct(store, second, Aspect.STORY, "1")
    assert (made.was, made.value) == ("2", "1")
    assert {one.story_id for one in store.archive.articles()} == {1}
    own = correct(store, second, Aspect.STORY, "new")
    assert {one.id: one.story_id for one in store.archive.articles()} == {first: 1, second: int(own.value)}
    store.intake.undo_correction(own.id, OPERATOR, NOW + 2 * HOUR)
    assert {one.story_id for one in store.archive.articles()} == {1}
    refused = [
        store.intake.correct(second, Ruling(Aspect.STORY, value), None, OPERATOR, NOW) for value in ("1", "99", "2")
    ]
    assert [one.why for one in refused if isinstance(one, Refused)] == [
        "That is what it says already.", "There is no story 99.", "Report 2 is in story 1 already.",
    ]  # fmt: skip


def test_what_says_so_already_and_what_is_not_there_is_refused(store: Store) -> None:
    number = filed(store, FIRST)
    for article, value, spot, why in [
        (number, "demanded", FIRST.spot, "That is what it says already."),
        (number, "offered", ("text", 1, "$5"), f"Report {number} has no such figure any more."),
        (99, "offered", FIRST.spot, "There is no report 99."),
    ]:
        assert store.intake.correct(article, Ruling(Aspect.ROLE, value), spot, OPERATOR, NOW) == Refused(why)
    assert store.archive.all_corrections() == []


# --- It holds -----------------------------------------------------------------------------------------------------


def test_a_correction_holds_when_the_outlet_edits_its_report_and_the_reader_reads_as_before(store: Store) -> None:
    number, feed_id = filed(store, FIRST, OTHER), store.feeds.all()[0].id
    correct(store, number, Aspect.ROLE, "offered", FIRST.spot)
    moved = replace(FIRST, start=40)
    apply(store, feed_id, edit(moved, OTHER, article=number), at=2 * HOUR)
    assert [role for role, *_ in told(store, number)] == ["offered", "paid"]
    assert store.archive.corrections([number])[number][0].holds_at == (moved.spot,)
    (before,) = store.archive.versions([number])[number]
    assert before.reading.figures[0].role is Role.OFFERED
    followed(store)
    store.intake.undo_correction(None, OPERATOR, NOW + 3 * HOUR)
    assert [role for role, *_ in told(store, number)] == ["demanded", "paid"]
    assert store.archive.versions([number])[number][0].reading.figures[0].role is Role.DEMANDED
    with store._database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(machine_readings)) == 0
    followed(store)


def test_a_correction_whose_figure_is_gone_waits_until_it_is_back(store: Store) -> None:
    number, feed_id = filed(store, FIRST), store.feeds.all()[0].id
    correct(store, number, Aspect.ROLE, "offered", FIRST.spot)
    apply(store, feed_id, edit(OTHER, article=number), at=2 * HOUR)
    assert store.archive.corrections([number])[number][0].holds_at == ()
    apply(store, feed_id, edit(FIRST, article=number, versions=2), at=3 * HOUR)
    assert [role for role, *_ in told(store, number)] == ["offered"]


def test_that_the_program_still_reads_it_as_before_is_no_edit_of_the_outlet(store: Store) -> None:
    number = filed(store, FIRST)
    correct(store, number, Aspect.ROLE, "offered", FIRST.spot)
    article = store.archive.article(number)
    assert article is not None
    now = entry("one", text=TEXT.replace("is wanted", "is what is wanted"))
    made = store.archive.corrections([number])[number]
    again = Edited(article, 1, now, reading(FIRST), "stamp 2", corrections=made)
    found = edit_of(again).change
    assert found is not None
    assert "demanded" not in found.words
    without = edit_of(replace(again, corrections=())).change
    assert without is not None
    assert "offered → up to US$5bn demanded" in without.words


def test_who_and_when_stay_when_it_is_taken_back_and_each_takes_back_his_own(store: Store) -> None:
    number = filed(store, FIRST, OTHER)
    mine = correct(store, number, Aspect.ROLE, "offered", FIRST.spot)
    theirs = correct(store, number, Aspect.PAYER, "JP", OTHER.spot, by=8)
    assert store.intake.undo_correction(None, OPERATOR, NOW + 2 * HOUR) == mine
    assert store.archive.all_corrections() == [theirs]
    nothing = store.intake.undo_correction(None, OPERATOR, NOW + 2 * HOUR)
    assert nothing == Refused("You have corrected nothing that could be taken back.")
    assert isinstance(store.intake.undo_correction(mine.id, OPERATOR, NOW), Refused)
    with store._database.read() as connection:
        (row,) = connection.execute(select(corrections).where(corrections.c.id == mine.id))
    assert (row.operator, row.made, row.undone, row.undone_by) == (OPERATOR, NOW + HOUR, NOW + 2 * HOUR, OPERATOR)


# --- What rang ----------------------------------------------------------------------------------------------------


def test_the_alert_that_rang_is_edited_and_so_is_a_turn(store: Store) -> None:
    store.outbox.subscribe(chat(1), NOW)
    number = filed(store, FIRST, ring=True)
    deliver(store)
    feed_id, story = store.feeds.all()[0].id, 1
    turn = new("two", OTHER, story_id=story, opens=None, ring=True, rings_for="talks_break_off")
    second = store.intake.apply(plan(feed_id, turn), NOW).article_ids[0]
    deliver(store)
    size = store.archive.story_size(story)
    correct(store, second, Aspect.ROLE, "agreed", OTHER.spot)
    due = edits_due(store)
    assert {(one.article_id, one.message_id) for one in due} >= {(second, _message_of(store, second))}
    assert store.archive.story_size(story) != size
    correct(store, number, Aspect.ROLE, "offered", FIRST.spot)
    assert number in {one.article_id for one in edits_due(store, 2)}


def edits_due(store: Store, hours: int = 1) -> list[Delivery]:
    found: list[Delivery] = []
    later = NOW + hours * HOUR + timedelta(minutes=10 * hours)
    while owed := store.outbox.claim_owed(later, 10, LEASE):
        found += owed
        for row in owed:
            store.outbox.settle(settlement(row.id), later)
    return [one for one in found if one.kind is DeliveryKind.EDIT]


def _message_of(store: Store, article: int) -> int:
    with store._database.read() as connection:
        row = connection.exec_driver_sql(
            f"SELECT message_id FROM outbox WHERE article_id = {article} AND kind = 'turn'"  # noqa: S608  # a number
        ).one()
    return int(row[0])


# --- What readers report ------------------------------------------------------------------------------------------


def test_a_chat_reports_a_figure_once_and_hears_what_came_of_it(store: Store) -> None:
    number, reader = filed(store, FIRST), Chat(41, ChatType.PRIVATE, "Reader", subscribed=False)
    came = store.intake.complain(reader, number, FIRST.spot, Aspect.ROLE, NOW)
    assert came.is_new
    assert came.operators == 1
    again = store.intake.complain(reader, number, FIRST.spot, Aspect.VALUE, NOW + HOUR)
    assert (again.is_new, _complaint(again).aspect) == (False, Aspect.ROLE)
    store.intake.complain(replace(reader, id=42), number, FIRST.spot, Aspect.ROLE, NOW)
    assert kinds(store) == ["complaint"], "told once, whoever else reports it"
    (waiting,) = store.archive.open_complaints(10)
    assert (waiting.subject, waiting.surface, waiting.chats) == ("text 7", FIRST.surface, 2)
    correct(store, number, Aspect.ROLE, "offered", FIRST.spot)
    assert kinds(store) == ["complaint", "verdict", "verdict"]
    owed = store.outbox.claim_owed(NOW + HOUR, 10, LEASE)
    assert {(one.chat.id, one.kind.value, one.notice) for one in owed} == {
        (OPERATOR, "complaint", "wrong 1"), (41, "verdict", "looked 1"), (42, "verdict", "looked 2"),
    }  # fmt: skip
    assert store.archive.open_complaints(10) == []


def test_what_an_operator_finds_right_is_told_too(store: Store) -> None:
    number = filed(store, FIRST)
    store.intake.complain(chat(41), number, None, Aspect.EVENT, NOW)
    found = store.intake.let_stand(1, OPERATOR, NOW + HOUR)
    assert found is not None
    assert found.state is ComplaintState.STANDS
    assert kinds(store) == ["complaint", "verdict"]
    assert store.intake.let_stand(99, OPERATOR, NOW) is None


def test_a_chat_may_report_so_much_within_a_day(store: Store) -> None:
    number = filed(store, FIRST)
    spots: list[Spot] = [("text", place, "x") for place in range(MOST_A_DAY + 1)]
    for spot in spots[:MOST_A_DAY]:
        assert store.intake.complain(chat(41), number, spot, Aspect.ROLE, NOW).is_new
    assert store.intake.complain(chat(41), number, spots[-1], Aspect.ROLE, NOW).complaint is None
    assert store.intake.complain(chat(42), number, spots[-1], Aspect.ROLE, NOW).is_new
    assert store.intake.complain(chat(41), number, spots[-1], Aspect.ROLE, NOW + timedelta(days=1)).is_new


def test_what_a_group_reported_goes_with_it_to_its_new_id(store: Store) -> None:
    number = filed(store, FIRST)
    store.intake.complain(chat(41), number, FIRST.spot, Aspect.ROLE, NOW)
    store.outbox.move_chat(41, -100)
    moved = store.archive.complaint(1)
    assert moved is not None
    assert moved.chat_id == -100
    assert not store.intake.complain(chat(-100), number, FIRST.spot, Aspect.ROLE, NOW).is_new


def _complaint(came: Complained) -> Complaint:
    assert came.complaint is not None
    return came.complaint
