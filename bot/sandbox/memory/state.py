"""The sandbox's memory: one SQLite file, written through in short transactions, or ``:memory:``.

Nothing is cached: what a method answers is committed before the answer leaves, so a killed process has lost no send
that it confirmed. WAL with ``synchronous=NORMAL`` survives SIGKILL (the system keeps what was written); the file is
held exclusively, so two sandboxes never share one.
"""

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from bot.sandbox.memory.errors import SandboxError
from bot.sandbox.memory.values import Chat, Content, Message, StoredFile, Topic, User

SCHEMA = 1

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE users (id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, username TEXT, is_bot INTEGER NOT NULL);
CREATE TABLE chats (
    id INTEGER PRIMARY KEY, place INTEGER NOT NULL, type TEXT NOT NULL, title TEXT NOT NULL, bot_status TEXT NOT NULL,
    opened INTEGER NOT NULL, migrated_to INTEGER, next_message INTEGER NOT NULL DEFAULT 1);
CREATE TABLE members (
    chat_id INTEGER NOT NULL, user_id INTEGER NOT NULL, status TEXT NOT NULL,
    PRIMARY KEY (chat_id, user_id)) WITHOUT ROWID;
CREATE TABLE messages (
    chat_id INTEGER NOT NULL, id INTEGER NOT NULL, date INTEGER NOT NULL, author INTEGER, edited INTEGER,
    pinned INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY (chat_id, id)) WITHOUT ROWID;
CREATE TABLE updates (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, date INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE queries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER NOT NULL, message_id INTEGER NOT NULL, date INTEGER NOT NULL);
CREATE TABLE commands (
    scope TEXT NOT NULL, language TEXT NOT NULL, commands TEXT NOT NULL, PRIMARY KEY (scope, language)) WITHOUT ROWID;
CREATE TABLE files (
    id TEXT PRIMARY KEY, unique_id TEXT NOT NULL, path TEXT NOT NULL, name TEXT NOT NULL, mime TEXT NOT NULL,
    size INTEGER NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, data BLOB NOT NULL);
