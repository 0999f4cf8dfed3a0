"""Stories over ECB+ (Cybulska and Vossen, LREC 2014): how well reports of other topics are put together.

    python -m tests.bench.bench_ecb FOLDER [--orders 3]

FOLDER is the corpus's ``ECB+`` with a folder for each of its 43 topics; it stands in tommasoc80/EventStoryLine and is
not kept here. All 982 documents are used, with all of their sentences but the addresses that head those of the second
part. A story is one seminal event: the documents of a topic's first part (``1_3ecb``) are one, those of its second part
(``1_3ecbplus``), chosen by the corpus's makers because they tell of another event of the same kind, are another: 86 in
all. The first sentence stands for the title. No document has a date, and none is on the topic, so that wording, names
and numbers alone tell. They come in an order made of their names and a number, order 0 in that of their own numbers.
Each is decided upon when it comes; it may take along reports that a story held of another turn, and where each is in
the end is what counts. The weights of such text were chosen on other reports. How much of it is read was chosen here,
and that a story of two turns comes apart was found here: both hold on those other reports as well.
Prints precision, recall and F1, B-cubed over documents and over pairs of documents.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from math import comb
from pathlib import Path
from zlib import crc32

from lxml import etree

from bot.desk.intake.stories import Shelf
from bot.model import Entry, Event, Reading, Relevance
from bot.reading.similarity import fingerprint, names_in, numbers_in

Document = tuple[str, str, Reading]
"""Its name, its story and what can be read in it."""
Labelled = tuple[str, int]


def documents(folder: Path) -> Iterator[Document]:
    for path in sorted(folder.glob("*/*.xml")):
        topic, _, number = path.stem.partition("_")
        second = number.endswith("plus")
        sentences: dict[int, list[str]] = {}
        for token in etree.parse(path).getroot().iter("token"):
            sentences.setdefault(int(token.get("sentence", "0")), []).append(token.text or "")
        if second:
            sentences.pop(0, None)
        first, *others = (" ".join(words) for _, words in sorted(sentences.items()))
        yield path.stem, f"{topic}, part {1 + second}", _reading(first, "\n".join(others))


def _number(name: str) -> tuple[int, bool, int]:
    topic, _, number = name.partition("_")
    return int(topic), number.endswith("plus"), int("".join(filter(str.isdecimal, number)))


def _reading(title: str, text: str) -> Reading:
    return Reading(
        "en", Relevance(False, 0.0, ()), Event.NONE, None, (), fingerprint(title, text),
        names=names_in(title, text), numbers=numbers_in(title, text),
    )  # fmt: skip


def told(row: Sequence[Document]) -> list[Labelled]:
    """Each document's label, and the number of the story that it is in when all have come."""
    shelf = Shelf()
    for name, _, reading in row:
        shelf.put(Entry(name, "", name, ""), reading, None)
    return [(row[place][1], number) for number, story in enumerate(shelf.stories) for place in story]


def scores(found: Sequence[Labelled]) -> dict[str, float]:
    both = Counter(found)
    labels, stories = Counter(label for label, _ in found), Counter(story for _, story in found)
    precision = sum(both[one] / stories[one[1]] for one in found) / len(found)
    recall = sum(both[one] / labels[one[0]] for one in found) / len(found)
    right = sum(comb(count, 2) for count in both.values())
    pair_precision = right / max(1, sum(comb(count, 2) for count in stories.values()))
    pair_recall = right / sum(comb(count, 2) for count in labels.values())
    return {
        "B-cubed P": precision, "R": recall, "F1": _f1(precision, recall),
        "pairs P": pair_precision, "pair R": pair_recall, "pair F1": _f1(pair_precision, pair_recall),
        "stories": len(stories), "seminal events": len(labels),
    }  # fmt: skip


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--orders", type=int, default=3)
    chosen = options.parse_args()
    row = list(documents(chosen.folder))
    for number in range(chosen.orders + 1):
        row.sort(
            key=lambda one: (crc32(f"{number}{one[0]}".encode()) if number else 0, _number(one[0]))
        )  # sorted at once
        line = ", ".join(f"{name} {value:.3f}".removesuffix(".000") for name, value in scores(told(row)).items())
        sys.stdout.write(f"order {number}: {line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
