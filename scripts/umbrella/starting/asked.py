"""What is asked about a new book: kinds of reviews with their words, and whether an answer can stand in all its files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from umbrella.markup import web_address
from umbrella.tables.problems import shown
from umbrella.tables.signs import odd_sign

STARTER = Path(__file__).parents[1] / "templates" / "book"
# What a book calls its things: singular and plural.
THINGS = ("modality", "region", "metric", "people", "control")
ONE_WORD = re.compile(r"[A-Za-z][A-Za-z0-9 -]*[A-Za-z0-9]|[A-Za-z]")


@dataclass(frozen=True)
class Asked:
    """The answers.

    Attributes:
        title: title of the book.
        kind: a key of :func:`kinds`.
        words: singular and plural by thing.
        authors: a group, or persons separated by semicolons.
        published: title of the published umbrella review that the book implements; empty for an own review.
        repository: address of the repository; may be empty.
    """

    title: str
    kind: str
    words: Mapping[str, tuple[str, str]]
    authors: str
    published: str = ""
    repository: str = ""


@cache
def kinds() -> dict[str, dict]:
    """What the package knows of each kind of review, by name."""
    return tomllib.loads((STARTER / "kinds.toml").read_text("utf-8"))


def two_words(given: str, thing: str) -> tuple[str, str]:
    """Singular and plural of a word as ``one, several``; an s is added where no plural is given.

    Raises:
        ValueError: it is no such word.
    """
    one, _, several = (part.strip() for part in given.partition(","))
    for word in (one, several or f"{one}s"):
        if not ONE_WORD.fullmatch(word):
            raise ValueError(f"{thing}: {shown(given)} is not one word, or one and several as in 'study, studies', of letters, digits, blanks and hyphens")
    return one, several or f"{one}s"


def one_line(given: str, thing: str, empty: bool = False) -> str:
    """A text of one line.

    Raises:
        ValueError: it is empty or holds signs that nobody means.
    """
    text = " ".join(given.split())
    if not text and not empty:
        raise ValueError(f"{thing}: the text is empty; one line is needed")
    if words := odd_sign(text):
        raise ValueError(f"{thing}: {words}")
    return text


def address(given: str) -> str:
    """The address of a repository, without a slash at its end; empty where there is none.

    Raises:
        ValueError: it cannot be followed.
    """
    text = given.strip().rstrip("/")
    if text and not text.startswith(("https://", "http://")):
        raise ValueError(f"repository: {shown(given)} is not an address that begins with https://")
    return web_address(text) if text else ""
