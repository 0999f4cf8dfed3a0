"""Why a report did not ring: never seen, off the topic and what it lacks, or where it stopped in this chat."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from bot.chat.languages.lists import listed
from bot.chat.languages.names import track_label
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Line, Rendered, bold, clip, code, compose, link, text, tidy
from bot.chat.render.retold.decided import decision
from bot.chat.render.retold.told import quoted
from bot.chat.render.wishes.sentence import what
from bot.chat.render.words import ago, as_printed, headline, language_name, local_time, source_line, track_of
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
from bot.phrases.wording import sentence

_TITLE = 200
_MOST_WORDS = 3
_MOST_CONCEPTS = 3
WAITS = {
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

    t: Translator = ENGLISH

    def when(self, moment: datetime) -> str:
        """``17:05 KST``, with the day where that is another one."""
        return local_time(moment, self.zone, self.now, self.t)

    def named(self, concept: str) -> str:
        """A concept of the topic in words."""
        return self.topic.sentence(concept, self.t.language).replace("_", " ")


class Standing(Struct, frozen=True):
    """What the chat has to do with a report."""

    chat: Chat | None
    """As the store knows it; of several subscriptions, with what the one wants that comes nearest to the report."""
    rows: tuple[ChatRow, ...]
    about: About
    is_muted: bool
    """Its story is."""
    several: int = 0
    """How many subscriptions the chat has, where it has more than one."""


def never_seen(host: str, feeds: Sequence[Feed], now: datetime, t: Translator = ENGLISH) -> Rendered:
    """No feed brought the address; ``feeds`` are those of its site."""
    lines: list[Line] = [bold(t.say("Never seen")), t.say("No feed that I read has brought this address."), ""]
    site = clip(tidy(host), 80)
    if feeds:
        lines.append(
            t.plural("Of {site} I read {number} feed:", "Of {site} I read {number} feeds:", len(feeds), site=site)
        )
        lines += [
            text("• ") + as_printed(clip(tidy(feed.outlet), 60), feed.url) + _asked(feed, now, t) for feed in feeds[:3]
        ]
        lines.append(t.say("It may be too new, or its feed may not carry it; ask again in a while."))
    else:
        lines.append(
            t.say(
                "None of my feeds is of {site} ({command} lists them). An operator can add one:",
                site=site,
                command="/sources",
            )
        )
        lines.append(code(f"/addfeed {site}"))
    lines.append(
        t.say("Another outlet may have the same news: send {command} and words of its headline.", command="/search")
    )
    return compose(lines)


def _asked(feed: Feed, now: datetime, t: Translator) -> str:
    if feed.last_polled is None:
        return t.joint + t.say("not asked yet")
    asked = t.joint + t.say("asked {ago}", ago=ago(now - feed.last_polled, t))
    if feed.errors and feed.last_error:
        asked += t.joint + t.say("which fails: {error}", error=clip(tidy(feed.last_error), 100))
    return asked


def off_topic(address: str, first: Sighting, told: Sighting | None, lacks: Shortfall | None, view: View) -> Rendered:
    """It was seen, and passed over; ``told`` has its words, ``lacks`` what they lack."""
    t, title = view.t, clip(tidy(told.title), _TITLE) if told is not None else ""
    lines: list[Line] = [bold(t.say("Seen, and off the topic"))]
    lines.append(link(bold(title or clip(tidy(address), _TITLE)), address))
    lines += [_seen(first, view), ""]
    if lacks is None:
        lines.append(
            t.say("It was passed over, as its words are not of the topic. What it said is kept for 7 days and gone.")
        )
        return compose(lines)
    concepts = {concept.name: concept for concept in view.topic.vocabulary.concepts}
    language = told.language if told is not None else ""
    lines += [*_found(lacks, view), *_lacking(lacks, concepts, language, view)]
    if lacks.lack is not Lack.NOTHING and lacks.enough:
        names = [_concept(concepts, name, language, view) for name in lacks.enough[:_MOST_CONCEPTS]]
        some = (
            t.say("One word in its first sentences would have let it in:")
            if len(names) == 1
            else t.say("One word of any of these in its first sentences would have let it in:")
        )
        lines += ["", some, *(f"• {name}" for name in names)]
    elif lacks.lack is Lack.WORDS:
        lines.append(t.say("No one word would be enough: {weight}.", weight=_weight(lacks, t)))
    lines += [
        "",
        t.say("To be told of such reports all the same, watch for your own words: {command}", command="/watch"),
    ]
    return compose(lines)


def _weight(lacks: Shortfall, t: Translator) -> str:
    score, needed = (f"{one:g}" if t.is_english else t.number(one) for one in (lacks.score, lacks.needed))
    return t.say("it weighs {score}, and {needed} are needed", score=score, needed=needed)


def _found(lacks: Shortfall, view: View) -> list[Line]:
    t, words = view.t, dict[str, dict[str, str]]()
    for match in lacks.found:
        words.setdefault(match.concept, {}).setdefault(match.word.casefold(), match.word)
    if not words:
        return [t.say("Its beginning has no word of the topic.")]
    told = [
        f"{view.named(concept)} ({', '.join(_quoted(one, t) for one in list(those.values())[:_MOST_WORDS])})"
        for concept, those in words.items()
    ]
    return [t.say("Of the topic's words it has {words}.", words=clip(listed(told, t), 900))]


def _quoted(words: str, t: Translator) -> str:
    return quoted(clip(tidy(words), 40), t).plain


def _lacking(lacks: Shortfall, concepts: Mapping[str, Concept], language: str, view: View) -> list[Line]:
    t = view.t
    rule = clip(tidy(view.topic.sentence(lacks.rule, t.language)), 160)
    match lacks.lack:
        case Lack.NOTHING:
            return [
                t.say(
                    "By its words the rule “{rule}” lets it in; read as a whole, by the encoder, it was taken to be "
                    "about something else.",
                    rule=rule,
                )
            ]
        case Lack.WEIGHT:
            return [
                t.say(
                    "The rule “{rule}” holds, but {weight}: its words are too few, or stand too far down.",
                    rule=rule,
                    weight=_weight(lacks, t),
                )
            ]
        case Lack.PLACE:
            return [
                t.say(
                    "The rule “{rule}” has all its words here, but they stand too far apart, or not in the headline, "
                    "where it wants them.",
                    rule=rule,
                )
            ]
        case Lack.AGAINST:
            excluded = listed([view.named(name) for name in lacks.concepts], t)
            return [
                t.say("The rule “{rule}” would hold, but excludes reports of {concepts}.", rule=rule, concepts=excluded)
            ]
        case Lack.WORDS:
            those = [_concept(concepts, name, language, view) for name in lacks.concepts]
            nearest = t.say("The rule that it comes nearest to is “{rule}”. It lacks:", rule=rule)
            return [nearest, *(f"• {one}" for one in those)]


def _concept(concepts: Mapping[str, Concept], name: str, language: str, view: View) -> str:
    """``agreement, such as “troop cost”, “base bill”``."""
    t, terms = view.t, concepts[name].terms if name in concepts else {}
    words = terms.get(language) or terms.get("en") or next(iter(terms.values()), ())
    some = [quoted(one.rstrip("*"), t).plain for one in words if "*" not in one[:-1]][:_MOST_WORDS]
    named = view.named(name)
    return t.say("{concept}, such as {words}", concept=named, words=t.joint.join(some)) if some else named


def on_topic(article: Article, first: Sighting, standing: Standing, view: View) -> Rendered:
    """It is on the topic: what came of it in this chat, and why."""
    t = view.t
    own = [row for row in standing.rows if row.article_id == article.id]
    rang = any(row.state == "sent" for row in own)
    heading = t.say("It rang here") if rang else t.say("Why it did not ring here")
    lines: list[Line] = [bold(heading), headline(article, t=t)]
    lines += [source_line(article, view.zone, view.now, t), _seen(first, view), ""]
    lines += _own_row(own[-1], article, view) if own else [_stopped(article, standing, view)]
    if article.why:
        lines += ["", t.say("Decision: {why}", why=decision(article.why, t))]
    more = t.say(
        "Its words and figures: {why} · its story: {story}",
        why=f"/why_{article.id}",
        story=f"/story_{article.story_id}",
    )
    return compose([*lines, "", more])


def _seen(first: Sighting, view: View) -> str:
    if not first.outlet:
        return view.t.say("It is of the archive that this bot came with.")
    outlet = clip(tidy(first.outlet), 60)
    return view.t.say("Seen {time} in the feed of {outlet}.", time=view.when(first.seen), outlet=outlet)


def _own_row(row: ChatRow, article: Article, view: View) -> list[Line]:
    """What became of what the chat was owed of this very report."""
    t = view.t
    match row.state:
        case "sent":
            time = view.when(row.settled) if row.settled else ""
            return [t.say(TOLD.get(row.kind, "It was told here[ {time}]."), time=time)]
        case "held":
            comes = view.when(row.comes) if row.comes is not None else t.say("soon")
            return [t.say(WAITS.get(row.reason, "It waits until {when}."), when=comes)]
        case "asked":
            return [t.say("It waits for this channel's editors to approve it.")]
        case "closed":
            return [_closed(row.reason, article, t)]
        case _:
            return [t.say("It is on its way to this chat just now. If it does not come, /status says what is wrong.")]


TOLD = {
    DeliveryKind.WATCH: "It was told here[ {time}], for a watch of this chat.",
    DeliveryKind.TURN: "It was told here[ {time}], as a turn of its story.",
}
"""Of an alert by another reason than its own story."""


def _closed(reason: str, article: Article, t: Translator) -> str:
    if reason.startswith("its outlet is muted"):
        outlet = clip(tidy(article.outlet), 60)
        return t.say(
            "{outlet} is muted here, and no other outlet has had it since. To undo: {command}",
            outlet=outlet,
            command=f"/unmute {outlet}",
        )
    if reason == "its story is muted":
        return t.say("Its story is muted here. To undo: {command}", command=f"/unmute_{article.story_id}")
    if reason == "unsubscribed":
        return t.say("This chat ended its alerts before it could be sent.")
    return t.say("It was not sent: {reason}", reason=sentence(clip(tidy(reason), 300)))


def _stopped(article: Article, standing: Standing, view: View) -> str:
    """Why the chat was owed nothing of it: first what holds for every chat, then this one's own."""
    chat, why, t = standing.chat, article.why, view.t
    if article.feed_id is None:
        return t.say("What is of the archive rings nobody.")
    if why.startswith("the feed's first poll"):
        return t.say("It came with the first poll of its feed, which fills the archive and rings nobody.")
    if chat is None or not chat.subscribed:
        return t.say("This chat gets no alerts. To have them: {command}", command="/subscribe")
    if chat.since is not None and article.seen < chat.since:
        return t.say(
            "It came before this chat subscribed, {time}. What came before: {command}",
            time=view.when(chat.since),
            command="/latest",
        )
    if standing.is_muted:
        return t.say("Its story is muted here. To undo: {command}", command=f"/unmute_{article.story_id}")
    if mutes(chat.interest, article.outlet):
        outlet = clip(tidy(article.outlet), 60)
        return t.say("{outlet} is muted here. To undo: {command}", outlet=outlet, command=f"/unmute {outlet}")
    if chat.interest.paused:
        return t.say("What would ring for it is paused here. To have it again: {command}", command="/subscriptions")
    if not wants_from_another(chat.interest, standing.about):
        return _narrowed(chat, standing, view)
    if not reads(chat.interest, article.reading.language):
        return t.say(
            "This chat hears of reports in {languages} alone, and this one is in {language}: {command}",
            languages=listed([language_name(code, t) for code in chat.interest.languages], t),
            language=language_name(article.reading.language, t),
            command="/alerts languages all",
        )
    told = next((row for row in standing.rows if row.state in {"sent", "owed", "leased"}), None)
    if told is not None:
        return t.say(
            "Its story was told here already[ {time}], by another report. A story rings once, and again for a turn of "
            "it; this report shows in the message that went out.",
            time=view.when(told.settled) if told.settled else "",
        )
    return _quiet_by_level(chat, why, t)


