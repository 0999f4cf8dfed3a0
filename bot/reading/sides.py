"""Who asks, and of whom: the parties around a word of asking or offering, and people behind pronouns."""

import re
from collections.abc import Sequence

from bot.reading.candidates import Candidate
from bot.reading.kinds import PERCENT
from bot.reading.parties import Mention
from bot.reading.scene import Scene
from bot.reading.terms import Hit

ADJACENT = 3
"""Characters: "US request", "Seoul's offer"."""

AND = frozenset({" and ", " und ", " et ", " y ", " dan ", " a "})
"""What joins two parties into one subject or object."""

_SUBJECT_REACH = 110
_SAYS_SPAN = 4  # characters between a party and a word of saying
_AGENT_REACH = 24  # characters for a title between "by" and a name
_PEOPLE_SPAN, _PEOPLE_SPAN_GLUED = 36, 12
_COUNT = re.compile(r" (?!20\d\d\b(?![.,]\d))\d")  # a number, but no year
_COUNT_SPAN = 12  # characters of "of the roughly"
_COUNTED_BEFORE = 24  # characters: of its workers about half
_COUNTED = 6  # characters: 9천명의 절반
_COST_SPAN = 16  # characters: a third of what US troops cost
_ANTECEDENT_REACH = 400  # characters back to the person whom a pronoun stands for
_SHARES_VERB = re.compile(r"(?: ?(?:안팎|가량|정도|수준|내외|선|이상))?[를을]?[,、] ?|(?:程度|前後|ほど)?を、|、")
"""What stands right behind a sum whose verb comes behind another one: 미국은 40억달러 안팎을, ..."""
_OWN_REACH = 30  # characters back to whose sum it is
_OF, _OWNED_SPAN = frozenset("의の"), 20  # characters from whose it is to what is proposed
_POSSESSIVE = ("'s ", "’s ", "' ", "’ ")
_NOUN_FIRST = frozenset({"es", "fr", "id", "ar"})
"""Languages that put a noun before the word that describes it: la propuesta surcoreana, usulan Seoul."""
_NOUNS = frozenset({"proposed", "offered", "offered_noun", "rejected"})


def subject_of(candidate: Candidate, hit: Hit, name: str, scene: Scene) -> Mention | None:
    """Who demands, proposes or offers: a party behind "by", else the nearest one before the word that is no object."""
    if agent := _agent(candidate, hit, scene):
        return agent
    if name in _NOUNS and (agent := _genitive(candidate, hit, name, scene)):
        return agent
    behind = scene.mentions[candidate.passage.where].first_from(hit.end)
    inverted = candidate.passage.hits.any("inverted", hit.start, hit.start + 1)
    if inverted and behind is not None and behind.start - hit.end <= 1 and behind.party.side != "observes":
        return behind
    if scene.glued and (own := _own_subject(candidate, hit, scene)):
        return own
    start = max(candidate.sentence[0], hit.start - _SUBJECT_REACH)
    named = scene.mentions[candidate.passage.where].within(start, hit.start)
    sided = [
        m
        for m in named
        if m.party.side != "observes"
        and ((hit.start - m.end <= ADJACENT and not scene.glued) or not _is_aside(candidate, m, hit, scene))
    ]
    if scene.glued and name in _NOUNS and (owner := _owner(candidate, named, hit)):
        return owner
    if len(sided) > 1 and candidate.passage.hits.any("goes_on", sided[-1].end, hit.start):
        return sided[0]
    if len(sided) > 1 and any(candidate.passage.folded.endswith(word, 0, hit.start) for word in AND):
        return _without_owners(candidate, sided)[-1]  # Trump rejected Seoul's offer AND ASKED for more
    if sided and (speaker := _speaker_before(candidate, sided, hit)):
        return speaker
    return meant(candidate, sided[-1] if sided else None, start, hit.start, scene)


def _own_subject(candidate: Candidate, hit: Hit, scene: Scene) -> Mention | None:
    """Whose the first of two sums is that share a verb: 미국은 13억달러를, 한국은 13% 인상을 제시했다."""
    passage, where = candidate.passage, candidate.passage.where
    if hit.start < candidate.end or not _SHARES_VERB.match(passage.folded, candidate.end):
        return None
    before = scene.mentions[where].within(max(candidate.sentence[0], candidate.start - _OWN_REACH), candidate.start)
    marked = [m for m in before if m.party.side != "observes" and passage.hits.any("topic_mark", m.end, m.end + 1)]
    return marked[-1] if marked else None


def _owner(candidate: Candidate, named: Sequence[Mention], hit: Hit) -> Mention | None:
    """Whose a thing is that is proposed: 트럼프, 한국의 13% 인상안 거부."""
    folded, low = candidate.passage.folded, hit.start - _OWNED_SPAN
    owned = [m for m in named if m.end >= low and folded[m.end : m.end + 1] in _OF]
    return owned[-1] if owned and owned[-1].party.side != "observes" else None


def _without_owners(candidate: Candidate, sided: Sequence[Mention]) -> Sequence[Mention]:
    """The parties of which not only something is named, as Seoul's offer is."""
    folded = candidate.passage.folded
    return [m for m in sided if not folded.startswith(_POSSESSIVE, m.end)] or sided


def _speaker_before(candidate: Candidate, sided: Sequence[Mention], hit: Hit) -> Mention | None:
    """Who goes on after a comma: TRUMP says Korea pays very little, recalls asking for $10 billion."""
    gap = candidate.passage.folded[sided[-1].end : hit.start]
    if "," not in gap or candidate.passage.hits.any("pronoun", sided[-1].end, hit.start):
        return None
    says = (m for m in sided[:-1] if candidate.passage.hits.any("says", m.end, m.end + _SAYS_SPAN))
    return next(says, None)


