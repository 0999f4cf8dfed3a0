"""/doors, a package as the folder above is full."""

from bot.chat.commands.doors.door_commands import DoorCommands

__all__ = ["DoorCommands"]
