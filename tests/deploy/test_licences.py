"""The licences of what is installed: the list is whole, agrees with what the packages say, and all may be used."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata

from tests.deploy.files import DEPLOY, ROOT
from tests.deploy.test_lock import pins

LICENCES: dict[str, str] = tomllib.loads((DEPLOY / "licences.toml").read_text("utf-8"))
USABLE = frozenset(
    (
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "LGPL-3.0-only"),
        *("MIT", "MPL-1.1", "MPL-2.0", "PSF-2.0", "Zlib"),
    )
)
"""Those that a program under MIT may be handed out with, its libraries as they are."""


def may_be_used(expression: str) -> bool:
    """Of an SPDX expression without brackets: all of one alternative are usable."""
    return any(set(one.split(" AND ")) <= USABLE for one in expression.split(" OR "))


def test_the_list_is_whole() -> None:
    assert LICENCES.keys() == pins((ROOT / "requirements.txt").read_text("utf-8")).keys()


def test_each_may_be_used() -> None:
    assert {name: licence for name, licence in LICENCES.items() if not may_be_used(licence)} == {}
    assert not may_be_used("GPL-3.0-only")
    assert not may_be_used("MIT AND AGPL-3.0-only")


def test_it_is_what_the_packages_say() -> None:
    said = {}
    for name in LICENCES:
        try:
            expression = metadata(name).get("License-Expression")
        except PackageNotFoundError:
            continue  # of another platform
        if expression:
            said[name] = re.sub(r"[()]", "", str(expression))
    assert len(said) > 30
    assert {name: (LICENCES[name], one) for name, one in said.items() if LICENCES[name] != one} == {}
