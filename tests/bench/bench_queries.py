"""Ten thousand subscribers' queries against reports of 4 KB: all at once, and each in its turn.

    python -m tests.bench.bench_queries [--queries 10000] [--reports 60]

The reports are articles of the archive put together to 4 KB. The queries are made up as newsrooms write them: one word
of a beat and one or two general ones, joined by AND, OR, NOT or NEAR, or a phrase; then with every operator of the
language. Words are drawn as Zipf and Mandelbrot have it: some are in very many queries, most in few. The archive's beat
is one of twenty first, then everybody's; the other beats' words are made up, the general ones are the archive's in all
of them. The archive has few articles in German, so that a report of 4 KB has most of the beat's words and answers many
queries.

What is timed is all that a report costs beyond its reading, which tells its language: from title and text to the keys
of its queries. Both ways are timed on the same reports in the same run and must agree. A set learns the words of a
language; the first time that it meets the reports, with all their words new to it, is told beside the least of several.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.model import Report
from bot.reading.query.pages import Page
from bot.reading.query.query import Query, parse_query
from bot.reading.query.queryset import QuerySet
from bot.topic import load

_SIZE = 4096
_LANGUAGES = ("en", "ko", "ja", "de")
_SYLLABLES = ("ba", "bri", "co", "del", "fa", "gor", "hin", "jo", "ka", "lan", "mo", "nor", "pe", "quin", "ros", "sol")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SHAPES = (
    "{0} AND {1}", "{0} {1}", "{0} {1} {2}", "{0} AND ({1} OR {2})", "{0} AND {1} NOT {2}",
    '"{1} {0}"', '"{0} {1}" OR "{1} {0}"', "{0} NEAR/5 {1}",
)  # fmt: skip
_BOOLEAN = _SHAPES[:5]
_OPERATORS = (
    *_SHAPES, "{0} ONEAR/5 {1}", "({0} OR {2}) NEAR/5 {1}", '"{1} {0}" NEAR/5 {2}', "title:{0} {1}",
    "title:({0} OR {1})", "{0}* AND {1}", '"{1} {0}*"', "{1}-{0} OR {2}-{0}", "{0} lang:en",
    '({0} OR "{1} {2}") NOT title:{1}',
)  # fmt: skip
_POPULATIONS = (
    ("AND OR NOT, 1 of 20 beats", 20, _BOOLEAN),
    ("all kinds, 1 of 20 beats", 20, _SHAPES),
    ("all kinds, everybody's beat", 1, _SHAPES),
    ("all operators, 1 of 20 beats", 20, _OPERATORS),
    ("all operators, everybody's beat", 1, _OPERATORS),
)
_PASSES = 7


def _words(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words of few reports, which make a beat, and those of more, but not of very many."""
    said = Counter(word for text in texts for word in sorted(set(_LETTERS.findall(text))))
    said = Counter({word: reports for word, reports in said.items() if word.isascii() <= (len(word) > 3)})
    few, often = max(1, len(texts) // 50), len(texts) / 5
    return [w for w, n in said.items() if n <= few], [w for w, n in said.items() if few < n < often]


def _drawn(words: Sequence[str], dice: random.Random) -> Iterator[str]:
    words = dice.sample(words, len(words))
    weights = [1 / (rank + 10) for rank in range(len(words))]
    while True:
        yield from dice.choices(words, weights, k=1000)


def make_queries(
    texts: Sequence[str], count: int, beats: int, dice: random.Random, shapes: Sequence[str] = _SHAPES
) -> dict[int, Query]:
    own, general = _words(texts)
    made_up = ["".join(dice.choices(_SYLLABLES, k=4)) for _ in range((beats - 1) * len(own))] or own
    ours, others, any_beat = _drawn(own, dice), _drawn(made_up, dice), _drawn(general, dice)
    found = {}
    for number in range(count):
        beat = next(ours if dice.random() < 1 / beats else others)
        found[number] = parse_query(dice.choice(shapes).format(beat, next(any_beat), next(any_beat)))
    return found


def make_reports(texts: Sequence[str], language: str, count: int, dice: random.Random) -> list[Report]:
    reports = []
    for number in range(count):
        parts: list[str] = []
        while len("".join(parts).encode()) < _SIZE:
            parts.append(dice.choice(texts))
        text = "\n".join(parts).encode()[:_SIZE].decode(errors="ignore")
        reports.append(Report(str(number), parts[0][:80], text, language))
    return reports


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--reports", type=int, default=60)
    arguments = parser.parse_args()
    archive = load().archive
    for language in _LANGUAGES:
        texts = [f"{report.title}\n{report.text}" for report in archive if report.language == language]
        for name, beats, shapes in _POPULATIONS:
            dice = random.Random(7)
            queries = make_queries(texts, arguments.queries, beats, dice, shapes)
            _measure(f"{language}: {name}", queries, make_reports(texts, language, arguments.reports, dice))


def _measure(name: str, queries: dict[int, Query], reports: Sequence[Report]) -> None:
    start = time.process_time()
    together = QuerySet(queries)
    together.matching(Page(Report("", "", "", reports[0].language), reports[0].language))
    compiled = time.process_time() - start
    first = _at_once(together, reports)
    found = [together.matching(Page(report)) for report in reports]
    best = min(_at_once(together, reports) for _ in range(_PASSES))
    few = reports[: max(1, len(reports) // 10)]
    start = time.process_time()
    alone = [[key for key, query in queries.items() if query.holds(page)] for page in map(Page, few)]
    turn = (time.process_time() - start) / len(few)
    assert found[: len(few)] == alone, "the two ways disagree"
    answered = sum(map(len, found)) / len(reports)
    print(  # noqa: T201  # a program's output
        f"{name:35} {len(queries):,} queries at once {1000 * best:6.3f} ms a report (first {1000 * first:6.3f}), "
        f"in turn {1000 * turn:6.1f} ms ({turn / best:4.0f} times as long); {answered:6.1f} answered; "
        f"compiled in {compiled:.2f} s"
    )


def _at_once(together: QuerySet[int], reports: Sequence[Report]) -> float:
    """CPU seconds a report, from its text to the queries that it answers."""
    start = time.process_time()
    for report in reports:
        together.matching(Page(report, report.language))
    return (time.process_time() - start) / len(reports)


if __name__ == "__main__":
    main()
