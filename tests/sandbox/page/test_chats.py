"""Several chats on the page: what is unread, new ones, a bot shut out, a phone's width, a restart, the replay."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.model import PastReport
from bot.sandbox.replay import Replay
from tests.sandbox.browser import Desk, OpenDesk, browser, desk, open_desk
from tests.sandbox.client import YOU

__all__ = ["browser", "desk", "open_desk"]
pytestmark = pytest.mark.asyncio(loop_scope="session")


class Kept(dict[str, str]):
    """A memory as the store's."""

    def put(self, key: str, value: str) -> None:
        self[key] = value


def replay(seconds: float = 60) -> Replay:
    days = [date(2019, 11, 18) + timedelta(number) for number in range(4)]
    reports = [
        PastReport(f"r{n}", day, "en", "Reuters", f"https://news.example/{n}", f"Report {n}", "Text.", on_topic=True)
        for n, day in enumerate(days)
    ]
    return Replay(reports, seconds=seconds, store=Kept(), first_day=days[1])


async def test_unread_messages_are_counted_until_they_are_read(desk: Desk) -> None:
    group = (await desk.client.create_chat("group", "Alliance desk"))["id"]
    page = await desk.open(chat=YOU)
    line = page.locator(f'[data-chat="{group}"]')
    await expect(line.locator(".badge")).to_be_hidden()
    for number in range(3):
        await desk.bot.send_message(group, f"Alert {number}")
    await desk.bot.send_message(YOU, "In the open chat")
    await expect(line.locator(".badge")).to_have_text("3 unread")
    await expect(line.locator(".last")).to_have_text("burdenwatch: Alert 2")
    await expect(page).to_have_title("(3) burdenwatch sandbox")
    await page.reload()
    await expect(line.locator(".badge")).to_have_text("3 unread")
    await expect(page.locator(f'[data-chat="{YOU}"] .badge')).to_be_hidden()
    await line.click()
    await expect(line.locator(".badge")).to_be_hidden()
    await expect(page).to_have_title("burdenwatch sandbox")
    await page.reload()
    await expect(page.locator(".message")).to_have_count(3)
    await expect(line.locator(".badge")).to_be_hidden()


async def test_the_newest_talk_comes_first_and_the_focus_stays(desk: Desk) -> None:
    names = {name: (await desk.client.create_chat("private", name))["id"] for name in ("Ann", "Ben", "김기자")}
    page = await desk.open(chat=YOU)
    await page.clock.install()
    await page.locator(f'[data-chat="{names["Ben"]}"]').focus()
    await desk.bot.send_message(names["김기자"], "요구: 50억 달러")
    await expect(page.locator("#chats .name").first).to_have_text("김기자")
    await desk.client.say(names["Ben"], "hello")
    await expect(page.locator(f'[data-chat="{names["Ben"]}"] .last')).to_have_text("You: hello")
    await expect(page.locator(f'[data-chat="{names["Ben"]}"]')).to_be_focused()


async def test_a_new_chat_has_the_bot_in_it(desk: Desk) -> None:
    page = await desk.open()
    dialog = page.get_by_role("dialog", name="New chat with the bot")
    for kind in ("Group", "Supergroup", "Channel"):
        await page.get_by_role("button", name="New chat").click()
        await dialog.get_by_label("Kind").select_option(kind.lower())
        await dialog.get_by_label("Name").fill(f"  {kind} <desk> ")
        await page.keyboard.press("Enter")
        await expect(dialog).to_be_hidden()
        await expect(page.get_by_role("heading", name=f"{kind} <desk>", exact=True)).to_be_visible()
        await expect(page.get_by_role("textbox", name="Message")).to_be_focused()
    made = [update.my_chat_member for update in await desk.bot.get_updates(timeout=5)]
    assert [(one.chat.type, one.chat.title) for one in made if one] == [
        ("group", "Group <desk>"),
        ("supergroup", "Supergroup <desk>"),
        ("channel", "Channel <desk>"),
    ]


async def test_a_new_chat_needs_a_name_and_can_be_given_up(desk: Desk) -> None:
    page = await desk.open()
    await page.get_by_role("button", name="New chat").click()
    dialog = page.get_by_role("dialog", name="New chat with the bot")
    await dialog.get_by_role("button", name="Create").click()
    await expect(dialog).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await page.get_by_role("button", name="New chat").click()
    await dialog.get_by_role("button", name="Cancel").click()
    await expect(dialog).to_be_hidden()
    await expect(page.locator(".chat")).to_have_count(1)


