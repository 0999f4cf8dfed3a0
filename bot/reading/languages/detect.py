"""Which language a text is in: by its script, its commonest words, its letters and, where it is short, its endings.

No models and no dictionaries: the words stand in the tables beside this, and here those of languages that have no
table but must not be taken for one that has.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from bot.reading.languages import LOCALES

UNKNOWN = "und"
"""ISO 639-2: undetermined."""

_SAMPLE, _WORDS_OF = 4000, 1500  # characters looked at for scripts and for words: more does not change the answer
_SHORT = 300  # characters of a text in which endings count as well
_WORD = re.compile(r"[^\W\d_](?:\.(?:[^\W\d_]\.)+|[^\W\d_]*)")
_LETTERS = re.compile(r"[^\W\d_]+")
_NOT_ASCII = re.compile(r"[^\W\d_\x00-\x7f]")
_SCRIPTS = {
    "hangul": re.compile("[\uac00-\ud7a3]+"),
    "kana": re.compile("[\u3041-\u30fe]+"),
    "han": re.compile("[\u4e00-\u9fff]+"),
    "arabic": re.compile("[\u0620-\u064a\u0671-\u06d3]+"),
}
_OTHER_SCRIPT = re.compile("[\u0620-\u06d3\u3041-\u30fe\u4e00-\u9fff\uac00-\ud7a3]")
_JAPANESE_FORMS = re.compile("[円渉対経労働実売続権関発営県駅払込価圏拡戦検済観応転鉄辺]")
"""Characters that only Japanese writes so, for titles without any kana; those of Chinese differ in both its forms."""
_BY_SCRIPT = frozenset({"ko", "ja", "zh", "ar"})
_NEIGHBOURS = {
    "it": "il la di che e una per del della con non sono le dei nel alla si da come più anche gli ha al delle i lo è",
    "pt": "que quer pelas o os da do em um uma para com não no na por mais as dos como ao das foi pela pelo são e à é",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er door om ook als bij naar uit tot werd heeft",
    "pl": "w i na z się że do jest nie to o od po przez za jak dla są oraz ich ale który które przy było jako",
    "sv": "och att det i på är som en av för med den till inte om ett har de från var men sin vid kan ska",
    "tr": "ve bir bu için ile de da olarak olan daha gibi kadar sonra ise göre çok en abd dedi",
}
TOLD = frozenset(LOCALES) | frozenset(_NEIGHBOURS) | _BY_SCRIPT
"""The languages that a text may be taken for."""
_NEIGHBOUR_LETTERS = {"it": "èòù", "pt": "ãõç", "pl": "ąęłśżźćńó", "sv": "åäö", "tr": "ığşçöü", "nl": "ëï"}
_ENDING, _OF_LETTER, _OF_WORD = 0.5, 1.0, 2.0  # what each kind of trace is worth
_SURE, _BEYOND = 12.0, 4.0  # a claim is overruled by so much, and by so many times its own traces

_TABLES = {code: locale for code, locale in LOCALES.items() if locale.common and code != "ms"}  # that is read as id
_GRAMMAR = {code: frozenset(locale.common.split()) for code, locale in _TABLES.items()}
_GRAMMAR |= {code: frozenset(words.split()) for code, words in _NEIGHBOURS.items()}

Weights = Mapping[str, list[tuple[str, float]]]


def _weights(traces: Iterable[tuple[str, Iterable[str]]], worth: float) -> Weights:
    """For each trace the languages that have it; what many have tells little."""
    languages: dict[str, list[str]] = defaultdict(list)
    for language, found in traces:
        for trace in dict.fromkeys(found):
            languages[trace].append(language)
    return {trace: [(language, worth / len(among)) for language in among] for trace, among in languages.items()}


_BY_WORD = _weights(
    [
        (code, (*words, *_TABLES[code].telling.split()) if code in _TABLES else words)
        for code, words in _GRAMMAR.items()
    ],
    _OF_WORD,
)
_BY_LETTER = _weights(
    [*((code, locale.letters) for code, locale in _TABLES.items()), *_NEIGHBOUR_LETTERS.items()], _OF_LETTER
)
_BY_ENDING = _weights(((code, locale.endings) for code, locale in _TABLES.items()), _ENDING)


def detect(text: str, said: str | None = None) -> str:
    """The ISO 639-1 code of a text's language, or ``und``.

    ``said`` is what the source claims (``en``, ``en-US``); it is believed unless the script or most words say
    otherwise.
    """
    sample = text[:_SAMPLE]
    script = _by_script(sample)
    if script:
        return script
    claim = (said or "").strip().lower().replace("_", "-").split("-")[0]
    believable = len(claim) == 2 and claim.isalpha() and claim not in _BY_SCRIPT
    if believable and claim not in _GRAMMAR:
        return claim
    scores = _scores(sample[:_WORDS_OF])
    best = max(scores, key=lambda language: scores[language], default=UNKNOWN)
    if believable and not (scores and _overrules(scores[best], scores.get(claim, 0.0))):
        return claim
    return best


def _overrules(best: float, claimed: float) -> bool:
    return best >= _SURE and best > _BEYOND * claimed


def _by_script(sample: str) -> str | None:
    if sample.isascii() or not _OTHER_SCRIPT.search(sample):
        return None
    letters = _length(_LETTERS, sample)
    count = {script: _length(pattern, sample) for script, pattern in _SCRIPTS.items()}
    few = letters * 0.15
    if count["kana"] > few / 3 and count["kana"] + count["han"] > few:
        return "ja"
    if count["hangul"] > few:
        return "ko"
    if count["arabic"] > few * 2:
        return "ar"
    if count["han"] > few * 2:
        return "ja" if _JAPANESE_FORMS.search(sample) else "zh"
    return None


def _length(pattern: re.Pattern[str], sample: str) -> int:
    """How many characters a pattern finds."""
    return sum(map(len, pattern.findall(sample)))


def _scores(sample: str) -> dict[str, float]:
    """How much speaks for each language; those that nothing speaks for are left out."""
    scores: dict[str, float] = defaultdict(float)
    words = Counter(_WORD.findall(sample.lower()))
    for word in filter(_BY_WORD.__contains__, words):
        times = words[word]
        for language, weight in _BY_WORD[word]:
            scores[language] += times * weight
    if not sample.isascii():
        for letter, times in Counter(_NOT_ASCII.findall(sample.lower())).items():
            for language, weight in _BY_LETTER.get(letter, ()):
                scores[language] += times * weight
    if len(sample) < _SHORT:
        for word in words:
            for ending in (word[-4:], word[-3:]) if len(word) > 4 else ():
                for language, weight in _BY_ENDING.get(ending, ()):
                    scores[language] += weight
    return scores
