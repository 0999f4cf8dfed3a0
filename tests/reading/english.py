"""English sentences of our own, each figure with its role; see test_sentences."""

from bot.model import Role

D, OF, A, P = Role.DEMANDED, Role.OFFERED, Role.AGREED, Role.PAID
B, E, C, X = Role.BUDGET, Role.ESTIMATE, Role.CONVERSION, Role.OTHER

Facts = tuple[str, Role, str | None, str | None]
"""Surface, role, period and payer; None where the sentence is not about that."""

ENGLISH: list[tuple[str, str, list[Facts]]] = [
    (
        "en",
        "Seoul agreed to pay $924 million, up from $830 million in 2018.",
        [("$924 million", A, None, None), ("$830 million", P, "year", None)],
    ),
    (
        "en",
        "The contribution rises 13.9 percent from 2019 to 1.18 trillion won under the deal.",
        [("13.9 percent", A, None, None), ("1.18 trillion won", A, None, None)],
    ),
    (
        "en",
        "The demand is five times the 1.04 trillion won that Seoul pays this year.",
        [("five times", D, None, None), ("1.04 trillion won", P, "year", None)],
    ),
    (
        "en",
        "Washington wants $5 billion, compared with the $860 million Seoul paid last year.",
        [("$5 billion", D, None, None), ("$860 million", P, "year", None)],
    ),
    (
        "en",
        "Washington has lowered its demand to $1.3 billion from $5 billion.",
        [("$1.3 billion", D, None, None), ("$5 billion", D, None, None)],
    ),
    (
        "en",
        "Under the accord Japan will spend 211 billion yen a year, 10 billion yen more than before.",
        [("211 billion yen", A, "year", None), ("10 billion yen", A, None, None)],
    ),
    (
        "en",
        "That is 13.9 percent above the 1.04 trillion won of 2019, the ministry said of the deal.",
        [("13.9 percent", A, None, None), ("1.04 trillion won", P, "year", None)],
    ),
    (
        "en",
        "The new deal raises the bill from 960 billion won to 1.04 trillion won.",
        [("960 billion won", P, None, None), ("1.04 trillion won", A, None, None)],
    ),
    (
        "en",
        "Washington is pushing for $4.7 billion, a fivefold hike on the current $924 million.",
        [("$4.7 billion", D, None, None), ("fivefold", D, None, None), ("$924 million", P, None, None)],
    ),
    (
        "en",
        "Seoul's payment, set at 1.18 trillion won for 2021, is 13.9 percent more than in 2019.",
        [("1.18 trillion won", A, "year", None), ("13.9 percent", A, None, None)],
    ),
    (
        "en",
        "The United States sought $8 billion a year from Japan, up from about $2 billion now.",
        [("$8 billion", D, "year", "JP"), ("$2 billion", P, None, None)],
    ),
    ("en", "South Korea pays about $900 million a year for the troops.", [("$900 million", P, "year", None)]),
    (
        "en",
        "The existing agreement, under which Seoul contributes 1.04 trillion won, lapses in December.",
        [("1.04 trillion won", P, None, None)],
    ),
    ("en", "Trump turned down the 13 percent increase that Seoul put forward.", [("13 percent", OF, None, None)]),
    ("en", "Seoul balked at the $5 billion price tag.", [("$5 billion", D, None, None)]),
    ("en", "Washington's opening bid was $1.6 billion.", [("$1.6 billion", D, None, None)]),
    (
        "en",
        "South Korea is willing to go no higher than 13 percent, a source in Seoul said.",
        [("13 percent", OF, None, None)],
    ),
    (
        "en",
        "South Korea would be paying $10 billion a year if he were president, Trump said.",
        [("$10 billion", D, "year", None)],
    ),
    ("en", "Annual increases may not exceed 5 percent.", [("5 percent", A, None, None)]),
    ("en", "Yearly rises are limited to 4 percent at most.", [("4 percent", A, None, None)]),
    (
        "en",
        "In return for the troops, he said, Japan should hand over $8 billion every year.",
        [("$8 billion", D, "year", "JP")],
    ),
    ("en", "The price of keeping the troops there is put at $3.5 billion.", [("$3.5 billion", E, None, None)]),
    (
        "en",
        "Tokyo has budgeted 197.4 billion yen for the forces in fiscal 2019.",
        [("197.4 billion yen", B, "year", "JP")],
    ),
    ("en", "Germany covers 28 percent of the cost of the US troops on its soil.", [("28 percent", P, None, "DE")]),
    ("en", "The deal will run for five years.", [("five years", A, None, None)]),
    ("en", "It is valid for one year, and can be extended.", [("one year", A, None, None)]),
    ("en", "The pact was extended by one year.", [("one year", A, None, None)]),
    ("en", "Washington agreed to a six-year term.", [("six-year", A, None, None)]),
    (
        "en",
        "South Korea hosts 28,500 American troops; another 54,000 are in Japan.",
        [("28,500", X, None, None), ("54,000", X, None, None)],
    ),
    ("en", "Seoul's share for 2019 was 1.04 trillion won.", [("1.04 trillion won", P, "year", None)]),
    (
        "en",
        "Over the next five years Japan will pay 1.05 trillion yen.",
        [("1.05 trillion yen", A, "total", "JP"), ("five years", A, None, None)],
    ),
    (
        "en",
        "Seoul agreed to pay 1.04 trillion won ($924 million) a year.",
        [("1.04 trillion won", A, "year", None), ("$924 million", C, "year", None)],
    ),
    (
        "en",
        "Seoul agreed to pay 1.04 trillion won ($924 million) for 2019.",
        [("1.04 trillion won", A, "year", None), ("$924 million", C, "year", None)],
    ),
    ("en", "Seoul has spent 10.7 trillion won on the new base since 2007.", [("10.7 trillion won", P, None, None)]),
    (
        "en",
        'He asked for $10 billion a year. "So I got three," Trump said.',
        [("$10 billion", D, "year", None), ("three", A, None, None)],
    ),
    ("en", "They met with three envoys after the demand for $5 billion.", [("$5 billion", D, None, None)]),
    ("en", "USFK, 28-thousand-500 strong, stays.", [("28-thousand-500", X, None, None)]),
    (
        "en",
        "Seoul will pay 1.04 trillion won (816 million euros or 924 million dollars).",
        [
            ("1.04 trillion won", A, None, None),
            ("816 million euros", C, None, None),
            ("924 million dollars", C, None, None),
        ],
    ),
    (
        "en",
        "Allies rushed through a deal under which payments climb 8.3 percent to $1.47 billion.",
        [("8.3 percent", A, None, None), ("$1.47 billion", A, None, None)],
    ),
    (
        "en",
        "Washington wants South Korea to raise its contribution to $5 billion.",
        [("$5 billion", D, None, "KR")],
    ),
    (
        "en",
        "U.S. negotiators called for a one-year deal worth $1.2 billion.",
        [("one-year", D, None, "KR"), ("$1.2 billion", D, None, "KR")],
    ),
    (
        "en",
        "Seoul rebuffed a proposal that it give 50 percent more.",
        [("50 percent", D, None, "KR")],
    ),
    (
        "en",
        "At his request, Trump wrote, Seoul came up with $990 million last year.",
        [("$990 million", P, "year", "KR")],
    ),
    (
        "en",
        "Seoul now pays less than $1 billion a year.",
        [("$1 billion", P, "year", "KR")],
    ),
    (
        "en",
        "Lawmakers have yet to vote on the 1.18 trillion won that the deal sets.",
        [("1.18 trillion won", A, None, "KR")],
    ),
    (
        "en",
        "Seoul plans to buy $25 billion of American arms.",
        [],
    ),
    (
        "en",
        "Trump demanded $8 billion and $5 billion a year.",
        [("$8 billion", D, "year", None), ("$5 billion", D, "year", None)],
    ),
    (
        "en",
        "The United States will pay 16.35 percent, down from 22.1 percent.",
        [("16.35 percent", A, None, "US"), ("22.1 percent", P, None, None)],
    ),
    (
        "en",
        "The envoy did not endorse the nearly $5 billion mentioned before.",
        [("$5 billion", D, None, "KR")],
    ),
    (
        "en",
        "Currently the country gives what it always gave, some $900 million.",
        [("$900 million", P, None, "KR")],
    ),
    (
        "en",
        "Washington turned down Seoul's proposal and has since asked for $1.3 billion.",
        [("$1.3 billion", D, None, "KR")],
    ),
    (
        "en",
        "Under a five-year accord Japan is to bear 1.055 trillion yen, or about 211 billion yen a year.",
        [("five-year", A, None, "JP"), ("1.055 trillion yen", A, "total", "JP"), ("211 billion yen", A, "year", "JP")],
    ),
]
