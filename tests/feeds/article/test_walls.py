"""Walls are told by what stands by the article and by what its page declares; free pages have such words elsewhere."""

import pytest

from bot.feeds.article.extract import article
from bot.feeds.article.verdict import Why
from bot.feeds.process.frames import ArticleRequest
from tests.feeds.pages import BODY, LEAD, TITLE, linked_data

ASKED = "https://paper.example/articles/2026/11/24/costs"

JAPANESE_TITLE = "在日米軍の駐留経費、日米が実務者協議を再開へ"
FLASH = (
    "日米両政府は二十四日、在日米軍の駐留経費をめぐる実務者協議を来週再開すると発表した。協議は三か月ぶりで、日本側の負担額が焦点になる。"
    "政府関係者によると、米側は年間二千二百億円への増額を求めている。",
    "外務省の報道官は記者会見で、金額については答えを控えると述べた。協議は東京で二日間開かれる予定だという。",
)
KOREAN_TITLE = "한미, 방위비 분담금 협상 다음 주 재개"
KOREAN = (
    "한국과 미국은 주한미군 방위비 분담금 협상을 다음 주 서울에서 재개한다고 외교부가 24일 밝혔다. "
    "협상은 석 달 만이며 정부는 내년 예산으로 1조 6100억 원을 책정했다. 미국은 이보다 많은 금액을 요구하고 있다.",
)
GERMAN_TITLE = "Berlin soll mehr für US-Truppen zahlen"
GERMAN = (
    "Die Bundesregierung soll nach dem Willen Washingtons mehr für die in Deutschland stationierten US-Truppen zahlen.",
    "Ein Sprecher des Finanzministeriums in Berlin bestätigte am Montag, dass darüber seit dem Sommer gesprochen wird.",
)

# Around the article of a Japanese paper: menu, marks on other headlines, an offer, a footer.
MENU = (
    '<header class="site-header"><a href="/">新聞デジタル</a><a href="/member">有料会員登録</a>'
    '<a href="/login">ログイン</a>'
    '<form class="login"><input name="id"><input type="password" name="pw"></form></header>'
    '<nav><ul><li><a href="/politics">政治</a></li><li><a href="/premium">有料会員限定</a></li></ul></nav>'
)
RELATED = (
    '<section><h2>関連記事</h2><ul><li><a href="/articles/1">港の連絡船、霧で遅れ続出</a><span>会員限定</span></li>'
    '<li><span class="key">有料会員限定</span><a href="/articles/2">予算案の行方を読み解く</a></li></ul></section>'
)
CARDS = (
    '<div class="cards"><div class="card"><a href="/articles/3"><h3>島の橋、完成が来春に延期</h3></a>'
    "<p>会員限定</p></div>"
    '<div class="card"><a href="/articles/4">年末に読むこの一冊、編集部が選ぶ</a><span>有料記事</span></div></div>'
)
OFFER = (
    "<div class='plans'><p>有料会員になると、会員限定の記事や過去の紙面もお読みいただけます。</p>"
    "<a href='/join'>お申し込み</a></div>"
)
FOOTER = (
    '<aside><h2>アクセスランキング</h2><ol><li><a href="/5">この記事は会員限定です、という記事</a></li></ol></aside>'
    "<footer><p>会員限定サービス</p><p>有料会員規約</p><p>Subscribe to continue reading our best stories</p></footer>"
)
LAYERS = (
    '<div id="paywall-modal" hidden><button>続きを読むには会員登録が必要です</button></div>'
    '<div id="tp-container"></div>'
)


