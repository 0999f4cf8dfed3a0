"""What the program costs from its start to its end: as a process of its own, start-up and all.

    python -m tests.bench.bench_start [--runs 7] [--feeds 500] [--only NAME ...]

CPU seconds, user and system together, of the process and its children: the least, the median and the largest of several
runs, after one that is not counted (it writes the compiled modules). ``304`` is a round of ``poll --once`` over feeds
that all answer 304; ``python`` and ``typer`` are what an empty program and one with the library of the command line
cost on this machine, so that figures of different machines can be compared.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.bench_polling import Bench, burdenwatch, environment, feed_server
from tests.whole.process import ROOT

REPORT = (
    "US and South Korea break off talks over the cost of troops\n\n"
    "Washington demanded up to $5 billion a year for its forces, more than five times the 1.04 trillion won that Seoul "
    "agreed to pay for 2019.\n"
)
LEAST = {"python": ["-c", "pass"], "typer": ["-c", "import typer"]}


@contextmanager
def commands(feeds: int) -> Iterator[tuple[dict[str, list[str]], dict[str, str]]]:
    """Name -> the arguments of the interpreter, and the environment; the feeds were polled once by then."""
    with tempfile.TemporaryDirectory() as folder, feed_server(feeds, 0, None) as port:
        report = Path(folder) / "report.txt"
        report.write_text(REPORT)
        bench = Bench(port, feeds, Path(folder), "")
        env = environment(bench)
        poll = burdenwatch(bench, env)
        bench.server("/_mode/etag")
        poll()
        program = {"--version": ["--version"], "--help": ["--help"], "read": ["read", str(report)]}
        program["304"] = ["poll", "--once", "--all", "--json"]
        yield LEAST | {name: ["-m", "bot", *arguments] for name, arguments in program.items()}, env


def cpu(arguments: list[str], env: dict[str, str]) -> float:
    """Seconds of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=env, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    options = argparse.ArgumentParser(description="What the program costs from its start to its end.")
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--feeds", type=int, default=500)
    options.add_argument("--only", nargs="*", default=[])
    chosen = options.parse_args()
    with commands(chosen.feeds) as (programs, env):
        print("what", "least", "median", "largest", sep="\t")  # noqa: T201  # a script
        for name, arguments in programs.items():
            if chosen.only and name not in chosen.only:
                continue
            cpu(arguments, env)
            took = [cpu(arguments, env) for _ in range(chosen.runs)]
            figures = (min(took), statistics.median(took), max(took))
            print(name, *(f"{one:.3f}" for one in figures), sep="\t", flush=True)  # noqa: T201  # a script
    print("load", *(f"{load:.1f}" for load in os.getloadavg()))  # noqa: T201  # a script


if __name__ == "__main__":
    main()
