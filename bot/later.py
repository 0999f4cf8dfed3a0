"""Modules that are loaded when something of them is asked for, for what is needed seldom and in many places."""

from importlib import import_module
from typing import Any


class Later:
    """In the place of a module. From any thread."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
