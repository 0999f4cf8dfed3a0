"""What the desk says of talks and figures, as a language has it: states, remarks, gaps in what was seen.

In English it is the desk's own words. Elsewhere they are found again by the patterns below, as ``SPANS`` of ``words``
are, so that programs and the command line read the same values as before.
"""

import re
from collections.abc import Sequence

from bot.chat.languages.lists import listed
from bot.chat.languages.names import contracted, doer, source_name
from bot.chat.languages.times import day
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Text, clip, link, said, text, tidy
from bot.chat.render.words import FIGURE, account, outlets, role_of
from bot.desk.answers.troops import Turn
from bot.desk.ledger.rows import LedgerRow
from bot.desk.ledger.states import AGREED, EXPIRED, STATES, State
from bot.model import Kind, Measure, Party, Role, Topic

COUNTRY = "country"
"""The role of those parties that are one."""
ACTS = {Role.DEMANDED: "asks", Role.OFFERED: "hosts"}
"""The side of whoever asks or offers."""
_MOST_NAMED = 3
STATE_WORDS = (*STATES.values(), EXPIRED, AGREED, *Turn, "troop cut ordered", "troop cut announced")
_FISCAL = "fiscal "

AGES = {
    "day": ("{number} day ago", "{number} days ago"),
    "month": ("{number} month ago", "{number} months ago"),
    "year": ("{number} year ago", "{number} years ago"),
}
_AGE = re.compile(r"(\d+|no) ([a-z]+?)s? ago")
_OUT_OF_OFFICE, _LAST = "said out of office", "last reported "
FEEDS = {
    "failing": ("{number} feed failing ({names})", "{number} feeds failing ({names})"),
    "silent": ("{number} feed silent ({names})", "{number} feeds silent ({names})"),
    "with gaps": ("{number} feed with gaps ({names})", "{number} feeds with gaps ({names})"),
}
_FEEDS = re.compile(rf"([\d,]+) feeds? ({'|'.join(FEEDS)}) \((.*?)(?: and (\d+) others?)?\)")
_SITES = re.compile(r"([\d,]+) sites? that asked us to wait")
_SHORT = re.compile(r"([\d,]+) of ([\d,]+) reports? read by headline and teaser only")


def quoted(words: Text | str, t: Translator = ENGLISH) -> Text:
    """In the quotation marks of the language."""
    return said(t, "“{words}”", words=text(words))


def state_words(state: State, t: Translator = ENGLISH) -> str:
    """``talks broken off in round 3``, ``agreement for 2026–2030 in force``."""
    if t.is_english:
        return state.said
    words = t.word("state", state.words)
    if state.term:
        return t.say("{state} for {term}", state=words, term=term_words(state.term, t))
    return words if state.round is None else t.say("{state}, round {round}", state=words, round=str(state.round))


def term_words(term: str, t: Translator) -> str:
    """The years of an agreement, "" for none."""
    if not term:
        return ""
    years = term.removeprefix(_FISCAL)
    if years != term and "–" not in years:
        return t.say("fiscal {year}", year=years)
    return t.say("fiscal {years}" if years != term else "the years {years}", years=years.replace("–", t.dash))


def whole_state(state: State, t: Translator = ENGLISH) -> Text:
    """``talks broken off in round 3 (UPI +8, 19 Nov 2019)``: since when, and on whose word."""
    return said(
        t,
        "{state}[, {by}] ({source})",
        state=link(state_words(state, t), state.source.url),
        by=text(by_one_report(state, t)),
        source=outlets(state.source, state.outlets, t, day(state.since, t)),
    )


def by_one_report(state: State | None, t: Translator = ENGLISH) -> str:
    """ "" for what several outlets tell."""
    return t.say("by one report") if state is not None and state.outlets == 1 else ""


def remark_in_words(remark: str, t: Translator = ENGLISH) -> str:
    """What ``remark_on`` of the desk says: ``said out of office, last reported 2 years ago``."""
    if t.is_english or not remark:
        return remark
    return t.joint.join(_remark(part, t) for part in remark.split(", "))


