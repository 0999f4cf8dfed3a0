"""``burdenwatch search``: the reports that a query finds, as /search shows them, or as JSON."""

import sys

from bot.chat.commands.search import SearchAnswers, search_words
from bot.chat.render.answers import search as render
from bot.chat.render.answers.search import PER_PAGE
from bot.chat.typed.arguments import BadArgument
from bot.cli.terminal.common import fail, load_settings_and_topic, open_store_for_reading
from bot.cli.terminal.consoles import hint, stderr
from bot.cli.terminal.messages import in_terminal, show
from bot.cli.verbs.answers import families_of, nothing_in, to_json
from bot.model import Topic
from bot.reading.query.query import QueryError
from bot.settings import Settings
from bot.store import Store, StoreError

_EXAMPLE = "burdenwatch search '\"cost sharing\" AND Seoul' --since 2024"


def search(words: list[str], *, since: str, until: str, limit: int, as_json: bool) -> None:
    """Print the newest reports that a query finds; where it cannot be read, a caret under the place and exit code 2."""
    settings, topic = load_settings_and_topic()
    store = open_store_for_reading(settings)
    try:
        _search(store, settings, topic, _typed(words, since, until), limit, as_json=as_json)
    except QueryError as problem:
        line, below = problem.shown().split("\n", 1)
        stderr.print(f"{line}\n{below}", markup=False, soft_wrap=True)
        fail(2, f"the query cannot be read, at character {problem.position + 1}. Try: {_EXAMPLE}")
    except BadArgument as problem:
        fail(2, in_terminal(f"{problem} Try: {_EXAMPLE}"))
    except StoreError as problem:
        fail(3, str(problem))
    finally:
        store.close()


def _typed(words: list[str], since: str, until: str) -> str:
    """One line, as it would be typed in a chat."""
    return " ".join([*words, *([f"since:{since}"] if since else []), *([f"until:{until}"] if until else [])])


def _search(store: Store, settings: Settings, topic: Topic, typed: str, limit: int, *, as_json: bool) -> None:
    families = families_of(store, settings, topic)
    asked = search_words(typed, families.context.today())
    found = families.of(SearchAnswers).find(asked, limit)
    if as_json:
        sys.stdout.write(to_json(found).decode())
        return
    if not store.archive.articles(limit=1):
        hint(nothing_in(settings))
        return
    show(render.search(found, topic, typed=asked.typed, page=asked.page, per_page=limit, in_chat=False).html)
    for start in range(PER_PAGE, len(found.reports), PER_PAGE):
        show(render.further_results(found.reports[start : start + PER_PAGE], topic).html)
    if found.more:
        hint(f"Older: add page:{asked.page + 1}")
