"""The feeds as operators see them: a list with those in trouble first, and all of one. Numbers are the feeds' own."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.chat.languages import times
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import CALLBACK_LIMIT, Button, Line, Rendered, bold, clip, compose, link, said, tidy
from bot.chat.render.retold.elsewhere import retold
from bot.chat.render.words import age, ago
from bot.chat.typed.zones import zone_in_words, zone_or_utc
from bot.model import Feed, FeedKind, FeedOrigin, FeedState

FEEDS = "feeds"
"""What the data of every button here begins with: ``feeds:pause:12``."""

PER_PAGE = 6
GAPS_SHOWN = timedelta(days=7)
"""A gap is shown in lists for so long."""
_INDENT = "\u2003"


def health(feed: Feed, now: datetime) -> str:
    """One mark for how a feed is, the gravest first."""
    if feed.state is FeedState.GONE:
        return "✖"
    if feed.state is FeedState.PAUSED:
        return "⏸"
    if feed.errors:
        return "⚠"
    if feed.silent:
        return "💤"
    if is_held(feed, now):
        return "⏳"
    return "✓" if feed.last_polled else "○"


_ORDER = {"⚠": 0, "✖": 1, "💤": 2, "⏳": 3, "⏸": 6, "○": 5, "✓": 5}


def is_held(feed: Feed, now: datetime) -> bool:
    return feed.state is FeedState.ACTIVE and feed.hold_until is not None and feed.hold_until > now


def is_added_by_operator(feed: Feed) -> bool:
    """Whether an operator added it, so that one may remove it."""
    return feed.origin is FeedOrigin.OPERATOR


def had_gap(feed: Feed, now: datetime) -> bool:
    return feed.state is FeedState.ACTIVE and feed.last_gap is not None and feed.last_gap > now - GAPS_SHOWN


def in_order(feeds: Iterable[Feed], now: datetime) -> list[Feed]:
    """Those in trouble first, the longest failing of them at the top; then by name, and the paused ones last."""

    def rank(feed: Feed) -> tuple[int, int, str, int]:
        place = _ORDER[health(feed, now)]
        return (4 if place == 5 and had_gap(feed, now) else place, -feed.errors, feed.outlet.casefold(), feed.id)

    return sorted(feeds, key=rank)


def listing(
    feeds: Sequence[Feed], *, page: int, words: str, now: datetime, zone: str, t: Translator = ENGLISH
) -> Rendered:
    """One page of the feeds, from 1; ``words`` is what they were picked by."""
    if not feeds:
        return compose(
            [
                t.say("No feed is followed yet."),
                t.say("Follow one: {command} and the address of a feed or of a site", command="/addfeed"),
            ]
        )
    pages = -(-len(feeds) // PER_PAGE)
    page = min(max(page, 1), pages)
    shown = in_order(feeds, now)[(page - 1) * PER_PAGE : page * PER_PAGE]
    head = t.plural("{number} feed", "{number} feeds", len(feeds))
    picked = t.say("{feeds}[ with “{words}”]", feeds=head, words=clip(tidy(words), 30))
    lines: list[Line] = [bold(picked) + f" · {_summed_up(feeds, now, t)}"]
    lines.append(t.say("Times in {zone}", zone=_zone_name(zone, now, t)))
    for feed in shown:
        lines += ["", *_in_list(feed, now, zone, t)]
    if page == pages:
        lines += ["", t.say("More on one: {command} and its number or name", command="/feeds")]
    return compose(lines, buttons=_turning(page, pages, words), t=t)


def card(feed: Feed, *, now: datetime, zone: str, done: str = "", t: Translator = ENGLISH) -> Rendered:
    """All there is to know of one feed, below what was just done to it."""
    lines: list[Line] = [bold(done), ""] if done else []
    number = f"#{feed.id} " if feed.id else ""
    lines += [f"{health(feed, now)} {number}" + bold(name_of(feed)), link(clip(feed.url, 200), feed.url)]
    if feed.moved_to:
        lines.append(said(t, "Moved to {address}", address=link(clip(feed.moved_to, 200), feed.moved_to)))
    if feed.title and tidy(feed.title).casefold() != tidy(feed.outlet).casefold():
        lines.append(t.say("Calls itself “{title}”", title=clip(tidy(feed.title), 100)))
    lines += ["", *_standing(feed, now, zone, t)]
    lines.append(t.say("Items so far: {number}", number=t.number(feed.items)))
    if feed.gaps:
        lines.append(
            t.say(
                "Gaps: {number}[, the last on {time}]. Each time items were probably missed.",
                number=t.number(feed.gaps),
                time=_clock(feed.last_gap, zone, now, t) if feed.last_gap else "",
            )
        )
    if feed.kind is FeedKind.REPLAY:
        lines.append(t.say("Part of the replay"))
    else:
        lines.append(t.say("Added by hand" if is_added_by_operator(feed) else "From the topic's list"))
    lines.append(t.say("Times in {zone}", zone=_zone_name(zone, now, t)))
    return compose(lines, buttons=_doing(feed, t), t=t)


def name_of(feed: Feed) -> str:
    """``Yonhap (ko)``."""
    name, language = clip(tidy(feed.outlet), 60), f" ({feed.language})" if feed.language else ""
    return name if name.endswith(language) else f"{name}{language}"


# --- Parts --------------------------------------------------------------------------------------------------------


STANDS = (
    ("✓", "{number} fine"),
    ("○", "{number} not asked yet"),
    ("⚠", "{number} failing"),
    ("✖", "{number} gone"),
    ("💤", "{number} silent"),
    ("⏳", "{number} held"),
    ("⏸", "{number} paused"),
)


def _summed_up(feeds: Sequence[Feed], now: datetime, t: Translator) -> str:
    marks = [health(feed, now) for feed in feeds]
    return t.joint.join(t.say(told, number=str(marks.count(mark))) for mark, told in STANDS if mark in marks)


def _in_list(feed: Feed, now: datetime, zone: str, t: Translator) -> list[Line]:
    lines: list[Line] = [f"{health(feed, now)} #{feed.id} " + bold(name_of(feed))]
    polled = feed.last_polled
    asked = t.say("asked {time}", time=_clock(polled, zone, now, t)) if polled else t.say("not asked yet")
    if feed.state is FeedState.GONE:
        lines.append(f"{_INDENT}{t.say('gone for good, no longer asked')}")
    elif feed.state is FeedState.PAUSED:
        lines.append(f"{_INDENT}{t.say('paused')} · {asked}")
    elif is_held(feed, now):
        lines.append(f"{_INDENT}{asked} · {t.say('held until {time}', time=_clock(feed.hold_until, zone, now, t))}")
    else:
        lines.append(f"{_INDENT}{asked} · {_next(feed, zone, now, t)}")
    lines += [f"{_INDENT}{line}" for line in _troubles(feed, now, t)]
    return lines


def _troubles(feed: Feed, now: datetime, t: Translator) -> list[str]:
    lines = []
    if feed.state is FeedState.ACTIVE and feed.last_error:
        error = clip(retold(tidy(feed.last_error), t), 120)
        lines.append(_errors_in_a_row(feed, error, t) if feed.errors > 1 else error)
    if feed.silent and feed.last_news:
        lines.append(t.say("nothing new for {age}", age=age(now - feed.last_news, t)))
    if had_gap(feed, now):
        last = ago(now - (feed.last_gap or now), t)
        lines.append(t.plural("{number} gap, the last {ago}", "{number} gaps, the last {ago}", feed.gaps, ago=last))
    if feed.moved_to:
        lines.append(t.say("moved to {address}", address=clip(feed.moved_to, 80)))
    return lines


def _standing(feed: Feed, now: datetime, zone: str, t: Translator) -> list[str]:
    """State, times and troubles, a line each."""
    lines = []
    if feed.state is FeedState.GONE:
        lines.append(t.say("Gone for good: its server said so, and it is no longer asked"))
    elif feed.state is FeedState.PAUSED:
        lines.append(t.say("Paused: it is not asked"))
    if polled := feed.last_polled:
        when = t.say("{time}, {ago}", time=_clock(polled, zone, now, t), ago=ago(now - polled, t))
    else:
        when = t.say("never")
    lines.append(t.say("Last asked: {time}", time=when))
    if feed.state is FeedState.ACTIVE:
        due = "" if _is_due(feed, now) else _clock(feed.next_due, zone, now, t)
        every = age(timedelta(seconds=feed.interval), t) if feed.interval else ""
        told = "Next: {time}[, usually every {age}]" if due else "Next: now[, usually every {age}]"
        lines.append(t.say(told, time=due, age=every))
    if is_held(feed, now):
        until = _clock(feed.hold_until, zone, now, t)
        lines.append(t.say("Held: its site asked to be left alone until {time}", time=until))
    if feed.last_error:
        lines.append(_error(feed, clip(retold(tidy(feed.last_error), t), 300), t))
    if feed.last_news:
        told = (
            "Last brought something new: {ago}, which is long for it"
            if feed.silent
            else "Last brought something new: {ago}"
        )
        lines.append(t.say(told, ago=ago(now - feed.last_news, t)))
    return lines


def _error(feed: Feed, error: str, t: Translator) -> str:
    if feed.errors > 1:
        return _errors_in_a_row(feed, error, t)
    return t.say("Error: {error}" if feed.errors else "Note: {error}", error=error)


def _errors_in_a_row(feed: Feed, error: str, t: Translator) -> str:
    return t.say("{number} errors in a row: {error}", number=t.number(feed.errors), error=error)


def _is_due(feed: Feed, now: datetime) -> bool:
    return feed.next_due is None or feed.next_due <= now


def _next(feed: Feed, zone: str, now: datetime, t: Translator) -> str:
    return t.say("next now") if _is_due(feed, now) else t.say("next {time}", time=_clock(feed.next_due, zone, now, t))


def _clock(when: datetime | None, zone: str, now: datetime, t: Translator) -> str:
    """``18:05`` today, ``25 Nov, 03:10`` else, in the chat's zone, which the message names once."""
    if when is None:
        return t.say("never")
    local = when.astimezone(zone_or_utc(zone))
    if local.date() == now.astimezone(local.tzinfo).date():
        return f"{local:%H:%M}"
    day = times.day(local, t) if local.year != now.year else times.day_of_year(local, t)
    return t.say("{day}, {clock}", day=day, clock=f"{local:%H:%M}")