async def test_a_blocked_bot_hears_of_it_and_can_be_let_in_again(desk: Desk) -> None:
    page = await desk.open()
    await page.get_by_role("button", name="Block", exact=True).click()
    await expect(page.locator("#talk-sub")).to_have_text("@burdenwatch_sandbox_bot: you blocked it")
    await expect(page.get_by_role("textbox", name="Message")).to_be_hidden()
    await page.get_by_role("button", name="Unblock the bot").click()
    await expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    updates = await desk.bot.get_updates(timeout=5)
    changes = [update.my_chat_member for update in updates if update.my_chat_member]
    assert [change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_a_bot_removed_from_a_group_can_be_added_again(desk: Desk) -> None:
    group = (await desk.client.create_chat("group", "Alliance desk"))["id"]
    page = await desk.open(chat=group)
    await page.get_by_role("button", name="Remove bot").click()
    await expect(page.locator("#talk-sub")).to_have_text("@burdenwatch_sandbox_bot: it is not here")
    await expect(page.get_by_role("textbox", name="Message")).to_be_visible()
    await page.get_by_role("button", name="Add bot").click()
    await expect(page.locator("#talk-sub")).to_have_text("group with @burdenwatch_sandbox_bot")


async def test_a_group_that_grows_is_one_chat_still(desk: Desk) -> None:
    group = (await desk.client.create_chat("group", "Alliance desk"))["id"]
    page = await desk.open(chat=group)
    grown = await desk.client.migrate(group)
    await expect(page.locator(".chat")).to_have_count(2)
    await expect(page.locator(f'[data-chat="{grown}"]')).to_have_attribute("aria-current", "true")
    await expect(page.locator(".service")).to_have_text("This group is a supergroup now")
    await desk.bot.send_message(grown, "Still here.")
    await expect(page.locator(".message")).to_contain_text("Still here.")


async def test_a_phone_shows_one_thing_at_a_time(desk: Desk) -> None:
    group = (await desk.client.create_chat("group", "Alliance desk"))["id"]
    page = await desk.open(phone=True)
    chats, talk = page.get_by_role("navigation", name="Chats"), page.get_by_role("region", name="Conversation")
    await expect(chats).to_be_visible()
    await expect(talk).to_be_hidden()
    await page.locator(f'[data-chat="{group}"]').tap()
    await expect(chats).to_be_hidden()
    await expect(talk.get_by_role("heading", name="Alliance desk")).to_be_visible()
    await page.get_by_role("button", name="All chats").tap()
    await expect(talk).to_be_hidden()
    await expect(page.locator(f'[data-chat="{group}"]')).to_be_focused()
    await desk.bot.send_message(group, "While the list is in sight")
    await expect(page.locator(f'[data-chat="{group}"] .badge')).to_have_text("1 unread")
    await page.locator(f'[data-chat="{group}"]').tap()
    await expect(page.locator(".message")).to_contain_text("While the list is in sight")
    await page.go_back()  # the phone's own back key
    await expect(chats).to_be_visible()


async def test_with_one_chat_a_phone_begins_in_it(desk: Desk) -> None:
    page = await desk.open(phone=True)
    await expect(page.get_by_role("textbox", name="Message")).to_be_visible()


async def test_a_restart_on_the_same_port_loses_nothing(open_desk: OpenDesk, tmp_path: Path, unused_port: int) -> None:
    before: Desk = await open_desk(state=tmp_path / "chats.db", port=unused_port)
    before.watch.forgiven = (
        "ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET"
    )
    await before.bot.send_message(YOU, "<b>Before</b> the restart", parse_mode="HTML")
    page = await before.open()
    await expect(page.locator(".message")).to_contain_text("Before the restart")
    await page.get_by_role("textbox", name="Message").fill("half a thought")
    await before.sandbox.stop()
    await expect(page.get_by_role("alert")).to_contain_text("The sandbox does not answer.")
    after: Desk = await open_desk(state=tmp_path / "chats.db", port=unused_port)
    await after.bot.send_message(YOU, "After the restart")
    await expect(page.locator(".message").last).to_contain_text("After the restart")
    await expect(page.get_by_role("alert")).to_be_hidden()
    await expect(page.locator(".message")).to_have_count(2)
    await expect(page.get_by_role("textbox", name="Message")).to_have_value("half a thought")
    await page.reload()
    assert await page.locator(".message .body").all_inner_texts() == ["Before the restart", "After the restart"]
    assert await page.locator(".message b").inner_text() == "Before"


async def test_the_replay_tells_how_far_it_is_and_obeys(open_desk: OpenDesk) -> None:
    told = replay()
    desk: Desk = await open_desk(replay=told)
    page = await desk.open()
    box = page.get_by_role("region", name="Replay of past reports")
    pause = box.get_by_role("button")
    await expect(box).to_contain_text("18 Nov 2019")
    await expect(box).to_contain_text("It waits for a reader: send /subscribe")
    await expect(pause).to_be_disabled()
    told.begin()
    await expect(box).to_contain_text("Report 1 of 4.")
    await pause.click()
    await expect(box).to_contain_text("Report 1 of 4, paused.")
    await expect(pause).to_have_text("Go on")
    assert (await desk.client.state())["replay"]["paused"] is True
    pace = box.get_by_label("One every")
    await expect(pace).to_have_value("60")
    await pace.select_option("0.5")
    await pause.click()
    await expect(pause).to_have_text("Pause")
    assert (await desk.client.state())["replay"]["seconds"] == 0.5
    await expect(box).to_contain_text("All of it has been told.")
    await expect(box).to_contain_text("burdenwatch run --fresh")
    await expect(box).to_contain_text("21 Nov 2019")
    await expect(box.get_by_role("progressbar")).to_have_js_property("value", 1)
    await expect(pause).to_be_disabled()


async def test_a_user_s_messenger_is_turned_to_another_language(desk: Desk) -> None:
    page = await desk.open(chat=YOU)
    await page.set_viewport_size({"width": 390, "height": 844})
    chosen, about = (
        page.get_by_label("Language of this user's messenger"),
        page.get_by_role("button", name="About this"),
    )
    await about.click()
    await expect(chosen).to_have_value("en")
    async with page.expect_response("**/language"):
        await chosen.select_option("ko")
    await page.reload()
    await about.click()
    await expect(chosen).to_have_value("ko")
    await page.keyboard.press("Escape")
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await desk.client.say(YOU, "/start")
    *_, last = await desk.bot.get_updates()
    assert last.message is not None
    assert last.message.from_user is not None
    assert last.message.from_user.language_code == "ko"
    group = (await desk.client.create_chat("group", "Desk"))["id"]
    await page.locator("#back").click()
    await page.locator(f'[data-chat="{group}"]').click()
    await about.click()
    await expect(page.get_by_role("dialog", name="Desk")).to_be_visible()
    await expect(chosen).to_be_hidden()


async def test_the_replay_begins_anew_at_a_day_of_ones_choice(open_desk: OpenDesk) -> None:
    told = replay()
    begun: list[date] = []
    told.on_anew = begun.append
    desk: Desk = await open_desk(replay=told)
    desk.watch.forgiven = "400 "
    page = await desk.open()
    box = page.get_by_role("region", name="Replay of past reports")
    dialog = page.get_by_role("dialog", name="Begin the replay anew")
    await box.get_by_role("button", name="Begin anew").click()
    day = dialog.get_by_label("From the day")
    await expect(day).to_have_value("2019-11-19")
    await day.fill("2019-11-18")
    await dialog.get_by_role("button", name="Begin anew").click()
    await expect(dialog.get_by_role("alert")).to_have_text(
        "the replay can begin on any day from 2019-11-19 to 2019-11-21, written like that, not '2019-11-18'"
    )
    assert begun == []
    await dialog.get_by_role("button", name="Cancel").click()
    await box.get_by_role("button", name="Begin anew").click()
    await expect(dialog.get_by_role("alert")).to_be_hidden()
    await day.fill("2019-11-20")
    await page.keyboard.press("Enter")
    await expect(dialog).to_be_hidden()
    assert begun == [date(2019, 11, 20)]
    await expect(box).to_contain_text("It begins anew …")
    await expect(box.get_by_role("button", name="Begin anew")).to_be_disabled()
