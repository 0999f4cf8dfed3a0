"""What each side says, in sentences of the reports, word for word; and what could not be seen.

A voice is a sentence in which somebody of a side is named and a word of saying stands near the name. What could not be
seen is told by how the feeds are and by what the reports of a period are.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from itertools import islice, takewhile
from operator import attrgetter
from typing import Literal, TypeVar

from msgspec import Struct

from bot.desk.ledger.gist import ArticleOrGist, length_of
from bot.desk.ledger.rows import Source, source
from bot.desk.ledger.states import Cues
from bot.model import Article, FeedTroubles, Party
from bot.phrases.wording import count, list_in_words
from bot.reading.text import each_sentence

Side = Literal["asks", "hosts"]
SIDES: tuple[Side, ...] = ("asks", "hosts")
LOOKED_AT = 120
"""Reports, the newest, in which a side's voice is looked for."""
LEAD = 4
"""Sentences of a text in which its news is told."""
REACH = 60
"""Characters from a name to the word of saying."""
TEASER = 280
"""Characters below which a text is what a feed gives of an article, and not the article."""
OPENING = 25
"""Characters before the name of whoever speaks: a title, "In Seoul,"."""
WEEK = timedelta(days=7)
SUBJECT = {"ko": "은는이가", "ja": "はが"}
"""What follows the name of whoever speaks; a country's own name is there too often the subject of what is said."""
DENSE = frozenset({"ko", "ja", "zh"})
"""Languages that say as much in half the letters."""
NAMED = 3
"""Feeds named in a line."""

Texts = Mapping[int, str]
"""Texts of reports by their ids."""
K = TypeVar("K", bound=ArticleOrGist)

_DATED = attrgetter("published", "id")
_SPOKEN_OF = re.compile(r"\b(?:is|are|was|were|be|been)\s*$")
"""Before "said": it is said of them."""


class Voice(Struct, frozen=True):
    """What somebody of a side says."""

    side: Side
    party: str
    sentence: str
    """Word for word."""
    source: Source


def voices(
    articles: Iterable[ArticleOrGist], parties: Sequence[Party], cues: Cues, texts: Texts | None = None
) -> tuple[Voice, ...]:
    """A new sentence of each side, of the first of ``voice_reports``; ``texts`` has the texts of those by their ids,
    unless they are articles, which have their own."""
    newest = voice_reports(articles)
    found: dict[Side, Voice] = {}
    spoken = {language: _spoken(parties, cues, language) for language in {article.language for article in newest}}
    for article in newest:
        if len(found) == len(SIDES):
            break
        text = article.text if isinstance(article, Article) else (texts or {}).get(article.id, "")
        for voice in _voices_of(article, text, spoken[article.language]):
            found.setdefault(voice.side, voice)
    return tuple(found[side] for side in SIDES if side in found)


def voice_reports(articles: Iterable[K]) -> list[K]:
    """The articles searched for voices, in that order: of the newest week the English ones before all others."""
    newest = sorted(articles, key=_DATED, reverse=True)
    week = takewhile(lambda one: one.published >= newest[0].published - WEEK, newest)
    english = [one for one in week if one.language == "en"][:LOOKED_AT]
    there = {one.id for one in english}
    return [*english, *(one for one in newest[: 2 * LOOKED_AT] if one.id not in there)][:LOOKED_AT]


def unseen(troubles: FeedTroubles, period: Sequence[ArticleOrGist]) -> tuple[str, ...]:
    """What may be missing from an answer, each in a few words; () where nothing is known to be."""
    lines = [
        _feeds("failing", [feed.outlet for feed in troubles.failing]),
        _feeds("silent", [feed.outlet for feed in troubles.silent]),
        _feeds("with gaps", [feed.outlet for feed in troubles.gaps]),
        f"{count(len(troubles.held), 'site')} that asked us to wait" if troubles.held else "",
    ]
    fed = [article for article in period if article.feed_id is not None]
    short = sum(length_of(article) < TEASER / (1 + (article.language in DENSE)) for article in fed)
    if short:
        lines.append(f"{short} of {count(len(fed), 'report')} read by headline and teaser only")
    return tuple(filter(None, lines))


