"""What reports mention, kept as lines and added up: always what their entries, added one to the other, come to."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from random import Random

from msgspec.structs import replace

from bot.desk.ledger.entries import Entries, Key, LedgerTally
from bot.desk.ledger.mentions import entries_of_report
from bot.desk.ledger.tallies import (
    MentionRest,
    Part,
    ReportMentions,
    bare_tally,
    full_tally,
    read_head,
    report_mentions,
)
from tests.desk.replayed import articles


def parts_of(reports: Iterable[ReportMentions]) -> dict[Key, list[Part]]:
    heads: defaultdict[tuple[str | None, str], list[MentionRest]] = defaultdict(list)
    for report, told in reports:
        for text, rest in (line.split("\t") for line in told.split("\n") if line):
            heads[report.reading.track, text].append((report, rest))
    found: defaultdict[Key, list[Part]] = defaultdict(list)
    for (track, text), said in heads.items():
        head = read_head(text)
        found[Key(track, *head.key)].append((head, said))
    return found


def test_mentions_added_up_are_what_the_entries_of_the_reports_add_up_to() -> None:
    one_by_one = Entries()
    for article in Random(1).sample(articles(), len(articles())):
        for key, told in entries_of_report(article).items():
            one_by_one.setdefault(key, LedgerTally()).add(told)
    mentioned = parts_of(map(report_mentions, articles()))
    assert {key: full_tally(parts) for key, parts in mentioned.items()} == one_by_one
    assert max(told.reports for told in one_by_one.values()) > 20
    assert max(map(len, mentioned.values())) > 3, "heads of one figure"
    for key, parts in mentioned.items():
        assert bare_tally(parts) == dataclasses.replace(one_by_one[key], places=(), conversions={})


def test_mentions_of_one_time_are_added_up_alike_in_whatever_order_they_come() -> None:
    when = articles()[0].published
    reports = [report_mentions(replace(article, published=when)) for article in articles()]
    there, again = parts_of(reports), parts_of(Random(2).sample(reports, len(reports)))
    assert any(len(told.places) > 10 for told in map(full_tally, there.values()))
    for key, parts in there.items():
        assert full_tally(parts) == full_tally(again[key]) == full_tally(again[key][::-1])


def test_mentions_come_back_as_they_were_kept() -> None:
    for article in articles():
        assert {
            key: full_tally(parts) for key, parts in parts_of([report_mentions(article)]).items()
        } == entries_of_report(article)
