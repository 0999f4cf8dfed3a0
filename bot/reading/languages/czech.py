"""Numbers in Czech: 5 miliard dolarů, půl miliardy, pětinásobek."""

from bot.reading.languages.locale import CODES, Locale

_MULTIPLIED = {"dvoj": 2.0, "dvou": 2.0, "troj": 3.0, "tří": 3.0, "čtyř": 4.0, "pěti": 5.0, "šesti": 6.0,
               "sedmi": 7.0, "deseti": 10.0}  # fmt: skip
_TIMES = {"dva": 2.0, "tři": 3.0, "čtyři": 4.0, "pět": 5.0, "šest": 6.0, "sedm": 7.0, "deset": 10.0}
_LONG = {"jedno": 1.0, "dvou": 2.0, "tří": 3.0, "čtyř": 4.0, "pěti": 5.0, "šesti": 6.0, "deseti": 10.0}

LOCALE = Locale(
    name="Czech",
    decimal=",",
    spaced=True,
    words=_TIMES | {
        "jeden": 1, "jedna": 1, "jedno": 1, "jednoho": 1, "jednu": 1, "jedné": 1, "dvě": 2, "dvou": 2,
        "dvěma": 2, "tří": 3, "třem": 3,
        "čtyř": 4, "pěti": 5, "šesti": 6, "sedmi": 7, "osm": 8, "osmi": 8, "devět": 9, "devíti": 9, "deseti": 10,
        "jedenáct": 11, "dvanáct": 12, "třináct": 13, "patnáct": 15, "dvacet": 20, "třicet": 30, "čtyřicet": 40,
        "padesát": 50, "šedesát": 60, "sedmdesát": 70, "osmdesát": 80, "devadesát": 90, "sto": 100,
    },
    large={"tisíc": 1e3, "tisíce": 1e3, "tisíci": 1e3, "milion": 1e6, "milionu": 1e6, "miliony": 1e6, "milionů": 1e6,
           "milión": 1e6, "miliónů": 1e6, "mil.": 1e6, "miliarda": 1e9, "miliardy": 1e9, "miliardu": 1e9,
           "miliard": 1e9, "miliardě": 1e9, "miliardou": 1e9, "miliardám": 1e9, "mld.": 1e9, "mld": 1e9, "bilion": 1e12,
           "bilionu": 1e12, "biliony": 1e12, "bilionů": 1e12},
    unsaid=frozenset({"tisíc", "milion", "miliarda", "miliardu", "miliardou", "bilion"}),
    portions={"půl": 0.5, "polovinu": 0.5, "čtvrt": 0.25},
    currencies={
        **CODES, "dolarů": "USD", "dolary": "USD", "dolaru": "USD", "dolar": "USD", "amerických dolarů": "USD",
        "eur": "EUR", "eura": "EUR", "euro": "EUR", "wonů": "KRW", "wony": "KRW", "jihokorejských wonů": "KRW",
        "jenů": "JPY", "jeny": "JPY", "japonských jenů": "JPY", "korun": "CZK", "koruny": "CZK", "kč": "CZK",
        "liber": "GBP", "libry": "GBP", "kanadských dolarů": "CAD", "australských dolarů": "AUD",
        "singapurských dolarů": "SGD",
        "novozélandských dolarů": "NZD", "hongkongských dolarů": "HKD", "tchajwanských dolarů": "TWD",
        "zlotých": "PLN", "jüanů": "CNY",
    },
    coins=("centů", "centy"),
    ranges=("-", "–", "až", "nebo", "či"),
    lists=("a", "nebo", "na", "do", "místo", "až"),
    between=(("mezi", "a"),),
    apart=("z", "ze", "od"),
    percent=("%", "procent", "procenta", "procento", "procentech", "procentní", "procentních bodů"),
    fractions={"polovinu": 50.0, "polovina": 50.0, "polovinou": 50.0, "poloviny": 50.0, "polovině": 50.0,
               "třetinu": 100 / 3, "třetina": 100 / 3, "dvě třetiny": 200 / 3, "čtvrtinu": 25.0, "čtvrtina": 25.0,
               "tři čtvrtiny": 75.0, "pětinu": 20.0, "desetinu": 10.0},
    times=("krát", "násobek", "násobku"),
    folds={f"{word}násob{ending}": value for word, value in _MULTIPLIED.items()
           for ending in ("ek", "ku", "kem", "ně", "ný", "né", "ného")}
    | {f"{word}krát": value for word, value in _TIMES.items()}
    | {f"z{word}násob{ending}": value for word, value in _MULTIPLIED.items()
       for ending in ("it", "í", "il", "ila", "ilo", "ily", "en", "ena", "eno", "ení")}
    | {"dvakrát": 2},
    terms={f"{word}let{ending}": years for word, years in _LONG.items()
           for ending in ("á", "é", "ý", "ou", "ého", "ém", "ému")} | {"jednoroční": 1, "roční prodloužení": 1},
    years=("let", "roky", "rok", "roků", "letá", "leté", "letý", "letou", "letého"),
    common=(
        "a se na je v že o s z do k by podle pro za však jako jsou byl kde ale i které také ve má aby od po než "
        "při proti bude nebo jeho který už ze až"
    ),
    telling="chce usa vojáky vojáků jednání",
    letters="ěřůčšžýďťňíáé",
    endings=(
        "ých", "ého", "ímu", "ání", "ení", "ová", "ský", "ské", "ství", "ují", "ala", "ila", "eli", "íme",
        "ích", "ický", "ilo", "alo",
    ),
)  # fmt: skip
