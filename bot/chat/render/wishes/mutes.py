"""Stories and outlets that are muted in a chat: what was changed, and what there is."""

from collections.abc import Sequence
from datetime import timedelta

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Button, Line, Rendered, Text, bold, clip, code, compose, link, text, tidy
from bot.chat.render.words import HEADLINE
from bot.model import Article
from bot.phrases.wording import count

MUTE = "mute"
"""What the button's data begins with, before ``:`` and the report's number."""
SNOOZES = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
"""What the buttons' data may have behind the number, and people behind /mute."""
MOST_LISTED = 15


def mute_buttons(article_id: int, t: Translator = ENGLISH) -> tuple[Button, ...]:
    """Mute, Snooze a day, Snooze a week."""
    words = t.say("Snooze a day"), t.say("Snooze a week")
    snoozes = (Button(said, data=f"{MUTE}:{article_id}:{word}") for said, word in zip(words, SNOOZES, strict=True))
    return (Button(t.say("Mute"), data=f"{MUTE}:{article_id}"), *snoozes)


def snoozed(newest: Article, until: str) -> Rendered:
    """A story is muted until a time."""
    told = bold("Snoozed. ") + f"This chat hears no more of the story until {until}:"
    return compose([told, _story(newest), _undo(newest.story_id)])


def muted(newest: Article, *, changed: bool) -> Rendered:
    """A story is muted."""
    head = bold("Muted. ") if changed else bold("Muted already. ")
    return compose([head + "This chat hears no more of the story:", _story(newest), _undo(newest.story_id)])


def unmuted(newest: Article, *, changed: bool) -> Rendered:
    """A story is not muted any more."""
    if not changed:
        return compose(["That story is not muted here.", _story(newest)])
    return compose([bold("Unmuted. ") + "What the story turns to rings here again:", _story(newest)])


def outlet_muted(outlet: str, sentence: str) -> Rendered:
    """An outlet is muted, with the sentence of what rings now."""
    return compose(
        [
            bold("Muted. ") + f"What {clip(tidy(outlet), 60)} alone reports rings nobody here; a story rings once "
            "another outlet has it.",
            sentence,
        ]
    )


def outlet_unmuted(outlet: str, sentence: str) -> Rendered:
    return compose([bold("Unmuted. ") + f"{clip(tidy(outlet), 60)} rings here again.", sentence])


def all_unmuted(stories: int, outlets: int, sentence: str) -> Rendered:
    told = f"{count(stories, 'story', 'stories')} and {count(outlets, 'outlet')}"
    return compose([bold("Unmuted: ") + f"{told}.", sentence])


def listed(stories: Sequence[tuple[Article, str]], of: int, outlets: Sequence[str]) -> Rendered:
    """What is muted, ``of`` stories the last ones with until when, "" for good, and how it is changed."""
    lines: list[Line] = []
    if of:
        lines += [bold(f"{count(of, 'story', 'stories')} muted here")]
        for one, until in stories:
            lines.append(text(f"/unmute_{one.story_id} ") + _story(one) + (f" · until {until}" if until else ""))
        lines += [f"… and {of - len(stories)} more", ""] if of > len(stories) else [""]
    if outlets:
        lines += [bold(f"{count(len(outlets), 'outlet')} muted here"), *(f"• {clip(tidy(one), 60)}" for one in outlets)]
        lines += [""]
    if not lines:
        lines += ["Nothing is muted here.", ""]
    lines += [
        "Reply to an alert with /mute, or press Mute below it, and this chat hears no more of its story.",
        text("For a while: ") + code("/mute day") + " or " + code("/mute week") + " as a reply, or Snooze below it",
        text("An outlet by its name: ") + code("/mute KBS World"),
        text("Back again: /unmute as a reply, the outlet behind it, or ") + code("/unmute all"),
    ]
    return compose(lines)


def _story(article: Article) -> Text:
    return link(clip(tidy(article.title), HEADLINE), article.url)


def _undo(story: int) -> str:
    return f"To hear of it again: /unmute_{story}"
