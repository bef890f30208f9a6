"""Counts, lists and dates as a sentence wants them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from umbrella.markup import Myst
from umbrella.nouns import noun

WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number(n: int) -> str:
    """A count as text: words up to nine, digits with separators beyond."""
    return WORDS[n] if 0 <= n < len(WORDS) else f"{n:,}"


def counted(n: int, thing: str) -> str:
    """A count with its noun: ``one review``, ``16 reviews``, ``no review``."""
    return f"{number(n)} {noun(n, thing)}"


def listed(items: Iterable[str]) -> str:
    """Items in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    items = [str(item) for item in items]
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else "none"


def in_own_text(n: int, own: int) -> str:
    """How many of some reviews show a thing in their own text: ``four reviews, one in its own text``."""
    if n == 1:
        return f"one review, {'' if own else 'not '}in its own text"
    texts = "its own text" if own < 2 else "their own texts"
    shown = "none" if not own else ("both" if n == 2 else "all") if own == n else number(own)
    return f"{counted(n, 'review')}, {shown} in {texts}"


def out_of(part: str, whole: str) -> str:
    """Two counts of the same things, the noun said once: ``out_of("two reviews", "16 reviews")`` is ``two of 16 reviews``."""
    count = part.split()[0]
    return f"{'none' if count == WORDS[0] else count} of {whole}"


def start(text: str) -> str:
    """The same with a capital, for the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def inside(label: str) -> str:
    """A label as it stands within a sentence: ``diffusion MRI``, but ``MR spectroscopy``."""
    return label if label[1:2].isupper() or label[1:2].isdigit() else label[:1].lower() + label[1:]


def cited(keys: Iterable[str]) -> Myst:
    """Citations of works by their keys, in one pair of brackets; nothing when there is none."""
    keys = Myst(",").join(map(Myst.word, keys))
    return Myst("{{cite:p}}`{}`").format(keys) if keys else keys


def dated(value: str) -> str:
    """A date as the tables give it, in words and as exact as it is given: ``25 December 2010``, ``April 2011``, ``2010``."""
    parts = [int(part) for part in value.split("-")]
    if len(parts) == 1:
        return value
    exact = date(*parts, *[1] * (3 - len(parts)))
    return day(exact) if len(parts) == 3 else f"{exact:%B %Y}"


def day(value: date) -> str:
    """A date in full: ``3 December 2024``."""
    return f"{value.day} {value:%B %Y}"