def _narrowed(chat: Chat, standing: Standing, view: View) -> str:
    about = standing.about
    t, parties, tracks = view.t, view.topic.vocabulary.parties, view.topic.vocabulary.tracks
    track = track_of(view.topic, about.track)
    kinds = listed([t.word("kind", str(kind)) for kind in sorted(about.kinds)], t)
    where = t.say("no country of the talks")
    if track is not None:
        where = track.name if t.is_english else track_label(track, t, parties)
    news = t.say("{news} of {countries}", news=kinds or t.say("news"), countries=where)
    if standing.several:
        return t.say(
            "The report is {about}, and none of the {number} subscriptions of this chat is for that: {command}",
            about=news,
            number=str(standing.several),
            command="/subscriptions",
        )
    return t.say(
        "This chat hears of {wanted}, and the report is {about}. To change it: {command}",
        wanted=what(chat, tracks, t, parties),
        about=news,
        command="/settings",
    )


def _quiet_by_level(chat: Chat, why: str, t: Translator) -> str:
    if ", background" in why:
        if chat.alerts is Alerts.DIGEST:
            return t.say("It tells of no turn and no new sum: background rings nobody, and comes with digests")
        return t.say(
            "It tells of no turn and no new sum: background rings nobody, and comes with digests, which this chat does "
            "not have: {command}",
            command="/alerts digest 8:00",
        )
    if why.startswith("echo of"):
        return t.say(
            "It tells again what its story has told before: an echo rings nobody, and shows in the count of outlets."
        )
    if why.startswith("adds to"):
        return t.say("It adds to a story that has rung, and tells of no turn of it: a story rings once.")
    if chat.alerts is Alerts.CRITICAL:
        return t.say("This chat is rung for great events alone. For all: {command}", command="/alerts all")
    return t.say("Nothing was owed to this chat of it. By its settings of now, such a report would ring here.")
