"""What a page is that was asked for as an article: its text, or the reason why the feed's own text stays."""

import pytest
from msgspec.structs import replace

from bot.feeds.article.extract import article
from bot.feeds.article.verdict import TOLD, Page, Why, likeness, verdict
from bot.feeds.process.frames import ArticleReply, ArticleRequest
from tests.feeds.pages import ARTICLE, BODY, FIGURE, LEAD, LONG, TEASER, TITLE, linked_data, page

ASKED = "https://news.example/world/2026/11/24/seoul-share"


def read(
    body: str | bytes, *, title: str = TITLE, url: str = ASKED, own: str = "", kind: str = "text/html"
) -> ArticleReply:
    sent = body if isinstance(body, bytes) else body.encode()
    return article(ArticleRequest(sent, kind, url, ASKED, title, own, 5.0))


def test_an_article_is_its_paragraphs_and_nothing_around_them() -> None:
    reply = read(ARTICLE)
    assert reply.why == Why.ARTICLE
    assert reply.text == "\n".join(BODY)


def test_a_feed_that_has_as_much_keeps_its_own() -> None:
    assert read(ARTICLE, own="\n".join(BODY)) == ArticleReply("", Why.FEED)
    assert read(ARTICLE, own=LEAD).why == Why.ARTICLE


CLOSED = linked_data(isAccessibleForFree=False)
LONG_WALL = "<p>" + "Some words of no news at all, in a row that goes on for a while. " * 20 + "</p>"

PAGES = [
    ("a teaser with a notice", TEASER, Why.PAYWALL),
    ("declared closed, however long", page(*BODY, head=CLOSED), Why.PAYWALL),
    ("closed as text", page(*BODY, head=linked_data(isAccessibleForFree="False")), Why.PAYWALL),
    ("closed in a graph", page(*BODY, head=linked_data(**{"@type": "WebPage", "@graph": [
        {"@type": "ReportageNewsArticle", "isAccessibleForFree": "http://schema.org/False"}]})), Why.PAYWALL),
    ("closed by microdata", page(*BODY, before='<meta itemprop="isAccessibleForFree" content="false">'), Why.PAYWALL),
    ("locked", page(*BODY, head='<meta property="article:content_tier" content="locked">'), Why.PAYWALL),
    ("another article is closed", page(*BODY, head=linked_data(isAccessibleForFree=True, mentions=[
        {"@type": "NewsArticle", "isAccessibleForFree": False}])), Why.ARTICLE),
    ("broken linked data", page(*BODY, head='<script type="application/ld+json">{"@type": [</script>'), Why.ARTICLE),
    ("a class", page(LEAD, BODY[2], after='<div class="site-paywall__box"></div>'), Why.PAYWALL),
    ("a class on a long article", page(*LONG, after='<div class="paywall" hidden></div>'), Why.ARTICLE),
    ("Korean", page(LEAD, BODY[1], after="<div>이 기사는 유료회원만 보실 수 있습니다</div>"), Why.PAYWALL),
    ("Japanese", page(LEAD, BODY[1], after="<div>有料会員限定記事　残り812文字</div>"), Why.PAYWALL),
    ("German", page(LEAD, BODY[1], after="<div>Nur für Abonnenten. Jetzt weiterlesen mit Plus</div>"), Why.PAYWALL),
    ("a consent wall", page("We value your privacy. We and our 812 partners store information on your device.",
                            title="Your choices"), Why.CONSENT),
    ("before you continue", page("Before you continue to The Example, choose what we may store.", title="Hello"),
     Why.CONSENT),
    ("a German consent wall", page("Mit Werbung weiterlesen oder im Abo ohne Tracking.", title="Guten Tag"),
     Why.CONSENT),
    ("a login form", page("Welcome back.", after='<form><input name="u"><input type="password"></form>'), Why.LOGIN),
    ("a Korean login", page("로그인이 필요한 서비스입니다.", title="로그인"), Why.LOGIN),
    ("a challenge", "<html><head><title>Just a moment...</title></head><body><p>Please wait</p></body></html>",
     Why.CHALLENGE),
    ("a challenge of another make", page("Please verify you are a human", title="Access to this page has been denied"),
     Why.CHALLENGE),
    ("an article that quotes a challenge", page(*LONG, "The site said: just a moment..."), Why.ARTICLE),
    ("another article", page(*(f"The harbour office counted {n} ferries that were late in the fog, it said in the "
                               "evening, and expects no better for the rest of the week." for n in range(12)),
                             title="Ferries late"), Why.OTHER),
    ("a front page under the article's address", page(*BODY, head='<meta property="og:type" content="website">'),
     Why.ARTICLE),
    ("nothing", "", Why.NO_TEXT),
    ("a picture's caption", page("Soldiers at a gate."), Why.NO_TEXT),
    ("half a tag", "<", Why.NO_TEXT),
]  # fmt: skip


