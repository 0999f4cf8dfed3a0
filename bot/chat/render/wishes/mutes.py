"""Stories and outlets that are muted in a chat: what was changed, and what there is."""

from collections.abc import Sequence

from bot.chat.render.html import Line, Rendered, bold, clip, code, compose, link, text, tidy
from bot.chat.render.words import HEADLINE
from bot.model import Article
from bot.phrases.wording import count

MUTE = "mute"
"""What the button's data begins with, before ``:`` and the report's number."""
MOST_LISTED = 15


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


def listed(stories: Sequence[Article], of: int, outlets: Sequence[str]) -> Rendered:
    """What is muted, ``of`` stories the last ones, and how it is changed."""
    lines: list[Line] = []
    if of:
        lines += [bold(f"{count(of, 'story', 'stories')} muted here")]
        lines += [text(f"/unmute_{one.story_id} ") + _story(one) for one in stories]
        lines += [f"… and {of - len(stories)} more", ""] if of > len(stories) else [""]
    if outlets:
        lines += [bold(f"{count(len(outlets), 'outlet')} muted here"), *(f"• {clip(tidy(one), 60)}" for one in outlets)]
        lines += [""]
    if not lines:
        lines += ["Nothing is muted here.", ""]
    lines += [
        "Reply to an alert with /mute, or press Mute below it, and this chat hears no more of its story.",
        text("An outlet by its name: ") + code("/mute KBS World"),
        text("Back again: /unmute as a reply, the outlet behind it, or ") + code("/unmute all"),
    ]
    return compose(lines)


def _story(article: Article) -> Line:
    return link(clip(tidy(article.title), HEADLINE), article.url)


def _undo(story: int) -> str:
    return f"To hear of it again: /unmute_{story}"
