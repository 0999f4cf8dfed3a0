"""Articles that their outlets edited: whether an entry that is known is another version by now, and what changed in it.

An entry is looked at again only where its stamp is another one. A version is what differs in headline, figures or body:
what is appended, cut off or set otherwise is none, nor are counters and clocks, which are digits that are no figures.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from bot.desk.corrections.applying import corrected, sentence_of
from bot.desk.ledger.denials import corrects
from bot.model import Article, Change, Edit, Edited, Entry, Figure, Kept, Level, Reading, Role, Version
from bot.phrases.amounts import amount
from bot.reading.text import sentences

MOST_VERSIONS = 20
"""Of an article; what changes more often than that is a page that writes itself."""
MOST_CHANGES = 4
"""Figures that a change names."""

TEXT_ALONE = "its text was changed"
"""Where neither headline nor figures are others."""

REWORDED = 0.6
"""Of the words of the longer of two sentences: with more in common one is the other, changed."""

_BETWEEN = re.compile(r"\W+")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")


# --- Which entries are looked at again ----------------------------------------------------------------------------


def stamp(entry: Entry, feed_texts: Mapping[str, str]) -> str:
    """Hashes headline and text as the feed has them; ``feed_texts`` as in Polled, for entries given another text."""
    told = f"{entry.title}\0{feed_texts.get(entry.link, entry.text)}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(told, digest_size=12).hexdigest()


def articles_by_guid(entries: Sequence[Entry], kept: Mapping[str, Kept]) -> dict[str, Kept]:
    """By guid the entries that articles were made of: known by their guids, or by links that no two headlines share."""
    titles: dict[str, set[str]] = {}
    for entry in entries:
        titles.setdefault(entry.link, set()).add(entry.title)
    found: dict[str, Kept] = {}
    for entry in entries:
        there = kept.get(entry.guid) or (kept.get(entry.link) if len(titles[entry.link]) == 1 else None)
        if there is not None:
            found.setdefault(entry.guid, there)
    return found


def current_version(entry: Entry, article: Article, *, paged: bool, read: bool) -> Entry:
    """The entry with headline and text as the article has them by now.

    ``paged``: the article's text is that of its page, so that the feed's says nothing of it; ``read``: the page was
    read again. Where an entry has no headline or text any more, that is no edit.
    """
    text = entry.text if read or not paged else ""
    return replace(entry, title=entry.title or article.title, text=text or article.text)


# --- What changed -------------------------------------------------------------------------------------------------


def edit(found: Edited) -> Edit:
    """What is to be stored of an entry that was looked at again; without a change it is only its stamp."""
    article, entry = found.article, found.entry
    kept = replace(found.reading.relevance, on_topic=True)
    reading = replace(found.reading, relevance=kept, track=found.reading.track or article.reading.track)
    told = None
    if found.versions <= MOST_VERSIONS:
        # The article is as operators have corrected it: that the program still reads it otherwise is no edit.
        again = corrected(reading, entry.title, entry.text, found.corrections).reading
        told = change(article, entry.title, entry.text, again)
    return Edit(article.id, found.versions, found.stamp, entry.title, entry.text, reading, told)


def change(old: Article, title: str, text: str, reading: Reading) -> Change | None:
    """Says in words what differs in a new version of an article; None where nothing does."""
    before, after = _lines(old.title, old.text), _lines(title, text)
    figures = _figures(old, title, text, reading, before, after)
    headline = _BETWEEN.sub(" ", old.title.casefold()).strip() != _BETWEEN.sub(" ", title.casefold()).strip()
    if not (figures or headline or _body(before, after)):
        return None
    parts = [f"headline “{old.title}” → “{title}”"] if headline else []
    if len(figures) > MOST_CHANGES:
        figures = [*figures[:MOST_CHANGES], f"{len(figures) - MOST_CHANGES} more figures"]
    parts += figures
    level = Level.MATERIAL if figures else Level.ECHO
    if not parts:
        return Change(TEXT_ALONE, level)
    said = corrects(title, text) and not corrects(old.title, old.text)
    return Change(f"{'corrected' if said else 'changed in silence'}: {'; '.join(parts)}", level)


def _lines(title: str, text: str) -> list[str]:
    """Headline and sentences, by their words alone."""
    return [" ".join(one.split()) for one in (title, *(text[start:end] for start, end in sentences(text)))]


def _body(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a sentence of the body is gone that others followed, so that it was not merely cut off."""
    there = {_DIGITS.sub("0", line) for line in after[1:]}
    held = [_DIGITS.sub("0", line) in there for line in before[1:] if line]
    return bool(held) and (not any(held) or not all(held[: len(held) - held[::-1].index(True)]))


