"""The encoder: a small multilingual language model, tuned on labelled reports, that decides what only context tells.

What belongs here: what the model is shown of a report (``sheet``, ``pieces``, ``tokens``), the model at work
(``model``, loaded by ``keeper`` on first need and given back, beside the ``shipped_opinions``), and what it
answers (``answers``, ``opinion``); the files of the one that ships, with its card (``shipped/``). What does not:
training (``bot.reading.training``, which needs torch), and what is made of its answers (``bot.reading.topic.advice``).
Amounts, dates, names and conversions stay with code.
"""

from bot.reading.encoder.keeper import EncoderMissingError, Keeper, encoder_of, has_learned_topic
from bot.reading.encoder.opinion import SOMEBODY, Answer, OnFigure, Opinion
from bot.reading.encoder.sheet import NamedParty, Sheet, Span

__all__ = [
    "SOMEBODY",
    "Answer",
    "EncoderMissingError",
    "Keeper",
    "NamedParty",
    "OnFigure",
    "Opinion",
    "Sheet",
    "Span",
    "answers",
    "encoder_of",
    "has_learned_topic",
    "model",
    "opinion",
    "pieces",
    "reasons",
    "sheet",
    "shipped_opinions",
    "tokens",
]
