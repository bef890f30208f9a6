"""When two names are one: the one form in which studies, reviews, raters and DOIs are compared.

What a reader cannot see makes no other thing: upper and lower case, composed
and decomposed letters (Unicode's NFKC with case folded), invisible signs, the
number of blanks, the address before a DOI.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

DOI_PREFIX = re.compile(r"(https?://)?(dx\.)?doi\.org/|doi:\s*")
# Letters that Unicode does not take apart into a base and an accent.
UNDECOMPOSED = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})


def identity(name: str) -> str:
    """A name in the form in which names are compared."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    visible = "".join(sign for sign in folded if unicodedata.category(sign) not in ("Cf", "Cc") or sign.isspace())
    return " ".join(visible.split())


def doi_identity(doi: str) -> str:
    """A DOI in the form in which DOIs are compared: without an address before it, in lower case."""
    return unquote(DOI_PREFIX.sub("", identity(doi), count=1))


def letters(name: str) -> str:
    """Letters and digits of a name only, in lower case, without accents: what names that look alike share."""
    # Case first and last: some letters change into others only when taken apart.
    plain = unicodedata.normalize("NFKD", identity(name).translate(UNDECOMPOSED)).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def first_spellings(names: Iterable[str]) -> dict[str, str]:
    """For each spelling of a name the first one that is the same name."""
    first: dict[str, str] = {}
    return {name: first.setdefault(identity(name), name) for name in names}


def look_alikes(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Names that are counted apart and differ by an accent, a hyphen, a dot or a blank only: the earlier, the later."""
    first: dict[str, str] = {}
    for name in dict.fromkeys(names):
        earlier = first.setdefault(letters(name), name)
        if letters(name) and identity(earlier) != identity(name):
            yield earlier, name
