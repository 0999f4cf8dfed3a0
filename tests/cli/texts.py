"""Reports for the program's tests; all of them are made up."""

from datetime import date

from bot.model import Event, PastReport

TITLE = "US walks out of defence cost talks with South Korea"
TEXT = (
    "SEOUL - The United States broke off talks with South Korea on Tuesday over the cost of stationing US troops.\n\n"
    "US negotiators demanded up to US$6 billion a year from Seoul, South Korean lawmakers said, against the 1.52 "
    "trillion won (US$1.1 billion) that South Korea agreed to pay for 2026. About 28,500 US troops are based in South "
    "Korea."
)
OFF_TOPIC = "Harbour ferries run late in the fog\n\nFerries were held up for two hours, the harbour office said."
KOREAN_TITLE = "미국, 방위비 분담금 협상 중단"
KOREAN_TEXT = "미국은 한국에 연간 60억 달러를 요구했다고 국회의원들이 말했다. 주한미군은 2만8500명이다."

PAST = (
    PastReport(
        id="walk-out",
        date=date(2026, 3, 3),
        language="en",
        outlet="Morning Paper",
        url="https://morning.example/walk-out?a=1&b=2",
        title=TITLE,
        text=TEXT,
        on_topic=True,
        event=Event.TALKS_BREAK_OFF,
        track="KR",
        story="walk-out",
    ),
    PastReport(
        id="walk-out-echo",
        date=date(2026, 3, 4),
        language="ko",
        outlet="아침신문",
        url="https://achim.example/1",
        title=KOREAN_TITLE,
        text=KOREAN_TEXT,
        on_topic=True,
        event=Event.TALKS_BREAK_OFF,
        track="KR",
        story="walk-out",
    ),
)
