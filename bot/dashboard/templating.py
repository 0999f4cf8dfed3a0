"""Pages from templates, by Jinja2, which escapes every value that is put into one."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.chat.languages.translator import NAMES
from bot.dashboard.assets import Assets
from bot.dashboard.languages.speaker import Speaker
from bot.dashboard.pages.visit import Page, Visit
from bot.dashboard.views.links import address
from bot.model import Topic

FOLDER = Path(__file__).parent / "templates"
MENU = (
    ("stand", "Countries", ""),
    ("ledger", "Figures", "/ledger"),
    ("chart", "Chart", "/chart"),
    ("timeline", "Timeline", "/timeline"),
    ("calendar", "Calendar", "/calendar"),
    ("search", "Search", "/search"),
    ("feeds", "Feeds", "/feeds"),
)
"""Section, words and address of each entry."""


class Templates:
    """Fills them in."""

    def __init__(self, assets: Assets, topic: Topic) -> None:
        self._topic = topic
        self._environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals["asset"] = assets.address
        self._environment.filters["drawn"] = _drawn

    def page(self, page: Page, visit: Visit) -> str:
        return self._filled(page.template, page.title, visit.s, visit.path, visit.query, page.section, page.values)

    def told(self, words: str, s: Speaker, path: str) -> str:
        """A page that says a sentence, where what was asked for is not to be had."""
        return self._filled("told.html", s.say("Not here"), s, path, {}, "", {"words": words})

    def entrance(self, s: Speaker, path: str, *, has_entered: bool, login: str) -> str:
        """The page of whoever has to log in, without the menu. ``has_entered``: he did so just now, and no cookie of it
        came back. ``login``: where Telegram lets people log in on websites; "" for nowhere.
        """
        values = {"has_entered": has_entered, "login": login}
        return self._filled("entrance.html", s.say("Log in"), s, path, {}, "", values)

    def _filled(self, template: str, title: str, s: Speaker, path: str, query: Any, section: str, values: Any) -> str:
        asked = {name: value for name, value in query.items() if name != "lang"}
        languages = [(code, name, address(path, asked | {"lang": code})) for code, name in NAMES.items()]
        menu = [(key, s.say(words), address(where)) for key, words, where in MENU]
        return self._environment.get_template(template).render(
            values, title=title, say=s.say, plural=s.plural, number=s.number, language=s.language, languages=languages,
            menu=menu, section=section, topic_name=self._topic.sentence(self._topic.name, s.language),
        )  # fmt: skip


def _drawn(markup: str) -> Markup:
    """A drawing of ours, whose writer has escaped what is in it."""
    return Markup(markup)  # noqa: S704  # ElementTree's
