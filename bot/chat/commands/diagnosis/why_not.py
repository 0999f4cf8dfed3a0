"""/why LINK: whether a report was seen, and where on its way to this chat it stopped."""

from bot.chat.commands.command import CommandRequest, Families
from bot.chat.languages.translator import Translator
from bot.chat.render import Rendered
from bot.chat.render.answers import why_not as render
from bot.chat.typed.addresses import host_of, spellings
from bot.chat.typed.bad_argument import BadArgument, shown
from bot.desk.delivery.interests import about
from bot.desk.delivery.subscriptions import by, nearest
from bot.model import Article, Report, Sighting


class WhyNot:
    """Tells of any address what became of it. Methods raise BadArgument."""

    def __init__(self, families: Families) -> None:
        self._context = families.context
        self._store = families.context.store

    def at(self, address: str, asked: CommandRequest) -> Rendered:
        """What became of the report at an address."""
        canonical = {self._context.canonical(one) for one in spellings(address)} - {""}
        if not canonical:
            raise BadArgument(
                "“{typed}” is no address of a report.", "/why https://www.example.com/report", typed=shown(address)
            )
        seen = self._store.archive.sightings(canonical)
        if not seen:
            return self._never_seen(address, asked.t)
        number = next((one.article_id for one in seen if one.article_id is not None), None)
        article = self._store.archive.article(number) if number is not None else None
        zone = self._context.zone_of(asked.chat.id)
        view = render.View(asked.chat, self._context.topic, self._context.now(), zone, asked.t)
        if article is None or not article.reading.relevance.on_topic:
            return self._off_topic(address, seen, article, view)
        return self._on_topic(article, seen[0], view)

    def _never_seen(self, address: str, t: Translator) -> Rendered:
        host = host_of(address)
        feeds = [feed for feed in self._store.feeds.all() if _is_of(host, host_of(feed.url))]
        return render.never_seen(host, feeds, self._context.now(), t)

    def _off_topic(self, address: str, seen: list[Sighting], article: Article | None, view: render.View) -> Rendered:
        told = next((one for one in seen if one.title or one.text), None)
        if told is None and article is not None:
            told = Sighting(article.outlet, article.seen, None, article.title, article.text, article.language)
        lacks = None
        if told is not None and self._context.shortfall is not None:
            report = Report(address, told.title, told.text, told.language or None, told.seen.date(), told.outlet)
            lacks = self._context.shortfall(report)
        return render.off_topic(address, seen[0], told, lacks, view)

    def _on_topic(self, article: Article, first: Sighting, view: render.View) -> Rendered:
        chats = self._store.outbox
        known, told = chats.chat(view.chat.id), about(article.reading, article.outlet)
        own = self._store.subscriptions.of_chat(view.chat.id)
        if known is not None and len(own) > 1:
            known = by(known, nearest(own, told))
        standing = render.Standing(
            known,
            tuple(chats.rows_about(view.chat.id, article.id, article.story_id)),
            told,
            is_muted=known is not None and article.story_id in chats.muted_stories(known.id, self._context.now()),
            several=len(own) if len(own) > 1 else 0,
        )
        return render.on_topic(article, first, standing, view)


def _is_of(host: str, other: str) -> bool:
    """Whether two hosts are one site's, as far as their names tell."""
    return bool(host) and bool(other) and (host == other or host.endswith(f".{other}") or other.endswith(f".{host}"))