def paper(
    *paragraphs: str, title: str, behind: str = "", inside: str = "", mark: str = "", head: str = "", lang: str = "ja"
) -> str:
    """A paper's page with all that stands around an article there."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body>{MENU}"
        f'<main><article><header><h1>{title}</h1>{mark}<time>11月24日</time></header><div class="body">{text}{inside}'
        f"</div></article>{behind}{RELATED}{CARDS}{OFFER}</main>{FOOTER}{LAYERS}</body></html>"
    )


def why(body: str, title: str) -> str:
    return article(ArticleRequest(body.encode(), "text/html; charset=utf-8", ASKED, ASKED, title, "", 5.0)).why


PART = {"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paid-part"}
FREE = {
    "a Japanese flash": (paper(*FLASH, title=JAPANESE_TITLE), JAPANESE_TITLE),
    "a Japanese flash, declared free": (
        paper(*FLASH, title=JAPANESE_TITLE, head=linked_data(isAccessibleForFree="True")),
        JAPANESE_TITLE,
    ),
    "a template's closed part, which this page does not have": (
        paper(*FLASH, title=JAPANESE_TITLE, head=linked_data(isAccessibleForFree=True, hasPart=PART)),
        JAPANESE_TITLE,
    ),
    "a Korean flash": (
        paper(*KOREAN, title=KOREAN_TITLE, lang="ko",
              behind='<ul><li><a href="/7">구독자 전용: 섬 다리 완공 연기</a></li></ul>'),
        KOREAN_TITLE,
    ),
    "a German report": (
        paper(*GERMAN, title=GERMAN_TITLE, lang="de",
              behind='<ul><li><a href="/8">Nur für Abonnenten: Fähren im Nebel</a></li></ul>'),
        GERMAN_TITLE,
    ),
    "an English report": (paper(*BODY[:3], title=TITLE, lang="en"), TITLE),
}  # fmt: skip
WALLED = {
    "Japanese, behind the text": (
        paper(FLASH[0], title=JAPANESE_TITLE, behind="<div><p>この記事は有料会員記事です。残り1234文字</p></div>"),
        JAPANESE_TITLE,
    ),
    "Japanese, within the text's element": (
        paper(FLASH[0], title=JAPANESE_TITLE, inside="<div>残り<b>812</b>文字</div><a href='/join'>続きを読むには</a>"),
        JAPANESE_TITLE,
    ),
    "Japanese, by a mark of its own": (
        paper(FLASH[0], title=JAPANESE_TITLE, mark='<p class="key">有料会員限定</p>'), JAPANESE_TITLE
    ),
    "Korean": (
        paper(*KOREAN, title=KOREAN_TITLE, lang="ko",
              behind="<div><p>이 기사는 유료 구독자만 볼 수 있습니다.</p></div>"),
        KOREAN_TITLE,
    ),
    "Korean, with a way out": (
        paper(*KOREAN, title=KOREAN_TITLE, lang="ko",
              behind="<div><a href='/join'>구독하시면 전체 기사를 볼 수 있습니다</a></div>"),
        KOREAN_TITLE,
    ),
    "German": (
        paper(*GERMAN, title=GERMAN_TITLE, behind="<div><h2>Jetzt weiterlesen mit Plus</h2></div>", lang="de"),
        GERMAN_TITLE,
    ),
    "English, as a link": (
        paper(LEAD, BODY[1], title=TITLE, lang="en",
              behind="<div><a href='/join'>Subscribe to continue reading</a></div>"),
        TITLE,
    ),
    "English, as a layer over the page": (
        paper(LEAD, BODY[1], title=TITLE, lang="en").replace(
            "</body>", '<div class="paywall-layer"><p>Subscribe to continue reading</p></div></body>'
        ),
        TITLE,
    ),
    "by a box that a script fills": (
        paper(LEAD, BODY[1], title=TITLE, behind='<div class="paywall"></div>', lang="en"), TITLE
    ),
    "declared, whatever the page says": (
        paper(*FLASH, title=JAPANESE_TITLE, head=linked_data(isAccessibleForFree=False)), JAPANESE_TITLE
    ),
    "a part that is declared closed, and is there": (
        paper(FLASH[0], title=JAPANESE_TITLE, inside=f'<div class="x paid-part"><p>{FLASH[1]}</p></div>',
              head=linked_data(isAccessibleForFree=True, hasPart=[PART])),
        JAPANESE_TITLE,
    ),
    "a meta tag by its name": (
        paper(*FLASH, title=JAPANESE_TITLE, head='<meta name="article:content_tier" content="locked">'), JAPANESE_TITLE
    ),
    "a meta tag in schema.org's word": (
        paper(*FLASH, title=JAPANESE_TITLE, head='<meta name="isAccessibleForFree" content="false">'), JAPANESE_TITLE
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FREE)
def test_a_free_page_is_read_whatever_stands_around_it(name: str) -> None:
    assert why(*FREE[name]) == Why.ARTICLE


@pytest.mark.parametrize("name", WALLED)
def test_a_wall_by_the_article_is_refused(name: str) -> None:
    assert why(*WALLED[name]) == Why.PAYWALL


def test_a_login_form_by_the_text_is_a_wall_and_one_in_the_pages_head_is_none() -> None:
    form = "<form><p>Welcome back.</p><input type='password'></form>"
    assert why(paper(LEAD, BODY[1], title=TITLE, behind=f"<div>{form}</div>", lang="en"), TITLE) == Why.LOGIN


def test_a_page_nested_without_end_is_looked_through_all_the_same() -> None:
    nested = "<ul><li>" * 3000 + "<div>x</div>" * 3000
    assert why(paper(*FLASH, title=JAPANESE_TITLE, behind=nested), JAPANESE_TITLE) == Why.ARTICLE
