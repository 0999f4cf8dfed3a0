"""The style sheets and modules that pages load, all from here; their address changes with what is in them."""

import hashlib
from pathlib import Path

from aiohttp import web

from bot.chat.drawing.letters import BOLD, REGULAR
from bot.dashboard.views.links import ROOT
from bot.model import Role

FOLDER = Path(__file__).parent / "static"
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".ttf": "font/ttf"}
STYLES = "dashboard.css"
_FOR_EVER = "public, max-age=31536000, immutable"


class Assets:
    """The files, read once."""

    def __init__(self) -> None:
        files = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir()) if path.suffix in _KINDS}
        letters = {"regular.ttf": REGULAR.read_bytes(), "bold.ttf": BOLD.read_bytes()}
        # One style sheet, so that the first words wait for one.
        self._files = files | letters | {STYLES: files[STYLES] + _roles().encode()}
        whole = b"".join(name.encode() + content for name, content in sorted(self._files.items()))
        self._version = hashlib.sha256(whole).hexdigest()[:12]

    def address(self, name: str) -> str:
        """Where a file is. Raises KeyError for none of ours."""
        self._files[name]
        return f"{ROOT}/static/{self._version}/{name}"

    def answer(self, path: str) -> web.Response:
        """A file, ``VERSION/NAME``, kept by browsers for ever at the address of this version."""
        version, _, name = path.partition("/")
        content = self._files.get(name)
        if content is None:
            return web.Response(status=404)
        is_ours = version == self._version
        headers = {"Cache-Control": _FOR_EVER if is_ours else "no-cache"}
        kind = _KINDS[Path(name).suffix]
        charset = None if kind.startswith("font/") else "utf-8"
        return web.Response(body=content, content_type=kind, charset=charset, headers=headers)


def _roles() -> str:
    """The colours of the roles, from the table of roles."""
    sides = [(role.value, role.traits.side) for role in Role if role.traits.side is not None]
    light = "".join(f".role-{key}{{--role:{side.colour}}}" for key, side in sides)
    dark = "".join(f".role-{key}{{--role:{side.colour_in_dark}}}" for key, side in sides)
    return f"{light}@media (prefers-color-scheme:dark){{{dark}}}"