_FigureKey = tuple[str, str | None, float, float | None, str | None, str]
_ValueKey = tuple[str, str | None, float, float | None]


def _figures(
    old: Article, title: str, text: str, reading: Reading, before: Sequence[str], after: Sequence[str]
) -> list[str]:
    """The figures on the topic that came, went, or have another value or role; where their sentence is another too.

    In a sentence that is the same a figure is the same, whatever is made of it by what stands around. One whose role is
    unclear on either side is left out: that tells of the reader, not of the outlet.
    """
    unclear = _unclear(old.reading) | _unclear(reading)
    was = {_key(one): one for one in old.reading.figures if _counts(one) and _value(one) not in unclear}
    now = {_key(one): one for one in reading.figures if _counts(one) and _value(one) not in unclear}
    tail = _tail(before, after)
    gone = [
        figure
        for key, figure in was.items()
        if key not in now and (line := sentence_of(figure, old.title, old.text)) not in after and line not in tail
    ]
    came = [figure for key, figure in now.items() if key not in was and sentence_of(figure, title, text) not in before]
    told: list[str] = []
    for figure in gone:
        heir = _heir(figure, came)
        if heir is None:
            told.append(f"{_said(figure)} is not in it any more")
            continue
        came.remove(heir)
        told.append(f"{_said(figure)} → {_said(heir)}")
    return told + [f"{_said(figure)} was added" for figure in came]


def _tail(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The last sentences, where the text was cut off before them; not those that stand in other words now."""
    there = set(after)
    kept = [place for place, line in enumerate(before) if line in there]
    if not kept or kept[-1] == 0:
        return set()
    new = [set(line.split()) for line in after if line not in before]
    return {line for line in before[kept[-1] + 1 :] if not any(_is_reworded(set(line.split()), one) for one in new)}


def _is_reworded(was: set[str], now: set[str]) -> bool:
    return len(was & now) > REWORDED * max(len(was), len(now))


def _unclear(reading: Reading) -> set[_ValueKey]:
    return {_value(one) for one in reading.figures if one.on_topic and one.role is Role.UNCLEAR}


def _value(figure: Figure) -> _ValueKey:
    return figure.kind.value, figure.currency, figure.value, figure.value_max


def _counts(figure: Figure) -> bool:
    return figure.on_topic and figure.role is not Role.CONVERSION


def _key(figure: Figure) -> _FigureKey:
    return *_value(figure), figure.payer, figure.role.value


def _heir(gone: Figure, came: Iterable[Figure]) -> Figure | None:
    """The figure that replaces another: the same value in another role, or another value of its kind in its role."""
    same = [one for one in came if one.kind is gone.kind and one.currency == gone.currency]
    value = [one for one in same if (one.value, one.value_max) == (gone.value, gone.value_max)]
    role = [one for one in same if one.role is gone.role]
    return next(iter([*value, *role]), None)


def _said(figure: Figure) -> str:
    return f"{amount(figure)} {figure.role.traits.word}".strip()


# --- Versions as they are kept ------------------------------------------------------------------------------------


def as_of(article: Article, versions: Iterable[Version], moment: datetime) -> Article:
    """The article as it was at a moment: in the first version that was not replaced by then."""
    then = min((one for one in versions if one.until > moment), key=lambda one: one.number, default=None)
    return article if then is None else replace(article, title=then.title, text=then.text, reading=then.reading)
