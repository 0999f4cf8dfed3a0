"""What a chat says beside alerts and answers, in each language: no sentence of it is left in English."""

import re
from functools import partial
from itertools import product

import pytest

from bot.chat.commands.command import CommandRequest, Families
from bot.chat.commands.details import DETAILS
from bot.chat.commands.registry import COMMANDS
from bot.chat.languages.translator import NAMES, Translator, translator
from bot.chat.render import Rendered, help  # noqa: A004  # the room's own module, not the builtin
from bot.chat.render.notice import unreadable
from bot.chat.render.wishes import first_steps, settings
from bot.chat.typed.bad_argument import BadArgument
from bot.chat.updates.application import BotApplication
from bot.model import Alerts, Chat, ChatType, Interest, Manner, NewsKind
from tests.chat.builders import JAPAN, KOREA, TOPIC, article, chat, context, families, feed
from tests.chat.commands.test_registry import press
from tests.chat.conftest import Phone, until
from tests.chat.shelf import Shelf

OTHERS = sorted(NAMES.keys() - {"en"})
TRACKS = TOPIC.vocabulary.tracks
NARROWED = chat(
    7, interest=Interest(("KR", "JP"), (NewsKind.DEALS, NewsKind.TROOPS), ("KBS",)), alerts=Alerts.DIGEST,
    digest_at="08:00", digest_days="14", time_zone="Asia/Seoul",
    manner=Manner(quiet="22:00-07:00", great_pass=True, silent=True),
)  # fmt: skip
CAPPED = chat(8, manner=Manner(quiet="22:00-07:00", cap=5))
ASKED = (
    *(("help", one.name) for one in COMMANDS if not one.is_for_operators),
    ("help", ""), ("help", "sumary"), ("start", ""), ("start", "atlantis"), ("start", "korea"), ("settings", ""),
    ("subscribe", ""), ("subscribe", "deals japan"), ("subscribe", "atlantis"), ("subscribe", "digest noon-ish"),
    ("alerts", ""), ("alerts", "digest mon 9:00"), ("alerts", "digest"), ("alerts", "critical"), ("alerts", "all"),
    ("alerts", "most 99"), ("alerts", "quiet"), ("alerts", "quiet all day"), ("alerts", "off"), ("alerts", "x"),
    ("alerts", "critical weekdays"), ("alerts", "weekly"), ("mute", ""), ("mute", "KBS"), ("mute", "1"),
    ("mute", "1 week"), ("mute", "day"), ("mute", "99"), ("mute", "Atlantis Post"), ("unmute", ""), ("unmute", "1"),
    ("unmute", "KBS"), ("unmute", "all"), ("unmute", "Atlantis Post"), ("watch", ""), ("watches", ""),
    ("watches", "submarines"), ("unwatch", "submarines"), ("language", ""), ("language", "klingon"), ("timezone", ""),
    ("timezone", "tokyo"), ("timezone", "atlantis"), ("timezone", "+9:30"), ("unsubscribe", "korea"),
    ("unsubscribe", ""), ("settings", "now"), ("forgetme", ""), ("mydata", "x"), ("watches", "p9"),
    ("testalert", "now"),
)  # fmt: skip
"""In this order, by a chat that is subscribed from the third ``start`` on."""

_TYPED = re.compile(r"10 pm to 7 am|/[a-z]+(?: [^\n…·]*)?|“[^”]*”|„[^“]*“|「[^」]*」|‘[^’]*’|\([^()]*\)|（[^（）]*）")
"""What people type, and what stands in quotation marks and brackets."""
_ENGLISH = re.compile(
    r"\b(?:the|and|of|this|that|what|here|is|are|not|for|with|by|to|none|any|more|each|every|no|chat|alerts?)\b"
)
_OWN = re.compile("^.*Round Table.*$|Talks in Seoul end after an hour|Seoul and Washington talk, round 1", re.MULTILINE)


def said_in_english(told: str) -> list[str]:
    """The lines with a word that only English has; what is to be typed is English everywhere."""
    left = [(_TYPED.sub("", _OWN.sub("", line)), line) for line in told.splitlines() if not line.startswith("•")]
    return [line for rest, line in left if _ENGLISH.search(rest)]


def whole(message: Rendered) -> str:
    return "\n".join([message.plain, *(button.label for row in message.buttons for button in row)])


def answer(those: Families, name: str, words: str, who: Chat, t: Translator) -> str:
    try:
        return whole(those.message_of(name, CommandRequest(who, words, t=t)))
    except BadArgument as problem:
        return problem.told(t)


@pytest.mark.parametrize("language", OTHERS)
def test_no_command_about_the_chat_answers_in_english(language: str) -> None:
    t, shelf = translator(language), Shelf()
    shelf.stored.append(article(outlet="KBS"))
    shelf.listed = [feed(1, "KBS")]
    those, me = families(context(shelf)), Chat(7, ChatType.PRIVATE, "Reader", subscribed=False, language=language)
    for name, words in ASKED:
        told = answer(those, name, words, me, t)
        if name == "help" and words in DETAILS:
            assert t.whole(DETAILS[words]) in told
        else:
            own = told.replace(TOPIC.name, "").replace(TOPIC.about, "")
            assert said_in_english(own) == [], (name, words)