@pytest.mark.parametrize(("body", "why"), [(body, why) for _, body, why in PAGES], ids=[name for name, _, _ in PAGES])
def test_what_is_not_the_article_is_told(body: str, why: Why) -> None:
    reply = read(body)
    assert reply.why == why
    assert bool(reply.text) is (why is Why.ARTICLE)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        (f"{ASKED}?amp=1", Why.ARTICLE),
        ("https://www.news.example/articles/99812", Why.ARTICLE),
        ("https://consent.news.example/collect?continue=x", Why.CONSENT),
        ("https://guce.news.example/copyConsent", Why.CONSENT),
        ("https://news.example/cookiewall/", Why.CONSENT),
        ("https://accounts.news.example/signin?next=x", Why.LOGIN),
        ("https://news.example/", Why.SECTION),
        ("https://news.example/index.html", Why.SECTION),
        ("https://news.example/world", Why.SECTION),
    ],
)
def test_where_a_page_led_to_tells_as_well(url: str, why: Why) -> None:
    assert read(ARTICLE, url=url).why == why


KOREAN = (
    "한국 정부가 주한미군 주둔 비용 분담금을 늘리는 방안을 검토하고 있다고 당국자 두 명이 월요일 밝혔다. "
    "기획재정부는 내년 예산으로 1조 6100억 원을 책정했으며 이 금액은 지금까지 공개되지 않았다.",
    "양국 협상단은 호놀룰루에서 다시 만날 예정이며 지난 회의는 성명 없이 끝났다. "
    "외교부 대변인은 이 금액에 항공기와 함정의 순환 배치 비용이 포함되는지 답하지 않았다. "
    "야당 의원들은 위원회가 열리기 전에 초안을 보내 달라고 요구했다.",
)
JAPANESE = (
    "日本政府は在日米軍の駐留経費の負担を増やす案を検討していると、関係者二人が月曜日に明らかにした。財務省は来年度の予算に二千二百億円を計上しており、"
    "この金額はこれまで公表されていなかった。両国の交渉担当者は再びホノルルで会う予定だ。",
    "外務省の報道官は、この金額に航空機や艦船の展開の費用が含まれるかどうかについて答えなかった。野党の議員は委員会が開かれる前に案を送るよう求めた。"
    "専門家は、今の協定がまだ続くなかでの動きは異例だと指摘している。",
)


@pytest.mark.parametrize(
    ("encoding", "kind", "head"),
    [
        ("euc-kr", "text/html; charset=euc-kr", ""),
        ("euc-kr", "text/html", '<meta charset="euc-kr">'),
        ("euc-kr", "text/html", '<meta http-equiv="Content-Type" content="text/html; charset=ks_c_5601-1987">'),
        ("euc-kr", "text/html; charset=ISO-8859-1", ""),
        ("utf-8", "text/html; charset=euc-kr", ""),
    ],
)
def test_korean_pages_read_right(encoding: str, kind: str, head: str) -> None:
    title = "정부, 주한미군 분담금 증액 검토"
    reply = read(page(*KOREAN, title=title, head=head, lang="ko").encode(encoding), title=title, kind=kind)
    assert (reply.why, reply.text) == (Why.ARTICLE, "\n".join(KOREAN))


@pytest.mark.parametrize("head", ['<meta charset="shift_jis">', ""])
def test_japanese_pages_read_right(head: str) -> None:
    title = "在日米軍の駐留経費、負担増を検討"
    reply = read(page(*JAPANESE, title=title, head=head, lang="ja").encode("cp932"), title=title)
    assert (reply.why, reply.text) == (Why.ARTICLE, "\n".join(JAPANESE))


@pytest.mark.parametrize(
    ("headline", "text", "alike"),
    [
        (TITLE, "\n".join(BODY), True),
        ("Seoul to pay $1.2 bn, ministry says", "The ministry in Seoul said that it would pay.", True),
        ("Ferries late in the fog", "\n".join(BODY), False),
        ("방위비 분담금 협상 재개", "한미 방위비 협상이 재개됐다", True),
        ("방위비 분담금 협상 재개", "오늘의 날씨는 맑겠습니다", False),
        ("駐留経費の協議", "駐留経費をめぐる協議が始まった", True),
        ("?!", "Anything", True),
    ],
)
def test_headline_and_text_share_words(headline: str, text: str, alike: bool) -> None:
    assert (likeness(headline, text) >= 0.3) is alike


def test_every_reason_is_told_in_words() -> None:
    assert TOLD.keys() == set(Why)


def test_a_verdict_needs_no_page_but_what_counts_of_it() -> None:
    facts = Page(ASKED, ASKED, (TITLE,), "article", "\n".join(BODY), "", "", declared_closed=False, asks_password=False)
    assert verdict(facts, TITLE) is Why.ARTICLE
    assert verdict(replace(facts, text=LEAD, asks_password=True), TITLE) is Why.LOGIN
    assert FIGURE in facts.text
