"""The feeds as operators see them: a list with those in trouble first, and all of one. Numbers are the feeds' own."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.chat.render.html import (
    CALLBACK_LIMIT,
    Button,
    Line,
    Rendered,
    bold,
    clip,
    compose,
    link,
    text,
    tidy,
)
from bot.chat.render.words import age
from bot.chat.typed.zones import zone_or_utc
from bot.model import Feed, FeedKind, FeedOrigin, FeedState
from bot.phrases.wording import MONTHS, count

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


def listing(feeds: Sequence[Feed], *, page: int, words: str, now: datetime, zone: str) -> Rendered:
    """One page of the feeds, from 1; ``words`` is what they were picked by."""
    if not feeds:
        return compose(["No feed is followed yet.", "Follow one: /addfeed and the address of a feed or of a site"])
    pages = -(-len(feeds) // PER_PAGE)
    page = min(max(page, 1), pages)
    shown = in_order(feeds, now)[(page - 1) * PER_PAGE : page * PER_PAGE]
    picked = f" with “{clip(tidy(words), 30)}”" if words else ""
    lines: list[Line] = [bold(count(len(feeds), "feed") + picked) + f" · {_summed_up(feeds, now)}"]
    lines.append(f"Times in {_zone_name(zone, now)}")
    for feed in shown:
        lines += ["", *_in_list(feed, now, zone)]
    if page == pages:
        lines += ["", "More on one: /feeds and its number or name"]
    return compose(lines, buttons=_turning(page, pages, words))


def card(feed: Feed, *, now: datetime, zone: str, said: str = "") -> Rendered:
    """All there is to know of one feed, below what was just done to it."""
    lines: list[Line] = [bold(said), ""] if said else []
    number = f"#{feed.id} " if feed.id else ""
    lines += [f"{health(feed, now)} {number}" + bold(name_of(feed)), link(clip(feed.url, 200), feed.url)]
    if feed.moved_to:
        lines.append(text("Moved to ") + link(clip(feed.moved_to, 200), feed.moved_to))
    if feed.title and tidy(feed.title).casefold() != tidy(feed.outlet).casefold():
        lines.append(f"Calls itself “{clip(tidy(feed.title), 100)}”")
    lines += ["", *_standing(feed, now, zone)]
    lines.append(f"Items so far: {feed.items:,}")
    if feed.gaps:
        last = f", the last on {_clock(feed.last_gap, zone, now)}" if feed.last_gap else ""
        lines.append(f"Gaps: {feed.gaps:,}{last}. Each time items were probably missed.")
    if feed.kind is FeedKind.REPLAY:
        lines.append("Part of the replay")
    else:
        lines.append("Added by hand" if is_added_by_operator(feed) else "From the topic's list")
    lines.append(f"Times in {_zone_name(zone, now)}")
    return compose(lines, buttons=_doing(feed))


def name_of(feed: Feed) -> str:
    """``Yonhap (ko)``."""
    name, language = clip(tidy(feed.outlet), 60), f" ({feed.language})" if feed.language else ""
    return name if name.endswith(language) else f"{name}{language}"


# --- Parts --------------------------------------------------------------------------------------------------------


def _summed_up(feeds: Sequence[Feed], now: datetime) -> str:
    marks = [health(feed, now) for feed in feeds]
    names = (("✓", "fine"), ("○", "not asked yet"), ("⚠", "failing"), ("✖", "gone"), ("💤", "silent"), ("⏳", "held"))
    parts = [f"{marks.count(mark)} {name}" for mark, name in (*names, ("⏸", "paused")) if mark in marks]
    return ", ".join(parts)


def _in_list(feed: Feed, now: datetime, zone: str) -> list[Line]:
    lines: list[Line] = [f"{health(feed, now)} #{feed.id} " + bold(name_of(feed))]
    asked = f"asked {_clock(feed.last_polled, zone, now)}" if feed.last_polled else "not asked yet"
    if feed.state is FeedState.GONE:
        lines.append(f"{_INDENT}gone for good, no longer asked")
    elif feed.state is FeedState.PAUSED:
        lines.append(f"{_INDENT}paused · {asked}")
    elif is_held(feed, now):
        lines.append(f"{_INDENT}{asked} · {_held(feed, zone, now)}")
    else:
        lines.append(f"{_INDENT}{asked} · {_next(feed, zone, now)}")
    lines += [f"{_INDENT}{line}" for line in _troubles(feed, now)]
    return lines


def _troubles(feed: Feed, now: datetime) -> list[str]:
    lines = []
    if feed.state is FeedState.ACTIVE and feed.last_error:
        lines.append(_times(feed) + clip(tidy(feed.last_error), 120))
    if feed.silent and feed.last_news:
        lines.append(f"nothing new for {age(now - feed.last_news)}")
    if had_gap(feed, now):
        lines.append(f"{count(feed.gaps, 'gap')}, the last {age(now - (feed.last_gap or now))} ago")
    if feed.moved_to:
        lines.append(f"moved to {clip(feed.moved_to, 80)}")
    return lines


def _standing(feed: Feed, now: datetime, zone: str) -> list[str]:
    """State, times and troubles, a line each."""
    lines = []
    if feed.state is FeedState.GONE:
        lines.append("Gone for good: its server said so, and it is no longer asked")
    elif feed.state is FeedState.PAUSED:
        lines.append("Paused: it is not asked")
    asked = f"{_clock(feed.last_polled, zone, now)}, {age(now - feed.last_polled)} ago" if feed.last_polled else "never"
    lines.append(f"Last asked: {asked}")
    if feed.state is FeedState.ACTIVE:
        every = f", usually every {age(timedelta(seconds=feed.interval))}" if feed.interval else ""
        due = "now" if feed.next_due is None or feed.next_due <= now else _clock(feed.next_due, zone, now)
        lines.append(f"Next: {due}{every}")
    if is_held(feed, now):
        lines.append(f"Held: its site asked to be left alone until {_clock(feed.hold_until, zone, now)}")
    if feed.last_error:
        lines.append(("Error: " if feed.errors == 1 else _times(feed) or "Note: ") + clip(tidy(feed.last_error), 300))
    if feed.last_news:
        silent = ", which is long for it" if feed.silent else ""
        lines.append(f"Last brought something new: {age(now - feed.last_news)} ago{silent}")
    return lines


def _times(feed: Feed) -> str:
    return f"{feed.errors:,} errors in a row: " if feed.errors > 1 else ""


def _next(feed: Feed, zone: str, now: datetime) -> str:
    return "next now" if feed.next_due is None or feed.next_due <= now else f"next {_clock(feed.next_due, zone, now)}"


def _held(feed: Feed, zone: str, now: datetime) -> str:
    return f"held until {_clock(feed.hold_until, zone, now)}"


def _clock(when: datetime | None, zone: str, now: datetime) -> str:
    """``18:05`` today, ``25 Nov, 03:10`` else, in the chat's zone, which the message names once."""
    if when is None:
        return "never"
    local = when.astimezone(zone_or_utc(zone))
    if local.date() == now.astimezone(local.tzinfo).date():
        return f"{local:%H:%M}"
    year = f" {local.year}" if local.year != now.year else ""
    return f"{local.day} {MONTHS[local.month - 1]}{year}, {local:%H:%M}"


