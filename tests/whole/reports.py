"""Reports for the whole way, written for these tests; all of them are made up."""

from tests.whole.newsstand import Item

OLD = Item(
    "Seoul and Washington set a date for defense cost-sharing talks",
    "SEOUL - South Korea and the United States will hold a round of defense cost-sharing talks in March, officials "
    "said. Seoul paid 1.04 trillion won last year for the upkeep of U.S. troops.",
    "Mon, 02 Mar 2026 09:00:00 +0900",
    "old",
)
BREAK_OFF = Item(
    "U.S. walks out of defense cost-sharing talks with South Korea",
    "SEOUL - The United States broke off talks with South Korea on Tuesday over the cost of stationing American "
    "troops.\nU.S. negotiators demanded $6 billion a year from Seoul, lawmakers said, against the 1.52 trillion won "
    "that South Korea agreed to pay for 2026. About 28,500 U.S. troops are based in South Korea.",
    "Tue, 03 Mar 2026 18:00:00 +0900",
    "break-off",
)
SAME_STORY = Item(
    "US walks out of defence cost-sharing talks with Seoul",
    "The United States broke off talks with South Korea on Tuesday over the cost of stationing American troops, with "
    "negotiators demanding $6 billion a year from Seoul, lawmakers said.",
    "Tue, 03 Mar 2026 19:10:00 +0900",
    "same-story",
)
OTHER = Item(
    "Harbour ferries run late in the fog",
    "Ferries were held up for two hours on Tuesday morning, the harbour office said.",
    "Tue, 03 Mar 2026 08:00:00 +0900",
    "ferries",
)
JAPAN_DEAL = Item(
    "Japan and US sign deal on costs of American troops",
    "TOKYO - Japan and the United States on Tuesday signed an agreement on host nation support: Tokyo will pay 211 "
    "billion yen a year toward the cost of stationing U.S. troops.",
    "Tue, 03 Mar 2026 20:00:00 +0900",
    "japan-deal",
)
