"""Numbers in French: 1.500 milliards de wons, 28 500 soldats, cinq fois plus, multiplié par cinq."""

from bot.reading.languages.locale import CODES, Locale

_ONES = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
         "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf")  # fmt: skip
_TENS = {"vingt": 20.0, "trente": 30.0, "quarante": 40.0, "cinquante": 50.0, "soixante": 60.0, "septante": 70.0,
         "huitante": 80.0, "nonante": 90.0}  # fmt: skip
_SCORES = {"soixante": 60.0, "quatre-vingt": 80.0}
_LONG = {f"{score}-{one}": value + n for score, value in _SCORES.items() for n, one in enumerate(_ONES, 1)}
_FOLDS = {"doubl": 2.0, "tripl": 3.0, "quadrupl": 4.0, "quintupl": 5.0, "sextupl": 6.0, "décupl": 10.0}
_FOLD_ENDINGS = ("e", "er", "é", "ée", "és", "ées", "ant", "era", "erait", "eraient", "eront", "ement")

LOCALE = Locale(
    name="French",
    decimal=",",
    spaced=True,
    words={one: float(n) for n, one in enumerate(_ONES, 1)} | _TENS | _LONG
    | {"une": 1.0, "zéro": 0.0, "quatre-vingt": 80.0, "quatre-vingts": 80.0, "soixante et onze": 71.0},
    joints=("et",),
    point=("virgule",),
    small={"cent": 1e2, "cents": 1e2},
    large={"mille": 1e3, "million": 1e6, "millions": 1e6, "milliard": 1e9, "milliards": 1e9, "billion": 1e12,
           "billions": 1e12, "md": 1e9, "mds": 1e9, "mrd": 1e9, "mrds": 1e9, "mio": 1e6},
    unsaid=frozenset({"mille"}),
    short={"m": 1e6, "k": 1e3, "g": 1e9},
    portions={"un demi": 0.5, "d'un demi": 0.5, "demi": 0.5},
    and_half=("et demi", "et demie"),
    currencies={
        **CODES, "dollars": "USD", "dollar": "USD", "dollars américains": "USD", "dollar américain": "USD",
        "dollars us": "USD", "dollars états-unis": "USD", "dollars des états-unis": "USD", "euros": "EUR",
        "euro": "EUR", "wons": "KRW", "won": "KRW", "wons sud-coréens": "KRW", "won sud-coréens": "KRW",
        "wons coréens": "KRW", "yens": "JPY", "yen": "JPY", "yens japonais": "JPY", "yen japonais": "JPY",
        "livres": "GBP", "livre": "GBP", "livres sterling": "GBP", "livre sterling": "GBP",
        "livres britanniques": "GBP", "dollars canadiens": "CAD", "dollar canadien": "CAD",
        "$ ca": "CAD", "$ca": "CAD", "$ can": "CAD", "$can": "CAD", "$ canadiens": "CAD", "$ us": "USD", "$us": "USD",
        "dollars australiens": "AUD", "dollar australien": "AUD", "$ australiens": "AUD", "$ a": "AUD",
        "dollars de singapour": "SGD", "dollars singapouriens": "SGD",
        "dollars de hong kong": "HKD", "dollars néo-zélandais": "NZD", "dollars taïwanais": "TWD",
        "francs suisses": "CHF", "francs": "CHF", "yuans": "CNY", "yuan": "CNY", "zlotys polonais": "PLN",
        "couronnes": "CZK",
        "roubles": "RUB", "roupies": "INR",
    },
    of=("de ", "d'", "d "),
    coins=("cents", "cent", "centimes", "centime"),
    ranges=("-", "–", "à", "ou", "jusqu'à"),
    lists=("et", "ou", "à", "contre", "puis", "au lieu de"),
    between=(("entre", "et"),),
    apart=("de", "passer de"),
    percent=("%", "pour cent", "points de pourcentage", "point de pourcentage"),
    fractions={"la moitié": 50.0, "moitié": 50.0, "un tiers": 100 / 3, "deux tiers": 200 / 3, "un quart": 25.0,
               "le quart": 25.0, "trois quarts": 75.0, "un cinquième": 20.0, "un dixième": 10.0},
    times=("fois",),
    times_before=("multiplier par", "multiplié par", "multipliée par", "multiplie par", "multipliant par",
                  "multiplication par", "multiplierait par", "multipliés par", "multipliées par", "facteur",
                  "multipliera par", "multiplient par", "multipliait par"),
    folds={f"{word}{ending}": value for word, value in _FOLDS.items() for ending in _FOLD_ENDINGS}
    | {f"le {word}e": value for word, value in _FOLDS.items()},
    terms={"quinquennal": 5, "quinquennale": 5, "triennal": 3, "triennale": 3, "biennal": 2, "biennale": 2,
           "sexennal": 6, "annuel renouvelable": 1},
    years=("ans", "an", "années", "année", "prochaines années", "dernières années"),
    common=(
        "le la les de des et en un une du que est pour dans qui par sur au aux il ce avec pas plus son sont leur "
        "ne se ses entre après contre l d qu s n cette ces à"
    ),
    telling="veut fois troupes accord réclame",
    letters="çœêèàùîû",
    endings=(
        "ment", "aire", "aine", "ises", "eurs", "eux", "aux", "ains", "tion", "ées", "ité", "ions", "ique",
        "ront", "ette", "ants", "iers", "elle", "oyen", "ales",
    ),
)  # fmt: skip
