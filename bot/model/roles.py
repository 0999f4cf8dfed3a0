"""What a figure is in the talks: one table, a role a row, that every room reads.

A further role is a further member of ``Role`` with its row. From it the ledger keeps the role, answers order, print and
draw it, and users may type it. The encoder tells it from others once it was trained on labels of it (``is_label``).
"""

from enum import StrEnum

from msgspec import Struct


class RoleSide(Struct, frozen=True):
    """How a role is told where the sides stand against each other, and drawn over time."""

    words: str
    """``what was agreed``, behind "more than"."""
    colour: str
    """Of its dots, steps and labels in the chart, as ``#rrggbb``."""
    colour_in_dark: str
    """The same on a dark ground."""
    shape: str
    """Of its dots: ``triangle``, ``diamond`` ...; who sees red and green alike goes by it."""


class RoleTraits(Struct, frozen=True):
    """A row of the table."""

    word: str = ""
    """Behind a sum in print; "" where a sum stands alone."""
    weight: int = 7
    """The place of a sum of money in this role among others of its report, the least first; kinds have theirs."""
    typed: tuple[str, ...] = ()
    """What users may type for it, in lower case, first the role itself."""
    is_suggested: bool = True
    """Whether an answer to what cannot be read names it, where it may be typed."""
    colour: str = ""
    """On a terminal, as Rich names colours; "" for that of the text."""
    side: RoleSide | None = None
    """Of a role in which the sides' positions are compared."""
    held_against: str = ""
    """The role of the baseline's figures that its own are compared with; "" for none."""
    is_position: bool = False
    """Whether it is what a side wants or has settled on: it stands until the next one."""
    is_claim: bool = False
    """Whether a figure in it is always somebody's, and no fact because an outlet names no source."""
    is_news: bool = False
    """Whether a sum in it can be what is new in a report; what was paid is in the background of every one."""
    is_payment: bool = False
    """Whether a yearly sum in it shows how much is paid."""
    in_ledger: bool = True
    """Whether a figure in it is a row of the ledger."""
    is_label: bool = True
    """Whether the encoder chooses it. A further one needs a new training, as the answers are one more."""


class Role(StrEnum):
    """In the order in which figures are shown. The direction of the ask decides: see CONTRIBUTING's conventions."""

    traits: RoleTraits

    def __new__(cls, value: str, *row: RoleTraits) -> "Role":
        """``row``: one, without which a member cannot be made. Callers look a role up by its value alone."""
        role = str.__new__(cls, value)
        role._value_ = value
        (role.traits,) = row
        return role

    DEMANDED = (
        "demanded",
        RoleTraits(
            word="demanded",
            weight=0,
            typed=("demanded", "demand", "demands", "asked", "ask", "sought"),
            colour="red",
            side=RoleSide("what is demanded", "#c02b34", "#ff8087", "triangle"),
            held_against="demanded",
            is_position=True,
            is_claim=True,
            is_news=True,
        ),
    )
    OFFERED = (
        "offered",
        RoleTraits(
            word="offered",
            weight=2,
            typed=("offered", "offer", "offers"),
            colour="yellow",
            side=RoleSide("what is offered", "#9a5b06", "#f0b04e", "diamond"),
            held_against="agreed",
            is_position=True,
            is_claim=True,
            is_news=True,
        ),
    )
    AGREED = (
        "agreed",
        RoleTraits(
            word="agreed",
            weight=1,
            typed=("agreed", "agree", "agreement", "agreements", "deal", "deals"),
            colour="green",
            side=RoleSide("what was agreed", "#1b66a8", "#6fb4f2", "square"),
            held_against="agreed",
            is_position=True,
            is_news=True,
            is_payment=True,
        ),
    )
    PAID = (
        "paid",
        RoleTraits(
            word="paid",
            weight=3,
            typed=("paid", "pay", "pays", "payment", "payments"),
            colour="cyan",
            side=RoleSide("what was paid", "#27734a", "#6fcf97", "circle"),
            held_against="agreed",
            is_payment=True,
        ),
    )
    BUDGET = (
        "budget",
        RoleTraits(
            word="budgeted",
            weight=4,
            typed=("budget", "budgets", "budgeted"),
            colour="blue",
            is_news=True,
            is_payment=True,
        ),
    )
    ESTIMATE = (
        "estimate",
        RoleTraits(
            word="estimated",
            weight=6,
            typed=("estimate", "estimates", "estimated"),
            is_suggested=False,
            colour="magenta",
            is_claim=True,
        ),
    )
    CONVERSION = "conversion", RoleTraits(word="converted", in_ledger=False)
    """It stands with what it converts, and is no row of its own."""
    OTHER = "other", RoleTraits()
    UNCLEAR = "unclear", RoleTraits(word="unclear", typed=("unclear", "unsure"), is_label=False)
    """Too unsure to be told; ``Figure.likely`` has the likeliest one."""


LEDGER_ROLES = tuple(role for role in Role if role.traits.in_ledger)
"""The roles that a row of the ledger may have. Desk and store take them from here: a role that a list of their own left
out would be stored and never read again."""