def _feeds(how: str, outlets: Sequence[str]) -> str:
    if not outlets:
        return ""
    names = list(dict.fromkeys(outlets))
    more = [count(len(names) - NAMED, "other")] if len(names) > NAMED else []
    return f"{count(len(outlets), 'feed')} {how} ({list_in_words([*names[:NAMED], *more])})"


class _Patterns(Struct, frozen=True, eq=False):
    """Equal to no other, because what is remembered by them takes longer to tell long patterns apart than to search."""

    names: re.Pattern[str]
    says: re.Pattern[str]


class _Spoken(Struct, frozen=True):
    patterns: _Patterns | None
    """None for a language without names or without words of saying."""
    parties: Mapping[str, Party]
    """A name in lower case -> whose it is."""


def _spoken(parties: Sequence[Party], cues: Cues, language: str) -> _Spoken:
    named = {
        name.casefold(): party
        for party in parties
        if party.side in SIDES and not (language in SUBJECT and party.role == "country")
        for name in party.names.get(language, ())
        if len(name) > 1
    }
    says = tuple(cues.get("says", {}).get(language, ()))
    return _Spoken(_patterns(tuple(named), says), named)


@lru_cache(maxsize=64)
def _patterns(names: tuple[str, ...], says: tuple[str, ...]) -> _Patterns | None:
    return _Patterns(_opening(names), _words(says)) if names and says else None


def _opening(names: Iterable[str]) -> re.Pattern[str]:
    """The first of the names, where it stands in the opening; told by first letters, it looks at few at a place."""
    initials: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        initials[name[0]].append(name)
    groups = [f"(?={re.escape(initial)})(?:{_any_of(those)})" for initial, those in initials.items()]
    # Names in Latin letters begin where words do, which is told of a place before anything else is.
    edge = r"\b" if all(initial.isascii() for initial in initials) else ""
    any_initial = "".join(map(re.escape, initials))
    return re.compile(rf"(?s:.{{0,{OPENING}}}?){edge}(?=[{any_initial}])({'|'.join(groups)})", re.IGNORECASE)


def _words(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, the longest first."""
    return re.compile(_any_of(words), re.IGNORECASE)


def _any_of(words: Iterable[str]) -> str:
    parts = [
        (rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word))
        .replace(r"\*\b", r"\w*")
        .replace(r"\*", r"\w*")
        for word in sorted(words, key=lambda word: (-len(word), word))
    ]
    return "|".join(parts)


def _voices_of(article: ArticleOrGist, text: str, spoken: _Spoken) -> Iterable[Voice]:
    if spoken.patterns is None:
        return
    for sentence, name in _spoken_in(article.title, text, article.language, spoken.patterns):
        party = spoken.parties.get(name)
        if party is not None and party.side != "observes":
            yield Voice(party.side, party.name, sentence, source(article))


@lru_cache(maxsize=1024)
def _spoken_in(title: str, text: str, language: str, patterns: _Patterns) -> tuple[tuple[str, str], ...]:
    """The sentences in which somebody speaks, each with the name in lower case.

    Remembered, because one answer after the other looks for them in the same reports.
    """
    found: list[tuple[str, str]] = []
    spans = ((text, span) for span in islice(each_sentence(text), LEAD))
    for passage, (start, end) in [(title, (0, len(title))), *spans]:
        sentence = passage[start:end].strip()
        name = patterns.names.match(sentence)
        if name is None or sentence[name.end() :].startswith(("'s", "’s")):
            continue
        if sentence[name.end() : name.end() + 1] not in SUBJECT.get(language, sentence):
            continue
        said = patterns.says.search(sentence, name.end(), name.end() + REACH)
        if said is None or _SPOKEN_OF.search(sentence, name.end(), said.start()):
            continue
        found.append((sentence, name[1].casefold()))
    return tuple(found)
