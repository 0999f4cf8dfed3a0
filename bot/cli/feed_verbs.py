"""The verbs of ``burdenwatch feeds``; the word alone lists them. As in ``app``, each imports its module when called."""

from typing import Annotated

import typer

app = typer.Typer(
    invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}, add_completion=False
)

Json = Annotated[bool, typer.Option("--json", metavar="", help="One JSON object a feed.")]
FeedAddress = Annotated[
    str, typer.Argument(metavar="URL", help="The feed's address, as burdenwatch feeds list --json has it, or its name.")
]


@app.callback()
def group(context: typer.Context, as_json: Json = False) -> None:
    """List the feeds with their state (last poll, next poll, errors), or change which are followed."""
    if context.invoked_subcommand is None:
        list_feeds(as_json)


@app.command(name="list")
def list_feeds(as_json: Json = False) -> None:
    """List the feeds with their state: last poll, next poll, errors."""
    from bot.cli.terminal.common import load_settings_and_topic
    from bot.cli.verbs import feeds

    settings, topic = load_settings_and_topic()
    feeds.list_feeds(settings, topic, as_json=as_json)


@app.command()
def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="A feed's address, or that of a page that names one.")],
    title: Annotated[str, typer.Option(metavar="TEXT", help="What to call it; by default, what it calls itself.")] = "",
    language: Annotated[str, typer.Option(metavar="CODE", help="Of its reports: en, ko, ja, de.")] = "",
    country: Annotated[
        str, typer.Option(metavar="CODE", help="Of the outlet: US, KR, JP; for dates without zone.")
    ] = "",
    no_check: Annotated[
        bool, typer.Option("--no-check", metavar="", help="Add the address without asking it.")
    ] = False,
) -> None:
    """Follow a feed. It is asked once; where a page answers, the feed that the page names is taken.

    Feeds that are added so are yours: the topic's list leaves them alone.
    """
    import asyncio

    from bot.cli.terminal.common import load_settings_and_topic
    from bot.cli.verbs import sources

    settings, topic = load_settings_and_topic()
    about = {"title": title.strip(), "language": language.strip().lower(), "country": country.strip().upper()}
    asyncio.run(sources.add(settings, topic, url, **about, unchecked=no_check))


@app.command()
def remove(url: FeedAddress) -> None:
    """Stop following a feed that was added; its reports stay."""
    from bot.cli.terminal.common import load_settings_and_topic
    from bot.cli.verbs import sources

    sources.remove(*load_settings_and_topic(), url)


@app.command()
def pause(url: FeedAddress) -> None:
    """Leave any feed unasked until it is resumed."""
    from bot.cli.terminal.common import load_settings_and_topic
    from bot.cli.verbs import sources

    sources.pause(*load_settings_and_topic(), url)


@app.command()
def resume(url: FeedAddress) -> None:
    """Ask a paused feed again, or one that said that it was gone."""
    from bot.cli.terminal.common import load_settings_and_topic
    from bot.cli.verbs import sources

    sources.resume(*load_settings_and_topic(), url)


@app.command(name="import")
def take_list(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="An OPML file of another reader, or - for standard input.")
    ],
) -> None:
    """Follow all feeds of an OPML list, with their titles and folders. None is asked yet."""
    from bot.cli.terminal.common import load_settings_and_topic
    from bot.cli.verbs import lists

    if not lists.take_list(*load_settings_and_topic(), file):
        raise typer.Exit(1)


@app.command(name="export")
def give_list(
    file: Annotated[str, typer.Argument(metavar="[FILE]", help="Where to; by default to standard output.")] = "-",
    force: Annotated[bool, typer.Option("--force", metavar="", help="Write over a file that is there.")] = False,
) -> None:
    """Write the feeds as an OPML list for another reader."""
    from bot.cli.terminal.common import load_settings_and_topic
    from bot.cli.verbs import lists

    lists.give_list(*load_settings_and_topic(), file, force=force)


@app.command(name="test")
def probe(url: Annotated[str, typer.Argument(metavar="URL", help="A feed's address.")]) -> None:
    """Ask a feed, and say what it allows, when we would ask it next, and why. Nothing is stored."""
    from bot.cli.terminal.common import load_settings_and_topic
    from bot.cli.verbs import probing

    if not probing.test(*load_settings_and_topic(), url):
        raise typer.Exit(1)
