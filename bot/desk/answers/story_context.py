"""The context of an alert: how many outlets and origins report its story, what in it is denied or at odds, and what
came since."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from bot.desk.answers.aftermath import OutletChange, SumKey, added_figures, denial_of, doubted_figures, outlet_changes
from bot.desk.intake.stories.origins import origins
from bot.desk.ledger.disputes import Dispute, Odds, at_odds, disputes
from bot.desk.ledger.entries import Entries
from bot.desk.ledger.gist import ArticleOrGist
from bot.desk.ledger.mentions import entries_of
from bot.desk.ledger.rows import LedgerRow, rows_of
from bot.desk.ledger.states import Cues
from bot.model import Article, Baseline, Convert, Correction, Kind, Version
from bot.phrases.wording import count


class StoryContext(Struct, frozen=True):
    outlets: int
    origins: int
    denied: tuple[Dispute, ...] = ()
    """The newest headline of the story that denies, or else one of another story that denies what the report tells."""
    odds: tuple[Odds, ...] = ()
    """Sums agreed for one year in the story that cannot both hold."""
    doubted: Mapping[SumKey, LedgerRow] = field(default_factory=dict)
    """The report's figures that are denied or taken back, by whomever."""
    added: tuple[LedgerRow, ...] = ()
    """Figures that later reports of the story brought, without those at odds."""
    changed: tuple[OutletChange, ...] = ()
    """What outlets changed in what they had told."""
    corrections: tuple[Correction, ...] = ()
    """What operators corrected in the report itself."""

    @property
    def words(self) -> str:
        """``12 outlets, 2 original reports``."""
        return f"{count(self.outlets, 'outlet')}, {count(self.origins, 'original report')}"


class ArchiveContext(Struct, frozen=True):
    """What the archive knows beside the story's own reports."""

    known: Entries = field(default_factory=dict)
    """The ledger's entries of the report's track."""
    around: Sequence[ArticleOrGist] = ()
    """Reports of the days around it, where it tells of a deal."""
    versions: Mapping[int, Sequence[Version]] = field(default_factory=dict)
    """Former versions of the story's reports, by their ids."""
    cues: Cues = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    """Of the report."""


_NOTHING = ArchiveContext()


def story_context(
    article: Article,
    reports: Sequence[Article],
    baseline: Baseline,
    convert: Convert,
    tracks: Sequence[str],
    archive: ArchiveContext = _NOTHING,
) -> StoryContext:
    """The context of a report; ``reports`` are all of its story's, figures are put on ``tracks``."""
    titles = {one.id: one.title for one in reports}
    rows = rows_of(entries_of(reports, tracks), baseline, convert, titles=titles, tracks=tracks, compared=False)
    outlets = len({one.outlet for one in reports})
    begun = min((one.published for one in reports), default=article.published)
    odds = at_odds(rows)
    disputed = {row.key for one in odds for row in (one.one, one.other)}
    undisputed = [row for row in rows if row.key not in disputed]
    elsewhere = denial_of(article, archive.around, archive.cues)
    return StoryContext(
        outlets,
        len(origins(reports).origins),
        disputes(reports, 1) or ((elsewhere,) if elsewhere else ()),
        odds,
        doubted_figures(article, archive.known, baseline, convert),
        added_figures(article, undisputed, archive.known, baseline, convert, begun),
        outlet_changes(article, reports, archive.versions),
        archive.corrections,
    )


def in_other_languages(article: Article, reports: Iterable[Article]) -> Mapping[str, Article]:
    """By language: the first report of the story that tells the same as a report, for whoever reads that language.

    It tells of the same event of the same talks, and of a number of the report's, where that has any.
    """
    found = dict[str, Article]()
    for one in _telling_the_same(article, reports):
        found.setdefault(one.language, one)
    return found | {article.language: article}


def of_other_outlets(article: Article, reports: Iterable[Article]) -> Mapping[tuple[str, str], int]:
    """By language and outlet, the latter in lower case: the number of the first report that tells the same."""
    found = dict[tuple[str, str], int]()
    for one in _telling_the_same(article, reports):
        found.setdefault((one.language, one.outlet.casefold()), one.id)
    return found


def _telling_the_same(article: Article, reports: Iterable[Article]) -> list[Article]:
    """The first one first."""
    own, about = _numbers(article), (article.reading.track, article.reading.event)
    same = (one for one in reports if (one.reading.track, one.reading.event) == about)
    return sorted((one for one in same if not own or own & _numbers(one)), key=lambda one: (one.published, one.id))


def _numbers(article: Article) -> frozenset[tuple[Kind, str | None, float]]:
    return frozenset((one.kind, one.currency, one.value) for one in article.reading.figures if one.on_topic)
