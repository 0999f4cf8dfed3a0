"""Pictures and documents: stored as sent, sent again by id, fetched, and measured."""

import io
from collections.abc import Callable

import aiohttp
import pytest
from telegram import Bot, InputMediaPhoto
from telegram.error import BadRequest, InvalidToken

from bot.sandbox import Sandbox
from bot.sandbox.bot_api.images import dimensions, mime
from tests.sandbox.client import YOU, SandboxClient
from tests.sandbox.conftest import TOKEN
from tests.sandbox.pictures import png


async def test_a_photo_is_kept_and_shown(sandbox: Sandbox, bot: Bot, client: SandboxClient) -> None:
    data = png(64, 48)
    sent = await bot.send_photo(YOU, io.BytesIO(data), "<b>Chart</b>", parse_mode="HTML", filename="chart.png")
    (size,) = sent.photo
    assert (size.width, size.height, size.file_size) == (64, 48, len(data))
    assert (sent.caption, sent.caption_entities[0].type) == ("Chart", "bold")
    file = await bot.get_file(size.file_id)
    assert bytes(await file.download_as_bytearray()) == data
    (shown,) = await client.messages(YOU)
    assert shown["text"] == "Chart"
    async with aiohttp.ClientSession() as session, session.get(sandbox.url + shown["photo"]) as response:
        assert (response.content_type, await response.read()) == ("image/png", data)
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_document_is_kept_and_sent_again(sandbox: Sandbox, bot: Bot, client: SandboxClient) -> None:
    sent = await bot.send_document(YOU, b"a,b\n1,2\n", filename="..\\../figures.csv")
    document = sent.document
    assert document is not None
    assert (document.file_name, document.mime_type, document.file_size) == ("figures.csv", "text/csv", 8)
    again = await bot.send_document(YOU, document.file_id, caption="again")
    assert again.document is not None
    assert again.document.file_unique_id == document.file_unique_id
    shown = (await client.messages(YOU))[-1]["document"]
    assert (shown["name"], shown["size"]) == ("figures.csv", 8)
    async with aiohttp.ClientSession() as session, session.get(sandbox.url + shown["url"]) as response:
        assert (response.content_type, response.headers["Content-Disposition"]) == (
            "application/octet-stream",
            "attachment",
        )


async def test_a_picture_is_shown_as_what_its_bytes_are(sandbox: Sandbox, bot: Bot, client: SandboxClient) -> None:
    """A name must not turn an upload into a page of the sandbox's own."""
    await bot.send_photo(YOU, png(10, 10) + b"<script>alert(1)</script>", filename="page.html")
    (shown,) = await client.messages(YOU)
    async with aiohttp.ClientSession() as session, session.get(sandbox.url + shown["photo"]) as response:
        assert response.content_type == "image/png"


async def test_the_caption_is_measured_after_parsing(bot: Bot) -> None:
    sent = await bot.send_photo(YOU, png(10, 10), "<b>" + "x" * 1024 + "</b>", parse_mode="HTML")
    assert sent.caption == "x" * 1024
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(YOU, png(10, 10), "x" * 1025)
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.edit_message_caption(YOU, sent.message_id, caption="😀" * 513)
    edited = await bot.edit_message_caption(YOU, sent.message_id, caption="short")
    assert not isinstance(edited, bool)
    assert edited.caption == "short"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", YOU, sent.message_id)


REFUSED: list[tuple[str | bytes, str]] = [
    (b"no picture at all", "Image_process_failed"),
    (b"", "File must be non-empty"),
    (png(9_999, 2), "Photo_invalid_dimensions"),
    (png(210, 10), "Photo_invalid_dimensions"),
    (png(10, 10) + b"\0" * (10 * 1024 * 1024), "File of size .* bytes is too big for a photo"),
    ("nonsense", "Wrong remote file identifier specified"),
    ("https://example.org/a.png", "Failed to get http url content"),
]


@pytest.mark.parametrize(("photo", "reason"), REFUSED, ids=[row[1] for row in REFUSED])
async def test_photos_refused(bot: Bot, client: SandboxClient, photo: str | bytes, reason: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.send_photo(YOU, photo)
    assert await client.messages(YOU) == []


async def test_files_refused(sandbox: Sandbox, bot: Bot, make_bot: Callable[[], Bot]) -> None:
    document = (await bot.send_document(YOU, b"x")).document
    assert document is not None
    with pytest.raises(BadRequest, match="Can't use file of type document as photo"):
        await bot.send_photo(YOU, document.file_id)
    with pytest.raises(BadRequest, match="Wrong file_id or the file is temporarily unavailable"):
        await bot.get_file("nonsense")
    large = (await bot.send_document(YOU, b"x" * (20 * 1024 * 1024 + 1))).document
    assert large is not None
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(large.file_id)
    async with aiohttp.ClientSession() as session:
        for method, what in (("sendPhoto", "photo"), ("sendDocument", "document")):
            async with session.post(f"{sandbox.url}/bot{TOKEN}/{method}", json={"chat_id": YOU}) as response:
                assert (await response.json())["description"] == f"Bad Request: there is no {what} in the request"
        async with session.post(f"{sandbox.url}/bot{TOKEN}/getFile") as response:
            assert (await response.json())["description"] == "Bad Request: file_id not specified"
        async with session.get(f"{sandbox.url}/file/bot{TOKEN}/photos/none.png") as response:
            assert response.status == 404
        async with session.get(f"{sandbox.url}/file/bot42:wrong/photos/file_0.png") as response:
            assert response.status == 401


async def test_albums_are_not_known(bot: Bot) -> None:
    with pytest.raises(InvalidToken, match="method not found"):  # how python-telegram-bot understands a 404
        await bot.send_media_group(YOU, [InputMediaPhoto(png(2, 2)), InputMediaPhoto(png(2, 2))])


JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x1e\0\x28\x03" + b"\0" * 9
WEBP = b"RIFF\0\0\0\0WEBP"
PICTURES = [
    (png(3, 4), (3, 4)),
    (b"GIF89a\x28\0\x1e\0", (40, 30)),
    (JPEG, (40, 30)),
    (WEBP + b"VP8X\0\0\0\0\0\0\0\0\x27\0\0\x1d\0\0", (40, 30)),
    (WEBP + b"VP8L\0\0\0\0\x2f" + (39 | 29 << 14).to_bytes(4, "little"), (40, 30)),
    (WEBP + b"VP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x28\0\x1e\0", (40, 30)),
    (WEBP + b"ODD ", None),
    (b"\xff\xd8\xff", None),
    (b"\xff\xd8\xff\xe0\0\x04ab\0\0", None),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", None),
    (b"GIF89a\0\0\0\0", None),
    (b"%PDF-1.7", None),
]


def test_media_types() -> None:
    pictures = (png(3, 4), b"GIF89a", JPEG, WEBP)
    assert [mime(data) for data in pictures] == ["image/png", "image/gif", "image/jpeg", "image/webp"]


@pytest.mark.parametrize(("data", "size"), PICTURES, ids=[repr(row[0][:16]) for row in PICTURES])
def test_dimensions(data: bytes, size: tuple[int, int] | None) -> None:
    assert dimensions(data) == size
