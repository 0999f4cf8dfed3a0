"""A report that somebody opens from a list: what its alert says, and buttons to all that leads on from it."""

from datetime import datetime

from msgspec.structs import replace

from bot.chat.languages.translator import ENGLISH, Translator
from bot.chat.render.alert import alert
from bot.chat.render.html import Button, Rendered
from bot.chat.render.paging import STORY
from bot.desk.answers.story_context import StoryContext
from bot.model import Article, Convert, Topic


def report_card(
    article: Article,
    topic: Topic,
    convert: Convert,
    *,
    now: datetime,
    zone: str,
    context: StoryContext,
    t: Translator = ENGLISH,
) -> Rendered:
    """As ``alert``, with the button to its story, too."""
    made = alert(article, topic, convert, now=now, zone=zone, context=context, t=t)
    first, *others = made.buttons
    return replace(made, buttons=((*first, Button(t.say("Story"), data=f"{STORY}:{article.story_id}")), *others))