@pytest.mark.parametrize("language", OTHERS)
def test_no_screen_of_the_settings_is_english(language: str) -> None:
    t = translator(language)
    shelf = Shelf()
    for one in (NARROWED, CAPPED):
        shelf.known[one.id] = one
    those = families(context(shelf))
    for one in (NARROWED, CAPPED):
        assert said_in_english(answer(those, "settings", "", one, t)) == []
    names = ("", settings.TRACKS, settings.KINDS, settings.ALERTS, settings.QUIET, settings.MOST, settings.ZONE,
             settings.MUTED)  # fmt: skip
    for name, one in product(names, (NARROWED, CAPPED, chat(9, subscribed=False))):
        view = settings.View(one, TRACKS, "", "Asia/Seoul", muted=2, come=3, t=t)
        assert said_in_english(whole(settings.screen(name, view))) == [], name
    for weight in Alerts:
        assert said_in_english(whole(first_steps.zones("", "*", weight, t))) == []
    assert said_in_english(whole(first_steps.weights("", "*", t))) == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "ko",
            "받는 알림: 한국 및 일본 관련 중대 소식(합의 및 병력) · 소식 모음 매주 월요일 및 목요일 8:00 KST"
            " · 방해 금지 22:00–7:00 KST(중대 소식은 예외), 그동안의 알림은 끝난 뒤 한꺼번에"
            " · 소리 없이 · KBS 단독 보도 제외.",
        ),
        (
            "ja",
            "通知する内容: 韓国、日本に関する重大ニュース（合意、兵力）／まとめ 毎週月曜日、木曜日8:00 KST／"
            "おやすみ時間 22:00–7:00 KST（重大ニュースを除く）、"
            "たまった通知は終了時にまとめて／音なし／KBSだけの報道は除く。",
        ),
        (
            "de",
            "Gemeldet wird: Südkorea und Japan: Abschlüsse und Truppen (nur wichtige Ereignisse); Sammelmeldung "
            "montags und donnerstags 8:00 KST; Ruhezeit 22:00–7:00 KST außer bei wichtigen Ereignissen, was wartet, "
            "kommt am Ende gesammelt; ohne Ton; nicht, was nur KBS berichtet.",
        ),
    ],
)  # fmt: skip
def test_what_rings_is_one_sentence_of_the_language(language: str, sentence: str) -> None:
    shelf = Shelf()
    shelf.known[NARROWED.id] = NARROWED
    told = families(context(shelf)).message_of("settings", CommandRequest(NARROWED, t=translator(language))).plain
    assert told.splitlines()[1] == sentence


def test_a_list_of_countries_and_a_clock_are_written_as_the_language_does() -> None:
    labels = [button.label for row in first_steps.countries((KOREA, JAPAN), translator("de")) for button in row]
    assert labels == ["Meldungen aller Länder", "Südkorea", "Japan"]
    told = help.after_subscribe(zone="서울", t=translator("ko")).plain
    assert "시각은 서울 기준으로" in told
    with pytest.raises(BadArgument) as problem:
        families(context(Shelf())).message_of("timezone", CommandRequest(chat(7), "atlantis"))
    assert unreadable(problem.value, translator("ja")).plain == (
        "「atlantis」というタイムゾーンは見つかりません。Tokyoのような都市名か、JST、UTC+9のように書いてください。\n"
        "例: /timezone Asia/Seoul"
    )


async def test_a_german_chat_is_answered_in_german(bot: BotApplication, phone: Phone) -> None:
    """By who asks in a chat that chose nothing, and by the chat where it did; on buttons, too."""
    me = await phone.add("private")
    assert await phone.ask(me, "/nowhere") == "I don't know /nowhere.\nTry /help"
    await phone.ask(me, "/language de")
    assert await phone.ask(me, "/nowhere") == "Den Befehl /nowhere kenne ich nicht.\nZum Beispiel: /help"
    assert (await phone.ask(me, "bananas")).startswith("Ich weiß nicht, wonach Sie fragen")
    assert await phone.ask(me, "mute KBS") == (
        "Das ändert, was dieser Chat erhält, und muss deshalb als Befehl gesendet werden.\nZum Beispiel: /mute"
    )
    assert await phone.ask(me, "/chats") == (
        "/chats ist den Betreibern des Bots vorbehalten. Was Ihnen offensteht, zeigt /help."
    )
    await press(bot, phone, me, "nothing:1")
    pressed = await until(lambda: _acknowledged(phone))
    assert pressed == "Diese Schaltfläche funktioniert nicht mehr."
    await phone.type(me, "/start")
    start = await phone.answer(me)
    assert [key["text"] for row in start["buttons"] for key in row][:2] == ["Meldungen aller Länder", "Südkorea"]
    for step in ("begin:KR", "begin:KR:critical", "begin:KR:critical:Europe/Berlin"):
        await until(partial(_has_button, phone, me, start["id"], step))
        await phone.press(me, start["id"], step)
    told = await until(lambda: _edited(phone, me, start["id"]))
    assert told.splitlines()[0] == "Abonniert. Gemeldet wird: Südkorea: wichtige Ereignisse."
    assert told.splitlines()[1] == "Uhrzeiten gelten für Berlin. Alles lässt sich ändern: /settings"


async def _acknowledged(phone: Phone) -> str | None:
    answered = await phone.requests("answerCallbackQuery")
    return answered[-1]["params"].get("text") if answered else None


async def _has_button(phone: Phone, chat_id: int, message: int, data: str) -> bool:
    rows = next(one["buttons"] for one in await phone.messages(chat_id) if one["id"] == message)
    return any(key["data"] == data for row in rows for key in row)


async def _edited(phone: Phone, chat_id: int, message: int) -> str | None:
    told = next(one["text"] for one in await phone.messages(chat_id) if one["id"] == message)
    return str(told) if told.startswith("Abonniert") else None
