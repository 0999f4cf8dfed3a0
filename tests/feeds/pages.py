"""Pages of made-up papers, for the tests of articles."""

import json

TITLE = "Seoul weighs a larger share of the bill for troops"
LEAD = "South Korea is weighing a larger contribution to the upkeep of American troops, two officials said on Monday."
BODY = (
    LEAD,
    "The finance ministry in Seoul has set aside 1.61 trillion won for next year, a figure that was not public.",
    "Negotiators from both capitals are to meet again in Honolulu, where the last round ended without a statement.",
    "A spokesman for the foreign ministry would not say whether the sum covers the rotation of aircraft and ships.",
    "Lawmakers of the opposition asked for the draft to be sent to them before the committee sits in December.",
    "An analyst at a university in Busan called the timing unusual, since the present deal still has years to run.",
    "The command of the American forces did not answer a request for comment by the evening.",
)
LONG = (
    *BODY,
    "The present deal was signed after eight rounds, and its sums rise with the defense budget from year to year.",
    "Part of the money pays the wages of some nine thousand Koreans who work on the bases, and part of it barracks.",
    "In an earlier year the workers were sent home for weeks while the capitals argued, and were paid later.",
    "Officials in both capitals have since said that they would not let it come to that again, whatever the sum.",
    "The next round is to be led by the same two envoys, who have known each other since they served in Vienna.",
)
FIGURE = "1.61 trillion won"


def page(
    *paragraphs: str, title: str = TITLE, head: str = "", before: str = "", after: str = "", lang: str = "en"
) -> str:
    """A page of a paper: navigation, the article, and what stands around it."""
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title} | The Example</title>{head}</head><body>'
        '<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>'
        f"{before}<main><article><h1>{title}</h1>{inside}</article></main>{after}"
        '<aside><h2>Most read</h2><ul><li><a href="/1">Ferries late in the fog</a></li></ul></aside>'
        "<footer><p>Copyright The Example. All rights reserved.</p></footer></body></html>"
    )


def linked_data(**said: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **said})}</script>'


ARTICLE = page(*BODY)
TEASER = page(LEAD, BODY[2], after='<div class="offer"><p>Subscribe to continue reading. From 1 dollar.</p></div>')
