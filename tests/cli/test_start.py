"""What keeps the program from starting: settings, topic, port, database; each with a name, a value and a way out."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store, open_store
from tests.cli.conftest import ROOT, Program
from tests.whole.process import make_topic

TOKEN = "424242:program-test-token-never-real"


@pytest.fixture
def taken_port() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


@pytest.fixture
def bad_words(tmp_path: Path) -> str:
    """A topic whose files can be read, but whose queries make no sense."""
    folder = make_topic(tmp_path, {})
    queries = folder / "config" / "queries.toml"
    rule = '\n[[rule]]\nname = "bad rule"\nexpression = "force AND AND"\n'
    queries.write_text(queries.read_text(encoding="utf-8") + rule, encoding="utf-8")
    return str(folder)


@pytest.mark.parametrize("verb", [["run"], ["poll", "--once"], ["summary"], ["feeds"], ["migrate"], ["read", "-"]])
def test_unusable_settings_are_all_said_at_once(program: Program, verb: list[str]) -> None:
    ran = program(*verb, PORT="99999", LOG_LEVEL="LOUD")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "error: PORT '99999' is not a whole number from 0 to 65535",
        "error: LOG_LEVEL 'LOUD' is none of DEBUG, INFO, WARNING, ERROR",
    ]


def test_a_bad_token_is_named_and_never_shown(program: Program) -> None:
    ran = program("run", TELEGRAM_TOKEN="hunter2-no-token")
    assert ran.code == 2
    assert ran.err.startswith("error: TELEGRAM_TOKEN (its value is not shown) is not a bot token")
    assert "hunter2" not in ran.err + ran.out


def test_settings_come_from_the_env_file_too(program: Program) -> None:
    program.file(".env", "POLL_FLOOR=soon\n")
    ran = program("run")
    assert ran.code == 2
    assert "POLL_FLOOR 'soon' is not a number" in ran.err
    assert "POLL_FLOOR" not in program("read", "-", input="x", POLL_FLOOR="60").err


def test_square_brackets_in_a_value_are_shown_as_they_are(program: Program) -> None:
    assert "'[bold]x[/]'" in program("run", LOG_LEVEL="[bold]x[/]").err


def test_faults_of_a_topic_are_named_by_file(program: Program, tmp_path: Path) -> None:
    folder = make_topic(tmp_path, {})
    (folder / "config" / "feeds.toml").write_text("x = [", encoding="utf-8")
    (folder / "config" / "parties.toml").unlink()
    ran = program("summary", BURDENWATCH_TOPIC=str(folder))
    assert (ran.code, ran.out) == (2, "")
    assert "error: config/feeds.toml: " in ran.err
    assert "error: config/parties.toml: missing" in ran.err


@pytest.mark.parametrize("verb", [["read", "-"], ["run", "--sandbox"]])
def test_words_that_make_no_sense_are_named_without_a_traceback(
    program: Program, bad_words: str, verb: list[str]
) -> None:
    ran = program(*verb, input="a text", BURDENWATCH_TOPIC=bad_words, PORT="0")
    assert ran.code == 2
    assert "the topic's words under config/ cannot be used: rule 'bad rule'" in ran.err
    assert "Traceback" not in ran.err


def test_a_host_that_closes_our_input_is_told_of_the_token(program: Program) -> None:
    started = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" -m bot run <&-', sys.executable],
        cwd=program.folder, env=program.environment(PORT="0"), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert started.returncode == 2, started.stderr
    assert "TELEGRAM_TOKEN is not set, and this looks like a host" in " ".join(started.stderr.split())
    assert "Traceback" not in started.stderr


def test_a_taken_port_is_code_3_and_says_what_to_do(program: Program, taken_port: str) -> None:
    ran = program("run", "--sandbox", PORT=taken_port)
    assert (ran.code, ran.out) == (3, "")
    assert f"port {taken_port}" in ran.err
    assert "Set PORT to a free port" in ran.err


@pytest.mark.parametrize("verb", [["run", "--sandbox"], ["run", "--fresh"], ["poll", "--once"]])
def test_a_second_worker_on_one_database_says_so_and_spoils_nothing(
    program: Program, seeded: Store, verb: list[str]
) -> None:
    seeded.acquire()
    ran = program(*verb, PORT="0")
    assert (ran.code, ran.out) == (3, "")
    assert "another worker runs on this database" in ran.err
    assert len(seeded.archive.articles()) == 2


def test_fresh_forgets_the_sandbox(program: Program, taken_port: str) -> None:
    with open_store("sqlite:///data/sandbox.db", worker="test") as store:
        store.migrate()
        store.put("mode", "telegram")
    program.file("data/sandbox-chats.db", "not a database")
    assert "this database holds the chats of the telegram mode" in program("run", "--live", PORT=taken_port).err
    # With both files gone the port is the first trouble that is left.
    ran = program("run", "--fresh", PORT=taken_port)
    assert ran.code == 3
    assert "cannot listen" in ran.err


def test_a_host_that_lacks_only_the_token_gets_no_sandbox(program: Program, taken_port: str) -> None:
    """It would look alive, and follow nothing for anybody. With a terminal, or without PORT, somebody tries it out."""
    ran = program("run", PORT=taken_port)
    assert (ran.code, ran.out) == (2, "")
    assert "Set TELEGRAM_TOKEN to the token that @BotFather gives" in ran.err
    assert "burdenwatch run --sandbox" in ran.err
    assert list(program.folder.iterdir()) == []
    program.file(".env", f"PORT={taken_port}")
    assert "cannot listen" in program("run").err


@pytest.mark.parametrize("options", [[], ["--sandbox"], ["--live"], ["--fresh"]])
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_the_sandbox_is_for_this_machine_alone(program: Program, options: list[str], host: str) -> None:
    ran = program("run", *options, HOST=host)
    assert (ran.code, ran.out) == (2, "")
    assert f"The sandbox is for this machine alone, and HOST is '{host}'" in ran.err
    assert list(program.folder.iterdir()) == []


def test_fresh_where_nothing_is_yet(program: Program, taken_port: str) -> None:
    assert "cannot listen" in program("run", "--fresh", PORT=taken_port).err


def test_fresh_never_touches_a_database_that_is_named(program: Program) -> None:
    ran = program("run", "--fresh", DATABASE_URL="postgres://me:secret@db.example/news")
    assert ran.code == 2
    assert "DATABASE_URL is 'postgres://me:***@db.example/news'" in ran.err


@pytest.mark.parametrize("option", ["--fresh", "--live", "--sandbox"])
def test_sandbox_options_and_a_token_do_not_go_together(program: Program, option: str) -> None:
    ran = program("run", option, TELEGRAM_TOKEN=TOKEN)
    assert ran.code == 2
    assert "--sandbox, --live and --fresh are for the sandbox" in ran.err
    assert TOKEN not in ran.err


@pytest.mark.parametrize(
    "verb", [["summary"], ["figures"], ["feeds"], ["migrate"], ["poll", "--once"], ["run", "--sandbox"]]
)
def test_a_database_that_cannot_be_reached_is_code_3(program: Program, verb: list[str]) -> None:
    program.file("no-database", "hello")
    ran = program(*verb, DATABASE_URL="sqlite:///no-database", PORT="0")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error: The database sqlite:///no-database cannot be used")


def test_migrate_says_what_it_did(program: Program) -> None:
    first = program("migrate")
    assert first.code == 0
    assert first.out.splitlines()[0].startswith("applied ")
    assert first.out.splitlines()[-1] == "sqlite:///data/sandbox.db is up to date"
    again = program("migrate")
    assert again.out == "sqlite:///data/sandbox.db is up to date\n"


def test_postgres_serves_as_well_and_its_password_is_hidden(program: Program, postgres_url: str) -> None:
    ran = program("migrate", DATABASE_URL=postgres_url)
    assert ran.code == 0
    assert "is up to date" in ran.out
    assert ":***@" in ran.out
    assert ":***@" in program("summary", DATABASE_URL=postgres_url).err


def test_the_second_topic_has_its_own_words(program: Program) -> None:
    words = "Two towns argue over who pays for the night ferry\n\nStockholm demands 9 million euros a year from Turku."
    ran = program("read", "-", input=words, BURDENWATCH_TOPIC=str(ROOT / "tests" / "topics" / "ferry"))
    assert ran.code == 0
    assert "Night ferry" in ran.out
