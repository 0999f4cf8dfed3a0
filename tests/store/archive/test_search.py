"""Full text on both databases: it finds what the query language says, also in Korean and Japanese, and keeps pace."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import event

from bot.model import Article
from bot.reading.query.pages import page_of
from bot.reading.query.query import parse_query
from bot.store import Store
from bot.store.archive import indexing, search
from bot.store.archive.derived import INDEX, VERSIONS
from tests.store.build import NOW, add_feed, entry, new, plan, reading

REPORTS = (
    ("en", "US troops in Korea", "Seoul will pay more for the U.S. troops. Cost-sharing negotiations go on."),
    ("en", "Talks in Tokyo", "Sharing the cost of bases: the negotiators met, says the ministry; it is up to us."),
    ("ko", "한미방위비분담금 협상", "미군 주둔 비용 50억 달러를 요구했다. SMART 교실에 1조 원."),
    ("ja", "在日米軍の駐留経費", "米国は100億ドルを要求した。女子ハードルの記事ではない。"),
    ("de", "Kosten der US-Truppen", "Die Verhandlungen über Häuser für Soldaten dauern an."),
    ("fr", "L'accord 'final' \\ \"signé\"", "Séoul paiera : c'est l'accord; DROP TABLE search --"),
)
QUERIES = (
    "troops", "troop US", "us", '"troops"', "negotiation", '"cost sharing"', '"sharing the cost"', "cost-sharing",
    "cost NEAR/2 bases", "cost NEAR/1 ministry", "negot*", "방위비", "미군", "미군 AND NOT SMART", "smart", "원",
    "米軍", "駐留", "ドル", "軍", "Haus", "Verhandlung*", "title:troops", "title:미군", "lang:ko",
    "lang:ja OR lang:de", "accord", "l'accord", "source:outlet", 'source:"t 3"', "source:nowhere", "cost NOT bases",
    "(seoul OR séoul) NOT (korea lang:en)", "table", "(((seoul OR tokyo) pay) OR 협상) NOT NOT lang:ko", "z" * 200,
    "search",
)  # fmt: skip


def take_in(store: Store, reports: tuple[tuple[str, str, str], ...] = REPORTS, start: datetime = NOW) -> list[Article]:
    """Reports of as many outlets, an hour apart, the last one the newest; what the store has, the newest first."""
    feed = add_feed(store)
    articles = [
        new(
            entry=replace(entry(f"{title} {number}"), title=title, text=text, outlet=f"Outlet {number}"),
            reading=reading(language=language),
            opens=number,
            published=start + timedelta(hours=number),
        )
        for number, (language, title, text) in enumerate(reports)
    ]
    store.intake.apply(plan(feed, *articles), NOW)
    return store.archive.articles()


def titles(store: Store, query: str, **more: object) -> list[str]:
    found = store.archive.search(parse_query(query), **{"limit": 10} | more)  # type: ignore[arg-type]  # shorthand
    return [article.title for article in found.articles]


def test_it_finds_what_the_query_language_says_the_newest_first(store: Store) -> None:
    articles = take_in(store)
    assert len(articles) == len(REPORTS)
    for text in QUERIES:
        query = parse_query(text)
        holds = [one for one in articles if query.holds(page_of(one.title, one.text, one.language, one.outlet))]
        found = store.archive.search(query, limit=10)
        assert (list(found.articles), found.total, found.counted, found.more) == (holds, len(holds), True, False), text
    assert titles(store, "방위비") == ["한미방위비분담금 협상"]
    assert titles(store, "米軍") == ["在日米軍の駐留経費"]
    assert titles(store, '"cost sharing"') == ["US troops in Korea"]


def test_a_period_and_pages(store: Store) -> None:
    take_in(store)
    query = "lang:en OR lang:ko OR ドル"
    assert titles(store, query, since=NOW + timedelta(hours=1), until=NOW + timedelta(hours=3)) == [
        "한미방위비분담금 협상",
        "Talks in Tokyo",
    ]
    pages = [store.archive.search(parse_query(query), offset=offset, limit=2) for offset in (0, 2, 4)]
    assert [(len(page.articles), page.total, page.more) for page in pages] == [
        (2, 4, True),
        (2, 4, False),
        (0, 4, False),
    ]
    assert [one.title for page in pages for one in page.articles] == titles(store, query)
    alone = store.archive.search(parse_query("troops"), since=NOW + timedelta(days=1), limit=5)
    assert (alone.total, alone.articles) == (0, ())


def test_postgresql_is_kept_from_scanning_the_whole_table(store: Store) -> None:
    settings = []

    def note(_: object, cursor: Any, statement: str, *__: object) -> None:
        if "@@" in statement:
            settings.append(cursor.connection.execute("SHOW enable_seqscan").fetchone()[0])

    with store._database.read() as connection:
        event.listen(connection.engine, "before_cursor_execute", note)
    take_in(store)
    assert titles(store, "troops OR 미군")
    assert settings == (["off"] if store.dialect == "postgresql" else [])


def test_what_the_index_cannot_decide_is_read_as_far_as_time_allows(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "MOST_READ", 3)
    near, far = "The cost of troops.", "The cost, as many ministers said in the end again, of troops."
    take_in(store, (("en", "Old", near), *[("en", f"Far {n}", far) for n in range(3)], ("en", "New", near)))
    query = parse_query("cost NEAR/1 troops")
    some = store.archive.search(query, limit=5)
    assert [one.title for one in some.articles] == ["New"]
    assert (some.total, some.counted, some.read_back_to) == (5, False, NOW + timedelta(hours=2))
    older = store.archive.search(query, until=some.read_back_to, limit=5)
    assert ([one.title for one in older.articles], older.total, older.counted) == (["Old"], 1, True)
    full = store.archive.search(parse_query('"cost of"'), limit=1)
    assert (len(full.articles), full.total, full.counted, full.more, full.read_back_to) == (1, 2, True, True, None)
    assert store.archive.search(parse_query("cost of"), limit=1).total == 5


def test_what_is_off_the_topic_or_undone_is_not_found(store: Store) -> None:
    feed = add_feed(store)
    store.intake.apply(plan(feed, new("aside", on_topic=False, opens=4)), NOW)
    assert len(store.archive.articles(on_topic=False)) == 1
    assert titles(store, "talks") == []
    (aside,) = store.archive.articles(on_topic=False)
    with store._database.write() as connection:
        indexing.add(connection, aside)
        indexing.add(connection, replace(aside, reading=reading()))
        assert search.find(connection, parse_query("talks"), limit=1).total == 1
        connection.rollback()
    assert titles(store, "talks") == []


def test_an_archive_of_before_is_indexed_once(store: Store) -> None:
    take_in(store)
    take_in(store, (("en", "A lone \ud800 surrogate", "and a \0 in the cost-sharing talks"),), NOW + timedelta(days=1))
    before = {text: titles(store, text) for text in QUERIES}
    store.put("search", "an older version")
    assert store.migrate() == []
    assert {text: titles(store, text) for text in QUERIES} == before
    assert store.get("search") == VERSIONS[INDEX]
    with store._database.write() as connection:
        indexing.clear(connection)
    store.migrate()
    assert titles(store, "troops") == [], "what is there of this version is left alone"
