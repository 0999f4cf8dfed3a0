"""``backup``, ``restore`` and ``move``: a whole database into a file, back, and to another address."""

import gc
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot import settings as environment
from bot.cli.terminal.common import fail
from bot.cli.terminal.consoles import hint, stdout
from bot.cli.terminal.progress import progress_of
from bot.phrases.wording import count
from bot.settings import Settings, SettingsError
from bot.store import OnProgress, Store, StoreError, open_store
from bot.store.database import migrate
from bot.store.database.engine import Database, parse_url, shown
from bot.store.database.lock import WorkerLock
from bot.store.keeping import copying, files
from bot.store.keeping.copying import NotEmptyError, UnequalError
from bot.store.keeping.files import DamagedError
from bot.store.keeping.holding import holding
from bot.worker.factories import database_address
from bot.worker.leadership import KEEPING, LISTENER, SENDER


def backup(name: str, *, force: bool) -> None:
    """Write all that is kept into a file, while the worker runs; exit code 2 where the file is there already."""
    file, address = Path(name), database_address(_settings())
    _refuse_to_overwrite(file, force=force)
    source = _file_of(address)
    if source and file.exists() and file.samefile(source):
        fail(2, f"{file} is the database itself")
    with _failing(), files.beside(file) as made:
        with progress_of("pages") as on_progress:
            if source:
                files.copy_file(source, made, partial(on_progress, "pages"))
            else:
                _copied(address, f"sqlite:///{made}", on_progress)
        held = _held(made)
        files.settle_file(made)
        files.check_file(made)
        size = made.stat().st_size
        files.put_in_place(made, file, force=force)
    stdout.print(f"{file} holds {held} ({size / 1e6:,.1f} MB)", soft_wrap=True)


def restore(name: str, *, force: bool) -> None:
    """Put what a backup holds in the place of the database; exit code 2 where that is not empty, unless ``force``."""
    file, address = Path(name), database_address(_settings())
    target = _path(address)
    _refuse_to_read(file, target)
    with (
        _failing(may_force=True),
        _place(address, force=force) as aside,
        files.beside(target or Path(tempfile.gettempdir()) / file.name) as made,
        progress_of("pages") as on_progress,
    ):
        files.copy_file(file, made, partial(on_progress, "pages"))
        applied, held = _migrated(made), _held(made)
        kept = _put_file(made, target, aside) if target else _put_rows(made, address, aside, on_progress)
    for revision in applied:
        stdout.print(f"applied {revision}")
    if aside:
        stdout.print(f"what was there before is kept as {kept}", soft_wrap=True)
    stdout.print(f"{shown(address)} holds {held}", soft_wrap=True)


def move(to: str) -> None:
    """Carry everything to another address, an empty database; the one that it came from stays as it was."""
    address = database_address(_settings())
    _file_of(address)
    target = _path(to)
    with _failing(), _alone(address) as source, _place(to, force=False), progress_of("rows") as on_progress:
        source.migrate()
        if target:
            with files.beside(target) as made:
                numbers = _copied(address, f"sqlite:///{made}", on_progress)
                _put_file(made, target, aside=False)
        else:
            numbers = _copied(address, to, on_progress)
    rows, tables = count(sum(numbers.values()), "row"), count(len(numbers), "table")
    stdout.print(f"{shown(to)} has all {rows} of {tables}, counted in both", soft_wrap=True)
    password = " with its password" if shown(to) != to else ""
    hint(f"set DATABASE_URL={shown(to)}{password}, and start the worker")
    hint(f"{shown(address)} is as it was; no worker should run on it any more")


# --- What goes where ------------------------------------------------------------------------------------------------


@contextmanager
def _place(address: str, *, force: bool) -> Iterator[bool]:
    """A database to be filled, on which no worker runs or starts meanwhile; whether it holds anything.

    Raises StoreError where one does, and NotEmptyError where it holds anything, unless by ``force``.
    """
    file = _path(address)
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
    with _locked(file) if file else _alone(address):
        full = not _is_empty(file, address)
        if full and not force:
            raise NotEmptyError(f"{shown(address)} is not empty")
        yield full


