"""HTML taken out of text, in one pass forward.

The standard library's ``html.parser`` looks for the end of an unclosed tag again and again (0.3 s for 20 KB of ``<p``,
15 s for 160 KB), which a hostile feed could use. This scanner never looks at a character twice but for a bounded
stretch, and as it makes plain text only, it need not know what tags mean beyond lines, cells and silence.
"""

import re
from html import unescape

_SILENT = frozenset({"script", "style", "head", "template", "noscript", "iframe", "svg"})
_BLOCKS = frozenset(
    {"p", "div", "br", "hr", "li", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote",
     "section", "article", "header", "footer", "figure", "figcaption", "pre", "main", "aside", "dd", "dt", "dl"}
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_GAPS = dict.fromkeys(_BLOCKS, "\n") | dict.fromkeys(_CELLS, " ")
_PLAIN_TAG = re.compile(
    # Possessive: what does not match is given up at the next "<", so that the time stays linear.
    r"</?([a-zA-Z][a-zA-Z0-9]{0,20}+)(?![a-zA-Z0-9])[^<>\"']*+(?:\"[^<>\"']*+\"[^<>\"']*+)*+>"
)
_CUT_REFERENCE = re.compile(r"&[#a-zA-Z0-9]*+<")
_MARKUP = re.compile(r"<[!/?a-zA-Z]")
_OPENING = re.compile(r"<(?:(/?)([a-zA-Z][a-zA-Z0-9]{0,20})|[!?/])")
_HUGE_REFERENCE = re.compile(r"&#(?:[0-9]{9,}|[xX][0-9a-fA-F]{9,});?")
_QUOTED_SPAN = 2000  # characters after a ">" within quotes in which the tag's real end is looked for


def strip_markup(html: str) -> str:
    """The text between tags, entities decoded; a block starts a new line. Never raises."""
    if "<" not in html:
        return _decoded(html)
    # Most markup is nothing but well-written tags, which are taken out five times as fast as they are scanned.
    if "&" not in html or not _CUT_REFERENCE.search(html):
        try:
            text = _PLAIN_TAG.sub(_gap, html)
        except _HiddenTextError:
            return scanned(html)
        if not _MARKUP.search(text):
            return _decoded(text)
    return scanned(html)


def scanned(html: str) -> str:
    """As ``strip_markup``, by the scanner that takes any markup there is."""
    return "".join(_Scanner(html).pieces())


class _Scanner:
    def __init__(self, html: str) -> None:
        self._html = html
        self._small = html.lower() if len(html.lower()) == len(html) else html
        self._last_end = html.rfind(">")
        self._unclosed: set[str] = set()
        """Elements whose end was looked for in vain."""

    def pieces(self) -> list[str]:
        found: list[str] = []
        place = 0
        while match := _OPENING.search(self._html, place):
            end = self._end(match)
            if end < 0:  # no ">" ahead: the rest is text, "<" or not
                break
            found += [_decoded(self._html[place : match.start()]), _space(match[2])]
            place = self._after_silence(match, end)
        found.append(_decoded(self._html[place:]))
        return found

    def _end(self, match: re.Match[str]) -> int:
        """Where the tag or comment ends, or -1."""
        if match.end() > self._last_end:
            return -1
        if self._html.startswith("<!--", match.start()):
            end = self._html.find("-->", match.start() + 4)
            return end + 3 if end >= 0 else len(self._html)
        end = self._html.find(">", match.end()) + 1
        if match[2] and _within_quotes(self._html[max(match.end(), end - _QUOTED_SPAN) : end]):
            further = self._html.find(">", end, end + _QUOTED_SPAN) + 1
            end = further or end
        return end

    def _after_silence(self, match: re.Match[str], end: int) -> int:
        """Past what is not shown; an element that never closes is shown."""
        name = (match[2] or "").lower()
        if match[1] or name not in _SILENT or name in self._unclosed:
            return end
        closing = self._small.find(f"</{name}", end)
        if closing < 0:
            self._unclosed.add(name)
            return end
        return self._html.find(">", closing) + 1 or len(self._html)


def _within_quotes(tag: str) -> bool:
    return tag.count('"') % 2 == 1 or ("='" in tag and tag.count("'") % 2 == 1)


class _HiddenTextError(Exception):
    """Not all that stands between tags is shown."""


def _gap(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    if name in _SILENT:
        raise _HiddenTextError
    return _GAPS.get(name, "")


def _space(name: str | None) -> str:
    return _GAPS.get(name.lower(), "") if name else ""


def _decoded(text: str) -> str:
    """Entities decoded; a reference too large to be a character becomes the replacement character."""
    return unescape(_HUGE_REFERENCE.sub("\ufffd", text)) if "&" in text else text
