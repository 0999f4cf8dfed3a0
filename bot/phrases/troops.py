"""What a number of soldiers is of, by its sentence: of a force, of an order to leave, or of one that is only weighed.

The words are of the languages and of no topic. ``context.troops_in`` has what stands right beside a number; here is
what else its sentence tells: whether anybody has decided it, and whether it came to it.
"""

import re

from bot.model import Figure, Measure, Stance
from bot.phrases.context import STOPPED, Fate, Texts, troops_in

_NEAR = 300
"""Characters on either side in which a sentence begins and ends."""
_STOP = re.compile(r"(?<=[^A-Z.\d][.!?])\s|(?<=\d[.!?])\s(?=[A-ZÄÖÜ])|[。！？\n]|(?<=다\.)\s")
"""``U.S. forces`` goes on."""

_FLOOR = re.compile(
    r"\b(?:no(?:t|r)?|keeps?|bar(?:s|red)?|forbids?|prohibit\w*|prevent\w*|unless|without|law|limits?|restrict\w*)\b"
    r"[^#]{0,70}\bbelow(?: the)?(?: (?:current|present|about|some))* #"
    r"|\bnot? (?:fewer|less) than #|\bweniger als #[^.]{0,40}\b(?:dürfen|nicht|nur)\b"
    r"|\bunter (?:die )?#[^.]{0,60}\b(?:darf|dürf\w*|untersag\w*|verb[io]\w*)\b"
    r"|\b(?:untersagt|verbietet)[^.]{0,60}\bunter (?:die )?#"
    r"|\bnicht unter #|#명? ?(?:미만|이하)(?:으?로|의)?[^.]{0,20}(?:금지|제한|못)"
    r"|#人?(?:未満|を下回)[^。]{0,20}(?:禁|制限|ない)",
    re.IGNORECASE,
)
"""So many are to stay at the least, by law."""
_CEILING = re.compile(
    r"\bleav(?:e|es|ing)(?: (?:about|around|some|only|just))* #"
    r"|\b(?:to a level of|level of|cap(?:ped)? (?:at|of)|ceiling of|limit of|no more than|at most|höchstens(?: noch)?"
    r"|nur noch|(?:down|reduced|sink|fall|cut|shrink)\w*(?: [^#]{0,40})? to)(?: (?:about|around|some|rund|etwa))* #"
    r"|#명? ?(?:가량)?(?:으로|까지|선으로) ?(?:줄|감축|축소|낮)|#人?(?:に|まで)(?:減|削減|縮小)",
    re.IGNORECASE,
)
"""So many are to stay at the most, or what they are cut to."""
_REMAIN = re.compile(
    r"#(?: (?:\w+ ){0,3}?(?:would|will|are to|is to))? (?:stay|remain)\b|#[^.]{0,40}\b(?:ver)?bleiben\b"
    r"|\b(?:übrig|zurück) (?:bleiben|blieben)(?: \w+){0,2} #",
    re.IGNORECASE,
)
"""So many stay: of a force that is cut the rest, and else all of it."""
_HERE = re.compile(
    r"\b(?:bisher|bislang|at present|currently)(?: noch)?(?: (?:rund|etwa|about|some))? #"
    r"|# (?:\S+ ){0,3}(?:are|is|were) (?:\w+ )?(?:stationed|based|deployed|assigned|garrisoned)\b"
    r"|\b(?:troops|soldiers|force|there)(?: \w+){0,3} (?:are|is|were|numbers?|totals?)"
    r"(?: (?:about|around|some|over|more than|now))* #"
    r"|\b(?:stehen|dienen|stationiert sind)(?: (?:derzeit|noch|dort|etwa|rund))* #"
    r"|\bnur noch (?:rund |etwa )?#[^.]{0,20}\b(?:sind|seien|waren|stehen)\b|#명?이 주둔",
    re.IGNORECASE,
)
"""They are there, whatever else the sentence tells of others."""

