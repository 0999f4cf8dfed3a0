"""Score the reading of money on public gold: the currency specs of microsoft/Recognizers-Text.

    python -m tests.bench.score_currency SPECS [--misses] [--with price-parser | quantulum3 | recognizers]

SPECS is the folder ``Specs`` of a checkout of that repository (MIT); none of its text is kept here. For a language,
every input of ``NumberWithUnit/LANGUAGE/CurrencyModel.json`` is read, those without any sum as well.

What counts:

* The gold is cut to the currencies of the talks: US dollar, won, yen, euro and pound. A "Dollar" without a country is
  a US dollar, a "Pound" is sterling. Results without a value (the mere name of a currency) and those in coins alone
  (cents, pence) are no sums of these currencies; both are left out of the gold.
* What is found is cut to the same five currencies. A sum is right where its currency is the gold's and its value is
  within half a percent; each gold result and each sum found is used once. Of a range both ends count. Places are not
  compared, as the specs differ among each other in whether a sign or a space belongs to a surface.
* Precision, recall and F1 are over all inputs of a language.

``--with`` scores another library instead, where it is installed beside this project: run it from an environment of its
own with this repository on PYTHONPATH.
"""

import argparse
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Sums = list[tuple[float, str]]
Extract = Callable[[str, str], Sums]

LANGUAGES = {"English": "en", "Korean": "ko", "Japanese": "ja", "German": "de", "French": "fr", "Spanish": "es"}
_UNITS = {
    "USD": ("dollar", "united states dollar", "dollar états-unis", "dólar", "dólar estadounidense"),
    "JPY": ("japanese yen", "yen japonais", "yen"),
    "EUR": ("euro",),
    "GBP": ("pound", "british pound", "livre", "libra"),
    "KRW": ("south korean won", "korean won"),
}
_CODE = {unit: code for code, units in _UNITS.items() for unit in units}
_CLOSE = 0.005


def gold(path: Path, language: str) -> Iterator[tuple[str, Sums]]:
    """Every input of a spec file with the sums that it holds in the five currencies."""
    for spec in json.loads(path.read_text(encoding="utf-8-sig")):
        results = (result.get("Resolution") or {} for result in spec["Results"])
        yield spec["Input"], [found for result in results if (found := _sum(result, language)) is not None]


def _sum(resolution: dict[str, Any], language: str) -> tuple[float, str] | None:
    code, value = _CODE.get(resolution.get("unit", "").lower()), resolution.get("value")
    if code is None or value is None:
        return None
    value = value.replace(",", ".") if language in {"de", "fr", "es"} else value
    return (float(value), code) if re.fullmatch(r"[0-9.]+(?:[eE]\+?[0-9]+)?", value) else None


def hits(expected: Sums, found: Sums) -> tuple[int, Sums, Sums]:
    """How many sums are right, those that are missing and those that are not in the gold."""
    missing, wrong = [], list(found)
    for value, code in expected:
        match = next((s for s in wrong if s[1] == code and abs(s[0] - value) <= _CLOSE * abs(value)), None)
        if match is None:
            missing.append((value, code))
        else:
            wrong.remove(match)
    return len(expected) - len(missing), missing, wrong


def score(specs: Path, name: str, extract: Extract, *, show: bool) -> None:
    """Print one language's line, and before it what is missed or wrong."""
    right = wanted = made = 0
    language = LANGUAGES[name]
    for text, expected in gold(specs / "NumberWithUnit" / name / "CurrencyModel.json", language):
        found = [(value, code) for value, code in extract(text, language) if code in _UNITS]
        count, missing, wrong = hits(expected, found)
        right, wanted, made = right + count, wanted + len(expected), made + len(found)
        if show and (missing or wrong):
            _say(f"    {name}: {text.strip()}\n        missed {missing}, not in the gold {wrong}")
    precision, recall = right / made if made else 0.0, right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    _say(f"{name:<10} {wanted:>4} sums   precision {precision:.3f}   recall {recall:.3f}   F1 {f1:.3f}")


def _say(line: str) -> None:
    print(line)  # noqa: T201  # a program's output


def _ours() -> Extract:
    from bot.reading import money

    def extract(text: str, language: str) -> Sums:
        return [
            (value, sum_.currency or "")
            for sum_ in money(text, language)
            for value in (sum_.value, sum_.high)
            if value is not None
        ]

    return extract


def _price_parser() -> Extract:
    from price_parser import Price  # type: ignore[import-not-found]

    codes = {"$": "USD", "US$": "USD", "USD": "USD", "€": "EUR", "EUR": "EUR", "£": "GBP", "¥": "JPY", "円": "JPY"}

    def extract(text: str, _: str) -> Sums:
        price = Price.fromstring(text)
        return [(price.amount_float, codes.get(price.currency or "", ""))] if price.amount_float is not None else []

    return extract


def _quantulum3() -> Extract:
    from quantulum3 import parser  # type: ignore[import-not-found]

    codes = {"dollar": "USD", "united states dollar": "USD", "euro": "EUR", "pound sterling": "GBP",
             "japanese yen": "JPY", "yen": "JPY", "south korean won": "KRW"}  # fmt: skip

    def extract(text: str, _: str) -> Sums:
        return [(q.value, codes.get(q.unit.name, "")) for q in parser.parse(text)]

    return extract


def _recognizers() -> Extract:
    from recognizers_number_with_unit import (  # type: ignore[import-not-found]
        NumberWithUnitRecognizer,
    )

    cultures = {"en": "en-us", "ko": "ko-kr", "ja": "ja-jp", "de": "de-de", "fr": "fr-fr", "es": "es-es"}
    models = {
        language: NumberWithUnitRecognizer(culture).get_currency_model(culture)  # English where there is none
        for language, culture in cultures.items()
    }

    def extract(text: str, language: str) -> Sums:
        results = models[language].parse(text)
        return [found for r in results if (found := _sum(r.resolution or {}, language)) is not None]

    return extract


PEERS = {"price-parser": _price_parser, "quantulum3": _quantulum3, "recognizers": _recognizers}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("specs", type=Path)
    options.add_argument("--misses", action="store_true", help="print every input that is not read as the gold has it")
    options.add_argument("--with", dest="peer", choices=sorted(PEERS), help="score another library")
    given = options.parse_args()
    extract = PEERS[given.peer]() if given.peer else _ours()
    for name in LANGUAGES:
        score(given.specs, name, extract, show=given.misses)


if __name__ == "__main__":
    main()