def _zone_name(zone: str, now: datetime, t: Translator) -> str:
    """``Asia/Seoul (KST)``."""
    known = zone_or_utc(zone)
    short = now.astimezone(known).tzname() or ""
    name = known.key if t.is_english else zone_in_words(known.key, t)
    return f"{name} ({short})" if short.isalpha() and short != known.key else name


def _turning(page: int, pages: int, words: str) -> tuple[tuple[Button, ...], ...]:
    if pages < 2:
        return ()

    def turn(label: str, to: int) -> Button:
        data = f"{FEEDS}:page:{to}:{words}".encode()[:CALLBACK_LIMIT]
        return Button(label, data=data.decode(errors="ignore"))  # fewer letters pick at least the same feeds

    before = [turn("◀", page - 1)] if page > 1 else []
    after = [turn("▶", page + 1)] if page < pages else []
    return ((*before, turn(f"{page} / {pages}", page), *after),)


def _doing(feed: Feed, t: Translator) -> tuple[tuple[Button, ...], ...]:
    is_active = feed.state is FeedState.ACTIVE
    first = button(t.say("Pause"), "pause", feed) if is_active else button(t.say("Resume"), "resume", feed)
    return ((first, button(t.say("Remove"), "remove", feed)),) if is_added_by_operator(feed) else ((first,),)


def button(label: str, verb: str, feed: Feed) -> Button:
    """A button that does something to a feed."""
    return Button(label, data=f"{FEEDS}:{verb}:{feed.id}")
