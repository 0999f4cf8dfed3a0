"""The tables of roles and events in ``bot/model``: every consumer covers all of a table, and none has its own."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.style import Style

from bot.chat.drawing.chart import Colour
from bot.chat.drawing.svg import SHAPES
from bot.chat.render.answers.chart import chart_of
from bot.chat.render.answers.compare import compare
from bot.chat.render.answers.figures import figures
from bot.chat.render.answers.positions import gap_words, of_track
from bot.chat.render.words import figure_line, role_words, told_figures
from bot.chat.typed.arguments import BadArgument, FigureWords, figure_words
from bot.chat.typed.chart_words import ChartWords
from bot.cli.terminal.marked_text import style_of
from bot.desk.answers.positions import SIDES, Comparable, Gap, Item, positions, trend_of
from bot.desk.ledger.compare import YARDSTICK
from bot.desk.ledger.rows import LedgerRow, in_ledger_order, ledger
from bot.desk.ledger.states import DONE, SITTING, STATES
from bot.model import LEDGER_ROLES, Article, Event, Role
from bot.reading.encoder import answers
from bot.store.archive.ledger import _PICK
from bot.store.intake.known_figures import _ROLES
from tests.chat.builders import BASELINE, NOW, TOPIC, article, convert, money

ROOT = Path(__file__).parents[2]
TRACKS = ("KR", "JP")


def in_each_role() -> list[Article]:
    """Two reports of two outlets for each role, with a sum of its own in it, the roles an hour apart."""
    return [
        article(
            2 * place + copy,
            figures=[replace(money(f"US${place + 10}", (place + 10) * 1e8, "USD", role), payer="KR")],
            outlet=f"O{copy}",
            published=NOW - timedelta(hours=place),
        )
        for place, role in enumerate(Role)
        for copy in (1, 2)
    ]


def rows() -> tuple[LedgerRow, ...]:
    return ledger(in_each_role(), BASELINE, convert, tracks=TRACKS)


# --- Roles, consumer by consumer ----------------------------------------------------------------------------------


def test_the_ledger_keeps_each_role_that_it_is_to_keep_in_the_order_of_the_table() -> None:
    assert [row.role for row in in_ledger_order(reversed(rows()), TRACKS)] == list(LEDGER_ROLES)
    assert [role for role in Role if role not in LEDGER_ROLES] == [Role.CONVERSION]


def test_the_store_picks_rows_of_each_role_of_the_ledger() -> None:
    statement = str(_PICK)
    by_owner_and_order = 2 * 2
    assert {role: statement.count(f"role = '{role.value}'") for role in Role} == {
        role: by_owner_and_order if role in LEDGER_ROLES else 0 for role in Role
    }
    assert set(_ROLES) == set(LEDGER_ROLES) - {Role.UNCLEAR}


@pytest.mark.parametrize("role", Role)
def test_a_figure_in_a_role_is_printed_with_its_word(role: Role) -> None:
    word = role.traits.word
    assert role_words(role, None) == word
    (only,) = told_figures(article(1, figures=[money("US$5", 5e9, "USD", role)]))
    assert figure_line(only, TOPIC.vocabulary.tracks[0], TOPIC).plain.endswith(f" {word}".rstrip())
    assert style_of(only.figure) == f"bold {role.traits.colour}".strip()
    assert Style.parse(style_of(only.figure))


def test_an_alert_has_the_sums_by_the_weight_of_their_roles() -> None:
    sums = [money(f"US${place}", float(place + 1), "USD", role) for place, role in enumerate(Role)]
    weights = [row.figure.role.traits.weight for row in told_figures(article(1, figures=sums))]
    assert weights == sorted(weights)


@pytest.mark.parametrize("role", Role)
def test_what_users_type_for_a_role_asks_for_it_alone(role: Role) -> None:
    typed = role.traits.typed
    for word in typed:
        assert figure_words(word.upper(), TOPIC.vocabulary.tracks) == FigureWords(None, None, role)
        assert [other for other in Role if word in other.traits.typed] == [role]
    assert not typed or typed[0] == role.value, "answers have the role in their commands"
    with pytest.raises(BadArgument) as refused:
        figure_words("bananas", ())
    assert (f" {role.value}," in str(refused.value)) is bool(typed and role.traits.is_suggested)


def test_every_figure_is_listed_under_the_heading_of_its_role() -> None:
    shown = figures(rows(), TOPIC, asked=FigureWords(TOPIC.vocabulary.tracks[0], None, None, every=True)).plain
    for role in LEDGER_ROLES:
        assert f"\n{(role.traits.word or 'other figures').capitalize()}\n" in shown


# --- The roles in which sides are compared ------------------------------------------------------------------------


def test_positions_charts_and_tables_have_each_side() -> None:
    stands = positions(rows(), "KR", BASELINE, convert)
    contribution = next(stand for stand in stands if stand.item is Item.CONTRIBUTION)
    assert [position.role for position in contribution.positions] == list(SIDES)
    table = compare(stands, TOPIC).plain
    for side in SIDES:
        assert f"\n{'asked' if side is Role.DEMANDED else side.traits.word} " in table
        assert f" {side.traits.word}" in of_track(stands, TOPIC, "KR", chart=True).plain


def test_a_chart_draws_each_side_in_its_own_colour_and_shape() -> None:
    trend = trend_of(rows(), "KR", BASELINE, convert, "USD")
    assert list(trend.points) == list(SIDES)
    drawn = chart_of(trend, TOPIC, ChartWords(TOPIC.vocabulary.tracks[0]), NOW)
    assert drawn is not None
    traits = [one for side in SIDES if (one := side.traits.side)]
    assert [(one.colour, one.shape) for one in drawn[0].series] == [
        (Colour(one.colour, one.colour_in_dark), one.shape) for one in traits
    ]
    assert len({one.colour for one in traits}) == len({one.shape for one in traits}) == len(SIDES)
    assert len({one.colour_in_dark for one in traits}) == len(SIDES)
    assert {one.shape for one in traits} <= set(SHAPES)


@pytest.mark.parametrize("side", SIDES)
def test_a_gap_names_each_side_that_it_may_end_at(side: Role) -> None:
    assert side.traits.side is not None
    gap = Gap(Role.DEMANDED, side, 4e9, "USD", 5.0, (Comparable(5e9, "USD"), Comparable(1e9, "USD")), None)
    assert gap_words(gap).endswith(side.traits.side.words)


def test_a_side_is_held_against_a_role_that_the_baseline_has() -> None:
    assert set(YARDSTICK) == set(SIDES)
    assert set(YARDSTICK.values()) <= {figure.role for figure in TOPIC.baseline.figures}


def test_a_position_is_a_side_and_a_claim_of_one_is_a_position() -> None:
    assert {role for role in Role if role.traits.is_position} <= set(SIDES)
    assert {role for role in SIDES if role.traits.is_claim} <= {role for role in Role if role.traits.is_position}


# --- Labels -------------------------------------------------------------------------------------------------------


def test_the_encoder_chooses_between_all_roles_and_events_that_are_labels() -> None:
    assert set(answers.ROLES) == {role.value for role in Role} - {Role.UNCLEAR.value} | {answers.NO_ROLE}
    assert set(answers.EVENTS) == {event.value for event in Event} - {Event.NONE.value}


def test_contributing_says_of_each_label_what_it_is() -> None:
    lines = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()
    for role in Role:
        assert any(line.startswith(f"| {role.value} |") for line in lines) is role.traits.is_label, role


# --- Events -------------------------------------------------------------------------------------------------------


def test_a_state_is_one_of_talks_or_of_a_deal() -> None:
    assert {event for event in Event if event.traits.stage} == STATES.keys() == DONE | SITTING
    assert not DONE & SITTING


def test_what_is_reported_daily_moves_no_talks_and_rings_for_nobody() -> None:
    daily = [event.traits for event in Event if event.traits.recurs == "daily"]
    assert daily
    assert not any(traits.state or traits.is_turn for traits in daily)


# --- No lists of their own ----------------------------------------------------------------------------------------

MOST = 3
"""Members of a table that a literal may have: a rule of one room may name a few."""
REASONS = {
    ("desk/answers/calendar.py", "_TELLS"): "which events bear out which dates: pairs of the two, no list of events",
}


def literals(tree: ast.Module, kind: type[StrEnum]) -> Iterator[tuple[str, set[str]]]:
    """The literals of a module with members of an enumeration, by name or value, each with where it is assigned."""
    for statement in tree.body:
        name = ast.unparse(statement.targets[0]) if isinstance(statement, ast.Assign) else ""
        name = ast.unparse(statement.target) if isinstance(statement, ast.AnnAssign) else name
        for node in ast.walk(statement):
            if isinstance(node, ast.Dict | ast.List | ast.Set | ast.Tuple):
                yield name, {member for inner in ast.walk(node) for member in named(inner, kind)}


def named(node: ast.AST, kind: type[StrEnum]) -> set[str]:
    if isinstance(node, ast.Attribute) and ast.unparse(node.value).rpartition(".")[2] == kind.__name__:
        return {node.attr} & kind.__members__.keys()
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {member.name for member in kind if member.value == node.value}
    return set()


@pytest.mark.parametrize("kind", [Role, Event])
def test_no_other_module_has_a_list_of_its_own(kind: type[StrEnum]) -> None:
    found = {
        (path.relative_to(ROOT / "bot").as_posix(), name)
        for path in (ROOT / "bot").rglob("*.py")
        if ROOT / "bot" / "model" not in path.parents
        for name, members in literals(ast.parse(path.read_text(encoding="utf-8")), kind)
        if len(members) > MOST
    }
    allowed = set(REASONS) if kind is Event else set()
    assert found == allowed


@pytest.mark.parametrize(
    "source",
    [
        "X = (Role.DEMANDED, Role.OFFERED, Role.AGREED, Role.PAID)",
        "X = frozenset({model.Role.DEMANDED, model.Role.OFFERED, model.Role.AGREED, model.Role.PAID})",
        "def f():\n    return {'demanded': 1, 'offered': 2, 'agreed': 3, 'paid': 4}",
    ],
)
def test_a_list_of_its_own_is_seen(source: str) -> None:
    assert any(len(members) > MOST for _, members in literals(ast.parse(source), Role))
