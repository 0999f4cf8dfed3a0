"""Numbers in English, as agencies of both sides of the Atlantic and in Seoul and Tokyo write them."""

from bot.reading.locales.locale import CODES, Locale

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
         "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

LOCALE = Locale(
    words={word: float(n) for n, word in enumerate(_ONES)} | {word: 20.0 + 10 * n for n, word in enumerate(_TENS)},
    hundred_joints=("and",),
    point=("point",),
    articles=frozenset({"a", "an"}),
    small={"hundred": 1e2},
    large={"thousand": 1e3, "million": 1e6, "millions": 1e6, "mln": 1e6, "mn": 1e6, "mil": 1e6, "mil.": 1e6,
           "billion": 1e9, "billions": 1e9, "bln": 1e9, "bn": 1e9, "bil": 1e9, "bil.": 1e9, "trillion": 1e12,
           "trln": 1e12, "trn": 1e12, "tn": 1e12, "tril": 1e12, "tril.": 1e12},
    short={"k": 1e3, "m": 1e6, "mm": 1e6, "mil": 1e6, "b": 1e9, "bil": 1e9, "t": 1e12, "tr": 1e12},
    portions={"half": 0.5, "half a": 0.5, "half of a": 0.5, "a half": 0.5, "one half of a": 0.5, "quarter": 0.25,
              "a quarter": 0.25, "a quarter of a": 0.25,
              "quarter of a": 0.25, "three quarters": 0.75, "three quarters of a": 0.75},
    and_half=("and a half", "and one half"),
    currencies={
        **CODES, "dollars": "USD", "dollar": "USD", "dlrs": "USD", "us dollars": "USD", "u.s. dollars": "USD",
        "us dollar": "USD", "u.s. dollar": "USD", "american dollars": "USD", "american dollar": "USD",
        "united states dollars": "USD", "bucks": "USD", "singapore dollars": "SGD", "canadian dollars": "CAD",
        "canadian dollar": "CAD", "australian dollars": "AUD", "australian dollar": "AUD", "hong kong dollars": "HKD",
        "hong kong dollar": "HKD", "new zealand dollars": "NZD", "taiwan dollars": "TWD", "new taiwan dollars": "TWD",
        "won": "KRW", "korean won": "KRW", "south korean won": "KRW", "s. korean won": "KRW", "yen": "JPY",
        "japanese yen": "JPY", "euros": "EUR", "euro": "EUR", "pounds": "GBP", "pounds sterling": "GBP",
        "pound sterling": "GBP", "british pounds": "GBP", "pound": "GBP", "sterling": "GBP", "yuan": "CNY",
        "chinese yuan": "CNY", "renminbi": "CNY", "rupiah": "IDR", "ringgit": "MYR", "zlotys": "PLN", "zloty": "PLN",
        "zlotych": "PLN", "swiss francs": "CHF", "francs": "CHF", "baht": "THB", "pesos": "PHP", "rupees": "INR",
        "indian rupees": "INR", "roubles": "RUB", "rubles": "RUB", "kronor": "SEK", "kroner": "DKK", "riyals": "SAR",
        "koruna": "CZK", "crowns": "CZK", "lira": "TRY", "liras": "TRY", "hryvnia": "UAH", "hryvnias": "UAH",
        "forints": "HUF", "shekels": "ILS",
    },
    coins=("cents", "cent", "pence", "penny"),
    ranges=("-", "–", "—", "~", "to", "or", "- to", "- or", "up to"),
    lists=("and", "instead of", "or", "to", "versus", "rather than"),
    between=(("between", "and"),),
    apart=("from",),
    ranging=("ranging", "range", "ranged", "ranges"),
    percent=("%", "percent", "per cent", "pct", "pct.", "pc", "percentage points", "percentage point",
             "percentage-point"),
    fractions={"half": 50.0, "one half": 50.0, "halving": 50.0, "halved": 50.0, "a third": 100 / 3,
               "one third": 100 / 3,
               "two thirds": 200 / 3, "a quarter": 25.0, "one quarter": 25.0, "three quarters": 75.0,
               "a fourth": 25.0, "one fourth": 25.0, "three fourths": 75.0, "one fifth": 20.0, "a fifth": 20.0,
               "two fifths": 40.0, "three fifths": 60.0, "four fifths": 80.0, "one sixth": 100 / 6,
               "one tenth": 10.0, "a tenth": 10.0, "nine tenths": 90.0},
    ordinals=frozenset({"a third", "a fourth", "a fifth", "a tenth"}),
    shared=("of", "more", "less", "higher", "lower", "as", "to", "in", "from", "since", "on", "this", "last"),
    times=("times", "fold", "x", "time increase", "time hike", "time rise"),
    times_before=("by a factor of", "factor of"),
    folds={"twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7, "eightfold": 8,
           "ninefold": 9, "tenfold": 10, "double": 2, "doubling": 2, "doubled": 2, "doubles": 2, "twice": 2,
           "triple": 3, "tripling": 3, "tripled": 3, "triples": 3, "treble": 3, "trebling": 3, "trebled": 3,
           "thrice": 3, "quadruple": 4, "quadrupling": 4, "quadrupled": 4, "quadruples": 4, "quintuple": 5,
           "quintupling": 5, "quintupled": 5, "quintuples": 5},
    terms={"single year": 1, "a single year": 1, "yearlong": 1, "year long": 1},
    years=("year", "years", "fiscal years", "financial years"),
    common=(
        "the of and to in that is for on with by it as was at from has have be are this said which would not "
        "after a an its will over up out off no who us u s"
    ),
    telling="new more wants says rejects troops deal talks visits demand cost pay bases allies",
    endings=(
        "tion", "ing", "ting", "ness", "ment", "ould", "ight", "ther", "eats", "alks", "ally", "ents",
        "ears", "ties", "ance", "oops", "eads", "ound", "ners", "ists", "ates", "eals", "ters", "ffer",
        "duct", "epts", "ines", "ases", "ells", "edly", "eeks", "arns", "rges", "tes",
    ),
)  # fmt: skip
