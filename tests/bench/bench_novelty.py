"""Novelty against a baseline, over Background Summaries (Pratapa, Small and Dreyer, EMNLP 2023): is a text news or not?

    python -m tests.bench.bench_novelty FOLDER

FOLDER is the corpus's ``events`` (``data/events.tar.gz`` in amazon-science/background-summaries, CC BY-NC; it is not
kept here), with a folder for each of its 14 events and in it the timelines of three annotators. At each date of a
timeline an annotator wrote an update, which is what is new, and a background, which tells again what had been by then.
Every update that has a background, and that background, are held against all earlier updates of the timeline, and the
update is to be called the newer. What counts is the score alone, so there is no threshold to set; how rare words are is
counted over the earlier updates, and over nothing else. Prints the area under the ROC curve (AUC): the chance that an
update scores higher than a background, over all texts, for each event, and over their sentences one by one, of which
many an update's only name what is known.
"""

import argparse
import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.desk.intake.novelty.newness import newness
from bot.desk.intake.stories import Rarity
from bot.model import Event, Signs
from bot.reading import fingerprint
from bot.reading.text import sentences

Scored = tuple[float, bool]
"""A score, and whether it is an update's."""


def timeline(path: Path) -> Iterator[tuple[list[frozenset[int]], list[frozenset[int]]]]:
    """The sentences of each date's update and background, as fingerprints."""
    with path.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            yield _prints(row["Update"] or ""), _prints(row["Background"] or "")


def _prints(text: str) -> list[frozenset[int]]:
    plain = " ".join(text.replace("\\n", " ").split())
    return [found for start, end in sentences(plain) if (found := fingerprint(plain[start:end], ""))]


def scores(path: Path) -> Iterator[tuple[Scored, list[Scored]]]:
    """Of each text its score, and those of its sentences."""
    rarity, known = Rarity(), list[frozenset[int]]()
    for update, background in timeline(path):
        if known and update and background:
            for text, new in ((update, True), (background, False)):
                yield (newness(text, known, rarity), new), [(newness([one], known, rarity), new) for one in text]
        known += update
        for one in update:
            rarity.add(_signs(one))


def _signs(words: frozenset[int]) -> Signs:
    nothing: frozenset[str] = frozenset()
    return Signs("en", Event.NONE, None, False, words, nothing, nothing, nothing, frozenset())


def auc(scored: Sequence[Scored]) -> float:
    """By ranks, equal scores sharing theirs (Mann and Whitney)."""
    ordered = sorted(scored)
    new = sum(is_new for _, is_new in ordered)
    ranks, start = 0.0, 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        ranks += (start + end + 1) / 2 * sum(is_new for _, is_new in ordered[start:end])
        start = end
    return (ranks - new * (new + 1) / 2) / (new * (len(ordered) - new))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    folder: Path = options.parse_args().folder
    texts, single = list[Scored](), list[Scored]()
    for event in sorted(path for path in folder.iterdir() if path.is_dir()):
        found = [one for path in sorted(event.glob("annotator*.tsv")) for one in scores(path)]
        if not found:
            continue
        own = [text for text, _ in found]
        texts += own
        single += [one for _, ones in found for one in ones]
        sys.stdout.write(f"{event.name:24} AUC {auc(own):.3f} over {len(own):,} texts\n")
    if not texts:
        sys.exit(f"No annotator*.tsv in the folders of {folder}; give the folder events of the corpus, unpacked.")
    sys.stdout.write(f"{'all':24} AUC {auc(texts):.3f} over {len(texts):,} texts\n")
    sys.stdout.write(f"{'all':24} AUC {auc(single):.3f} over {len(single):,} sentences\n")


if __name__ == "__main__":
    main()
