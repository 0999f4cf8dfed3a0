"""The Bot API's methods, one function each: a ``Call`` in, the result out, ``ApiError`` for a refusal.

What belongs here: the methods that a news bot needs, with Telegram's rules. What does not: HTTP, faults, the users'
side. getUpdates and the webhook's methods live in ``bot.sandbox.bot_api.updates``, since they wait.
"""

from collections.abc import Callable
from typing import Any

from bot.sandbox.bot_api.methods import account, chats, commands, edits, inline, media, messages
from bot.sandbox.bot_api.params import Call

Method = Callable[[Call], Any]

METHODS: dict[str, Method] = {
    "getme": account.get_me,
    "logout": account.log_out,
    "close": account.close,
    "setmydescription": account.set_description,
    "getmydescription": account.get_description,
    "setmyshortdescription": account.set_short_description,
    "getmyshortdescription": account.get_short_description,
    "setchatmenubutton": account.set_menu_button,
    "getchatmenubutton": account.get_menu_button,
    "setmycommands": commands.set_commands,
    "getmycommands": commands.get_commands,
    "deletemycommands": commands.delete_commands,
    "sendmessage": messages.send_message,
    "sendchataction": messages.send_action,
    "answerinlinequery": inline.answer_query,
    "answercallbackquery": messages.answer_query,
    "editmessagetext": edits.edit_text,
    "editmessagecaption": edits.edit_caption,
    "editmessagereplymarkup": edits.edit_markup,
    "deletemessage": edits.delete,
    "pinchatmessage": edits.pin,
    "unpinchatmessage": edits.unpin,
    "unpinallchatmessages": edits.unpin_all,
    "sendphoto": media.send_photo,
    "senddocument": media.send_document,
    "getfile": media.get_file,
    "getchat": chats.get_chat,
    "getchatmember": chats.get_member,
    "getchatadministrators": chats.get_administrators,
    "getchatmembercount": chats.count_members,
    "leavechat": chats.leave,
}
"""By lower-case name; Telegram does not mind the case of a method's name."""

__all__ = ["media", "messages"]
