"""The program of the article process (``python -m bot.feeds.article.article_process``): pages in, articles out.

It reads robots.txt as well, which can be as hostile as a page.
"""

import logging

from protego import Protego

from bot.feeds.article.extract import article
from bot.feeds.article.verdict import Why
from bot.feeds.process.child import serve
from bot.feeds.process.frames import (
    ArticleReply,
    ArticleRequest,
    PageReply,
    PageRequest,
    RobotsReply,
    RobotsRequest,
    decode_page_request,
)

MEMORY = 384 * 1024 * 1024
"""Bytes of address space; 4 MB of paragraphs were measured to need 220 MB."""

WARM = ArticleRequest(b"<p>Loads what is loaded with the first page only.</p>", "", "", "", "", "", 0.0)


def main() -> None:
    """Serve until the input ends."""
    # What a library thinks of a page is told by the reply; its lines would quote the page in our log.
    logging.disable()
    article(WARM)
    serve(
        decode_page_request,
        _answer,
        deadline=lambda request: request.deadline,
        failed=lambda name: ArticleReply("", Why.BROKEN),
        ready=ArticleReply("", ""),
        memory=MEMORY,
    )


def _answer(request: PageRequest) -> PageReply:
    return _robots(request) if isinstance(request, RobotsRequest) else article(request)


def _robots(request: RobotsRequest) -> RobotsReply:
    rules = Protego.parse(request.body.decode("utf-8-sig", "replace"))
    delay = rules.crawl_delay(request.agent) or 0.0
    return RobotsReply(rules.can_fetch(request.url, request.agent), max(float(delay), 0.0))


if __name__ == "__main__":
    main()
