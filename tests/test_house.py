"""The shape of the house: arrows between the rooms, and each third-party library in its one home."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest
from importlinter.api import read_configuration
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parent.parent

HOMES = {
    "ahocorasick_rs": {"bot.reading"},
    "aiohttp": {"bot.dashboard", "bot.feeds", "bot.sandbox", "bot.web"},
    "alembic": {"bot.store"},
    "babel": {"bot.chat", "bot.dashboard"},
    "apscheduler": {"bot.worker"},
    "currency_converter": {"bot.rates"},
    "dotenv": {"bot.settings"},
    "feedparser": {"bot.feeds"},
    "icalendar": {"bot.chat"},
    "jinja2": {"bot.dashboard"},
    "lxml": {"bot.feeds"},
    "numpy": {"bot.reading"},
    "prometheus_client": {"bot.web"},
    "protego": {"bot.feeds"},
    "publicsuffixlist": {"bot.feeds"},
    "resvg_py": {"bot.chat"},
    "rich": {"bot.cli"},
    "sqlalchemy": {"bot.store"},
    "telegram": {"bot.chat", "bot.worker", "bot.cli"},
    "trafilatura": {"bot.feeds"},
    "typer": {"bot.cli"},
}
"""Library -> the rooms that may import it. Telegram's errors reach the rooms that start and check the bot."""


def modules() -> list[Path]:
    return sorted((ROOT / "bot").rglob("*.py"))


