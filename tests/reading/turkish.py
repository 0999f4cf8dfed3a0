"""A table of a language that the program does not have: the worked example of CONTRIBUTING.md, word for word."""

from bot.reading.languages import CODES, Locale

LOCALE = Locale(
    name="Turkish",
    decimal=",",
    words={"bir": 1, "iki": 2, "üç": 3, "dört": 4, "beş": 5, "altı": 6, "on": 10, "yirmi": 20, "elli": 50},
    small={"yüz": 100},
    large={"bin": 1e3, "milyon": 1e6, "milyar": 1e9, "trilyon": 1e12},
    unsaid=frozenset({"bin"}),  # bin 500, not bir bin 500
    large_joints=(" ",),  # 28 bin 500
    portions={"yarım": 0.5},
    and_half=("buçuk",),
    currencies={**CODES, "dolar": "USD", "dolara": "USD", "doları": "USD", "avro": "EUR", "won": "KRW", "yen": "JPY"},
    ranges=("-", "–", "ila"),
    percent_before=("yüzde", "%"),
    fractions={"yarısı": 50.0, "üçte biri": 100 / 3},
    times=("kat", "katı"),
    years=("yıl", "yıllık"),
    common="ve bir bu için ile de da olarak olan daha gibi kadar sonra ise göre çok en",
    letters="ğşı",
)
