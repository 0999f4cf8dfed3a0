"""The program's verbs, each a few lines: read the settings, call a room, show the outcome.

A verb imports what it needs when it is called: without a verb it is three quarters of the start, and most verbs need
no Telegram, which takes 20 MB and a third of a second.
"""

import sys
from typing import Annotated, NoReturn

import typer

import bot
from bot.chat.commands.command import Verb
from bot.chat.commands.registry import COMMANDS
from bot.cli import feed_verbs, keeping_verbs, story_verbs
from bot.desk.answers.export_kinds import Format, What

app = typer.Typer(
    name="burdenwatch",
    epilog="Exit codes: 0 done, 1 it ran and something is wrong, 2 unusable arguments, settings or topic, "
    "3 it could not start. Settings come from the environment and from a file .env; burdenwatch check reads them.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


app.add_typer(feed_verbs.app, name="feeds")
app.add_typer(story_verbs.app, name="stories")


def end_by(problem: BaseException) -> NoReturn:
    """End the program as an error in a verb does: Ctrl+C, a closed pipe, an exit code ..."""

    def verb() -> None:
        raise problem

    single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    single.command()(verb)
    single(args=[])
    raise AssertionError  # it has raised


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"burdenwatch {bot.__version__}\n")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", metavar="", callback=_version, is_eager=True, help="Print the version and stop."),
    ] = False,
) -> None:
    """Follows one negotiation in the news and keeps Telegram subscribers ahead of it."""
    if context.invoked_subcommand is None:
        sys.stdout.write(f"{context.get_help()}\n")


@app.command()
def run(
    live: Annotated[
        bool, typer.Option("--live", metavar="", help="Without a token: poll the real feeds, not the replay.")
    ] = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", metavar="", help="Without a token: forget the sandbox's chats and reports first.")
    ] = False,
    sandbox: Annotated[
        bool, typer.Option("--sandbox", metavar="", help="Without a token: open the sandbox on a host, too.")
    ] = False,
) -> None:
    """Run the worker: poll, decide, send, answer. Without TELEGRAM_TOKEN it opens the sandbox."""
    from bot.cli.terminal.common import load_settings_and_topic
    from bot.cli.verbs import running

    settings, topic = load_settings_and_topic()
    running.run(settings, topic, live=live, fresh=fresh, sandbox=sandbox)


@app.command()
def check(
    feeds_too: Annotated[
        bool, typer.Option("--feeds", metavar="", help="Ask every feed once and say which ones work.")
    ] = False,
) -> None:
    """Say whether settings, topic, database and token are usable, and what to do where they are not."""
    import asyncio

    from bot.cli.verbs import checking

    if code := asyncio.run(checking.check(feeds_too=feeds_too)):
        raise typer.Exit(code)


@app.command()
def poll(
    once: Annotated[
        bool, typer.Option("--once", metavar="", help="One round, which is what it does without this, too.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", metavar="", help="Every feed now, due or not.")] = False,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="One JSON object.")] = False,
) -> None:
    """Poll the feeds that are due, once, store what matches, and say what came of it."""
    from bot.cli.verbs import polling

    if not polling.once(everything=everything, as_json=as_json):
        raise typer.Exit(1)


@app.command()
def read(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A text file, a JSONL of reports, or - for standard input.")
    ],
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="One JSON object a report.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", metavar="", help="All that was read of each figure, and how sure its role is.")
    ] = False,
    date: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="The date of reports that have none, 2019-11-19, for words like 'this year'."
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="CODE", help="The language of reports that do not say: en, ko, ja, de. Found out by itself."
        ),
    ] = None,
) -> None:
    """Read reports as the worker does: relevance with its reason, event, and every figure with role and speaker.

    The report is printed with its figures marked, a table of them below it, and what in its numbers does not fit.

    The first line of a text is its title. JSONL has {"id", "title", "text", "lang", "date"} a line.

    The story that --json prints is the report's own id: a report that is read alone is a story of its own.
    """
    from bot.cli.terminal.common import load_settings_and_topic
    from bot.cli.verbs import reading

    settings, topic = load_settings_and_topic()
    reading.read(file, topic, settings, as_json=as_json, explain=explain, date=date, lang=lang)


