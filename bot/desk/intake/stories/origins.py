"""The origins of a story: which reports are somebody's own, which are printed again or retold after an agency.

Twenty outlets that print one agency's report are one source, and four that each asked somebody themselves are four.
"""

import re
from collections.abc import Sequence
from itertools import combinations

from msgspec import Struct

from bot.model import Article
from bot.phrases.wording import count
from bot.reading.similarity import similarity

REPRINT = 0.5
"""Of the wording of title and lead (Ochiai). The archive's reports, each written anew, share 0.38 at the most; how much
editors leave of a report that they print was not measured."""
_LEAD = 400
_TAIL = 200
"""Characters in which a byline stands: at the head of the text, or at its end."""

AGENCIES = {
    "Reuters": ("reuters", "로이터", "ロイター", "路透"),
    "AP": ("associated press", "ap통신", "ap通信"),
    "AFP": ("agence france-presse", "afp", "afp통신", "afp通信", "afp時事"),
    "Yonhap": ("yonhap", "연합뉴스", "聯合ニュース", "韩联社"),
    "Kyodo": ("kyodo", "共同通信", "교도통신"),
    "Jiji": ("jiji press", "jiji", "時事通信", "지지통신"),
    "dpa": ("deutsche presse-agentur", "dpa"),
    "EFE": ("efe",),
    "Bloomberg": ("bloomberg", "블룸버그", "ブルームバーグ"),
    "UPI": ("upi",),
    "Xinhua": ("xinhua", "신화통신", "新華社", "新华社"),
    "TASS": ("tass",),
}
"""Names by which reports give an agency, in lower case."""

_SHORT = {"ap": "AP", "共同": "Kyodo", "時事": "Jiji"}
"""Names that a byline cuts short."""
_NAME = {name: agency for agency, names in AGENCIES.items() for name in names} | _SHORT
_ANY = "|".join(sorted(map(re.escape, _NAME), key=len, reverse=True))
_BYLINE = re.compile(
    rf"[(\[（【]\s*(?:[^()\[\]（）【】\n]{{0,40}}[=/\s])?({_ANY})(?:[=/\s][^()\[\]（）【】\n]{{0,40}})?\s*[)\]）】]",
    re.IGNORECASE,
)
"""``(Reuters)``, ``(서울=연합뉴스)``; for Japanese ones see ``_JAPANESE``."""
_JAPANESE = re.compile(r"【[^】\n]{1,30}?(共同|時事|ロイター|AFP)】")
_DATELINE = re.compile(rf"^.{{0,60}}?[,/-]\s*({_ANY})\s*[-–—:]", re.IGNORECASE)
_SAYS = "reported|reports|said|berichtete|meldete|rapporte|informó"
_SAYS_AFTER = "에 따르면|가 보도|는 보도|によると|が報じ|が伝え"
_AFTER = "according to|reported by|cited by|told|laut|nach angaben von|selon|según"
_QUOTED = re.compile(
    rf"(?<!\w)({_ANY})(?: news(?: agency)?)?(?:,? (?:has |had )?(?:{_SAYS})|(?:{_SAYS_AFTER}))|"
    rf"(?:{_AFTER})(?: the)?(?: news agency)? ({_ANY})(?!\w)",
    re.IGNORECASE,
)


class Origin(Struct, frozen=True):
    """One source of a story: the report that it was first seen in, and those that carry it on."""

    name: str
    """The agency, or the outlet where none is named."""
    first: int
    """The article's id."""
    republished: tuple[int, ...] = ()
    """Printed again, in nearly the same words or under the agency's byline."""
    retold: tuple[int, ...] = ()
    """In other words, but with the agency named as the source."""


class Origins(Struct, frozen=True):
    origins: tuple[Origin, ...]
    """In the order in which they were first seen."""

    def in_words(self) -> str:
        """``1 original report, 23 republications``, ``4 independent reports``."""
        number = len(self.origins)
        republished = sum(len(origin.republished) for origin in self.origins)
        retold = sum(len(origin.retold) for origin in self.origins)
        if not republished and not retold:
            return count(number, "independent report") if number > 1 else count(number, "report")
        parts = [count(number, "original report")]
        parts += [count(republished, "republication")] if republished else []
        parts += [count(retold, "retelling")] if retold else []
        return ", ".join(parts)


def origins(articles: Sequence[Article]) -> Origins:
    """The origins of a story's articles; the order in which they are handed in does not matter."""
    row = sorted(articles, key=lambda article: (article.published, article.id))
    home = list(range(len(row)))
    bylines, quotes = [byline(article) for article in row], [quoted_agency(article) for article in row]
    for first, later in combinations(range(len(row)), 2):
        if home[later] != later:
            continue
        agency = bylines[later] is not None and bylines[later] == bylines[first]
        if agency or similarity(row[first].reading.fingerprint, row[later].reading.fingerprint) >= REPRINT:
            home[later] = home[first]
    printed = {place: home[place] for place in range(len(row)) if home[place] != place}
    told = {
        place: source
        for place in range(len(row))
        if place not in printed and (source := _source(place, home, bylines, quotes)) is not None
    }
    # What prints a retelling again comes from where the retelling does.
    printed = {place: told.get(source, source) for place, source in printed.items()}
    own = [place for place in range(len(row)) if place not in printed and place not in told]
    return Origins(tuple(_origin(place, row, bylines, printed, told) for place in own))


def _source(place: int, home: Sequence[int], bylines: Sequence[str | None], quotes: Sequence[str | None]) -> int | None:
    """The origin that a report names as its source, if that is among the story's reports."""
    agency = quotes[place]
    if agency is None or bylines[place] is not None:
        return None
    return next((home[other] for other in range(len(home)) if other != place and bylines[other] == agency), None)


def _origin(
    place: int, row: Sequence[Article], bylines: Sequence[str | None], printed: dict[int, int], told: dict[int, int]
) -> Origin:
    return Origin(
        name=bylines[place] or row[place].outlet,
        first=row[place].id,
        republished=tuple(row[other].id for other, source in printed.items() if source == place),
        retold=tuple(row[other].id for other, source in told.items() if source == place),
    )


def byline(article: Article) -> str | None:
    """The agency whose report an article prints: by its outlet, or by the byline at its head or end."""
    if (own := _agency(article.outlet)) is not None:
        return own
    text = article.text.strip()
    head, tail = text[:_LEAD], text[-_TAIL:]
    for found in (_JAPANESE.search(head), _BYLINE.search(head), _DATELINE.search(head), _BYLINE.search(tail)):
        if found is not None:
            return _NAME.get(found[1].lower()) or _agency(found[1])
    return None


def _agency(outlet: str) -> str | None:
    words = outlet.lower().removesuffix(" news agency").removesuffix(" news").strip()
    return _NAME.get(words)


def quoted_agency(article: Article) -> str | None:
    found = _QUOTED.search(article.text)
    return _NAME.get((found[1] or found[2]).lower()) if found is not None else None
