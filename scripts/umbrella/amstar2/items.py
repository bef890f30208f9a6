"""The sixteen items of AMSTAR 2, read from the vocabulary that describes them.

Source of the items, their critical domains and their answers: Shea 2017,
10.1136/bmj.j4008. What an item asks is data, never code: `items.csv` beside this module is the vocabulary
`data/vocabularies/amstar2-items.csv` (in the repository a link to it, in a wheel its content).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pandas as pd

YES = "yes"
PARTIAL_YES = "partial yes"
NO = "no"
NO_META_ANALYSIS = "no meta-analysis"
ANSWERS = (YES, PARTIAL_YES, NO, NO_META_ANALYSIS)

VOCABULARY = resources.files(__package__) / "items.csv"


@dataclass(frozen=True)
class Item:
    """One item: its number, own wording, official domain and the answers it allows."""

    number: int
    short: str
    question: str
    domain: str
    critical: bool
    answers: tuple[str, ...]


Items = Mapping[int, Item]


def items_from(table: pd.DataFrame) -> dict[int, Item]:
    """Return the items of a vocabulary table, by number and in order.

    In: columns `item`, `short`, `question`, `domain`, `critical` (yes, no) and
    `answers` (separated by "; "). Raises ValueError when an item stands twice,
    `critical` is neither yes nor no, or an answer is unknown.
    """
    items = [_item(row) for row in table.to_dict("records")]
    by_number = {item.number: item for item in sorted(items, key=lambda item: item.number)}
    if len(by_number) < len(items):
        raise ValueError("an item stands twice in the table of items")
    return by_number


@cache
def official_items() -> Items:
    """Return the items of the vocabulary that comes with the package.

    The instrument is the same for every review, so this is the default of
    every function that takes `items`.
    """
    with VOCABULARY.open(encoding="utf-8") as stream:
        return items_from(pd.read_csv(stream, dtype=str, keep_default_na=False))


def critical_items(items: Items, critical: Iterable[int] | None = None) -> frozenset[int]:
    """Return the critical items: the official ones, or the set asked for.

    Raises ValueError when the set asked for names an item that does not exist.
    """
    if critical is None:
        return frozenset(number for number, item in items.items() if item.critical)
    chosen = frozenset(critical)
    if unknown := sorted(chosen - set(items)):
        raise ValueError(f"critical items {unknown} are not among items {_span(items)}")
    return chosen


def refusal(items: Items, number: int, answer: str) -> str:
    """Return why an item does not take an answer, or "" when it does."""
    if number not in items:
        return f"there is no item {number} (items are {_span(items)})"
    allowed = items[number].answers
    return "" if answer in allowed else f"{answer!r} is not one of {', '.join(allowed)}"


def _item(row: Mapping[str, object]) -> Item:
    number = int(str(row["item"]))
    critical, answers = str(row["critical"]), tuple(str(row["answers"]).split("; "))
    if critical not in ("yes", "no"):
        raise ValueError(f"item {number}: critical is {critical!r}, not yes or no")
    if unknown := sorted(set(answers) - set(ANSWERS)):
        raise ValueError(f"item {number}: unknown answers {unknown}")
    words = (str(row[name]) for name in ("short", "question", "domain"))
    return Item(number, *words, critical == "yes", answers)


def _span(items: Items) -> str:
    return f"{min(items)} to {max(items)}"
