"""Stories of other news: how well reports that are none of the topic's are put together, against plain TF-IDF.

    python -m tests.bench.bench_other_news [--ecb FOLDER] [--fnc FOLDER] [--basil FOLDER] [--orders 1] [--no-encoder]

The corpora are those of ``other_news``: ECB+'s folder is its ``ECB+``, the others' are the repositories'. Each text is
read by the reader that users run, encoder and all, with a topic that lets it in, and put where the worker's own code
puts it when it comes, against all that came before, with no weights but those in ``bot/desk/intake/stories``; that is
final here. Days do not tell but that reports of more than a week apart are of two stories; what is without one comes at
one moment. They come in the order of their days, order 0 in the corpus's, the others in one made of their names and a
number.

The weights by which likeness tells were chosen with these same reports in view.

Plain TF-IDF is given its best: of all ways that ``tfidf`` tries the one that does best on these same reports by
B-cubed, and the one that does best by pairs. Prints precision, recall and F1, B-cubed over documents and over pairs.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import comb
from pathlib import Path

from bot.desk.intake.stories import WINDOW, Shelf
from bot.model import Entry, Reading
from tests.bench import other_news, tfidf
from tests.bench.other_news import Labelled, in_order

CORPORA: dict[str, Callable[[Path], Iterable[Labelled]]] = {
    "ecb": other_news.ecb,
    "fnc": other_news.fnc,
    "basil": other_news.basil,
}


def told(rows: Sequence[Labelled], readings: dict[str, Reading]) -> list[int]:
    """Of each report the story that it is put in when it comes; what is off the topic is in none, by itself."""
    shelf, found = Shelf(), list[int]()
    begun = 0
    for row in rows:
        reading = readings[row.name]
        if not reading.relevance.on_topic:
            begun -= 1
            found.append(begun)
            continue
        found.append(shelf.put(Entry(row.name, "", row.title, row.text), reading, row.published))
    return found


def scores(rows: Sequence[Labelled], stories: Sequence[int]) -> dict[str, float]:
    found = [(row.story, story) for row, story in zip(rows, stories, strict=True)]
    both = Counter(found)
    labels, own = Counter(label for label, _ in found), Counter(story for _, story in found)
    precision = sum(both[one] / own[one[1]] for one in found) / len(found)
    recall = sum(both[one] / labels[one[0]] for one in found) / len(found)
    right = sum(comb(count, 2) for count in both.values())
    pair_precision = right / max(1, sum(comb(count, 2) for count in own.values()))
    pair_recall = right / sum(comb(count, 2) for count in labels.values())
    return {
        "B-cubed P": precision, "R": recall, "F1": _f1(precision, recall),
        "pairs P": pair_precision, "pair R": pair_recall, "pair F1": _f1(pair_precision, pair_recall),
        "stories": len(own), "of": len(labels),
    }  # fmt: skip


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def best(rows: Sequence[Labelled]) -> dict[str, dict[str, float]]:
    """What plain TF-IDF comes to: by its words the way with the best B-cubed F1, and that with the best pairs'."""
    texts, days = [(row.title, row.text) for row in rows], [row.published.toordinal() for row in rows]
    ways = {words: scores(rows, stories) for words, stories in tfidf.tries(texts, days, WINDOW.days)}
    names = dict.fromkeys(max(ways, key=lambda words: ways[words][by]) for by in ("F1", "pair F1"))
    return {name: ways[name] for name in names}


def _print(what: str, found: dict[str, float]) -> None:
    line = ", ".join(f"{name} {value:.3f}".removesuffix(".000") for name, value in found.items())
    sys.stdout.write(f"{what}: {line}\n")
    sys.stdout.flush()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in CORPORA:
        options.add_argument(f"--{name}", type=Path, metavar="FOLDER")
    options.add_argument("--orders", type=int, default=1)
    options.add_argument("--no-encoder", action="store_true", help="read as without the encoder, which takes minutes")
    chosen = options.parse_args()
    reader = other_news.reader(encoder=not chosen.no_encoder)
    given = [(name, vars(chosen)[name]) for name in CORPORA if vars(chosen)[name]]
    if not given:
        options.error("give the folder of a corpus, of ECB+ with --ecb")
    for name, folder in given:
        rows = list(CORPORA[name](folder))
        if not rows:
            sys.exit(f"Nothing of the corpus is in {folder}; see tests/bench/other_news.py for what is looked for.")
        readings = {row.name: other_news.read(row, reader) for row in rows}
        for number in range(chosen.orders + 1):
            ordered = in_order(rows, number)
            _print(f"{name}, order {number}, as users run it", scores(ordered, told(ordered, readings)))
            for way, found in best(ordered).items():
                _print(f"{name}, order {number}, TF-IDF ({way})", found)


if __name__ == "__main__":
    main()