_Json = Annotated[bool, typer.Option("--json", metavar="", help="What the answer is made of, as JSON.")]


def twin_of(name: str, verb: Verb) -> None:
    """Adds the verb that passes on what is typed behind it to a command of the chat, and prints its answer."""
    about = typer.Argument(metavar=verb.metavar, help=verb.words)

    def answer(about: Annotated[list[str] | None, about] = None, as_json: _Json = False) -> None:
        from bot.cli.verbs import answers

        answers.answer(name, about or [], as_json=as_json)

    def answer_alone(as_json: _Json = False) -> None:
        answer([], as_json)

    app.command(name, help=verb.about)(answer if verb.words else answer_alone)


for command in COMMANDS:
    if command.verb is not None:
        twin_of(command.name, command.verb)


@app.command()
def calendar(
    about: Annotated[list[str] | None, typer.Argument(help="A country. Nothing: all.")] = None,
    as_json: _Json = False,
    as_ics: Annotated[bool, typer.Option("--ics", metavar="", help="An iCalendar file, for other programs.")] = False,
) -> None:
    """The dates to come that reports name, and those that passed in silence; as /calendar answers."""
    from bot.cli.verbs import answers

    answers.answer("calendar", about or [], as_json=as_json, as_file=as_ics)


@app.command()
def chart(
    about: Annotated[list[str] | None, typer.Argument(help="A country. Nothing: the first.")] = None,
    out: Annotated[str, typer.Option(metavar="FILE", help="Where the picture goes.")] = "chart.png",
) -> None:
    """Draw what was demanded, offered, agreed and paid over time, as PNG; as /chart answers."""
    from bot.cli.verbs import answers

    answers.draw_chart(about or [], out)


@app.command()
def search(
    query: Annotated[
        list[str],
        typer.Argument(help="In quotes for the shell: '\"cost sharing\" AND Seoul'; /search in a chat tells all."),
    ],
    since: Annotated[str, typer.Option(metavar="DATE", help="2019-11-19, 2019-11, 2019, or a period: 30d.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="2019-11-19, 2019-11 or 2019, to its end.")] = "",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="Reports, the newest first.")] = 8,
    as_json: _Json = False,
) -> None:
    """The reports that a query finds, the newest first, each with the sentence that answers; as /search."""
    from bot.cli.verbs import searching

    searching.search(query, since=since, until=until, limit=limit, as_json=as_json)


@app.command()
def export(
    form: Annotated[Format, typer.Option("--format", help="atom is a feed of stories for feed readers.")] = Format.CSV,
    what: Annotated[What | None, typer.Option(help="By default figures, and of atom stories.")] = None,
    since: Annotated[str, typer.Option(metavar="DATE", help="2019-11-19, 2019-11, 2019, or a period: 30d.")] = "",
    until: Annotated[str, typer.Option(metavar="DATE", help="2019-11-19, 2019-11 or 2019, to its end.")] = "",
    track: Annotated[str, typer.Option(metavar="COUNTRY", help="korea, japan ... Nothing: all.")] = "",
    out: Annotated[str, typer.Option("-o", "--out", metavar="FILE", help="Nothing: standard output.")] = "",
    most: Annotated[int, typer.Option(metavar="N", min=1, help="Reports, the newest, that it is made of.")] = 5000,
) -> None:
    """Figures, stories or reports as a file, each row with its report, outlet, date and link; as /export."""
    from bot.cli.verbs import exporting

    exporting.export(form, what, since=since, until=until, track=track, out=out, most=most)


@app.command()
def migrate() -> None:
    """Bring the database to this version's tables. The worker does so by itself at its start."""
    from bot.cli.terminal.common import load_settings_and_topic
    from bot.cli.verbs import running

    settings, _ = load_settings_and_topic()
    running.migrate(settings)


for verb in (keeping_verbs.backup, keeping_verbs.restore, keeping_verbs.move):
    app.command()(verb)
