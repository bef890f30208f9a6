"""Arguments of a check as ``audit.csv`` writes them: ``fact=databases; values=A | B``."""

from __future__ import annotations

import re

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


class Arguments(dict[str, tuple[str, ...]]):
    """Values by name, each a tuple; asking for one that is missing names it."""

    def one(self, name: str) -> str:
        """The only value of an argument.

        Raises:
            ValueError: the argument is missing or has several values.
        """
        values = self.many(name)
        if len(values) != 1:
            raise ValueError(f"argument {name} must have one value")
        return values[0]

    def many(self, name: str) -> tuple[str, ...]:
        """All values of an argument.

        Raises:
            ValueError: the argument is missing.
        """
        if name not in self:
            raise ValueError(f"argument {name} is missing")
        return self[name]

    def allow(self, *names: str) -> None:
        """Refuse arguments a rule does not have, which would otherwise change nothing without a word.

        Raises:
            ValueError: there is another argument.
        """
        if others := sorted(set(self) - set(names)):
            raise ValueError(f"{others[0]!r} is not an argument of this rule; there are {', '.join(names) or 'none'}")


def read_arguments(text: str | None) -> Arguments:
    """Arguments from their text.

    Args:
        text: ``name=value`` pairs separated by semicolons, several values by bars; None for none.

    Raises:
        ValueError: a part is no such pair, or a name stands twice.
    """
    found = Arguments()
    for part in (text or "").split(";"):
        if not part.strip():
            continue
        name, equals, values = (piece.strip() for piece in part.partition("="))
        if not (name and equals and values) or name in found:
            raise ValueError(f"{part.strip()!r} is not one name=value")
        found[name] = tuple(value.strip() for value in values.split("|"))
    return found


def figures(stated: str) -> list[int]:
    """Whole numbers in a stated figure, separators removed: ``over 29,000 people`` gives [29000]."""
    return [int(match.replace(",", "")) for match in NUMBER.findall(stated)]


def figure(stated: str) -> int:
    """The first whole number in a stated figure.

    Raises:
        ValueError: it holds none.
    """
    if not (found := figures(stated)):
        raise ValueError(f"{stated!r} holds no number")
    return found[0]
