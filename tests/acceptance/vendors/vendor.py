"""What the clients of the vendors write, and how a test holds one of them.

There are texts and chats, tools, sampling parameters and forms of the answer, and beside them descriptions, labels,
several versions and aliases.
"""

from abc import ABC, abstractmethod
from typing import Any

from acceptance.registries.world import Site

NUMBERS = range(20)
LIVE = "production"
WINDOWS = 7
NAMES = [f"prompt-{number:02}" for number in NUMBERS]


def text(number: int, edition: int = 1) -> str:
    """One has the line breaks of Windows."""
    said = f"Edition {edition} of {number}:\n\n  sort {{{{ticket}}}}, please.\n{'Be brief.' * (number % 4)}\n"
    return said.replace("\n", "\r\n") if number == WINDOWS else said


def chat(number: int, edition: int = 1) -> list[dict[str, Any]]:
    house = [{"role": "system", "content": "You are {{role}}.\n"}] if number % 2 else []
    return [*house, {"role": "user", "content": text(number, edition)}]


def editions(number: int) -> range:
    """The versions of a prompt."""
    return range(1, 2 + number % 3)


def is_chat(number: int) -> bool:
    return number % 4 != 0


def has_alias(number: int) -> bool:
    """It points at the first version."""
    return number % 5 == 0


SCHEMA = {"type": "object", "properties": {"queue": {"type": "string"}}, "required": ["queue"]}


class Vendor(ABC):
    """A registry, and the vendor's own client of it."""

    @property
    @abstractmethod
    def world(self) -> Site:
        """The registry."""

    @abstractmethod
    def fill(self) -> None:
        """Write the prompts."""

    @property
    @abstractmethod
    def contents(self) -> Any:
        """All that the registry has of contents and versions, without what we note beside them.

        Also how often it was asked to write one, where that does not show in them.
        """
