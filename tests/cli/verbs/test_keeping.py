"""``backup``, ``restore`` and ``move``: all of it arrives, and nothing is overwritten unasked or left half done."""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bot.settings import load
from bot.store import OnProgress, Store, open_store
from bot.store.database.engine import Database
from bot.store.database.tables import metadata
from bot.store.keeping import copying, files
from bot.worker.factories import StartError, claim_database
from bot.worker.leadership import SENDER
from tests.cli.conftest import Program, Ran
from tests.store.filled import Rows, fill, rows, said

HELD = "3 subscribed chats, "


@pytest.fixture
def kept(sandbox_store: Store) -> Rows:
    """Everything in the program's own database, which nobody has open."""
    fill(sandbox_store)
    found = rows(sandbox_store._database)
    sandbox_store.close()
    return found


def content(url: str) -> Rows:
    with open_store(url, worker="test") as store:
        return rows(store._database)


def left(folder: Path) -> set[str]:
    """The names of the files there, without the database's own."""
    return {file.name for file in folder.iterdir() if not file.name.startswith("sandbox.db")}


def refused(ran: Ran, code: int, says: str) -> None:
    assert (ran.code, ran.out) == (code, "")
    assert says in ran.err


# --- Backup


def test_a_backup_is_one_sound_file_for_its_owner_alone(program: Program, kept: Rows) -> None:
    ran = program("backup", "copy.db")
    assert ran.code == 0
    assert ran.out.startswith(f"copy.db holds {HELD}")
    assert "stories" in ran.out
    file = program.folder / "copy.db"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert left(program.folder) == {"data", "copy.db"}
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    assert content("sqlite:///copy.db") == kept


def test_a_backup_of_postgresql_is_such_a_file_too(
    program: Program, kept: Rows, postgres_url: str, postgres_server: str
) -> None:
    program("move", "--to", postgres_url)
    ran = program("backup", "copy.db", DATABASE_URL=postgres_url)
    assert ran.code == 0
    assert ran.out.startswith(f"copy.db holds {HELD}")
    assert stat.S_IMODE((program.folder / "copy.db").stat().st_mode) == 0o600
    assert left(program.folder) == {"data", "copy.db"}
    assert content("sqlite:///copy.db") == kept


def test_a_file_that_is_there_is_kept_unless_by_force(program: Program, kept: Rows) -> None:
    program.file("copy.db", "somebody's own")
    refused(program("backup", "copy.db"), 2, "copy.db is there already; give another name, or --force")
    assert (program.folder / "copy.db").read_text() == "somebody's own"
    assert program("backup", "copy.db", "--force").code == 0
    assert content("sqlite:///copy.db") == kept


def test_where_a_backup_cannot_go(program: Program, kept: Rows) -> None:
    refused(program("backup", "data"), 2, "data is a folder; name a file")
    refused(program("backup", "nowhere/copy.db"), 2, "the folder nowhere is not there")
    refused(program("backup", "data/sandbox.db", "--force"), 2, "data/sandbox.db is the database itself")
    refused(program("backup", "copy.db", DATABASE_URL="sqlite://"), 2, "is in memory")
    assert left(program.folder) == {"data"}


def test_without_a_database_none_is_made(program: Program) -> None:
    refused(program("backup", "copy.db"), 3, "there is no database at sqlite:///data/sandbox.db")
    refused(program("move", "--to", "sqlite:///new.db"), 3, "there is no database at sqlite:///data/sandbox.db")
    assert left(program.folder) == set()


