"""Rules: precedence, brackets, and errors that say where."""

import pytest

from bot.reading.query import QuerySyntaxError, parse

NAMES = {"agreement", "force", "host", "health"}


@pytest.mark.parametrize(
    ("expression", "found", "holds"),
    [
        ("agreement", {"agreement"}, True),
        ("agreement", {"force"}, False),
        ("agreement AND force", {"agreement"}, False),
        ("agreement OR force AND host", {"agreement"}, True),
        ("(agreement OR force) AND host", {"agreement"}, False),
        ("agreement AND NOT health", {"agreement"}, True),
        ("agreement AND NOT health", {"agreement", "health"}, False),
        ("NOT (health OR host)", {"force"}, True),
        ("NOT NOT force", {"force"}, True),
        ("((force))", {"force"}, True),
    ],
)
def test_expressions(expression: str, found: set[str], holds: bool) -> None:
    assert parse(expression, NAMES).holds(found) is holds


@pytest.mark.parametrize(
    ("expression", "place", "expected"),
    [
        ("", 1, "a concept, NOT or an opening bracket"),
        ("agreement AND", 14, "a concept, NOT or an opening bracket"),
        ("agreement force", 11, "AND, OR or the end"),
        ("(agreement OR force", 20, "a closing bracket"),
        ("agreement AND weather", 15, "a concept (there are: agreement, force, health, host)"),
        ("agreement & force", 11, "AND, OR or the end"),
        ("agreement)", 10, "AND, OR or the end"),
        ("(" * 60, 52, "no more than 50 brackets"),
    ],
)
def test_errors_say_where_and_what(expression: str, place: int, expected: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(expression, NAMES)
    assert f"at {place} of" in str(caught.value)
    assert expected in str(caught.value)
