"""Numbers in Indonesian and Malay: 1,4 triliun won, lima kali lipat, setengah miliar."""

from bot.reading.languages.locale import CODES, Locale

_ONES = {"satu": 1.0, "dua": 2.0, "tiga": 3.0, "empat": 4.0, "lima": 5.0, "enam": 6.0, "tujuh": 7.0, "delapan": 8.0,
         "sembilan": 9.0}  # fmt: skip

LOCALE = Locale(
    name="Indonesian",
    decimal=",",
    words=_ONES | {f"{one} belas": value + 10 for one, value in _ONES.items()}
    | {"nol": 0.0, "sepuluh": 10.0, "sebelas": 11.0, "lapan": 8.0, "seratus": 100.0, "seribu": 1e3,
       "sejuta": 1e6, "semiliar": 1e9, "setriliun": 1e12},
    point=("koma",),
    small={"puluh": 1e1, "ratus": 1e2},
    large={"ribu": 1e3, "juta": 1e6, "miliar": 1e9, "milyar": 1e9, "milliar": 1e9, "bilion": 1e9, "triliun": 1e12,
           "trilyun": 1e12, "trilion": 1e12},
    short={"m": 1e9, "t": 1e12},
    portions={"setengah": 0.5, "separuh": 0.5},
    and_half=("setengah",),
    currencies={
        **CODES, "dolar as": "USD", "dollar as": "USD", "dolar amerika": "USD", "dolar amerika serikat": "USD",
        "dollar amerika": "USD", "dollar amerika serikat": "USD", "dolar": "USD", "dollar": "USD", "won": "KRW",
        "won korea": "KRW", "won korea selatan": "KRW", "yen": "JPY", "yen jepang": "JPY", "euro": "EUR",
        "rupiah": "IDR", "poundsterling": "GBP", "pound sterling": "GBP", "dolar singapura": "SGD",
        "dolar australia": "AUD", "dolar kanada": "CAD", "dolar hong kong": "HKD",
        "dolar selandia baru": "NZD", "dolar taiwan": "TWD", "yuan": "CNY", "ringgit": "MYR",
    },
    coins=("sen",),
    ranges=("-", "–", "hingga", "sampai", "atau", "sampai dengan"),
    lists=("dan", "atau", "menjadi", "ke", "hingga", "sampai"),
    between=(("antara", "dan"),),
    apart=("dari",),
    percent=("%", "persen", "peratus", "poin persentase"),
    fractions={"setengah": 50.0, "separuh": 50.0, "sepertiga": 100 / 3, "dua pertiga": 200 / 3, "seperempat": 25.0,
               "tiga perempat": 75.0, "seperlima": 20.0, "sepersepuluh": 10.0},
    times=("kali lipat", "kali", "lipat"),
    folds={"berlipat ganda": 2, "melipatgandakan": 2, "dilipatgandakan": 2, "menggandakan": 2},
    years=("tahun", "tahunan"),
    common=(
        "yang dan di untuk dengan pada dari ini itu akan ke tidak dalam telah oleh bahwa juga sebagai adalah "
        "lebih agar bagi karena saat"
    ),
    telling="as korsel jepang pasukan biaya soal usai minta sebut seluruh gelar tuntut tolak",
    endings=(
        "kan", "nya", "gan", "asi", "tan", "ran", "han", "kah", "lat", "ntuk", "ngan", "sel", "uan", "ksi",
        "lar", "pat",
    ),
)  # fmt: skip