_GOING = re.compile(
    r"\b(?:tak(?:e|es|ing)|want(?:s|ed)?|order(?:s|ed)?)\b[^#.;]{0,20}#[^.;]{0,40}\bout\b"
    r"|\b(?:los(?:e|es|ing)|giv(?:e|es|ing) up)(?: (?:about|around|some|up to|nearly))* #"
    r"|#[^.;]{0,60}\b(?:be (?:sent|moved|shifted|relocated|redeployed|withdrawn|pulled)|go(?:es|ing)? (?:home|back)"
    r"|come home)\b"
    r"|#[^.;]{0,40}\breturn(?:s|ed|ing)? (?:home|to the)\b|\bzieh(?:t|en)\b[^.;]{0,25}#[^.;]{0,50}\bab\b"
    r"|#[^.;]{0,30}\b(?:zurück nach|heimkehr\w*|kehren heim)\b|\bVerlegung(?:en)? von(?: (?:rund|etwa))* #"
    r"|#[^.。]{0,30}(?:옮기|옮긴|이동|재배치|뺀다|뺄)|#人?(?:を|が)[^。]{0,10}(?:移|引き揚げ|帰国)",
    re.IGNORECASE,
)
"""That they leave, further from the number than the words of ``context``, or in more of them."""
_MAY = re.compile(
    r"\b(?:could|may|might)\b(?! not)"
    r"|\b(?:consider\w*|weigh(?:s|ed|ing)?|mull\w*|ponder\w*|stud(?:y|ies|ied|ying)|look(?:s|ed|ing)? at|looking into"
    r"|possib\w+|options?|under (?:consideration|discussion|review)|speculat\w*|threat(?:en\w*|s)?|floated|scenario)\b"
    r"|\bplan(?:s|ned)?(?: \S+)? (?:to|for|of)\b|\b(?:plant|geplant\w*|Pläne)\b"
    r"|\b(?:erwäg\w*|könnten?|prüf(?:t|en)|überleg\w*|denkbar|möglich\w*|im Gespräch|drohte?|gedroht)\b"
    r"|검토|거론|방안|가능성|수도? 있|고려|구상|계획|안을 (?:만들|마련)|検討|計画|可能性|示唆|案[がをも、 　]",
    re.IGNORECASE,
)
"""That nobody has decided it."""
_DECIDED = re.compile(
    r"\b(?:order(?:s|ed)?|announc\w*|decid\w*|decision|confirm\w*|approv\w*|present(?:s|ed)|direct(?:s|ed)"
    r"|will (?:be|leave|withdraw|pull)"
    r"|angeordnet|ordnet|kündigt|angekündigt|bestätigt|beschlossen|entschieden|vorgelegt|vorgestellt)\b|명령|지시|결정|발표|확정|命じ|決定|発表",
    re.IGNORECASE,
)
_NEVER = re.compile(
    rf"{STOPPED}|\bnever\b|\bnie\b|\bnot carried out\b|\bnone (?:of them )?(?:has|have|had) left\b"
    r"|\bhätten? [^.]{0,30}(?:gehen|abziehen|verlassen|abgezogen werden) sollen\b|\bwere to have (?:left|gone)\b"
    r"|\bcame to nothing\b|실행되지|실현되지|무산|実行されな|実現しな|実現せず",
    re.IGNORECASE,
)
"""That it did not come to it."""
_NEVER_NEXT = re.compile(
    r"^(?:(?:dazu|daraus) (?:kam|wurde) (?:es )?(?:nie|nichts)"
    r"|(?:it|that|this) (?:never happened|was never|came to nothing)|none (?:of them )?(?:has|have|had|ever) left"
    r"|(?:하지만|그러나)? ?(?:실행|실현)되지|(?:しかし|だが)?実(?:行|現)され?な)",
    re.IGNORECASE,
)
"""The same at the beginning of the next sentence."""