CREATE INDEX files_path ON files (path);
CREATE INDEX updates_date ON updates (date);
"""

_CHAT = "SELECT id, type, title, bot_status, opened, migrated_to FROM chats WHERE id = ?"
_CHATS = "SELECT id, type, title, bot_status, opened, migrated_to FROM chats WHERE migrated_to IS NULL ORDER BY place"
_MESSAGE = "SELECT chat_id, id, date, author, content, edited, pinned FROM messages WHERE chat_id = ? AND id = ?"
_LATEST = (
    "SELECT chat_id, id, date, author, content, edited, pinned FROM messages WHERE chat_id = ? AND id > ? "
    "ORDER BY id DESC LIMIT ?"
)
_PINNED = (
    "SELECT chat_id, id, date, author, content, edited, pinned FROM messages WHERE chat_id = ? AND pinned ORDER BY id"
)
_FILE = "SELECT id, unique_id, path, name, mime, size, width, height FROM files WHERE id = ?"
_FILE_AT = "SELECT id, unique_id, path, name, mime, size, width, height FROM files WHERE path = ?"


def encode(value: Any) -> str:
    """Compact JSON, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class State:
    """Reads and writes; every write happens inside ``transaction``."""

    def __init__(self, path: Path | None) -> None:
        """Opens or makes the file. Raises SandboxError where it cannot be used."""
        try:
            if path is not None:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                # What is written here is for its owner's eyes; SQLite gives its other files the same rights.
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            self._db = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=0.5, check_same_thread=False)
            self._prepare()
        except (sqlite3.Error, OSError) as problem:
            if hasattr(self, "_db"):
                self._db.close()
            raise SandboxError(
                f"The sandbox cannot use its file {path}: {problem}. "
                "Stop the other worker that holds it; if there is none, move the file away."
            ) from problem

    def _prepare(self) -> None:
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=NORMAL"):
            self._db.execute(f"PRAGMA {pragma}")
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self._db.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version={SCHEMA}; COMMIT;")
        elif version != SCHEMA:
            raise sqlite3.DatabaseError(f"it is of version {version}, not {SCHEMA}")
        else:
            self._db.execute("BEGIN IMMEDIATE")  # takes the lock now, not at the first message
            self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One commit for what happens inside, or none of it when it raises."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:  # a full disk has ended it already
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _rows(self, sql: str, *values: Any) -> list[Any]:
        return self._db.execute(sql, values).fetchall()

    def _row(self, sql: str, *values: Any) -> Any | None:
        return self._db.execute(sql, values).fetchone()

    # small settings

    def get(self, key: str, default: Any = None) -> Any:
        row = self._row("SELECT value FROM meta WHERE key = ?", key)
        return default if row is None else json.loads(row[0])

    def put(self, key: str, value: Any) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, encode(value)))

    def next_number(self, key: str, first: int) -> int:
        """Counts up, never twice the same."""
        number = int(self.get(key, first))
        self.put(key, number + 1)
        return number

    # users, chats and members

    def user(self, user_id: int) -> User | None:
        row = self._row("SELECT id, first_name, username, is_bot FROM users WHERE id = ?", user_id)
        if row is None:
            return None
        return User(row[0], row[1], row[2], bool(row[3]), self.get(f"language:{user_id}") or "en")

    def save_user(self, user: User) -> None:
        values = (user.id, user.first_name, user.username, user.is_bot)
        self._db.execute("INSERT OR REPLACE INTO users VALUES (?, ?, ?, ?)", values)

    def save_language(self, user_id: int, language: str) -> None:
        """Of the user's messenger."""
        self.put(f"language:{user_id}", language)

    def chat(self, chat_id: int) -> Chat | None:
        row = self._row(_CHAT, chat_id)
        return None if row is None else _chat(row)

    def chats(self) -> list[Chat]:
        """All chats in the order in which they were made; groups that became supergroups left out."""
        return [_chat(row) for row in self._rows(_CHATS)]

    def save_chat(self, chat: Chat) -> None:
        self._db.execute(
            "INSERT INTO chats (place, id, type, title, bot_status, opened, migrated_to) "
            "VALUES ((SELECT count(*) FROM chats), ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET title = excluded.title, "
            "bot_status = excluded.bot_status, opened = excluded.opened, migrated_to = excluded.migrated_to",
            (chat.id, chat.type, chat.title, chat.bot_status, chat.opened, chat.migrated_to),
        )

    def members(self, chat_id: int) -> dict[int, str]:
        """User id -> status of the people in a chat, the bot not among them."""
        return dict(self._rows("SELECT user_id, status FROM members WHERE chat_id = ? ORDER BY user_id", chat_id))

    def save_member(self, chat_id: int, user_id: int, status: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO members VALUES (?, ?, ?)", (chat_id, user_id, status))

    # messages

    def next_message_id(self, chat: Chat) -> int:
        """Private chats and groups share one count, supergroups and channels have their own, as in Telegram."""
        if chat.type in {"private", "group"}:
            return self.next_number("next_message", 1)
        row = self._row(
            "UPDATE chats SET next_message = next_message + 1 WHERE id = ? RETURNING next_message - 1", chat.id
        )
        assert row is not None  # noqa: S101  # the caller has the chat from here
        return int(row[0])

    def message(self, chat_id: int, message_id: int) -> Message | None:
        row = self._row(_MESSAGE, chat_id, message_id)
        return None if row is None else _message(row)

    def messages(self, chat_id: int, *, after: int = 0, limit: int = 200) -> list[Message]:
        """The last ``limit`` messages with an id above ``after``, oldest first."""
        return [_message(row) for row in reversed(self._rows(_LATEST, chat_id, after, limit))]

    def pinned(self, chat_id: int) -> list[Message]:
        """The pinned messages of a chat, oldest first."""
        return [_message(row) for row in self._rows(_PINNED, chat_id)]

    def save_message(self, m: Message) -> None:
        values = (m.chat_id, m.id, m.date, m.author, m.edited, m.pinned, encode(m.content.as_json()))
        self._db.execute("INSERT OR REPLACE INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def delete_message(self, chat_id: int, message_id: int) -> None:
        self._db.execute("DELETE FROM messages WHERE chat_id = ? AND id = ?", (chat_id, message_id))

    def forget_messages(self) -> None:
        """Deletes what was written; what tells of a forum's topics stays, and no number is given again."""
        self._db.execute("DELETE FROM messages WHERE json_extract(content, '$.service') IS NULL")
        self._db.execute("DELETE FROM queries")

    # topics of forums

    def topics(self, chat_id: int) -> dict[int, Topic]:
        """The topics of a forum, by their threads."""
        known = self.get(f"topics {chat_id}", {})
        return {int(thread): Topic(**about) for thread, about in known.items()}

    def save_topics(self, chat_id: int, topics: dict[int, Topic]) -> None:
        """Keeps these topics of a forum, and no others."""
        self.put(f"topics {chat_id}", {str(thread): asdict(topic) for thread, topic in topics.items()})

    # updates and callback queries

    def add_update(self, kind: str, date: int, body: dict[str, Any]) -> None:
        self._db.execute("INSERT INTO updates (kind, date, body) VALUES (?, ?, ?)", (kind, date, encode(body)))

    def updates(self, offset: int, limit: int) -> list[dict[str, Any]]:
        rows = self._rows("SELECT id, kind, body FROM updates WHERE id >= ? ORDER BY id LIMIT ?", offset, limit)
        return [{"update_id": number, kind: json.loads(body)} for number, kind, body in rows]

    def drop_updates(self, *, below: int | None = None, older: int | None = None) -> None:
        """Deletes updates with a lower id, those of before a time (Unix seconds), or, with neither, all."""
        if below is not None:
            self._db.execute("DELETE FROM updates WHERE id < ?", (below,))
        elif older is not None:
            self._db.execute("DELETE FROM updates WHERE date < ?", (older,))
        else:
            self._db.execute("DELETE FROM updates")

    def pending(self) -> int:
        row = self._row("SELECT count(*) FROM updates")
        return int(row[0]) if row else 0

    def add_query(self, chat_id: int, message_id: int, date: int) -> int:
        sql = "INSERT INTO queries (chat_id, message_id, date) VALUES (?, ?, ?)"
        return int(self._db.execute(sql, (chat_id, message_id, date)).lastrowid or 0)

    def take_query(self, query_id: int, not_before: int) -> tuple[int, int] | None:
        """The chat and message of a query that is still open; it is answered once."""
        row = self._row("SELECT chat_id, message_id FROM queries WHERE id = ? AND date >= ?", query_id, not_before)
        self._db.execute("DELETE FROM queries WHERE id = ? OR date < ?", (query_id, not_before))
        return None if row is None else (int(row[0]), int(row[1]))

    # commands

    def commands(self, scope: str, language: str) -> list[dict[str, str]]:
        row = self._row("SELECT commands FROM commands WHERE scope = ? AND language = ?", scope, language)
        return [] if row is None else json.loads(row[0])

    def save_commands(self, scope: str, language: str, commands: list[dict[str, str]]) -> None:
        """Keeps the commands of a scope; with none of them the scope's entry goes."""
        if commands:
            self._db.execute("INSERT OR REPLACE INTO commands VALUES (?, ?, ?)", (scope, language, encode(commands)))
        else:
            self._db.execute("DELETE FROM commands WHERE scope = ? AND language = ?", (scope, language))

    # files

    def file(self, *, file_id: str = "", path: str = "") -> StoredFile | None:
        row = self._row(_FILE, file_id) if file_id else self._row(_FILE_AT, path)
        return None if row is None else StoredFile(*row)

    def file_data(self, file_id: str) -> bytes:
        row = self._row("SELECT data FROM files WHERE id = ?", file_id)
        return b"" if row is None else bytes(row[0])

    def save_file(self, f: StoredFile, data: bytes) -> None:
        values = (f.id, f.unique_id, f.path, f.name, f.mime, f.size, f.width, f.height, data)
        self._db.execute("INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def _chat(row: tuple[Any, ...]) -> Chat:
    chat_id, kind, title, status, opened, migrated = row
    return Chat(chat_id, kind, title, status, bool(opened), migrated)


def _message(row: tuple[Any, ...]) -> Message:
    chat_id, number, date, author, content, edited, pinned = row
    return Message(chat_id, number, date, author, Content.from_json(json.loads(content)), edited, bool(pinned))