def _zone_name(zone: str, now: datetime) -> str:
    """``Asia/Seoul (KST)``."""
    known = zone_or_utc(zone)
    short = now.astimezone(known).tzname() or ""
    return f"{known.key} ({short})" if short.isalpha() and short != known.key else known.key


def _turning(page: int, pages: int, words: str) -> tuple[tuple[Button, ...], ...]:
    if pages < 2:
        return ()

    def turn(label: str, to: int) -> Button:
        data = f"{FEEDS}:page:{to}:{words}".encode()[:CALLBACK_LIMIT]
        return Button(label, data=data.decode(errors="ignore"))  # fewer letters pick at least the same feeds

    before = [turn("◀", page - 1)] if page > 1 else []
    after = [turn("▶", page + 1)] if page < pages else []
    return ((*before, turn(f"{page} / {pages}", page), *after),)


def _doing(feed: Feed) -> tuple[tuple[Button, ...], ...]:
    first = button("Pause", "pause", feed) if feed.state is FeedState.ACTIVE else button("Resume", "resume", feed)
    return ((first, button("Remove", "remove", feed)),) if is_added_by_operator(feed) else ((first,),)


def button(label: str, verb: str, feed: Feed) -> Button:
    """A button that does something to a feed."""
    return Button(label, data=f"{FEEDS}:{verb}:{feed.id}")
