"""The verbs of ``burdenwatch stories``; the word alone lists them. Each imports its module when it is called."""

from typing import Annotated

import typer

app = typer.Typer(
    invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]}, add_completion=False
)

_Story = Annotated[int, typer.Argument(metavar="STORY", min=1, help="Its number in burdenwatch stories list.")]


@app.callback()
def group(context: typer.Context) -> None:
    """List the stories, make two of them one, or make reports of one a story of their own."""
    if context.invoked_subcommand is None:
        list_stories()


@app.command(name="list")
def list_stories(
    about: Annotated[list[str] | None, typer.Argument(help="A period or a country: 7d, korea. Nothing: all.")] = None,
    as_json: Annotated[bool, typer.Option("--json", metavar="", help="What the answer is made of, as JSON.")] = False,
) -> None:
    """List the stories with their numbers, the newest first; as burdenwatch timeline does."""
    from bot.cli.verbs import answers

    answers.answer("timeline", about or [], as_json=as_json)


@app.command()
def merge(
    one: _Story,
    other: _Story,
    across: Annotated[bool, typer.Option("--across", metavar="", help="Though they are of two countries.")] = False,
) -> None:
    """Make two stories one, under the older number. No alert is sent again."""
    from bot.cli.verbs import stories

    stories.merge(one, other, across=across)


@app.command()
def split(
    story: _Story,
    reports: Annotated[
        list[int] | None, typer.Argument(metavar="REPORT...", help="Numbers of reports. Nothing: they are shown.")
    ] = None,
) -> None:
    """Make reports of a story one of their own, which they do not fall back from."""
    from bot.cli.verbs import stories

    stories.split(story, reports or [])
