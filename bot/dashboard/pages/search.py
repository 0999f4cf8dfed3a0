"""The reports that a query finds, in the language of /search, each with the sentence that answers."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from bot.chat.commands.search import search_words
from bot.chat.typed.arguments import BadArgument
from bot.chat.typed.pages import NoSuchPage
from bot.dashboard.languages.desk_words import track_words
from bot.dashboard.languages.speaker import Speaker
from bot.dashboard.pages.desk import Desk
from bot.dashboard.pages.stories import language_words
from bot.dashboard.pages.visit import NoPageError, Page, Pager, Visit, page_address, page_asked
from bot.dashboard.views.links import ReportLink, report_link, report_page, story_page
from bot.desk.answers.search import ResultPage, SearchResult, Span
from bot.model import Topic
from bot.reading.query.query import QueryError

PER_PAGE = 10
EXAMPLES = (
    '"cost sharing" AND Seoul since:2024',
    "방위비 OR 駐留経費",
    "troops source:yonhap lang:ko",
    "cost NEAR/3 troops",
)

Pieces = tuple[tuple[str, bool], ...]
"""Of a text, each with whether it was looked for."""


class Found(Struct, frozen=True):
    source: ReportLink
    page: str
    title: Pieces
    sentence: Pieces
    language: str
    in_language: str
    track: str
    story: str


def search(desk: Desk, visit: Visit) -> Page:
    """A page of what is found; where nothing is asked yet, or it cannot be read, how to ask. Raises NoPageError."""
    s, typed = visit.s, visit.asked("q")
    made, problem = None, ""
    if typed:
        try:
            made = _find(desk, visit, typed)
        except QueryError as refusal:
            problem = refusal.sentence
        except NoSuchPage:
            raise NoPageError(s.say("There is no page {page}.", page=visit.asked("page")[:20])) from None
        except BadArgument as refusal:
            problem = str(refusal)
    values = {
        "typed": typed,
        "problem": problem,
        "examples": EXAMPLES,
        "found": made,
        "results": [_found(one, desk.topic, s) for one in made.reports] if made else [],
        "back_to": s.day(made.read_back_to) if made and made.read_back_to else "",
        "pager": _pager(visit, made) if made else None,
    }
    title = s.say("Search")
    return Page("search.html", f"{title}: {typed}" if typed else title, values, section="search")


def _find(desk: Desk, visit: Visit, typed: str) -> ResultPage:
    asked = replace(search_words(typed, desk.context.today()), page=page_asked(visit))
    return desk.search.find(asked, PER_PAGE)


def _pager(visit: Visit, made: ResultPage) -> Pager:
    """Of a search that counts nothing the last page is known when it is there."""
    page = page_asked(visit)
    last = max(page, -(-made.total // PER_PAGE)) if made.counted else page + (1 if made.more else 0)
    before = page_address(visit, page - 1) if page > 1 else ""
    return Pager(page, last if made.counted else 0, before, page_address(visit, page + 1) if made.more else "")


def _found(one: SearchResult, topic: Topic, s: Speaker) -> Found:
    return Found(
        report_link(one.source, s, language=one.language),
        report_page(one.source.article_id) if one.source.article_id else "",
        _pieces(one.source.title, one.title_marks),
        _pieces(_cut(one.sentence), [span for span in one.marks if span[1] <= LONGEST]),
        one.language,
        language_words(one.language, s),
        track_words(one.track, topic, s),
        story_page(one.story_id),
    )


LONGEST = 400
"""Characters of a sentence before it is cut."""


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= LONGEST else f"{sentence[:LONGEST].rstrip()} …"


def _pieces(words: str, marks: Sequence[Span]) -> Pieces:
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in marks:
        pieces += [(words[at:start], False), (words[start:end], True)]
        at = end
    return tuple((piece, is_marked) for piece, is_marked in [*pieces, (words[at:], False)] if piece)
