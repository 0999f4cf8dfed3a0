"""Who asks, who pays and who says so: the parties around a figure."""

from collections.abc import Sequence
from itertools import pairwise

from bot.model import Kind, Role
from bot.reading.candidates import Candidate
from bot.reading.events import track_label
from bot.reading.parties import Mention
from bot.reading.scene import REACH, Ruling, Scene
from bot.reading.terms import Hit

_SUBJECT_REACH = 110
_ADJACENT = 3  # characters: "US request", "Seoul's offer"
_AGENT_REACH = 24  # characters for a title between "by" and a name
_LIST_GAP = 16  # characters between two hosts that are told in one breath
_SPEAKER_REACH = 140
_ANTECEDENT_REACH = 400  # characters back to the person whom a pronoun stands for
_GENITIVE = 24  # characters behind a percentage in which an alliance is whose it is: Zwei-Prozent-Ziel des Bündnisses
_SPENDS_SPAN = 30  # characters: the United States itself spends 3.4 percent
_NOUNS = frozenset({"proposed", "offered", "offered_noun", "rejected"})
_PAYS = ("pays", "paid", "budget", "agreed")
_PEOPLE_SPAN, _PEOPLE_SPAN_GLUED = 36, 12
_COUNTED = 6  # characters: 9천명의 절반
_COST_SPAN = 16  # characters: a third of what US troops cost


def subject_of(candidate: Candidate, hit: Hit, name: str, scene: Scene) -> Mention | None:
    """Who demands, proposes or offers: a party behind "by", else the nearest one before the word that is no object."""
    if agent := _agent(candidate, hit, scene):
        return agent
    if name in _NOUNS and (agent := _genitive(candidate, hit, scene)):
        return agent
    start = max(candidate.sentence[0], hit.start - _SUBJECT_REACH)
    named = scene.mentions[candidate.passage.where].within(start, hit.start)
    sided = [
        m
        for m in named
        if m.party.side != "observes"
        and ((hit.start - m.end <= _ADJACENT and not scene.glued) or not _is_object(candidate, m))
    ]
    return _meant(candidate, sided[-1] if sided else None, start, hit.start, scene)


def _meant(candidate: Candidate, named: Mention | None, low: int, high: int, scene: Scene) -> Mention | None:
    """Who is spoken of before a place: the party named last, or the person whom a pronoun after it stands for."""
    since = named.end if named else low
    if not candidate.passage.hits.any("pronoun", since, high):
        return named
    mentions = scene.mentions[candidate.passage.where]
    earlier = mentions.within(max(0, since - _ANTECEDENT_REACH), since)
    person = next((m for m in reversed(earlier) if m.party.person), None)
    return person or named


def _genitive(candidate: Candidate, hit: Hit, scene: Scene) -> Mention | None:
    """The party in "la propuesta de Seúl", "das Angebot der USA"."""
    for word in candidate.passage.hits.within("agent_of", hit.end, hit.end + _ADJACENT):
        mention = scene.mentions[candidate.passage.where].first_from(word.end)
        if mention is not None and mention.start - word.end <= _ADJACENT and mention.party.side != "observes":
            return mention
    return None


def _agent(candidate: Candidate, hit: Hit, scene: Scene) -> Mention | None:
    """The party in "sought by Trump"."""
    for word in candidate.passage.hits.within("agent", hit.end, hit.end + _ADJACENT):
        mention = scene.mentions[candidate.passage.where].first_from(word.end)
        if mention is not None and mention.start - word.end <= _AGENT_REACH and mention.party.side != "observes":
            return mention
    return None


def speaker_near(candidate: Candidate, scene: Scene) -> Mention | None:
    """Who speaks of a sum in its sentence: the first party that asks and is named there, else the source."""
    low = max(candidate.sentence[0], candidate.start - 2 * _SPEAKER_REACH)
    high = min(candidate.sentence[1], candidate.end + 2 * _SPEAKER_REACH)
    named = scene.mentions[candidate.passage.where].within(low, high)
    asking = next((m for m in named if m.party.side == "asks"), None)
    if asking is None:
        meant = _meant(candidate, None, low, candidate.start, scene)
        asking = meant if meant is not None and meant.party.side == "asks" else None
    return asking or _source(candidate, named, low, high, scene)


def _is_object(candidate: Candidate, mention: Mention) -> bool:
    """Whether a party is spoken to or of: from Seoul, 한국에."""
    hits = candidate.passage.hits
    leads = hits.within("object_before", max(0, mention.start - 12), mention.start)
    if any(0 <= mention.start - hit.end <= 1 for hit in leads):
        return True
    return hits.any("object_after", mention.end, mention.end + 1)


