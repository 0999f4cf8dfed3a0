"""A story that two turns were put in, and how it comes apart when a later report shows it.

The first report of a turn that is much like one before is often taken for one more report of that; then all that come
after it find their like in that story. What shows it is a report that is near to some of the story's reports and far
from it on average. All of them are then put together anew, the nearest two groups first, as long as they are near on
average (Sokal and Michener's average linkage, 1958): what comes out in several groups was several turns. Reports in
another language have little in common with it whatever they tell, so that only those in its own can show anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from msgspec.structs import replace

from bot.desk.intake.stories.rarity import Rarity
from bot.desk.intake.stories.weights import Comparer
from bot.model import Signs, StorySketch

_EARLIEST = datetime(1, 1, 1, tzinfo=UTC)


def parting(report: Signs, told: Sequence[Signs], rarity: Rarity) -> tuple[int, ...]:
    """The places in ``told``, a story's reports, of those that leave it together with one that was to join it.

    None leave where the report stands alone among those in its language, or with the most of them; of equally many the
    earliest stay. What comes out does not depend on the order of ``told``.
    """
    comparable = [place for place, one in enumerate(told) if one.language == report.language]
    order = sorted(comparable, key=lambda place: _age(told[place]))
    groups = _groups([*(told[place] for place in order), report], rarity)
    own = next(group for group in groups if len(order) in group)
    most = max(groups, key=lambda group: (len(group), -group[0]))
    return () if len(own) == 1 or own is most else tuple(sorted(order[place] for place in own[:-1]))


def part_story(story: StorySketch, leaving: Iterable[int], begun: StorySketch) -> tuple[StorySketch, StorySketch]:
    """A story without the reports that leave it, by their places, and the one that they begin with a new report.

    ``begun`` is the sketch of a story that the new report begins; ``grow`` puts it in.
    """
    gone = frozenset(leaving)
    goes = tuple(report for place, report in enumerate(story.reports) if place in gone)
    stays = tuple(report for place, report in enumerate(story.reports) if place not in gone)
    told = {figure for report in goes for figure in report.figures}
    figures = frozenset(key for key in story.figures if (key[0], key[2], key[3]) in told)
    last = max([begun.last_published, *(report.published for report in goes if report.published is not None)])
    return replace(story, reports=stays), replace(begun, reports=goes, figures=figures, last_published=last)


def _age(report: Signs) -> tuple[datetime, int, int]:
    """An order of reports that nothing but what they say decides."""
    return report.published or _EARLIEST, len(report.words), sum(report.words)


@dataclass(slots=True)
class _Tie:
    """How near two groups are: the sum over the pairs of their reports, and how many those are."""

    total: float = 0.0
    pairs: int = 0

    def add(self, other: "_Tie") -> None:
        self.total += other.total
        self.pairs += other.pairs

    @property
    def mean(self) -> float:
        return self.total / self.pairs if self.pairs else -1.0
        # Reports that are too far apart in time for any story are in none together.


def _groups(reports: Sequence[Signs], rarity: Rarity) -> list[list[int]]:
    """The reports by their places, in groups that are of one story rather than not."""
    groups = [[place] for place in range(len(reports))]
    ties = _ties(reports, rarity)
    while len(groups) > 1:
        near, one, other = max((ties[b][a].mean, -a, -b) for b in range(len(groups)) for a in range(b))
        if near < 0:
            break
        _unite(groups, ties, -one, -other)
    return groups


def _ties(reports: Sequence[Signs], rarity: Rarity) -> list[list[_Tie]]:
    """Of each report the tie to each one before it, as it would have been told when the later one came."""
    ties: list[list[_Tie]] = []
    for place, report in enumerate(reports):
        compare = Comparer(report, rarity, indexed=False)
        scores = [compare.score(earlier) for earlier in reports[:place]]
        ties.append([_Tie() if score is None else _Tie(score, 1) for score in scores])
    return ties


def _unite(groups: list[list[int]], ties: list[list[_Tie]], one: int, other: int) -> None:
    """Puts the later group into the earlier."""
    for third in range(len(groups)):
        if third not in (one, other):
            ties[max(one, third)][min(one, third)].add(ties[max(other, third)][min(other, third)])
    groups[one] = sorted(groups[one] + groups.pop(other))
    del ties[other]
    for row in ties[other:]:
        del row[other]