def _remark(part: str, t: Translator) -> str:
    if part == _OUT_OF_OFFICE:
        return t.say("said out of office")
    found = _AGE.fullmatch(part.removeprefix(_LAST))
    if found is None or found[2] not in AGES:
        return part
    return t.say("last reported {age}", age=t.plural(*AGES[found[2]], int(found[1].replace("no", "0"))))


def unseen_in_words(words: str, t: Translator = ENGLISH) -> str:
    """What may be missing from an answer, as ``unseen`` of the desk has it."""
    if t.is_english:
        return words
    if found := _FEEDS.fullmatch(words):
        number = _int(found[1])
        names = _without_and(found[3], number)
        told = other_outlets(names, int(found[4]), t) if found[4] else listed(names, t)
        return t.plural(*FEEDS[found[2]], number, names=told)
    if found := _SITES.fullmatch(words):
        return t.plural("{number} site that asked us to wait", "{number} sites that asked us to wait", _int(found[1]))
    if found := _SHORT.fullmatch(words):
        return t.plural(
            "{some} of {number} report read by headline and teaser only",
            "{some} of {number} reports read by headline and teaser only",
            _int(found[2]),
            some=t.number(_int(found[1])),
        )
    return words


def _int(digits: str) -> int:
    return int(digits.replace(",", ""))


def _without_and(names: str, number: int) -> list[str]:
    *first, last = names.split(", ")
    return [*first, *(last.rsplit(" and ", 1) if number > 1 else [last])]


# --- Whose a figure is


def row_words(
    row: LedgerRow,
    topic: Topic,
    t: Translator = ENGLISH,
    *,
    amount: Text,
    role: str | None = None,
    conversions: str = "",
) -> Text:
    """``US$5bn a year demanded, according to South Korean lawmakers``; ``role``: where it is not the row's own."""
    actor, told = actor_and_account(row, topic, t)
    return said(
        t,
        FIGURE,
        amount=amount,
        conversions=text(conversions),
        role=text(role_of(row, t=t) if role is None else role),
        actor=text(actor),
        account=text(told),
    )


def actor_and_account(row: LedgerRow, topic: Topic, t: Translator = ENGLISH) -> tuple[str, str]:
    """Who does it, and who says so: the first whom the reports name; each "" where none does.

    Nor where one gives as a fact what is no claim. Who asks or offers is not who says so: a country is passed over, and
    one of its people is named as who does it where nobody else tells of it.
    """
    if row.stated and not row.role.traits.is_claim and row.measure is not Measure.WEIGHED:
        return "", ""
    parties = topic.vocabulary.parties
    countries = {party.name for party in parties if party.role == COUNTRY}
    own = {one.name for one in parties if one.person and one.country and one.side == ACTS.get(row.role)}
    actors = [actor for actor in row.actors if not row.role.traits.is_claim or actor not in countries]
    tellers = [actor for actor in actors if actor not in own]
    if not tellers and actors and row.role in ACTS and not row.is_denied:
        return doer(tidy(actors[0]), parties, t), ""
    actors = tellers or actors
    if not actors:
        return "", ""
    names = _names(actors, parties, t)
    is_claim = row.kind is Kind.TROOPS and row.is_refuted_by_outlets
    return "", contracted(t.say("claimed by {speaker}", speaker=names), t) if is_claim else account(names, row.role, t)


def _names(actors: Sequence[str], parties: Sequence[Party], t: Translator) -> str:
    """The first of them, and how many others there are."""
    named = [clip(source_name(tidy(actor), parties, t), 60) for actor in actors[:_MOST_NAMED]]
    more = len(actors) - _MOST_NAMED
    return and_others(named, more, t) if more > 0 else listed(named, t)


def and_others(named: Sequence[str], more: int, t: Translator = ENGLISH) -> str:
    """``A, B, C and 2 others``."""
    return t.plural("{names} and {number} other", "{names} and {number} others", more, names=", ".join(named))


def other_outlets(named: Sequence[str], more: int, t: Translator = ENGLISH) -> str:
    """The same of outlets."""
    if t.is_english:
        return and_others(named, more)
    return t.plural("{names} and {number} other outlet", "{names} and {number} other outlets", more,
                    names=", ".join(named))  # fmt: skip
