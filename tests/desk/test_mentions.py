"""What reports mention, kept as JSON and added up: always what their entries, added one to the other, come to."""

from dataclasses import replace
from random import Random

import msgspec

from bot.desk.entries import Entries, Told
from bot.desk.mentions import Mention, Mentioned, added_up, key_of, mentions_of, telling, told_by
from tests.desk.replayed import articles


def test_mentions_added_up_are_what_the_entries_of_the_reports_add_up_to() -> None:
    one_by_one, mentioned = Entries(), dict[object, list[Mentioned]]()
    for article in Random(1).sample(articles(), len(articles())):
        for key, told in told_by(article).items():
            one_by_one.setdefault(key, Told()).add(told)
    for report, mentions in map(telling, articles()):
        for mention in mentions:
            mentioned.setdefault(key_of(report.reading.track, mention), []).append((report, mention))
    assert {key: added_up(those) for key, those in mentioned.items()} == one_by_one
    assert max(map(len, mentioned.values())) > 20


def test_mentions_of_one_time_are_added_up_alike_in_whatever_order_they_come() -> None:
    when = articles()[0].published
    reports = [telling(replace(article, published=when)) for article in articles()]
    at_once: list[Mentioned] = [(report, one) for report, mentions in reports for one in mentions[:1]]
    assert len({of.outlet for of, _ in at_once}) > 20
    assert added_up(at_once) == added_up(at_once[::-1]) == added_up(Random(2).sample(at_once, len(at_once)))


def test_mentions_come_back_as_they_were_kept() -> None:
    kept = msgspec.json.Decoder(tuple[Mention, ...])
    for article in articles():
        again = kept.decode(msgspec.json.encode(mentions_of(article)))
        assert again == telling(article)[1]
