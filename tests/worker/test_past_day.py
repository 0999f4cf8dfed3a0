"""What was known on a day, answered from a real store: by what reports were then, and without reading all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace
from sqlalchemy import event

from bot.chat.commands.course import CourseAnswers, end_of
from bot.model import Change, Edit, Level
from bot.store import Store, open_store
from tests.chat.builders import context, families
from tests.desk.replayed import articles
from tests.shared import rates, topic
from tests.store.build import plan, source
from tests.worker.wire import Wire

TOLD, DAY = 60, timedelta(days=1)


@contextmanager
def asked(store: Store) -> Iterator[list[str]]:
    """The statements that are executed."""
    found: list[str] = []

    def note(*about: object) -> None:
        found.append(str(about[2]))

    event.listen(store._database._engine, "before_cursor_execute", note)
    yield found
    event.remove(store._database._engine, "before_cursor_execute", note)


def answers(store: Store, on: date) -> CourseAnswers:
    about = context(store, topic=topic(), convert=rates().convert, now=lambda: end_of(on))
    return families(about).of(CourseAnswers)


def test_a_past_day_is_answered_from_what_was_kept_of_reports_and_an_edited_one_as_it_was(migrated_url: str) -> None:
    told = articles()[:TOLD]
    day = told[-1].published.date()
    with open_store(migrated_url, worker="w") as store:
        wire = Wire(store, source())
        for one in told:
            wire.bring(one)
        stand = answers(store, day).the_summary("")
        with asked(store) as statements:
            assert answers(store, day + DAY).the_stand(f"{day}") == stand
        assert statements
        assert [one for one in statements if "articles.reading" in one] == [], "no report is read"

        was = next(one for one in reversed(store.archive.articles()) if one.reading.figures)
        bare = replace(was.reading, figures=())
        edit = Edit(was.id, 1, "2", "Headline of later", "Text of later.", bare, Change("other", Level.MATERIAL))
        edited = datetime.combine(day + DAY, datetime.min.time(), UTC)
        store.intake.apply(replace(plan(store.feeds.all()[0].id), edits=(edit,)), edited)
        with asked(store) as statements:
            assert answers(store, day + 2 * DAY).the_stand(f"{day}") == stand, "as it was before the edit"
        assert len([one for one in statements if "articles.reading" in one]) == 1
        after = answers(store, day + 2 * DAY)
        assert after.the_stand(f"{day + DAY}") == answers(store, day + DAY).the_summary("") != stand
