"""Train the encoder on labelled reports: ``python -m bot.reading.training --help``."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from bot import topic
from bot.model import Report, Topic
from bot.reading.encoder.model import Encoder
from bot.reading.encoder.shipped_opinions import digest, write_known
from bot.reading.encoder.tokens import Tokenizer
from bot.reading.reader import Reader
from bot.reading.text import plain_text
from bot.reading.training.base import Base, base_file, read_base
from bot.reading.training.calibrate import temperatures
from bot.reading.training.card import card
from bot.reading.training.cut import needed_rows
from bot.reading.training.data import Labelled, all_lessons, read_labelled
from bot.reading.training.examples import write_examples
from bot.reading.training.export import export
from bot.reading.training.judge import judge
from bot.reading.training.labels import as_labelled
from bot.reading.training.loop import Lower16, Plan, train, with_vectors
from bot.reading.training.network import Lower, Upper

log = logging.getLogger("bot.reading.training")

_HELD_BACK = 16
"""One report in so many is not learned from: the probabilities are calibrated on these."""


LAYERS, FROZEN, PIECES = 8, 2, 46_000


class Size(Struct, frozen=True):
    """How large a model is made."""

    layers: int = LAYERS
    frozen: int = FROZEN
    pieces: int = PIECES


def main(arguments: Sequence[str] | None = None) -> int:
    options = argparse.ArgumentParser(prog="python -m bot.reading.training", description="Train the encoder.")
    options.add_argument("files", nargs="*", type=Path, help="labelled reports, see seeds/labelled/README.md")
    options.add_argument("--topic", type=Path, help="the folder of another topic: its seeds/labelled are learned too")
    options.add_argument("--out", type=Path, help="the folder of the model, a checkpoint beside it; of a topic its own")
    options.add_argument(
        "--known", action="store_true", help="train nothing: only read the past reports again; FILES give their events"
    )
    options.add_argument("--epochs", type=int, default=7)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--layers", type=int, default=LAYERS, help="of the base's twelve")
    options.add_argument("--frozen", type=int, default=FROZEN, help="of these, the lowest that do not learn")
    options.add_argument("--pieces", type=int, default=PIECES, help="of the base's 250,000")
    options.add_argument("--stop-after", type=int, metavar="EPOCH", help="stop there; the same command goes on later")
    chosen = options.parse_args(arguments)
    if chosen.out is None and chosen.topic is None:
        options.error("--out says where the model goes")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    out = chosen.out or chosen.topic / "config" / "encoder"
    try:
        subject = topic.load(chosen.topic or topic.default_folder())
        reports = [report for file in _files(chosen.files, chosen.topic) for report in read_labelled(file)]
        if chosen.known:
            read_past(out, reports, subject)
            return 0
        base = read_base(base_file())
    except (OSError, ValueError, topic.TopicError) as problem:
        log.error("%s", problem)
        return 2
    plan = Plan(epochs=chosen.epochs, seed=chosen.seed, stop_after=chosen.stop_after)
    make(reports, subject, base, Size(chosen.layers, chosen.frozen, chosen.pieces), plan, out)
    return 0


def _files(given: Sequence[Path], folder: Path | None) -> list[Path]:
    """The labelled reports to learn from: those that are named, and those that a topic brings."""
    return [*given, *(sorted((folder / "seeds" / "labelled").glob("*.jsonl")) if folder else ())]


def make(reports: Sequence[Labelled], subject: Topic, base: Base, size: Size, plan: Plan, out: Path) -> None:
    """Trains, calibrates and writes a model, its card and its opinions on the topic's past reports."""
    rows = needed_rows(base, (f"{one.title}\n{one.text}" for one in reports), size.pieces)
    code = Tokenizer([base.pieces[row] for row in rows], rows.index(base.unknown))
    reader = Reader(subject.vocabulary)
    learned = [one for one in reports if not is_held_back(one)]
    lessons = all_lessons(learned, reader, code)
    tests = all_lessons((one for one in reports if is_held_back(one)), reader, code)
    lower, upper = Lower(base, rows, size.frozen), Upper(base, size.frozen, size.layers)
    log.info("%d reports in %d windows; %d windows held back", len(learned), len(lessons), len(tests))
    below = Lower16(lower, [*lessons, *tests])
    out.parent.mkdir(parents=True, exist_ok=True)  # itself when it is whole: a topic without its files is refused
    checkpoint = out.with_suffix(".checkpoint")
    upper = train(
        upper, below, lessons, plan, checkpoint, lambda model: str(judge(model, with_vectors(model, below, tests)))
    )
    if plan.stop_after is not None and plan.stop_after < plan.epochs:
        log.info("stopped behind epoch %d; %s has what the next call goes on from", plan.stop_after, checkpoint)
        return
    heat = temperatures(upper, with_vectors(upper, below, tests))
    export(out, lower, upper, base, rows, heat)
    made = f"Trained with `python -m bot.reading.training`, {size}, {plan}."
    (out / "card.md").write_text(
        card(learned, judge(upper, with_vectors(upper, below, tests), heat), heat, made), "utf-8"
    )
    write_examples(out, Encoder(out), learned, reader)
    read_past(out, reports, subject)
    log.info("the model is in %s", out)


def read_past(out: Path, labelled: Sequence[Labelled], subject: Topic) -> None:
    """Writes what a model says of the topic's past reports beside it, put right by what their readers labelled."""
    by_id = {one.id: one for one in labelled}
    model = Encoder(out)
    reader = Reader(subject.vocabulary)
    past = [Report(one.id, one.title, one.text, one.language, one.date) for one in subject.archive]
    past.append(Report("baseline", subject.baseline.title, subject.baseline.text, "en", subject.baseline.date))
    # As the files have them, and as they are in a feed, as the sandbox replays them: without blank lines.
    past += [replace(one, text=plain_text(one.text)) for one in past]
    sheets = ((reader.sheet(one), by_id.get(one.id)) for one in past)
    write_known(out, {digest(sheet): as_labelled(model(sheet), sheet, label) for sheet, label in sheets})


def is_held_back(report: Labelled) -> bool:
    """Whether a report is kept for calibrating; the same ones whatever else is learned from."""
    return crc32(f"{report.id}|{report.title}".encode()) % _HELD_BACK == 0


if __name__ == "__main__":
    sys.exit(main())
