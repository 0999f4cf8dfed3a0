"""Corrected reports as labelled ones, in the format of ``seeds/labelled``, for training.

What the program read and the operator left stands as a label too; a number that he took out of the talks has none,
which tells training that it is none. One whose role nobody knows is told to be open, and teaches nothing.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from bot.model import Article, Correction, Event, Figure, Role

FILE = "corrections.jsonl"
"""Under DATA_DIR."""
STYLE = "corrected"


def labelled(article: Article, corrections: Sequence[Correction]) -> dict[str, Any]:
    """A report as a line of a file of labelled ones; ``corrected`` has what was changed, and is read by no training."""
    reading = article.reading
    on_topic = [figure for figure in reading.figures if figure.on_topic]
    told = [figure for figure in on_topic if figure.role is not Role.UNCLEAR]
    event = Event.OTHER if reading.event is Event.NONE else reading.event
    return {
        "id": article.url or f"report {article.id}",
        "date": article.published.date().isoformat(),
        "lang": article.language,
        "on_topic": True,
        "style": STYLE,
        "event": event.value,
        "title": article.title,
        "text": article.text,
        "figures": [_label(figure) for figure in told],
        "open": [_place(figure) for figure in on_topic if figure.role is Role.UNCLEAR],
        "corrected": [msgspec.to_builtins(one) for one in corrections],
    }


def _place(figure: Figure) -> dict[str, Any]:
    return {"surface": figure.surface, "where": figure.where, "start": figure.start}


def _label(figure: Figure) -> dict[str, Any]:
    return _place(figure) | {
        "kind": figure.kind.value,
        "value": figure.value,
        "value_max": figure.value_max,
        "currency": figure.currency,
        "role": figure.role.value,
        "period": figure.period.value if figure.period else None,
        "year": figure.year,
        "payer": figure.payer,
        "attributed_to": figure.attributed_to,
        "actor": figure.actor,
        "measure": figure.measure.value if figure.measure else None,
        "stance": figure.stance.value,
    }
