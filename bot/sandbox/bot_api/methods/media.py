"""Pictures and documents: uploads that are kept, sent again by their id, and fetched."""

import mimetypes
import secrets
from pathlib import PurePosixPath
from typing import Any

from bot.sandbox.bot_api import images, markup
from bot.sandbox.bot_api.entities import units
from bot.sandbox.bot_api.methods.messages import post, reply_parameters, reply_to
from bot.sandbox.bot_api.params import Call, Upload
from bot.sandbox.memory import shapes
from bot.sandbox.memory.errors import bad_request
from bot.sandbox.memory.state import State
from bot.sandbox.memory.values import Content, JsonObject, StoredFile

MAX_CAPTION = 1024
MAX_PHOTO = 10 * 1024 * 1024
MAX_DOCUMENT = 50 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
"""Bytes, as https://core.telegram.org/bots/api#sending-files and getFile have them."""


def send_photo(call: Call) -> Any:
    return _send(call, "photo")


def send_document(call: Call) -> Any:
    return _send(call, "document")


def get_file(call: Call) -> Any:
    file_id = call.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    found = call.world.state.file(file_id=file_id)
    if found is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if found.size > MAX_DOWNLOAD:
        raise bad_request("file is too big")
    return shapes.file(found.about()) | {"file_path": found.path}


def caption_of(call: Call) -> tuple[str, list[JsonObject]]:
    """The caption parameter, parsed and measured; it may be empty."""
    text, entities = call.formatted("caption", "caption_entities")
    if units(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def _send(call: Call, kind: str) -> Any:
    text, entities = caption_of(call)
    keyboard = markup.keyboard(call)
    reply = reply_parameters(call)
    chat = call.chat_to_write()
    replied, thread = reply_to(call, chat, reply), call.thread(chat)
    about = _file(call, kind).about()
    photo, document = (about, None) if kind == "photo" else (None, about)
    return post(call, chat, Content(text, tuple(entities), keyboard, replied, photo, document, thread=thread))


def _file(call: Call, kind: str) -> StoredFile:
    """The file of the request: uploaded now, or one of before."""
    given = call.text(kind)
    upload = call.uploads.get(given.removeprefix("attach://")) if given.startswith("attach://") else None
    if upload := upload or call.uploads.get(kind):
        return store(call.world.state, kind, upload)
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # the sandbox asks nobody for anything
    found = call.world.state.file(file_id=given)
    if found is None:
        raise bad_request("wrong remote file identifier specified: Wrong string length")
    if kind == "photo" and not found.width:
        raise bad_request("can't use file of type Document as Photo")
    return found


def store(state: State, kind: str, upload: Upload) -> StoredFile:
    """Keeps a ``photo`` or a ``document``. Raises ApiError where Telegram takes none such."""
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > (MAX_PHOTO if kind == "photo" else MAX_DOCUMENT):
        raise bad_request(f"file of size {len(upload.data)} bytes is too big for a {kind}")
    width, height = _photo_size(upload.data) if kind == "photo" else (0, 0)
    name = PurePosixPath(upload.name.replace("\\", "/")).name or kind
    number = state.next_number("next_file", 0)
    suffix = PurePosixPath(name).suffix.lower()[:10] or (".jpg" if kind == "photo" else "")
    guessed = mimetypes.guess_type(name)[0] or upload.mime or "application/octet-stream"
    stored = StoredFile(
        id="AgACAgIAAx0" + secrets.token_urlsafe(36),
        unique_id="AQAD" + secrets.token_urlsafe(9),
        path=f"{kind}s/file_{number}{suffix}",
        name=name,
        mime=images.mime(upload.data) if kind == "photo" else guessed,
        size=len(upload.data),
        width=width,
        height=height,
    )
    state.save_file(stored, upload.data)
    return stored


def _photo_size(data: bytes) -> tuple[int, int]:
    size = images.dimensions(data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size
