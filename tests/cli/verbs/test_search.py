"""``search``: the chat's answer on a terminal, for programs, and errors that show the place."""

import json

from bot.store import Store
from tests.cli.conftest import Program
from tests.cli.texts import PAST


def test_what_a_query_finds_on_a_terminal_and_for_programs(program: Program, seeded: Store) -> None:
    ran = program("search", "talks", "AND", "korea")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("Search · talks AND korea\n")
    assert f"[1] {PAST[0].url}" in ran.out or PAST[0].url in ran.out
    made = json.loads(program("search", "talks AND korea", "--json").out)
    assert (made["query"], made["counted"], made["total"]) == ("talks AND korea", True, len(made["reports"]))
    for report in made["reports"]:
        article = seeded.archive.article(report["source"]["article_id"])
        assert article is not None
        assert report["sentence"] in article.text
        assert report["title_marks"] or report["marks"]


def test_a_period_and_a_limit(program: Program, seeded: Store) -> None:
    every = program("search", "lang:en OR lang:ko OR lang:ja OR lang:de").out
    ran = program("search", "lang:en OR lang:ko OR lang:ja OR lang:de", "--limit", "1")
    assert ran.out.count("burdenwatch story") == 1
    assert ran.err == "Older: add page:2\n"
    assert every.count("burdenwatch story") == len(PAST)
    assert "No report matches." in program("search", "talks", "--until", "2001").out


def test_errors_say_where_and_what_to_do(program: Program, seeded: Store) -> None:
    ran = program("search", "korea AND (talks")
    assert ran.code == 2
    assert ran.err.startswith(
        "korea AND (talks\n          ^ this bracket is never closed\nerror: the query cannot be read"
    )
    assert "character 11. Try: burdenwatch search '\"cost sharing\" AND Seoul'" in ran.err
    ran = program("search", "korea", "--since", "mars")
    assert (ran.code, ran.out) == (2, "")
    assert "“mars” is no date and no period" in ran.err


def test_an_empty_database_is_named(program: Program, sandbox_store: Store) -> None:
    assert program("search", "korea").err.startswith("nothing is on record in sqlite:///data/sandbox.db yet")