def _put_file(made: Path, target: Path, aside: bool) -> str:
    """The finished file becomes the database; under which name what was in its place is kept, where it was anything."""
    files.settle_file(made)
    kept = target.with_name(f"{target.name}.before-{_stamp()}")
    files.put_file_aside(target, kept)
    files.put_in_place(made, target, force=False)
    if not aside:
        kept.unlink(missing_ok=True)
    if (log := Path(f"{kept}-wal")).exists() and not kept.exists():
        hint(f"the log of a database that is gone lay there; it is kept as {log}")
    return str(kept)


def _put_rows(made: Path, address: str, aside: bool, on_progress: OnProgress) -> str:
    """The same on PostgreSQL, where what was there goes into a schema of its own."""
    schema = f"before_{_stamp().replace('-', '_')}"
    first = partial(copying.put_aside, schema=schema) if aside else copying.nothing
    with _database(f"sqlite:///{made}") as source, _database(address) as target:
        copying.copy(source, target, on_progress, before=first)
    return f"the schema {schema} of that database"


def _copied(address: str, to: str, on_progress: OnProgress) -> dict[str, int]:
    with _database(address) as source, _database(to) as target:
        return copying.copy(source, target, on_progress)


def _migrated(file: Path) -> list[str]:
    with open_store(f"sqlite:///{file}", worker="restore") as store:
        return store.migrate()


def _held(file: Path) -> str:
    """What is in a file, in words."""
    with _database(f"sqlite:///{file}") as database:
        if migrate.pending(database):
            return "what an older version of burdenwatch kept"
        return holding(database).words


def _is_empty(file: Path | None, address: str) -> bool:
    """A file that cannot be read is not: something is in it."""
    if file and not file.exists():
        return True
    try:
        with _database(address) as database:
            return copying.is_empty(database)
    except StoreError:
        if file is None:
            raise
        return False


def _stamp() -> str:
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}"


# --- Settings, addresses, errors ------------------------------------------------------------------------------------


def _settings() -> Settings:
    """The settings, or what is wrong with them and exit code 2; the topic is not asked for."""
    gc.enable()  # main put it off
    try:
        return environment.load()
    except SettingsError as problem:
        fail(2, *problem.problems)


def _path(address: str) -> Path | None:
    """The file of a SQLite address, behind any links; None for PostgreSQL. Exit code 2 for what is neither."""
    try:
        url = parse_url(address)
    except StoreError as problem:
        fail(2, str(problem))
    if url.get_backend_name() != "sqlite":
        return None
    if url.database in {None, "", ":memory:"}:
        fail(2, f"{shown(address)} is in memory, and gone with its process")
    return Path(str(url.database)).resolve()


def _file_of(address: str) -> Path | None:
    """The same, of a database that there is; exit code 3 where there is none."""
    file = _path(address)
    if file and not file.is_file():
        fail(3, f"there is no database at {shown(address)}; is DATABASE_URL or DATA_DIR right?")
    return file


def _refuse_to_overwrite(file: Path, *, force: bool) -> None:
    if file.is_dir():
        fail(2, f"{file} is a folder; name a file")
    if file.exists() and not force:
        fail(2, f"{file} is there already; give another name, or --force to replace it")
    if not file.parent.is_dir():
        fail(2, f"the folder {file.parent} is not there")


def _refuse_to_read(file: Path, target: Path | None) -> None:
    if not file.is_file():
        fail(2, f"there is no file {file}")
    if target and target.exists() and file.samefile(target):
        fail(2, f"{file} is the database itself")
    try:
        files.check_file(file)
    except StoreError as problem:
        fail(2, str(problem))


@contextmanager
def _failing(*, may_force: bool = False) -> Iterator[None]:
    """A sentence and the exit code where anything goes wrong."""
    try:
        yield
    except NotEmptyError as problem:
        fail(2, f"{problem}; give an empty one" + (", or --force to put it aside" if may_force else ""))
    except (UnequalError, DamagedError) as problem:
        fail(1, str(problem))
    except (StoreError, OSError) as problem:
        fail(3, str(problem))


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    lock = WorkerLock(file)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _alone(address: str) -> Iterator[Store]:
    """The store at an address, on which no worker runs or starts meanwhile. Raises StoreError where one does."""
    with open_store(address, worker="keeping") as store:
        store.acquire()
        if not all(store.try_role(role) for role in (KEEPING, SENDER, LISTENER)):
            raise StoreError(f"a worker runs on {shown(address)}; stop it first")
        yield store


@contextmanager
def _database(address: str) -> Iterator[Database]:
    database = Database(address, worker="keeping")
    try:
        yield database
    finally:
        database.close()
