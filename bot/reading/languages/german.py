"""Numbers in German: 1,3 Milliarden Euro, 1,5 Billionen Won, achtundsiebzig Millionen, das Dreifache."""

from bot.reading.languages.locale import CODES, Locale

_ONES = {"ein": 1.0, "zwei": 2.0, "drei": 3.0, "vier": 4.0, "fünf": 5.0, "sechs": 6.0, "sieben": 7.0, "acht": 8.0,
         "neun": 9.0}  # fmt: skip
_TENS = {"zwanzig": 20.0, "dreißig": 30.0, "vierzig": 40.0, "fünfzig": 50.0, "sechzig": 60.0, "siebzig": 70.0,
         "achtzig": 80.0, "neunzig": 90.0}  # fmt: skip
_TEENS = {"zehn": 10.0, "elf": 11.0, "zwölf": 12.0, "dreizehn": 13.0, "vierzehn": 14.0, "fünfzehn": 15.0,
          "sechzehn": 16.0, "siebzehn": 17.0, "achtzehn": 18.0, "neunzehn": 19.0}  # fmt: skip
_COUNTED = {**_ONES, "zehn": 10.0}
_ENDINGS = ("", "e", "en", "er", "es", "em")


def _folds() -> dict[str, float]:
    """das Fünffache, verfünffachen, fünfmal, and the irregular words for two."""
    doubled = ("doppelt", "doppelte", "doppelten", "doppelter", "doppeltes", "verdoppeln", "verdoppelt", "verdoppelte",
               "verdoppelten", "verdoppelung", "verdopplung")  # fmt: skip
    found = dict.fromkeys(doubled, 2.0)
    for word, value in _COUNTED.items():
        if value > 1:
            found |= {f"{word}fach{ending}": value for ending in _ENDINGS}
            found |= {f"ver{word}fach{ending}": value for ending in ("e", "en", "t", "te", "ten", "ung")}
            found[f"{word}mal"] = value
    return found


LOCALE = Locale(
    name="German",
    decimal=",",
    spaced=True,
    compound=True,
    words=_ONES | _TEENS | _TENS
    | {f"{one}und{ten}": value + more for ten, value in _TENS.items() for one, more in _ONES.items()}
    | {f"{one}einhalb": value + 0.5 for one, value in _COUNTED.items()}
    | {"null": 0.0, "eins": 1.0, "eine": 1.0, "einer": 1.0, "einem": 1.0, "einen": 1.0, "anderthalb": 1.5,
       "dreissig": 30.0},
    point=("komma",),
    small={"hundert": 1e2},
    large={"tausend": 1e3, "million": 1e6, "millionen": 1e6, "mio.": 1e6, "mio": 1e6, "mill.": 1e6, "milliarde": 1e9,
           "milliarden": 1e9, "mrd.": 1e9, "mrd": 1e9, "billion": 1e12, "billionen": 1e12, "bio.": 1e12},
    short={"m": 1e6, "mrd": 1e9},
    portions={"eine halbe": 0.5, "einer halben": 0.5, "halbe": 0.5, "halben": 0.5, "eine viertel": 0.25},
    currencies={
        **CODES, "us-dollar": "USD", "us dollar": "USD", "dollar": "USD", "amerikanische dollar": "USD",
        "amerikanischen dollar": "USD", "euro": "EUR", "won": "KRW", "südkoreanische won": "KRW",
        "südkoreanischen won": "KRW", "koreanische won": "KRW", "yen": "JPY", "japanische yen": "JPY", "pfund": "GBP",
        "britische pfund": "GBP", "pfund sterling": "GBP", "singapur-dollar": "SGD", "kanadische dollar": "CAD",
        "kanadischen dollar": "CAD", "kanadischer dollar": "CAD", "australische dollar": "AUD",
        "australischen dollar": "AUD", "australischer dollar": "AUD", "hongkong-dollar": "HKD", "taiwan-dollar": "TWD",
        "neuseeland-dollar": "NZD", "neuseeländische dollar": "NZD", "neuseeländischen dollar": "NZD",
        "kanada-dollar": "CAD", "australien-dollar": "AUD", "us-$": "USD", "polnische zloty": "PLN",
        "polnische złoty": "PLN", "polnischen zloty": "PLN", "polnischen złoty": "PLN", "slotys": "PLN",
        "schweizer franken": "CHF", "franken": "CHF", "yuan": "CNY", "kronen": "CZK", "rubel": "RUB", "rupien": "INR",
        "lira": "TRY",
    },
    coins=("cent",),
    ranges=("-", "–", "bis", "oder", "bis zu", "bis hin zu", "- bis", "- oder"),
    lists=("und", "statt", "oder", "auf", "sowie", "beziehungsweise", "bzw.", "nach", "anstatt", "bis"),
    between=(("zwischen", "und"),),
    apart=("von",),
    percent=("%", "prozent", "prozentpunkte", "prozentpunkten", "prozentpunkt", "prozentige", "prozentigen",
             "prozentiger", "prozentiges"),
    fractions={"die hälfte": 50.0, "der hälfte": 50.0, "hälfte": 50.0, "halbieren": 50.0, "halbiert": 50.0,
               "halbierung": 50.0, "ein drittel": 100 / 3, "zwei drittel": 200 / 3, "ein viertel": 25.0,
               "drei viertel": 75.0, "dreiviertel": 75.0, "ein fünftel": 20.0, "ein zehntel": 10.0},
    times=("mal", "fache", "fachen", "fach", "faches"),
    folds=_folds() | {"anderthalbfache": 1.5, "anderthalbfachen": 1.5, "eineinhalbfache": 1.5},
    terms={f"{word}jährig{ending}": years for word, years in _COUNTED.items() for ending in _ENDINGS},
    years=("jahre", "jahren", "jahr", "haushaltsjahre", "haushaltsjahren", "haushaltsjahr",
           "jährig", "jährige", "jährigen", "jähriger", "jähriges", "jährigem",
           "jahresvertrag", "jahresabkommen", "jahres"),
    common=(
        "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus "
        "hat bei nach um über will soll gegen vor zum zur am noch nur bis wird haben sind"
    ),
    telling="deutlich mehr weitere deutschland zieht ab soldaten truppen fordert streit kosten",
    letters="äöüß",
    endings=(
        "ung", "ngen", "isch", "lich", "chen", "sche", "haft", "keit", "heit", "llen", "tung", "zung",
        "igen", "cken", "sten", "nden", "ndet", "gert", "iert", "rung", "eich", "hnen", "aten", "ssen",
        "zahl", "geld", "rken", "ert", "icht", "gibt", "lung", "tzt", "äge", "nken",
    ),
)  # fmt: skip
