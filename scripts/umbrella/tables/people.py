"""Who answers for a work: persons and groups, typed once and written as each form wants them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NAME_PART = re.compile(r"[\s.]+")


@dataclass(frozen=True)
class Name:
    """A person, or a group, which has no given name.

    Attributes:
        family: family name of a person, whole name of a group.
        given: given names of a person.
        orcid: ORCID iD of a person, if known.
    """

    family: str
    given: str = ""
    orcid: str = ""

    def __str__(self) -> str:
        return f"{self.given} {self.family}".strip()

    @property
    def turned(self) -> str:
        """As lists sort it: ``Doe, Jane Ann``; a group as it is."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def vancouver(self) -> str:
        """As the National Library of Medicine has it: ``Doe JA``."""
        initials = "".join(part[0].upper() for part in re.split(r"[\s.-]+", self.given) if part)
        return f"{self.family} {initials}".strip()

    @property
    def apa(self) -> str:
        """As the American Psychological Association has it: ``Doe, J. A.``, ``Doe, J.-P.``."""
        parts = filter(None, NAME_PART.split(self.given))
        initials = " ".join("-".join(f"{one[0].upper()}." for one in part.split("-") if one) for part in parts)
        return f"{self.family}, {initials}" if initials else self.family

    @property
    def highwire(self) -> str:
        """For the head of a page: a group ends with a comma, or Zotero takes its first words for given names."""
        return self.turned if self.given else f"{self.family},"


def from_highwire(text: str) -> Name:
    """A name as the head of a page has it."""
    family, _, given = (text, "", "") if text.endswith(",") else text.partition(", ")
    return Name(family.removesuffix(","), given)


def names_of(typed: str | Iterable[Mapping[str, str]]) -> tuple[Name, ...]:
    """Names as ``edition.toml`` gives them: the name of one group, or a list of persons and groups."""
    if isinstance(typed, str):
        return (Name(typed),)
    return tuple(
        Name(entry["name"]) if "name" in entry else Name(entry["family"], entry["given"], entry.get("orcid", ""))
        for entry in typed
    )


def names_in(text: str) -> tuple[Name, ...]:
    """Names as the head of a chapter gives them: ``Doe, Jane; A Group``; a comma sets a person's family name apart."""
    parts = (part.strip().partition(",") for part in text.split(";") if part.strip())
    return tuple(Name(family.strip(), given.strip()) for family, _, given in parts)