def room(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:2])


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_arrows_run_down(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert read_configuration("pyproject.toml")["contracts_options"]
    status = lint_imports(config_filename="pyproject.toml", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_each_library_has_its_home() -> None:
    users = defaultdict(set)
    for path in modules():
        for library in imported(path) & HOMES.keys():
            users[library].add(room(path))
    assert {library: rooms - HOMES[library] for library, rooms in users.items() if rooms - HOMES[library]} == {}
    assert users.keys() == HOMES.keys(), "a library without a user is a dependency too many"


WITH_FILES = [
    ROOT / "bot" / "reading" / "encoder" / f"{name}.py" for name in ("keeper", "shipped_opinions", "model", "reasons")
]
"""What loads the encoder's files on first need and gives them back; training is a program of its own."""


@pytest.mark.parametrize("name", ["reading", "desk"])
def test_the_pure_rooms_know_no_world(name: str) -> None:
    """No network, disk, database, clock or randomness: their inputs are arguments."""
    worldly = {"asyncio", "os", "pathlib", "random", "socket", "sqlite3", "subprocess", "time", "urllib.request"}
    for path in (ROOT / "bot" / name).rglob("*.py"):
        if path in WITH_FILES or ROOT / "bot" / "reading" / "training" in path.parents:
            continue
        assert not imported(path) & worldly, path
        source = path.read_text(encoding="utf-8")
        assert ".now(" not in source, path
        assert ".today(" not in source, path


PAST_SQLALCHEMY = {
    "bot.store.archive.gists",
    "bot.store.archive.indexing",
    "bot.store.archive.ledger",
    "bot.store.database.engine",
    "bot.store.database.marks",
    "bot.store.feeds.poll_writes",
    "bot.store.intake.apply",
    "bot.store.intake.filing",
    "bot.store.intake.known_figures",
    "bot.store.intake.plans",
    "bot.store.intake.seeding",
    "bot.store.intake.seen",
    "bot.store.intake.story_cache",
    "bot.store.outbox.edits",
    "bot.store.outbox.owe",
    "bot.store.outbox.subscribing.subscriptions",
    "bot.store.outbox.wishes",
}
"""What a poll asks and writes, what files a report, and what answers read by the thousand; see ``bench_direct``."""


def test_statements_past_sqlalchemy_stay_where_they_pay() -> None:
    assert {name for name in MODULES if "bot.store.database.direct" in used_by(name)} == PAST_SQLALCHEMY


def test_every_module_says_what_it_is() -> None:
    silent = [str(path) for path in modules() if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert silent == []


MOST_MODULES, MOST_FLOORS = 15, 6


def named(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {named(path): path for path in modules()}
PACKAGES = {name for name, path in MODULES.items() if path.name == "__init__.py" and name.count(".") >= 2}


def used_by(name: str) -> set[str]:
    """The modules of ours that a module imports, at its top or within, or names to have them loaded later."""
    path, used = MODULES[name], set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    here = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            above = here.split(".")[: len(here.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            used |= {f"{base}.{alias.name}" if f"{base}.{alias.name}" in MODULES else base for alias in node.names}
        elif isinstance(node, ast.Import):
            used |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            used.add(node.value)
    return (used & MODULES.keys()) - {name}


def test_no_folder_is_a_bag() -> None:
    folders = {path.parent for path in modules()} - {ROOT / "bot" / "store" / "database" / "migrations" / "versions"}
    counts = {str(folder): sum(path.name != "__init__.py" for path in folder.glob("*.py")) for folder in folders}
    assert {folder: count for folder, count in counts.items() if count > MOST_MODULES} == {}


def test_neighbours_see_of_a_package_what_it_names() -> None:
    """What is used of a package from outside stands in its ``__all__``, and nothing without need."""
    seen: dict[str, set[str]] = defaultdict(set)
    for name in MODULES:
        for used in used_by(name):
            parts = used.split(".")
            for depth in range(3, len(parts)):
                package = ".".join(parts[:depth])
                if name != package and not name.startswith(f"{package}."):
                    seen[package].add(parts[depth])
    listed = {
        package: {name for name in listing(MODULES[package]) if f"{package}.{name}" in MODULES} for package in PACKAGES
    }
    assert {package: names for package, names in listed.items() if names != seen[package]} == {
        package: seen[package] for package, names in listed.items() if names != seen[package]
    }


def test_what_a_package_names_is_there() -> None:
    """Each name in ``__all__`` is a module or package beside it, or is made or imported in the file."""
    missing = {
        package: {name for name in listing(path) if f"{package}.{name}" not in MODULES and not bound(path, name)}
        for package, path in MODULES.items()
        if package in PACKAGES
    }
    assert {package: names for package, names in missing.items() if names} == {}


def bound(path: Path, name: str) -> bool:
    """Whether the file says the name anywhere but in ``__all__``: a package that loads on demand has it in a table."""
    words = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if stands_for(node, name)]
    return len(words) > 1


def stands_for(node: ast.AST, name: str) -> bool:
    """Whether a node of the source is the name: a variable, an import, a definition or a string."""
    match node:
        case ast.Name(id=said) | ast.alias(name=said) | ast.Constant(value=said):
            return bool(said == name)
        case ast.FunctionDef(name=said) | ast.ClassDef(name=said):
            return said == name
    return False


def listing(path: Path) -> set[str]:
    """``__all__`` of a package."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def test_tests_mirror_the_rooms() -> None:
    """A folder of tests stands where the package of its name stands; each package has tests of its own."""
    bot, tests = ROOT / "bot", ROOT / "tests"
    packages = {path.parent.relative_to(bot) for path in bot.rglob("__init__.py")} - {Path()}
    folders = {path.parent.relative_to(tests) for path in tests.rglob("*.py")} - {Path()}
    names = {package.name for package in packages}
    assert {folder for folder in folders - packages if folder.name in names} == set(), "its package stands elsewhere"
    full = {package for package in packages if len(list((bot / package).glob("*.py"))) > 1}
    assert {package for package in full if not has_tests(tests / package)} == set(), "without tests of its own"


def has_tests(folder: Path) -> bool:
    """Whether a package's folder of tests has any, or a file beside it is named after the package."""
    return any(folder.rglob("test_*.py")) or (folder.parent / f"test_{folder.name}.py").is_file()


@pytest.mark.parametrize("name", ["chat", "dashboard", "desk", "feeds", "reading", "store", "worker"])
def test_a_room_has_few_floors(name: str) -> None:
    """No circle between the packages of a room, and no chain of more than six. A module beside them stands alone."""
    inside = f"bot.{name}."

    def part(module: str) -> str:
        rest = module.removeprefix(inside).split(".")
        return rest[0]

    below: dict[str, set[str]] = defaultdict(set)
    for module, path in MODULES.items():
        if module.startswith(inside) and not (path.name == "__init__.py" and module in PACKAGES):
            below[part(module)] |= {part(used) for used in used_by(module) if used.startswith(inside)} - {part(module)}
    assert max(floor(one, below, ()) for one in list(below)) <= MOST_FLOORS


def floor(one: str, below: dict[str, set[str]], above: tuple[str, ...]) -> int:
    assert one not in above, f"a circle: {' -> '.join((*above, one))}"
    return 1 + max((floor(other, below, (*above, one)) for other in below[one]), default=0)
