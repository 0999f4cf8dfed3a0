"""Numbers in Latvian: 800 miljoniem eiro, piecas reizes."""

from bot.reading.languages.locale import CODES, Locale

_ENDINGS = ("s", "i", "u", "us", "iem", "a", "am", "os", "ā")

LOCALE = Locale(
    name="Latvian",
    decimal=",",
    spaced=True,
    words={"viens": 1, "vienu": 1, "divi": 2, "divus": 2, "divas": 2, "divu": 2, "trīs": 3, "četri": 4, "četrus": 4,
           "četru": 4, "pieci": 5, "piecus": 5, "piecas": 5, "piecu": 5, "seši": 6, "sešus": 6, "sešu": 6,
           "septiņi": 7, "septiņus": 7, "astoņi": 8, "astoņus": 8, "deviņi": 9, "deviņus": 9, "desmit": 10,
           "divdesmit": 20, "trīsdesmit": 30, "piecdesmit": 50, "simts": 100, "simt": 100},
    large={"tūkstoši": 1e3, "tūkstošu": 1e3, "tūkstošiem": 1e3, "tūkstošus": 1e3, "tūkst.": 1e3}
    | {f"miljon{ending}": 1e6 for ending in _ENDINGS} | {f"miljard{ending}": 1e9 for ending in _ENDINGS}
    | {f"triljon{ending}": 1e12 for ending in _ENDINGS} | {"milj.": 1e6, "mljrd.": 1e9},
    unsaid=frozenset({"miljons", "miljards"}),
    portions={"pus": 0.5, "pusi": 0.5},
    currencies={**CODES, "eiro": "EUR", "dolāru": "USD", "dolāri": "USD", "dolāriem": "USD", "dolārus": "USD",
                "kanādas dolāru": "CAD", "austrālijas dolāru": "AUD",
                "asv dolāru": "USD", "asv dolāriem": "USD", "asv dolārus": "USD", "vonu": "KRW", "vonām": "KRW",
                "jenu": "JPY", "jenām": "JPY", "mārciņu": "GBP", "zlotu": "PLN"},
    ranges=("-", "–", "līdz", "vai"),
    lists=("un", "vai", "līdz", "uz"),
    apart=("no",),
    percent=("%", "procenti", "procentu", "procentus", "procentiem", "procents"),
    fractions={"puse": 50.0, "pusi": 50.0, "puses": 50.0, "trešdaļu": 100 / 3, "ceturtdaļu": 25.0},
    times=("reizes", "reizēm", "reižu"),
    folds={"divkārt": 2, "divkāršot": 2, "trīskārt": 3, "trīskāršot": 3, "pieckārt": 5, "pieckāršot": 5},
    years=("gadu", "gadiem", "gadi", "gadus"),
    common="un ir ar no par uz ka kas tā tas arī bet lai pēc pie līdz vai ne to ap kā gan jau nav šo savu tiek būs",
    telling="maksās karavīru",
    letters="āēīūģķļņ",
    endings=(
        "iem", "ajā", "anas", "šanu", "šana", "ijas", "ību", "ības", "ēja", "āja", "uši", "ais", "kas",
        "jas", "tiek", "ņem", "ošo",
    ),
)  # fmt: skip