def meant(candidate: Candidate, named: Mention | None, low: int, high: int, scene: Scene) -> Mention | None:
    """Who is spoken of before a place: the party named last, or the person whom a pronoun after it stands for."""
    since = named.end if named else low
    if not candidate.passage.hits.any("pronoun", since, high):
        return named
    mentions = scene.mentions[candidate.passage.where]
    earlier = mentions.within(max(0, since - _ANTECEDENT_REACH), since)
    last = next((m for m in reversed(earlier) if m.party.person), None)
    if last is None:
        return named
    sentence = candidate.passage.sentence(last.start)[0]  # of several in a sentence its subject, the first, is meant
    return next(m for m in earlier if m.party.person and m.start >= min(sentence, last.start))


def _genitive(candidate: Candidate, hit: Hit, name: str, scene: Scene) -> Mention | None:
    """The party in "la propuesta de Seúl", "das Angebot der USA", "tawaran Seoul"."""
    own = scene.mentions[candidate.passage.where].first_from(hit.end)
    noun = name == "offered" or (
        candidate.passage.language in _NOUN_FIRST and candidate.passage.hits.any("proposal", hit.start, hit.start + 1)
    )
    if noun and own is not None and own.start - hit.end <= 1 and own.party.side != "observes":
        return own
    for word in candidate.passage.hits.within("agent_of", hit.end, hit.end + ADJACENT):
        mention = scene.mentions[candidate.passage.where].first_from(word.end)
        if mention is not None and mention.start - word.end <= ADJACENT and mention.party.side != "observes":
            return mention
    return None


def _agent(candidate: Candidate, hit: Hit, scene: Scene) -> Mention | None:
    """The party in "sought by Trump"."""
    if candidate.passage.language == "de" and not _may_have_agent(candidate.passage.text[hit.start : hit.end]):
        return None  # verlangt von Seoul
    for word in candidate.passage.hits.within("agent", hit.end, hit.end + ADJACENT):
        mention = scene.mentions[candidate.passage.where].first_from(word.end)
        if mention is not None and mention.start - word.end <= _AGENT_REACH and mention.party.side != "observes":
            return mention
    return None


def _may_have_agent(word: str) -> bool:
    """Whether a German word may be a participle or a noun, so that "von" leads to who does it."""
    return word[:1].isupper() or "ge" in word


def _is_aside(candidate: Candidate, mention: Mention, hit: Hit, scene: Scene) -> bool:
    """Whether a party is spoken to or of, or only tells more of a sum: the 960 billion won that SEOUL handed over."""
    if _is_object(candidate, mention, scene):
        return True
    words = candidate.passage.hits.within("relative", max(0, mention.start - 12), mention.start)
    if scene.glued or not words or mention.start - words[-1].end > 1:
        return False
    if "," not in candidate.passage.folded[mention.end : hit.start]:
        return False
    sums = scene.sums[candidate.passage.where]
    last = sums.last_before(words[-1].start)
    return last is not None and words[-1].start - last.behind <= 1


def _is_object(candidate: Candidate, mention: Mention, scene: Scene) -> bool:
    """Whether a party is spoken to or of: from Seoul, 한국에; to Japan and South Korea."""
    hits = candidate.passage.hits
    last = scene.mentions[candidate.passage.where].last_before(mention.start)
    if last is not None and candidate.passage.folded[last.end : mention.start] in AND:
        return _is_object(candidate, last, scene)
    leads = hits.within("object_before", max(0, mention.start - 12), mention.start)
    if any(0 <= mention.start - hit.end <= 1 for hit in leads):
        return True
    return hits.any("object_after", mention.end, mention.end + 1)


def _of_count(candidate: Candidate, scene: Scene) -> bool:
    """Whether a bare number follows that a share is of: 14 percent of the 36,000."""
    hits, end, text = candidate.passage.hits, candidate.end, candidate.passage.folded
    words = hits.within("part_of", end, end + _COUNT_SPAN)
    if scene.glued or not words or not _COUNT.match(text, words[-1].end):
        return False
    start, where = words[-1].end, candidate.passage.where
    return scene.sums[where].count(start, start + ADJACENT) + scene.shares[where].count(start, start + ADJACENT) == 0


def _of_those_before(candidate: Candidate) -> bool:
    """Whether people are told of before a share and what they do behind it: of its workers about half ARE sent home."""
    hits, start = candidate.passage.hits, candidate.start
    told = hits.any("workers", max(candidate.sentence[0], start - _COUNTED_BEFORE), start)
    return told and hits.any("after_people", candidate.end, candidate.end + 2)


def of_people(candidate: Candidate, scene: Scene) -> bool:
    """Whether a percentage is a share of the staff or the troops: half of the 9,000 local workers."""
    if candidate.kind is not PERCENT:
        return False
    if not scene.glued and candidate.passage.hits.any("rise_after", candidate.end, candidate.end + 2):
        return False  # 8,2 % de plus pour les troupes
    span = _PEOPLE_SPAN_GLUED if scene.glued else _PEOPLE_SPAN
    end = min(candidate.sentence[1], candidate.end + span)
    hits = candidate.passage.hits
    before = candidate.start - _COUNTED, candidate.start
    counted = ("counted", "workers", "troops") if scene.glued else ("counted",)
    if any(hit.end >= candidate.start - 1 for name in counted for hit in hits.within(name, *before)):
        return True
    if _of_count(candidate, scene) or (not scene.glued and _of_those_before(candidate)):
        return True
    if not scene.glued and not hits.any("part_of", candidate.end, candidate.end + ADJACENT):
        return False
    people = [hit.start for name in ("workers", "troops") for hit in hits.within(name, candidate.end, end)]
    return bool(people) and not hits.any("costs", candidate.end, min(people) + _COST_SPAN)