def test_a_backup_that_breaks_off_leaves_nothing(program: Program, kept: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(file: Path) -> None:
        raise files.DamagedError(f"{file.name} is damaged: a page is gone")

    monkeypatch.setattr(files, "check_file", damaged)
    refused(program("backup", "copy.db"), 1, "is damaged: a page is gone")
    assert left(program.folder) == {"data"}


def test_before_an_update_the_old_database_is_backed_up_as_it_is(program: Program) -> None:
    (program.folder / "data").mkdir()
    with closing(sqlite3.connect("data/sandbox.db")) as old:
        old.executescript(
            "CREATE TABLE alembic_version (version_num VARCHAR(32)); INSERT INTO alembic_version VALUES ('0001'); "
            "CREATE TABLE outbox (id INTEGER PRIMARY KEY)"
        )
    assert program("backup", "copy.db").out.startswith("copy.db holds what an older version of burdenwatch kept")


# --- Restore


@pytest.mark.parametrize("postgres", [False, True], ids=["sqlite", "postgres"])
def test_what_was_backed_up_is_back_and_what_was_there_is_kept_aside(
    program: Program, kept: Rows, postgres: bool, request: pytest.FixtureRequest
) -> None:
    program("backup", "copy.db")
    url = str(request.getfixturevalue("postgres_url")) if postgres else "sqlite:///new/home.db"
    ran = program("restore", "copy.db", DATABASE_URL=url)
    assert ran.code == 0
    assert f"holds {HELD}" in ran.out
    assert content(url) == kept
    with open_store(url, worker="test") as store:
        store.put("since", "then")
        before = rows(store._database)
    refused(program("restore", "copy.db", DATABASE_URL=url), 2, "is not empty; give an empty one, or --force")
    assert content(url) == before
    ran = program("restore", "copy.db", "--force", DATABASE_URL=url)
    assert ran.code == 0
    assert content(url) == kept
    first = ran.out.splitlines()[0].removeprefix("what was there before is kept as ")
    if not postgres:
        assert content(f"sqlite:///{first}") == before
        assert stat.S_IMODE((program.folder / "new" / "home.db").stat().st_mode) == 0o600
        assert {name for name in left(program.folder / "new") if name.endswith((".part", "-journal"))} == set()
        return
    schema = first.split()[2]
    assert content(f"{url.partition('&options')[0]}&options=-csearch_path%3D{schema}") == before
    with psycopg.connect(url) as connection:
        connection.execute(f"DROP SCHEMA {schema} CASCADE".encode())


def log_without_its_file(path: Path) -> None:
    """What a worker that was killed leaves beside a database, when somebody then moves the database away."""
    with closing(sqlite3.connect(path)) as working:
        working.execute("PRAGMA journal_mode = WAL")
        working.execute("PRAGMA wal_autocheckpoint = 0")
        with working:
            working.executemany("INSERT INTO meta VALUES (?, ?)", [(f"key {n}", "x" * 3000) for n in range(300)])
        left = {suffix: Path(f"{path}{suffix}").read_bytes() for suffix in ("-wal", "-shm")}
    path.rename(path.with_name("moved away"))
    for suffix, content in left.items():
        Path(f"{path}{suffix}").write_bytes(content)


def sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))


def test_what_a_killed_worker_left_beside_a_file_does_not_get_into_the_one_put_there(
    program: Program, kept: Rows
) -> None:
    home = program.folder / "data" / "sandbox.db"
    program("backup", "copy.db")
    log_without_its_file(home)
    log = Path(f"{home}-wal").read_bytes()
    ran = program("restore", "copy.db")
    assert ran.code == 0
    assert sound(home)
    assert content("sqlite:///data/sandbox.db") == kept
    (aside,) = home.parent.glob("sandbox.db.before-*-wal")
    assert str(aside) in ran.err
    assert aside.read_bytes() == log, "nothing is lost"


@pytest.mark.parametrize("verb", [["backup", "new.db", "--force"], ["move", "--to", "sqlite:///new.db"]])
def test_no_log_is_left_beside_a_file_that_is_made(program: Program, kept: Rows, verb: list[str]) -> None:
    program("backup", "new.db")
    log_without_its_file(program.folder / "new.db")
    assert program(*verb).code == 0
    assert sound(program.folder / "new.db")
    assert content("sqlite:///new.db") == kept


