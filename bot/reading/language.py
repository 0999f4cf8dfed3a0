"""Which language a text is in, from its script and its commonest words; no models, no dictionaries."""

import re
from collections import Counter

UNKNOWN = "und"
"""ISO 639-2: undetermined."""

_SAMPLE = 4000  # characters: more does not change the answer
_WORD = re.compile(r"[^\W\d_]+")
_LETTER = re.compile(r"[^\W\d_]")
_SCRIPTS = {
    "hangul": re.compile("[\uac00-\ud7a3]"),
    "kana": re.compile("[\u3041-\u30fe]"),
    "han": re.compile("[\u4e00-\u9fff]"),
    "arabic": re.compile("[\u0620-\u064a\u0671-\u06d3]"),
}
_STOP_WORDS = {
    "en": "the of and to in that is for on with by it as was at from has have be are this said which would not after",
    "de": "der die das und in den von zu mit sich des auf für ist im dem nicht ein eine als auch es an werden aus hat",
    "fr": "le la les de des et en un une du que est pour dans qui par sur au aux il ce avec pas plus son sont leur",
    "es": "el la los las de y en que un una del por con para se es al su como más ha sobre entre lo sus este tras",
    "id": "yang dan di untuk dengan pada dari ini itu akan ke tidak dalam telah oleh bahwa juga sebagai adalah lebih",
    "cs": "a se na je v že o s z do k by podle pro za však jako jsou byl kde ale i které také ve má aby od po než",
    "it": "il la di che e un una per del della con non sono le dei nel alla si da come più anche gli ha al delle",
    "pt": "o a de que e do da em um uma para com não os no se na por mais as dos como ao das foi pela pelo são",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er door om ook als bij naar uit tot werd heeft",
    "pl": "w i na z się że do jest nie to o od po przez za jak dla są oraz ich ale który które przy było jako",
}
_MORE_FUNCTION_WORDS = {"en": "who were will could there now or than but under while when may might should can also"}
_WEIGHT = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}


def detect(text: str, said: str | None = None) -> str:
    """The ISO 639-1 code of a text's language, or ``und``.

    ``said`` is what the source claims (``en``, ``en-US``); it is believed unless the script says otherwise.
    """
    sample = text[:_SAMPLE]
    script = _by_script(sample)
    if script:
        return script
    claim = (said or "").strip().lower().replace("_", "-").split("-")[0]
    if len(claim) == 2 and claim.isalpha() and claim not in {"ko", "ja", "ar"}:
        return claim
    return _by_words(sample)


def is_function_word(word: str, language: str) -> bool:
    """Whether a word is grammar rather than a thing: a preposition, an article, an auxiliary."""
    return word in _WEIGHT.get(language, ()) or word in _MORE_FUNCTION_WORDS.get(language, "").split()


def _by_script(sample: str) -> str | None:
    if sample.isascii():
        return None
    letters = len(_LETTER.findall(sample))
    count = {script: len(pattern.findall(sample)) for script, pattern in _SCRIPTS.items()}
    few = letters * 0.15
    if count["kana"] > few / 3 and count["kana"] + count["han"] > few:
        return "ja"
    if count["hangul"] > few:
        return "ko"
    if count["arabic"] > few * 2:
        return "ar"
    return "zh" if count["han"] > few * 2 else None


def _by_words(sample: str) -> str:
    words = Counter(word.lower() for word in _WORD.findall(sample))
    if not words:
        return UNKNOWN
    scores = {language: sum(words[word] for word in stop) for language, stop in _WEIGHT.items()}
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] > 0 else UNKNOWN
