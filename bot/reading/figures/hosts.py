"""In which country the soldiers are that a number counts, where its clause names another one than its report is about.

``Japan hosts 54,000 troops, South Korea 28,500``: a report on one host tells the strength in the next in passing.
"""

import re
from collections.abc import Sequence

from msgspec.structs import replace

from bot.model import Figure, Kind, Track
from bot.reading.figures.assemble import ExplainedFigure
from bot.reading.figures.numbered_passage import NumberedPassage
from bot.reading.topic.tracks import track_label

_PARTS = re.compile(r"[;:()–—、]|,(?![0-9])|(?<![0-9]),| (?:and|while|und|während) ")
"""What parts what is said of one number from what is said of the next."""
_GOAL_BEFORE = re.compile(r"\b(?:to|into|towards|nach)(?: the)? $")
_GOAL_BEHIND = re.compile(r"으?로|へ")
"""Beside a country that somebody goes to."""


def with_hosts(
    found: Sequence[ExplainedFigure], parts: Sequence[NumberedPassage], tracks: Sequence[Track], key: str | None
) -> tuple[ExplainedFigure, ...]:
    """The figures of a report on the track ``key``, soldiers with their host as the payer where it is another one."""
    home = next((one.payer for one in tracks if one.key == key), None)
    hosts = [track for track in tracks if track.payer and track.payer != home]
    passages = {part.passage.where: part for part in parts}
    return tuple(
        one._replace(figure=replace(one.figure, payer=payer))
        if one.figure.kind is Kind.TROOPS and (payer := _host(one.figure, passages[one.figure.where], hosts, tracks))
        else one
        for one in found
    )


def _host(figure: Figure, part: NumberedPassage, hosts: Sequence[Track], tracks: Sequence[Track]) -> str | None:
    named = {track.payer for track in tracks if track.payer and _is_named(track, part, _clause(figure, part))}
    payer = named.pop() if len(named) == 1 else None
    return payer if any(payer == track.payer for track in hosts) else None


def _clause(figure: Figure, part: NumberedPassage) -> tuple[int, int]:
    """The sentence around a number, as far as it is not said of the numbers of people beside it."""
    text, (start, end) = part.passage.folded, part.passage.sentence(figure.start)
    own_end = figure.start + len(figure.surface)
    for other in part.found:
        if other.kind not in {Kind.TROOPS, Kind.COUNT}:
            continue
        if start <= other.start < figure.start:
            start = max([start, *(found.end() for found in _PARTS.finditer(text, other.end, figure.start))])
        elif own_end <= other.start < end:
            end = min([end, *(found.start() for found in _PARTS.finditer(text, own_end, other.start))])
    return start, end


def _is_named(track: Track, part: NumberedPassage, clause: tuple[int, int]) -> bool:
    text = part.passage.folded
    return any(
        not (_GOAL_BEFORE.search(text[max(0, hit.start - 12) : hit.start]) or _GOAL_BEHIND.match(text, hit.end))
        for hit in part.passage.hits.all(track_label(track.key)).within(*clause)
    )