def test_a_link_to_the_database_stays_one(program: Program, kept: Rows) -> None:
    disk = program.folder / "disk"
    disk.mkdir()
    for name in ("first.db", "second.db"):
        (program.folder / name).symlink_to(disk / name)
    program("backup", "copy.db")
    assert program("restore", "copy.db", DATABASE_URL="sqlite:///first.db").code == 0
    assert program("restore", "copy.db", "--force", DATABASE_URL="sqlite:///first.db").code == 0
    assert program("move", "--to", "sqlite:///second.db").code == 0
    for name in ("first.db", "second.db"):
        assert (program.folder / name).is_symlink()
        assert content(f"sqlite:///{disk / name}") == content(f"sqlite:///{name}") == kept


WISHES = {"interest": "", "quiet": "", "great_pass": False, "silent": False, "cap": 0, "counted_on": "", "counted": 0,
          "language": "", "editor": None, "called": "", "preferred": ""}  # fmt: skip
"""The columns of what chats want, and what a chat of before them wants."""


def test_an_older_backup_is_brought_up_to_date(program: Program, postgres_url: str, kept: Rows) -> None:
    program("backup", "copy.db")
    with closing(sqlite3.connect("copy.db")) as old:
        old.executescript(
            "DROP TABLE knocks; DROP TABLE doors; DROP TABLE passed_over; DROP TABLE guests; DROP TABLE invitations; "
            "DROP TABLE watch_hits; DROP TABLE watches; DROP TABLE chat_subscriptions; "
            "DROP TABLE corrections; DROP TABLE machine_readings; DROP TABLE complaints; "
            "DROP TABLE messages; ALTER TABLE entries DROP COLUMN shown; ALTER TABLE feeds DROP COLUMN noted; "
            "ALTER TABLE gists DROP COLUMN mentions; "
            "ALTER TABLE figures DROP COLUMN actor; ALTER TABLE figures DROP COLUMN measure; "
            "ALTER TABLE figures DROP COLUMN stance; ALTER TABLE figures DROP COLUMN chance; "
            "ALTER TABLE figures DROP COLUMN likely; ALTER TABLE figures ADD COLUMN why TEXT NOT NULL DEFAULT ''; "
            "ALTER TABLE outbox DROP COLUMN great; ALTER TABLE outbox DROP COLUMN approved; "
            "DROP INDEX ix_chats_editor; DROP TABLE muted_stories; DROP INDEX ix_chats_subscribed_interest; "
            "DROP INDEX ix_chats_address_channel; ALTER TABLE chats DROP COLUMN address; "
            "ALTER TABLE chats DROP COLUMN channel; ALTER TABLE chats DROP COLUMN digest_days; "
            "ALTER TABLE ledger DROP COLUMN measure; ALTER TABLE ledger DROP COLUMN bound; "
            "ALTER TABLE ledger DROP COLUMN is_denied; UPDATE alembic_version SET version_num = '0014'"
        )
        for name in WISHES:
            old.execute(f"ALTER TABLE chats DROP COLUMN {name}")
    with closing(sqlite3.connect("copy.db")) as old:
        assert old.execute("SELECT count(*) FROM sqlite_master WHERE name = 'messages'").fetchone() == (0,)
    before = (program.folder / "copy.db").read_bytes()
    ran = program("restore", "copy.db", DATABASE_URL="sqlite:///new.db")
    assert ran.out.splitlines()[:17] == [f"applied 00{number}" for number in range(15, 32)]
    unread = [(*row[:-1], None) for row in kept["gists"]]  # its figures, which the worker reads again
    untold = [(*row[:-5], None, None, "asserted", None, None) for row in kept["figures"]]
    columns = [column.name for column in metadata.tables["ledger"].columns]
    new: dict[str, object] = {"measure": None, "bound": None, "is_denied": False}  # which the worker makes again
    unmeasured = [
        tuple(new.get(name, value) for name, value in zip(columns, row, strict=True)) for row in kept["ledger"]
    ]
    lost = (
        "messages", "corrections", "machine_readings", "complaints", "muted_stories", "watches", "watch_hits",
        "passed_over", "guests", "invitations", "doors", "knocks", "chat_subscriptions",
    )  # fmt: skip
    none: Rows = {name: [] for name in lost}
    unwished = [(*row[: -len(WISHES)], *WISHES.values()) for row in kept["chats"]]
    remade: Rows = {"gists": unread, "figures": untold, "ledger": unmeasured, "chats": unwished}
    assert content("sqlite:///new.db") == kept | none | remade
    assert (program.folder / "copy.db").read_bytes() == before


