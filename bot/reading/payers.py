"""Who pays: whose money a figure is."""

from collections.abc import Sequence
from itertools import pairwise

from bot.reading.candidates import Candidate
from bot.reading.events import track_label
from bot.reading.kinds import PEOPLE, PERCENT, SHARES
from bot.reading.scene import REACH, HostAt, Scene, Told
from bot.reading.sides import ADJACENT, AND, of_people

_LIST_GAP = 16  # characters between two hosts that are told in one breath
_GENITIVE = 34  # characters behind a percentage in which an alliance is whose it is: Zwei-Prozent-Ziel des Bündnisses
_SPENDS_SPAN = 30  # characters: the United States itself spends 3.4 percent
_PAYS = ("pays", "paid", "budget", "agreed")


def payer_of(candidate: Candidate, scene: Scene) -> Told:
    """Whose money it is: the host named in the sentence, else the report's; of several named together nobody's."""
    if candidate.kind in PEOPLE or of_people(candidate, scene):
        return Told(None, "people are counted, not money")
    if candidate.kind in SHARES and _of_alliance(candidate, scene):
        return Told(_member(candidate, scene), "an alliance's share, unless a member is named before it")
    if _asker_spends(candidate, scene):
        return Told(_asker_country(candidate, scene), "the side that asks, named right before it")
    own = {t.payer for t in scene.tracks if t.currency is not None and t.currency == candidate.amount.currency}
    hosts = _hosts(candidate, scene) if not own or scene.payer not in {None, *own} else []
    countries = {country for _, _, country in hosts}
    if own and (own & countries or scene.payer in {None, *own}):
        return Told(own.pop(), f"{candidate.amount.currency} is its currency")
    if not countries:
        member = None if scene.payer else _member(candidate, scene)
        if not own and candidate.passage.hits.any("hosts_any", *candidate.sentence):
            return Told(member, "hosts in general")
        return Told(member, "named before it") if member else Told(scene.payer, "the host that the report is about")
    if len(countries) == 1:
        return Told(countries.pop(), "the host named in the sentence")
    if giver := _giver(candidate, hosts, scene):
        return Told(giver, "the host named right beside it")
    if any(b[0] - a[1] <= _LIST_GAP and a[2] != b[2] for a, b in pairwise(hosts)):
        return Told(None, "several hosts are named together")
    nearest = min(hosts, key=lambda host: min(abs(candidate.start - host[1]), abs(host[0] - candidate.end)))
    return Told(nearest[2], "the host named nearest to it")


def _asker_spends(candidate: Candidate, scene: Scene) -> bool:
    """Whether a share is what the side that asks pays itself: the United States will pay 16.35 percent."""
    return candidate.kind is PERCENT and _asker_country(candidate, scene) is not None


def _asker_country(candidate: Candidate, scene: Scene) -> str | None:
    mentions = scene.mentions[candidate.passage.where]
    last = mentions.last_before(candidate.start)
    if last is None or last.start < candidate.sentence[0] or last.party.person or last.party.side != "asks":
        return None
    if candidate.passage.hits.any("troops", last.end, last.end + 2):
        return None  # stationing U.S. TROOPS will cost 8.3 percent more
    other = mentions.last_before(last.start)
    if other is not None and candidate.passage.folded[other.end : last.start] in AND:
        return None  # Seúl y Washington pactan ...
    hits = candidate.passage.hits
    near = (
        candidate.start - last.end <= _SPENDS_SPAN and "," not in candidate.passage.folded[last.end : candidate.start]
    )
    pays = near and any(hits.any(name, last.end, candidate.start) for name in ("pays", "paid", "to_pay", "agreed"))
    asks = any(hits.any(name, last.end, candidate.start) for name in ("demanded", "proposed", "offered"))
    return last.party.country if pays and not asks else None


def _giver(candidate: Candidate, hosts: Sequence[HostAt], scene: Scene) -> str | None:
    """Of several hosts, the one that a sum comes from, or the one before it with no other sum between."""
    hits, end = candidate.passage.hits, candidate.end
    for word in hits.within("giver", end, end + ADJACENT):
        if behind := [host for start, _, host in hosts if 0 <= start - word.end <= ADJACENT]:
            return behind[0]
    row = scene.sums[candidate.passage.where]
    if not row.count(*candidate.sentence) > 1:
        return None
    before = [(stop, host) for _, stop, host in hosts if stop <= candidate.start]
    return before[-1][1] if before and not row.count(before[-1][0], candidate.start) else None


def _of_alliance(candidate: Candidate, scene: Scene) -> bool:
    """Whether the sentence speaks of an alliance, whose members' shares are nobody's bill."""
    return any(
        candidate.passage.hits.any(track_label(track.key), *candidate.sentence)
        for track in scene.tracks
        if track.payer is None
    )


def _member(candidate: Candidate, scene: Scene) -> str | None:
    """The one country whose share is told where an alliance is spoken of: Germany spends 1.36 percent."""
    last = scene.mentions[candidate.passage.where].last_before(candidate.start)
    if last is None or last.start < candidate.sentence[0] or last.party.country is None:
        return None
    between = last.end, candidate.end + _GENITIVE
    alliances = (track_label(track.key) for track in scene.tracks if track.payer is None)
    named = [hit.start for label in alliances for hit in candidate.passage.hits.within(label, *between)]
    if any("," not in candidate.passage.folded[candidate.end : start] for start in named):
        return None
    if last.party.side == "hosts" or not _of_alliance(candidate, scene):
        return last.party.country if last.party.side == "hosts" else None
    near = not last.party.person and candidate.start - last.end <= _SPENDS_SPAN
    pays = near and any(candidate.passage.hits.any(name, *between) for name in _PAYS)
    return last.party.country if pays else None


def _hosts(candidate: Candidate, scene: Scene) -> Sequence[HostAt]:
    low, high = candidate.sentence
    low, high = max(low, candidate.start - 2 * REACH), min(high, candidate.end + 2 * REACH)
    return scene.hosts[candidate.passage.where].within(low, high)