_OF_WHOLE = re.compile(
    r"#(?: (?:troops|soldiers|Soldaten))? (?:of|out of|der|von) "
    r"(?:the |its |their |some |about |roughly |rund |etwa |ihrer )*\d"
    r"|# (?:of them|davon)\b|(?:가운데|중) #|のうち#",
    re.IGNORECASE,
)
"""Some of a force, and not the force."""
_GONE = re.compile(
    r"\b(?:leav(?:e|es|ing)|withdr\w+|pull(?:ed|s|ing)?|depart\w*|quit|remov\w*|moved? out|abgezogen|abziehen|gehen"
    r"|verlassen|\w*abzug)\b|철수|감축|撤収|撤退|削減",
    re.IGNORECASE,
)
"""That some leave, anywhere in the sentence."""
_WHOLE = re.compile(
    r"\d(?: (?:troops|soldiers|Soldaten))? (?:of|out of|der|von|ihrer) "
    r"(?:(?:the|its|their|some|about|around|roughly|current|present|rund|etwa|ihrer) )*#"
    r"|#명? ?(?:가운데|중(?![가-힣])|의 일부|규모인)|전체 #|#명? ?규모의 [가-힣]*미군|#人?のうち",
    re.IGNORECASE,
)
"""The force that a number before it is some of."""
_EVERYBODY = re.compile(
    r"# (?:\S+ )?(?:Americans|citizens|nationals|people|US-Bürger\w*|Amerikaner\w*)\b(?! (?:in uniform|stationed|based"
    r"|serving|deployed|posted|garrisoned))|미국인 #|#명의 미국인|#人の(?:米国人|アメリカ人)",
    re.IGNORECASE,
)
_CIVILIANS = re.compile(
    r"\d (?:\S+ )?(?:civilians|dependents|family members|Zivilisten|Zivilangestellte|Angehörige)\b|민간인|民間人|軍属",
    re.IGNORECASE,
)

_MEASURES: dict[Fate, Measure] = {
    "to leave": Measure.LEAVING,
    "to come": Measure.COMING,
    "to stay": Measure.STAYING,
    "not withdrawn": Measure.KEPT,
}


def measure_of_troops(article: Texts, figure: Figure, *, untold: Measure | None = Measure.COUNT) -> Measure | None:
    """What becomes of so many soldiers; of a force that is there it is a count.

    None where it is neither: some of a force, a force of long ago, or soldiers and civilians together. ``untold`` is
    what they are where no word of the sentence tells it.
    """
    sentence, following = sentence_of(article, figure)
    fate = troops_in(article, figure)
    if _EVERYBODY.search(sentence) and _CIVILIANS.search(article.text):
        return None
    if _WHOLE.search(sentence):
        return None if _NEVER.search(sentence) else Measure.COUNT
    if _FLOOR.search(sentence):
        return Measure.FLOOR
    if fate == "to come":
        return Measure.COMING
    if _HERE.search(sentence):
        return Measure.COUNT
    if _CEILING.search(sentence):
        return Measure.STAYING
    if _REMAIN.search(sentence):
        return untold or Measure.STAYING
    if fate in {"to leave", "not withdrawn"} or (fate != "stationed" and _GOING.search(sentence)):
        return _of_move(figure, sentence, following, fate)
    if fate == "" and _OF_WHOLE.search(sentence):
        return _of_move(figure, sentence, following, fate) if _GONE.search(sentence) else None
    return _MEASURES.get(fate, Measure.COUNT) if fate else untold


def _of_move(figure: Figure, sentence: str, following: str, fate: Fate) -> Measure:
    if fate == "not withdrawn" or _NEVER.search(sentence) or _NEVER_NEXT.search(following):
        return Measure.KEPT
    is_open = _MAY.search(sentence) and not _DECIDED.search(sentence)
    # What is denied nobody has ordered, as far as anybody knows.
    return Measure.WEIGHED if is_open or figure.stance is Stance.DENIED else Measure.LEAVING


def sentence_of(article: Texts, figure: Figure) -> tuple[str, str]:
    """The sentence of a figure with ``#`` in its place, and the beginning of the next."""
    text = article.title if figure.where == "title" else article.text
    end = figure.start + len(figure.surface)
    before = _STOP.split(text[max(0, figure.start - _NEAR) : figure.start])[-1]
    after, *rest = _STOP.split(text[end : end + _NEAR], maxsplit=1)
    return f"{before}#{after}", rest[0].lstrip() if rest else ""
