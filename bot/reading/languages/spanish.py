"""Numbers in Spanish: 1,52 billones, 5 mil millones, mil 200 millones, el triple."""

from bot.reading.languages.locale import CODES, Locale

_ONES = ("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece",
         "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintidós",
         "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho",
         "veintinueve")  # fmt: skip
_TENS = ("treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa")
_HUNDREDS = {"doscient": 200.0, "trescient": 300.0, "cuatrocient": 400.0, "quinient": 500.0, "seiscient": 600.0,
             "setecient": 700.0, "ochocient": 800.0, "novecient": 900.0}  # fmt: skip
_FOLDS = {"dupli": 2.0, "tripli": 3.0, "cuadrupli": 4.0, "quintupli": 5.0, "sextupli": 6.0}
_FOLD_ENDINGS = ("car", "ca", "caría", "cará", "cado", "cada", "cando", "có", "cación", "cara", "can", "carían")

LOCALE = Locale(
    name="Spanish",
    decimal=",",
    spaced=True,
    words={one: float(n) for n, one in enumerate(_ONES, 1)} | {ten: 30.0 + 10 * n for n, ten in enumerate(_TENS)}
    | {f"{word}{ending}": value for word, value in _HUNDREDS.items() for ending in ("os", "as")}
    | {"un": 1.0, "una": 1.0, "veintiún": 21.0, "cero": 0.0, "cien": 100.0, "ciento": 100.0},
    joints=("y",),
    point=("coma", "punto"),
    point_of_shares=("con",),
    large={"mil": 1e3, "mil millones": 1e9, "millón": 1e6, "millones": 1e6, "millardo": 1e9, "millardos": 1e9,
           "billón": 1e12, "billones": 1e12, "mdd": 1e6},
    unsaid=frozenset({"mil", "millón"}),
    short={"m": 1e6},
    portions={"medio": 0.5, "un cuarto de": 0.25},
    and_half=("y medio", "y media"),
    currencies={
        **CODES, "dólares": "USD", "dólar": "USD", "dolares": "USD", "dólares estadounidenses": "USD",
        "dólar estadounidense": "USD", "dólares americanos": "USD", "dólares de estados unidos": "USD",
        "euros": "EUR", "euro": "EUR", "wones": "KRW", "wons": "KRW", "won": "KRW", "wons surcoreanos": "KRW",
        "wones surcoreanos": "KRW", "won surcoreanos": "KRW", "yenes": "JPY", "yen": "JPY", "yenes japoneses": "JPY",
        "yens": "JPY", "libras": "GBP", "libra": "GBP", "libras esterlinas": "GBP", "dólares canadienses": "CAD",
        "dólar canadiense": "CAD", "dólar australiano": "AUD", "dólares australianos": "AUD",
        "dólares de hong kong": "HKD", "dólares de singapur": "SGD",
        "dólares singapurenses": "SGD", "dólares neozelandeses": "NZD", "dólares taiwaneses": "TWD",
        "francos suizos": "CHF", "francos": "CHF", "yuanes": "CNY", "yuan": "CNY", "pesos": "MXN",
        "pesos mexicanos": "MXN", "zlotys polacos": "PLN", "eslotis": "PLN", "reales": "BRL", "rublos": "RUB",
        "coronas": "CZK",
    },
    of=("de ",),
    coin_joints=("con",),
    coins=("centavos", "centavo", "céntimos", "céntimo"),
    ranges=("-", "–", "a", "o", "hasta"),
    lists=("y", "y el", "o", "o un", "a", "frente a", "en lugar de", "en vez de"),
    between=(("entre", "y"), ("entre", "y el")),
    apart=("de",),
    percent=("%", "por ciento", "puntos porcentuales", "por cien"),
    fractions={"la mitad": 50.0, "mitad": 50.0, "un tercio": 100 / 3, "dos tercios": 200 / 3,
               "una tercera parte": 100 / 3, "un cuarto": 25.0, "una cuarta parte": 25.0, "tres cuartos": 75.0,
               "tres cuartas partes": 75.0, "una quinta parte": 20.0, "una décima parte": 10.0},
    times=("veces",),
    times_before=("multiplicar por", "multiplique por", "multipliquen por", "multiplicara por", "multiplica por",
                  "multiplicado por", "multiplicada por", "multiplicaría por",
                  "multiplicará por", "multiplicando por", "multiplicó por", "por un factor de"),
    folds={f"{word}{ending}": value for word, value in _FOLDS.items() for ending in _FOLD_ENDINGS}
    | {"doble": 2, "el doble": 2, "duplique": 2, "triple": 3, "el triple": 3, "triplique": 3, "cuádruple": 4,
       "el cuádruple": 4, "quíntuple": 5, "el quíntuple": 5, "quintuplique": 5, "cuadruplique": 4},
    terms={"quinquenal": 5, "trienal": 3, "bienal": 2, "sexenal": 6},
    years=("años", "año", "ejercicios", "años fiscales", "ejercicios fiscales"),
    common=(
        "el la los las de y en que un una del por con para se es al su como más ha sobre entre lo sus este tras "
        "no a pero fue son desde sin ya ante hasta ser hay"
    ),
    telling="tropas acuerdo exige",
    letters="ñ¿¡óíá",
    endings=(
        "ción", "ones", "dad", "ados", "adas", "ante", "ento", "eses", "eron", "ará", "ería", "idos",
        "icos", "enta", "ares", "olar", "anos", "eva", "ueva", "aron",
    ),
)  # fmt: skip
