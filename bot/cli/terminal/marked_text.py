"""A report's text with its figures marked where they stand: in colour on a terminal, in square brackets elsewhere."""

from collections.abc import Mapping, Sequence

from rich.text import Text

from bot.model import Figure, Report

_NOT_OF_TOPIC, _MISFIT = "dim", " underline"
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def marked_part(
    part: str, text: str, figures: Sequence[Figure], misfits: Mapping[int, str], *, coloured: bool, style: str = ""
) -> Text:
    """A part of a report ("title" or "text") with each of its figures marked and numbered, as in the table.

    ``misfits`` are keyed by a figure's place in ``figures``; those figures are underlined.
    """
    shown, at = Text(style=style), 0
    places = sorted((figure.start, place) for place, figure in enumerate(figures) if figure.where == part)
    for start, place in places:
        figure = figures[place]
        end = start + len(figure.surface)
        if start < at:
            continue
        shown.append(text[at:start])
        if coloured:
            shown.append(text[start:end], style_of(figure) + (_MISFIT if place in misfits else ""))
        else:
            shown.append(f"[{text[start:end]}]")
        shown.append(str(place + 1).translate(_SUPERSCRIPT), "dim")
        at = end
    shown.append(text[at:])
    return shown


def paragraphs(
    report: Report, figures: Sequence[Figure], misfits: Mapping[int, str], *, coloured: bool
) -> Sequence[Text]:
    """The text's paragraphs with their figures marked; blank lines between them are left out."""
    whole = marked_part("text", report.text, figures, misfits, coloured=coloured)
    return [line for line in whole.split("\n", allow_blank=True) if line.plain.strip()]


def style_of(figure: Figure) -> str:
    """The colour of a figure's role."""
    return f"bold {figure.role.traits.colour}".rstrip() if figure.on_topic else _NOT_OF_TOPIC
