"""Stories and outlets that are muted in a chat: what was changed, and what there is."""

from collections.abc import Sequence
from datetime import timedelta

from bot.chat.languages.lists import listed
from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.html import Button, Line, Rendered, Text, bold, clip, code, compose, joined, link, said, text, tidy
from bot.chat.render.words import HEADLINE
from bot.model import Article

MUTE = "mute"
"""What the button's data begins with, before ``:`` and the report's number."""
SNOOZES = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
"""What the buttons' data may have behind the number, and people behind /mute."""
MOST_LISTED = 15


def mute_button(article_id: int, t: Translator = ENGLISH) -> Button:
    return Button(t.say("Mute"), data=f"{MUTE}:{article_id}")


def snooze_buttons(article_id: int, t: Translator = ENGLISH) -> tuple[Button, ...]:
    """Snooze a day, Snooze a week: a row of two, as of three a phone cuts both to "Snooze a …"."""
    words = t.say("Snooze a day"), t.say("Snooze a week")
    return tuple(Button(label, data=f"{MUTE}:{article_id}:{word}") for label, word in zip(words, SNOOZES, strict=True))


def snoozed(newest: Article, until: str, t: Translator = ENGLISH) -> Rendered:
    """A story is muted until a time."""
    told = t.say("This chat hears no more of the story until {time}:", time=until)
    return compose([bold(t.say("Snoozed.")) + t.gap + told, _story(newest), _undo(newest.story_id, t)])


def muted(newest: Article, *, changed: bool, t: Translator = ENGLISH) -> Rendered:
    """A story is muted."""
    head = bold(t.say("Muted.") if changed else t.say("Muted already."))
    told = t.say("This chat hears no more of the story:")
    return compose([head + t.gap + told, _story(newest), _undo(newest.story_id, t)])


def unmuted(newest: Article, *, changed: bool, t: Translator = ENGLISH) -> Rendered:
    """A story is not muted any more."""
    if not changed:
        return compose([t.say("That story is not muted here."), _story(newest)])
    told = t.say("What the story turns to rings here again:")
    return compose([bold(t.say("Unmuted.")) + t.gap + told, _story(newest)])


def outlet_muted(outlet: str, sentence: str, t: Translator = ENGLISH) -> Rendered:
    """An outlet is muted, with the sentence of what rings now."""
    told = t.say(
        "What {outlet} alone reports rings nobody here; a story rings once another outlet has it.",
        outlet=clip(tidy(outlet), 60),
    )
    return compose([bold(t.say("Muted.")) + t.gap + told, sentence])


def outlet_unmuted(outlet: str, sentence: str, t: Translator = ENGLISH) -> Rendered:
    told = t.say("{outlet} rings here again.", outlet=clip(tidy(outlet), 60))
    return compose([bold(t.say("Unmuted.")) + t.gap + told, sentence])


def all_unmuted(stories: int, outlets: int, sentence: str, t: Translator = ENGLISH) -> Rendered:
    told = [_stories(stories, t), _outlets(outlets, t)]
    return compose(
        [said(t, "{unmuted} {what}.", unmuted=bold(t.say("Unmuted:")), what=text(listed(told, t))), sentence]
    )


def _stories(number: int, t: Translator) -> str:
    return t.plural("{number} story", "{number} stories", number) if number else t.say("no stories")


def _outlets(number: int, t: Translator) -> str:
    return t.plural("{number} outlet", "{number} outlets", number) if number else t.say("no outlets")


def listed_mutes(
    stories: Sequence[tuple[Article, str]], of: int, outlets: Sequence[str], t: Translator = ENGLISH
) -> Rendered:
    """What is muted, ``of`` stories the last ones with until when, "" for good, and how it is changed."""
    lines: list[Line] = []
    if of:
        lines += [bold(t.plural("{number} story muted here", "{number} stories muted here", of))]
        for one, until in stories:
            ends = t.say("until {time}", time=until) if until else ""
            lines.append(joined(" · ", [text(f"/unmute_{one.story_id} ") + _story(one), ends]))
        lines += [t.say("… and {n} more", n=str(of - len(stories))), ""] if of > len(stories) else [""]
    if outlets:
        lines += [bold(t.plural("{number} outlet muted here", "{number} outlets muted here", len(outlets)))]
        lines += [*(f"• {clip(tidy(one), 60)}" for one in outlets), ""]
    if not lines:
        lines += [t.say("Nothing is muted here."), ""]
    return compose([*lines, *_how(t)])


def _how(t: Translator) -> list[Line]:
    day, week, outlet, everything = map(code, ("/mute day", "/mute week", "/mute KBS World", "/unmute all"))
    return [
        t.say("Reply to an alert with /mute, or press Mute below it, and this chat hears no more of its story."),
        said(t, "For a while: {day} or {week} as a reply, or Snooze below it", day=day, week=week),
        said(t, "An outlet by its name: {line}", line=outlet),
        said(t, "Back again: /unmute as a reply, the outlet behind it, or {line}", line=everything),
    ]


def _story(article: Article) -> Text:
    return link(clip(tidy(article.title), HEADLINE), article.url)


def _undo(story: int, t: Translator) -> str:
    return t.say("To hear of it again: {command}", command=f"/unmute_{story}")