def test_what_is_no_backup_is_refused(program: Program, kept: Rows) -> None:
    refused(program("restore", "copy.db"), 2, "there is no file copy.db")
    program.file("copy.db", "x" * 5000)
    refused(program("restore", "copy.db", "--force"), 2, "copy.db cannot be used as a database")
    with closing(sqlite3.connect("other.db")) as other:
        other.execute("CREATE TABLE photos (id INTEGER)")
    refused(program("restore", "other.db", "--force"), 2, "other.db is no database of burdenwatch's")
    refused(program("restore", "data/sandbox.db", "--force"), 2, "data/sandbox.db is the database itself")
    assert content("sqlite:///data/sandbox.db") == kept


def test_another_programs_database_is_not_taken_for_empty(program: Program, kept: Rows) -> None:
    program("backup", "copy.db")
    with closing(sqlite3.connect("photos.db")) as other:
        other.execute("CREATE TABLE photos (id INTEGER)")
    refused(program("restore", "copy.db", DATABASE_URL="sqlite:///photos.db"), 2, "photos.db is not empty")
    refused(program("move", "--to", "sqlite:///photos.db"), 2, "photos.db is not empty; give an empty one")


def test_a_damaged_database_is_put_aside_by_force(program: Program, kept: Rows) -> None:
    program("backup", "copy.db")
    program.file("data/sandbox.db", b"\0" * 8192)
    refused(program("restore", "copy.db"), 2, "is not empty")
    assert program("restore", "copy.db", "--force").code == 0
    assert content("sqlite:///data/sandbox.db") == kept
    (aside,) = (program.folder / "data").glob("sandbox.db.before-*")
    assert aside.read_bytes() == b"\0" * 8192


# --- Move


def test_everything_moves_and_the_next_step_is_said(program: Program, kept: Rows, postgres_url: str) -> None:
    ran = program("move", "--to", postgres_url)
    total = sum(map(len, kept.values()))
    assert ran.code == 0
    assert f"has all {total} rows of {len(metadata.sorted_tables)} tables" in ran.out
    assert "set DATABASE_URL=" in ran.err
    assert "no worker should run on it any more" in ran.err
    assert ":***@" in ran.err
    assert postgres_url not in ran.out + ran.err
    back = program("move", "--to", "sqlite:///back/home.db", DATABASE_URL=postgres_url)
    assert back.code == 0
    assert "set DATABASE_URL=sqlite:///back/home.db, and" in back.err
    assert content("sqlite:///back/home.db") == content(postgres_url) == kept
    assert stat.S_IMODE((program.folder / "back" / "home.db").stat().st_mode) == 0o600
    with open_store("sqlite:///data/sandbox.db", worker="a") as one, open_store(postgres_url, worker="b") as other:
        assert said(one) == said(other)


def test_a_database_that_holds_anything_is_not_moved_into(program: Program, kept: Rows, postgres_url: str) -> None:
    with open_store(postgres_url, worker="test") as store:
        store.migrate()
        fill(store)
        before = rows(store._database)
    refused(program("move", "--to", postgres_url), 2, "is not empty; give an empty one")
    refused(program("move", "--to", "sqlite:///data/sandbox.db"), 3, "another worker runs on this database")
    assert content(postgres_url) == before