def of_people(candidate: Candidate, scene: Scene) -> bool:
    """Whether a percentage is a share of the staff or the troops: half of the 9,000 local workers."""
    if candidate.kind is not Kind.PERCENT:
        return False
    span = _PEOPLE_SPAN_GLUED if scene.glued else _PEOPLE_SPAN
    end = min(candidate.sentence[1], candidate.end + span)
    hits = candidate.passage.hits
    before = candidate.start - _COUNTED, candidate.start
    counted = ("counted", "workers", "troops") if scene.glued else ("counted",)
    if any(hit.end >= candidate.start - 1 for name in counted for hit in hits.within(name, *before)):
        return True
    if not scene.glued and not hits.any("part_of", candidate.end, candidate.end + _ADJACENT):
        return False
    people = [hit.start for name in ("workers", "troops") for hit in hits.within(name, candidate.end, end)]
    return bool(people) and not hits.any("costs", candidate.end, min(people) + _COST_SPAN)


def payer_of(candidate: Candidate, scene: Scene) -> str | None:
    """Whose money it is: the host named in the sentence, else the report's; None where several are named together."""
    if candidate.kind in {Kind.TROOPS, Kind.COUNT} or of_people(candidate, scene):
        return None
    if candidate.kind in {Kind.PERCENT, Kind.MULTIPLE} and _of_alliance(candidate, scene):
        return _member(candidate, scene)
    hosts = _hosts(candidate, scene)
    countries = {country for _, _, country in hosts}
    own = {t.payer for t in scene.tracks if t.currency is not None and t.currency == candidate.amount.currency}
    if own and (own & countries or scene.payer in {None, *own}):
        return own.pop()
    if not countries:
        return scene.payer or _member(candidate, scene)
    if len(countries) == 1:
        return countries.pop()
    if giver := _giver(candidate, hosts, scene):
        return giver
    if any(b[0] - a[1] <= _LIST_GAP and a[2] != b[2] for a, b in pairwise(hosts)):
        return None
    nearest = min(hosts, key=lambda host: min(abs(candidate.start - host[1]), abs(host[0] - candidate.end)))
    return nearest[2]


def _giver(candidate: Candidate, hosts: Sequence[tuple[int, int, str]], scene: Scene) -> str | None:
    """Of several hosts, the one that a sum comes from, or the one before it with no other sum between."""
    hits, end = candidate.passage.hits, candidate.end
    for word in hits.within("giver", end, end + _ADJACENT):
        if behind := [host for start, _, host in hosts if 0 <= start - word.end <= _ADJACENT]:
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
    if any(candidate.passage.hits.any(label, *between) for label in alliances):
        return None
    if last.party.side == "hosts" or not _of_alliance(candidate, scene):
        return last.party.country if last.party.side == "hosts" else None
    near = not last.party.person and candidate.start - last.end <= _SPENDS_SPAN
    pays = near and any(candidate.passage.hits.any(name, *between) for name in _PAYS)
    return last.party.country if pays else None


def _hosts(candidate: Candidate, scene: Scene) -> list[tuple[int, int, str]]:
    low, high = candidate.sentence
    low, high = max(low, candidate.start - 2 * REACH), min(high, candidate.end + 2 * REACH)
    return sorted(
        (hit.start, hit.end, track.payer)
        for track in scene.tracks
        if track.payer is not None
        for hit in candidate.passage.hits.within(track_label(track.key), low, high)
    )


def speaker_of(candidate: Candidate, ruling: Ruling, scene: Scene) -> str | None:
    """Who says it: the source named nearest to a word of saying, else the party that demands or offers."""
    mentions = scene.mentions[candidate.passage.where]
    low = max(candidate.sentence[0], candidate.start - 2 * _SPEAKER_REACH)
    high = min(candidate.sentence[1], candidate.end + 2 * _SPEAKER_REACH)
    named = mentions.within(low, high)
    source = _source(candidate, named, low, high, scene)
    if source is not None:
        return source.party.name
    if ruling.role in {Role.DEMANDED, Role.OFFERED}:
        side = "asks" if ruling.role is Role.DEMANDED else "hosts"
        sided = [m for m in named if m.party.side == side]
        if sided:
            return min(sided, key=lambda m: abs(m.start - candidate.start)).party.name
        return scene.asker if ruling.role is Role.DEMANDED else None
    return None


def _source(candidate: Candidate, named: Sequence[Mention], low: int, high: int, scene: Scene) -> Mention | None:
    hits = candidate.passage.hits
    pairs: list[tuple[float, Mention]] = []
    for hit in hits.within("says_before", low, high):
        following = [m for m in named if 0 <= m.start - hit.end <= _SPEAKER_REACH]
        if following:
            pairs.append((_away(candidate, hit), following[0]))
    for hit in hits.within("says", low, high):
        leading = [
            m
            for m in named
            if m.end <= hit.start and hit.start - m.end <= _SPEAKER_REACH and not hits.any("denied", m.end, hit.start)
        ]
        meant = _meant(candidate, leading[-1] if leading else None, low, hit.start, scene)
        trailing = [m for m in named if 0 <= m.start - hit.end <= 30]
        chosen = meant or (trailing[0] if trailing else None)
        if chosen is not None:
            pairs.append((_away(candidate, hit), chosen))
    return min(pairs, key=lambda pair: pair[0])[1] if pairs else None


def _away(candidate: Candidate, hit: Hit) -> float:
    return float(min(abs(candidate.start - hit.end), abs(hit.start - candidate.end)))
