"""What reading costs: figures of English text, whole reports, the import, and texts made to be slow.

    python -m tests.bench.bench_reading [--peer PYTHON]

The texts are the English reports of the archive, joined: they tell in a quarter of it what takes an agency 4 KB, so
they have more than twice the figures of a real report of their length. ``--peer`` is the interpreter of an environment
in which recognizers-text-number-with-unit is installed (it needs emoji below 2): its time on the same text is printed
beside ours. Seconds are of CPU; of repeated runs the best counts, as other processes only ever add.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date

from bot.model import Report
from bot.reading import Reader, money, reader_for
from bot.topic import load

SIZE = 4096  # characters of a report
PEER = """
import sys, time, warnings
warnings.simplefilter("ignore")
from recognizers_number_with_unit import NumberWithUnitRecognizer
model = NumberWithUnitRecognizer("en-us").get_currency_model("en-us")
text = sys.stdin.read()
model.parse(text[:200])
start = time.process_time()
found = sum(len(model.parse(line)) for line in text.splitlines())
print(time.process_time() - start, found)
"""
IMPORT = """
import resource, time
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize()
before, start = resident(), time.process_time()
import bot.reading
print(time.process_time() - start, resident() - before)
"""
HOSTILE = {
    "digits": "1", "groups": "1,234", "commas": "1,", "dots": "1.", "spaced groups": "1 234 ", "sums": "$5 billion ",
    "ranges": "5-", "signs": "$", "brackets": "(", "conversions": "$5 billion (5 trillion won) ", "quotes": '"',
    "units": "million ", "halves": "half a ", "points": "one point ", "tens": "twenty ", "joints": "5 and ",
}  # fmt: skip
LEAD = "South Korea and the US held cost-sharing talks over US troops. "


def say(line: str) -> None:
    print(line)  # noqa: T201  # a program's output


def seconds(work: Callable[[], object], runs: int = 5) -> float:
    """The least CPU seconds of some runs."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def figures(text: str, peer: str | None) -> None:
    spent = seconds(lambda: money(text, "en"))
    say(f"figures of {len(text):,} characters of English: {len(text) / spent / 1e6:.2f} million characters a second")
    if peer:
        ran = subprocess.run([peer, "-c", PEER], input=text, capture_output=True, text=True, check=True)
        theirs, found = ran.stdout.split()[-2:]
        say(
            f"    recognizers-text on the same text: {len(text) / float(theirs) / 1e6:.4f}"
            f" ({float(theirs) / spent:,.0f} times as long; sums found: {found}, ours {len(money(text, 'en'))})"
        )


def dense(texts: Sequence[str]) -> str:
    """The fifth of some texts that has most digits for its length, joined."""
    by_digits = sorted(texts, key=lambda text: -sum(c.isdigit() for c in text) / len(text))
    return "\n".join(by_digits[: len(by_digits) // 5])


def whole(reader: Reader, kind: str, text: str) -> None:
    reports = [
        Report(str(at), LEAD, LEAD + text[at : at + SIZE - len(LEAD)], "en", date(2019, 11, 19))
        for at in range(0, len(text) - SIZE, SIZE)
    ]
    found = sum(len(reader.read(report).figures) for report in reports)
    spent = seconds(lambda: [reader.read(report) for report in reports]) / len(reports)
    say(
        f"a whole reading of {SIZE / 1024:.0f} KB, {kind}: {spent * 1e3:.2f} ms"
        f" (mean of {len(reports)} reports with {found / len(reports):.1f} figures each)"
    )


def imports() -> None:
    spent, size = map(float, subprocess.check_output([sys.executable, "-c", IMPORT]).split())
    say(f"import bot.reading: {spent:.2f} s, {size / 2**20:.0f} MB")


def hostile(reader: Reader) -> None:
    for name, unit in HOSTILE.items():
        spent = []
        for size in (100_000, 1_000_000):
            report = Report("x", LEAD, LEAD + unit * (size // len(unit)), "en", date(2020, 1, 1))
            spent.append(seconds(lambda report=report: reader.read(report), runs=1))  # type: ignore[misc]
        say(f"    {name:<14} {spent[0]:6.2f} s, {spent[1]:6.2f} s: {spent[1] / spent[0]:5.1f} times")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--peer", help="a Python that has recognizers-text-number-with-unit")
    given = options.parse_args()
    topic = load()
    texts = [report.text for report in topic.archive if report.language == "en" and report.on_topic]
    text = "\n".join(texts)
    start = time.process_time()
    reader = reader_for(topic, encoder=True)
    say(f"making a reader: {time.process_time() - start:.2f} s")
    figures(text, given.peer)
    whole(reader, "ordinary", text)
    whole(reader, "dense with numbers", dense(texts))
    imports()
    say("texts made to be slow, of 100,000 characters and of ten times as many:")
    hostile(reader)


if __name__ == "__main__":
    main()