def test_a_move_that_breaks_off_leaves_no_file(program: Program, kept: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    def unequal(*_: object) -> None:
        raise copying.UnequalError("chats 0 instead of 4")

    monkeypatch.setattr(copying, "_compare", unequal)
    refused(program("move", "--to", "sqlite:///new.db"), 1, "chats 0 instead of 4")
    assert left(program.folder) <= {"data", "new.db.lock"}
    assert content("sqlite:///data/sandbox.db") == kept


@pytest.mark.parametrize("address", ["mysql://db/x", "sqlite://"])
def test_an_address_that_serves_for_nothing(program: Program, kept: Rows, address: str) -> None:
    assert program("move", "--to", address).code == 2


# --- While a worker runs


def test_nothing_is_put_in_the_place_of_a_database_that_a_worker_has(program: Program, kept: Rows) -> None:
    with open_store("sqlite:///data/sandbox.db", worker="running") as worker:
        worker.acquire()
        assert program("backup", "copy.db").code == 0
        refused(program("restore", "copy.db", "--force"), 3, "another worker runs on this database")
        refused(program("move", "--to", "sqlite:///new.db"), 3, "another worker runs on this database")
    assert content("sqlite:///data/sandbox.db") == kept


def test_on_postgresql_too(program: Program, kept: Rows, postgres_url: str) -> None:
    program("move", "--to", postgres_url)
    with open_store(postgres_url, worker="running") as worker:
        assert worker.try_role(SENDER)
        assert program("backup", "copy.db", DATABASE_URL=postgres_url).code == 0
        for verb in (["restore", "copy.db", "--force"], ["move", "--to", "sqlite:///new.db"]):
            refused(program(*verb, DATABASE_URL=postgres_url), 3, "a worker runs on postgresql://")
        worker.close()
    assert content(postgres_url) == kept


def test_a_worker_on_postgresql_that_has_no_role_yet_keeps_both_away_and_none_starts_meanwhile(
    program: Program, kept: Rows, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program("move", "--to", postgres_url)
    settings = load({"DATABASE_URL": postgres_url})
    with open_store(postgres_url, worker="starting") as worker, open_store(postgres_url, worker="other") as other:
        claim_database(worker, settings)
        claim_database(other, settings)
        refused(program("move", "--to", "sqlite:///new.db", DATABASE_URL=postgres_url), 3, "a worker runs on")
    met: list[str] = []
    copy = copying.copy

    def meanwhile(source: Database, target: Database, told: OnProgress) -> dict[str, int]:
        with (
            open_store(postgres_url, worker="late") as late,
            pytest.raises(StartError, match="is being moved or restored") as raised,
        ):
            claim_database(late, settings)
        met.append(str(raised.value))
        return copy(source, target, told)

    monkeypatch.setattr(copying, "copy", meanwhile)
    assert program("move", "--to", "sqlite:///new.db", DATABASE_URL=postgres_url).code == 0
    assert len(met) == 1
    with open_store(postgres_url, worker="later") as later:
        claim_database(later, settings)


def test_a_restore_without_the_right_to_make_a_schema_says_so(
    program: Program, kept: Rows, postgres_url: str, postgres_server: str
) -> None:
    program("backup", "copy.db")
    assert program("restore", "copy.db", DATABASE_URL=postgres_url).code == 0
    schema = postgres_url.rpartition("%3D")[2]
    names = {"user": sql.Identifier(f"poor_{schema}"), "schema": sql.Identifier(schema)}
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        for statement in (
            "CREATE ROLE {user}",
            "GRANT USAGE ON SCHEMA {schema} TO {user}",
            "GRANT ALL ON ALL TABLES IN SCHEMA {schema} TO {user}",
        ):
            connection.execute(sql.SQL(statement).format(**names))
        try:
            ran = program("restore", "copy.db", "--force", DATABASE_URL=f"{postgres_url}%20-crole%3Dpoor_{schema}")
        finally:
            connection.execute(sql.SQL("DROP OWNED BY {user}").format(**names))
            connection.execute(sql.SQL("DROP ROLE {user}").format(**names))
    refused(ran, 3, "permission denied")
    assert content(postgres_url) == kept
