"""Why a report did not ring: never seen, off the topic and what it lacks, or where it stopped in this chat."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from bot.chat.render.html import Line, Rendered, Text, bold, clip, code, compose, link, text, tidy
from bot.chat.render.wishes.sentence import what
from bot.chat.render.words import age, as_printed, headline, language_name, local_time, source_line, track_of
from bot.desk.delivery.interests import About, mutes, reads, wants_from_another
from bot.model import (
    Alerts,
    Article,
    Chat,
    ChatRow,
    Concept,
    DeliveryKind,
    Feed,
    Lack,
    Shortfall,
    Sighting,
    Topic,
)
from bot.phrases.wording import count, list_in_words, sentence

_TITLE = 200
_MOST_WORDS = 3
_MOST_CONCEPTS = 3
_WAITS = {
    "digest": "It waits for this chat's digest, which comes {when}. Now: /digest",
    "": "It waits for this chat's digest, which comes {when}. Now: /digest",
    "quiet hours": "It came in this chat's quiet hours and waits for their end, {when}.",
    "enough for the day": "This chat has had its alerts of the day; it comes with the rest, {when}. Now: /digest",
}


class View(Struct, frozen=True):
    """For whom it is told."""

    chat: Chat
    topic: Topic
    now: datetime
    zone: str

    def when(self, moment: datetime) -> str:
        """``17:05 KST``, with the day where that is another one."""
        return local_time(moment, self.zone, self.now)


class Standing(Struct, frozen=True):
    """What the chat has to do with a report."""

    chat: Chat | None
    """As the store knows it."""
    rows: tuple[ChatRow, ...]
    about: About
    is_muted: bool
    """Its story is."""


def never_seen(host: str, feeds: Sequence[Feed], now: datetime) -> Rendered:
    """No feed brought the address; ``feeds`` are those of its site."""
    lines: list[Line] = [bold("Never seen"), "No feed that I read has brought this address.", ""]
    if feeds:
        lines.append(f"Of {clip(tidy(host), 80)} I read {count(len(feeds), 'feed')}:")
        lines += [
            text("• ") + as_printed(clip(tidy(feed.outlet), 60), feed.url) + _asked(feed, now) for feed in feeds[:3]
        ]
        lines.append("It may be too new, or its feed may not carry it; ask again in a while.")
    else:
        lines.append(f"None of my feeds is of {clip(tidy(host), 80)} (/sources lists them). An operator can add one:")
        lines.append(code(f"/addfeed {clip(tidy(host), 80)}"))
    lines.append("Another outlet may have the same news: send /search and words of its headline.")
    return compose(lines)


def _asked(feed: Feed, now: datetime) -> str:
    if feed.last_polled is None:
        return ", not asked yet"
    trouble = f", which fails: {clip(tidy(feed.last_error), 100)}" if feed.errors and feed.last_error else ""
    return f", asked {age(now - feed.last_polled)} ago{trouble}"


def off_topic(address: str, first: Sighting, told: Sighting | None, lacks: Shortfall | None, view: View) -> Rendered:
    """It was seen, and passed over; ``told`` has its words, ``lacks`` what they lack."""
    title = clip(tidy(told.title), _TITLE) if told is not None else ""
    lines: list[Line] = [bold("Seen, and off the topic")]
    lines.append(link(bold(title or clip(tidy(address), _TITLE)), address))
    lines += [_seen(first, view), ""]
    if lacks is None:
        lines.append("It was passed over, as its words are not of the topic. What it said is kept for 7 days and gone.")
        return compose(lines)
    concepts = {concept.name: concept for concept in view.topic.vocabulary.concepts}
    language = told.language if told is not None else ""
    lines += [*_found(lacks), *_lacking(lacks, concepts, language)]
    if lacks.lack is not Lack.NOTHING and lacks.enough:
        names = [_concept(concepts, name, language) for name in lacks.enough[:_MOST_CONCEPTS]]
        some = "One word" if len(names) == 1 else "One word of any of these"
        lines += ["", f"{some} in its first sentences would have let it in:", *(f"• {name}" for name in names)]
    elif lacks.lack is Lack.WORDS:
        lines.append(f"No one word would be enough: it weighs {lacks.score:g}, and {lacks.needed:g} are needed.")
    lines += ["", "To be told of such reports all the same, watch for your own words: /watch"]
    return compose(lines)


def _found(lacks: Shortfall) -> list[Line]:
    words: dict[str, dict[str, str]] = {}
    for match in lacks.found:
        words.setdefault(match.concept, {}).setdefault(match.word.casefold(), match.word)
    if not words:
        return ["Its beginning has no word of the topic."]
    told = [
        f"{_plain(concept)} ({', '.join(f'“{clip(tidy(one), 40)}”' for one in list(those.values())[:_MOST_WORDS])})"
        for concept, those in words.items()
    ]
    return [f"Of the topic's words it has {clip(list_in_words(told), 900)}."]


def _lacking(lacks: Shortfall, concepts: Mapping[str, Concept], language: str) -> list[Line]:
    rule, weight = clip(tidy(lacks.rule), 160), f"it weighs {lacks.score:g}, and {lacks.needed:g} are needed"
    match lacks.lack:
        case Lack.NOTHING:
            return [
                f"By its words the rule “{rule}” lets it in; read as a whole, by the encoder, it was taken to be about "
                "something else."
            ]
        case Lack.WEIGHT:
            return [f"The rule “{rule}” holds, but {weight}: its words are too few, or stand too far down."]
        case Lack.PLACE:
            return [
                f"The rule “{rule}” has all its words here, but they stand too far apart, or not in the headline, "
                "where it wants them."
            ]
        case Lack.AGAINST:
            excluded = list_in_words([_plain(name) for name in lacks.concepts])
            return [f"The rule “{rule}” would hold, but excludes reports of {excluded}."]
        case Lack.WORDS:
            those = [_concept(concepts, name, language) for name in lacks.concepts]
            return [f"The rule that it comes nearest to is “{rule}”. It lacks:", *(f"• {one}" for one in those)]


def _concept(concepts: Mapping[str, Concept], name: str, language: str) -> str:
    """``agreement, such as “troop cost”, “base bill”``."""
    terms = concepts[name].terms if name in concepts else {}
    words = terms.get(language) or terms.get("en") or next(iter(terms.values()), ())
    some = [f"“{one.rstrip('*')}”" for one in words if "*" not in one[:-1]][:_MOST_WORDS]
    return f"{_plain(name)}, such as {', '.join(some)}" if some else _plain(name)


def _plain(concept: str) -> str:
    return concept.replace("_", " ")


def on_topic(article: Article, first: Sighting, standing: Standing, view: View) -> Rendered:
    """It is on the topic: what came of it in this chat, and why."""
    own = [row for row in standing.rows if row.article_id == article.id]
    rang = any(row.state == "sent" for row in own)
    lines: list[Line] = [bold("It rang here" if rang else "Why it did not ring here"), headline(article)]
    lines += [source_line(article, view.zone, view.now), _seen(first, view), ""]
    lines += _own_row(own[-1], article, view) if own else [_stopped(article, standing, view)]
    if article.why:
        lines += ["", f"Decision: {sentence(clip(tidy(article.why), 600))}"]
    lines += ["", f"Its words and figures: /why_{article.id} · its story: /story_{article.story_id}"]
    return compose(lines)


def _seen(first: Sighting, view: View) -> Text:
    if not first.outlet:
        return text("It is of the archive that this bot came with.")
    return text("Seen ") + view.when(first.seen) + " in the feed of " + clip(tidy(first.outlet), 60) + "."


def _own_row(row: ChatRow, article: Article, view: View) -> list[Line]:
    """What became of what the chat was owed of this very report."""
    match row.state:
        case "sent":
            kinds = {DeliveryKind.WATCH: ", for a watch of this chat", DeliveryKind.TURN: ", as a turn of its story"}
            return [f"It was told here{f' {view.when(row.settled)}' if row.settled else ''}{kinds.get(row.kind, '')}."]
        case "held":
            comes = view.when(row.comes) if row.comes is not None else "soon"
            return [_WAITS.get(row.reason, "It waits until {when}.").format(when=comes)]
        case "closed":
            return [_closed(row.reason, article)]
        case _:
            return ["It is on its way to this chat just now. If it does not come, /status says what is wrong."]


def _closed(reason: str, article: Article) -> str:
    if reason.startswith("its outlet is muted"):
        outlet = clip(tidy(article.outlet), 60)
        return f"{outlet} is muted here, and no other outlet has had it since. To undo: /unmute {outlet}"
    if reason == "its story is muted":
        return f"Its story is muted here. To undo: /unmute_{article.story_id}"
    if reason == "unsubscribed":
        return "This chat ended its alerts before it could be sent."
    return f"It was not sent: {sentence(clip(tidy(reason), 300))}"


def _stopped(article: Article, standing: Standing, view: View) -> str:
    """Why the chat was owed nothing of it: first what holds for every chat, then this one's own."""
    chat, why = standing.chat, article.why
    if article.feed_id is None:
        return "What is of the archive rings nobody."
    if why.startswith("the feed's first poll"):
        return "It came with the first poll of its feed, which fills the archive and rings nobody."
    if chat is None or not chat.subscribed:
        return "This chat gets no alerts. To have them: /subscribe"
    if chat.since is not None and article.seen < chat.since:
        return f"It came before this chat subscribed, {view.when(chat.since)}. What came before: /latest"
    if standing.is_muted:
        return f"Its story is muted here. To undo: /unmute_{article.story_id}"
    if mutes(chat.interest, article.outlet):
        return f"{clip(tidy(article.outlet), 60)} is muted here. To undo: /unmute {clip(tidy(article.outlet), 60)}"
    if not reads(chat.interest, article.reading.language):
        names = list_in_words([language_name(code) for code in chat.interest.languages])
        own = language_name(article.reading.language)
        return f"This chat hears of reports in {names} alone, and this one is in {own}: /alerts languages all"
    if not wants_from_another(chat.interest, standing.about):
        return _narrowed(chat, article, standing.about, view.topic)
    told = next((row for row in standing.rows if row.state in {"sent", "owed", "leased"}), None)
    if told is not None:
        when = f" {view.when(told.settled)}" if told.settled else ""
        return (
            f"Its story was told here already{when}, by another report. A story rings once, and again for a turn of "
            "it; this report shows in the message that went out."
        )
    return _quiet_by_level(chat, why)


def _narrowed(chat: Chat, article: Article, about: About, topic: Topic) -> str:
    track = track_of(topic, about.track)
    kinds = list_in_words([str(kind) for kind in sorted(about.kinds)])
    is_about = f"{kinds or 'news'} of {track.name if track is not None else 'no country of the talks'}"
    wanted = what(chat, topic.vocabulary.tracks)
    return f"This chat hears of {wanted}, and the report is {is_about}. To change it: /settings"


def _quiet_by_level(chat: Chat, why: str) -> str:
    if ", background" in why:
        wants = "" if chat.alerts is Alerts.DIGEST else ", which this chat does not have: /alerts digest 8:00"
        return f"It tells of no turn and no new sum: background rings nobody, and comes with digests{wants}"
    if why.startswith("echo of"):
        return "It tells again what its story has told before: an echo rings nobody, and shows in the count of outlets."
    if why.startswith("adds to"):
        return "It adds to a story that has rung, and tells of no turn of it: a story rings once."
    if chat.alerts is Alerts.CRITICAL:
        return "This chat is rung for great events alone. For all: /alerts all"
    return "Nothing was owed to this chat of it. By its settings of now, such a report would ring here."
