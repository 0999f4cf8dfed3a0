"""The sentence that a search shows: a slice of the report, with marks on what was looked for."""

import pytest
from msgspec.structs import replace

from bot.desk.answers.search import SearchResult, search_result
from bot.model import Article
from bot.reading.query.query import parse_query
from tests.chat.builders import article

TEXT = (
    "Washington wants more. The allies share costs, and the costs of bases too, says Mr. Kim. A deal on cost-sharing "
    "is far.\nThe end."
)


def shown(query: str, report: Article) -> tuple[list[str], str, list[str]]:
    found: SearchResult = search_result(parse_query(query), report)
    assert found.sentence in report.text
    return (
        [report.title[start:end] for start, end in found.title_marks],
        found.sentence,
        [found.sentence[start:end] for start, end in found.marks],
    )


@pytest.mark.parametrize(
    ("query", "title", "sentence", "marks"),
    [
        ("cost", ["costs"], "The allies share costs, and the costs of bases too, says Mr. Kim.", ["costs", "costs"]),
        ('"cost sharing"', [], "A deal on cost-sharing is far.", ["cost-sharing"]),
        # The one with the most different words, and not with the most of one.
        ("cost AND deal", ["costs"], "A deal on cost-sharing is far.", ["deal", "cost"]),
        ("share NEAR/1 cost OR cost", ["costs"], None, ["share costs", "costs"]),
        ("title:talks", ["Talks"], "", []),
        ("lang:en", [], "", []),
    ],
)
def test_the_sentence_with_the_most_of_it(query: str, title: list[str], sentence: str | None, marks: list[str]) -> None:
    report = article(1, title="Talks on costs", text=TEXT)
    told = shown(query, report)
    assert (told[0], told[2]) == (title, marks)
    assert sentence in (None, told[1])


def test_korean_words_are_marked_within_words() -> None:
    report = replace(article(1, title="한미방위비분담금", text="협상은 어렵다. 미군 방위비를 올린다."), language="ko")
    assert shown("방위비 AND 미군", report) == (["방위비"], "미군 방위비를 올린다.", ["미군", "방위비"])
