"""Which records are one work: linked where that is certain, told to a person where it is likely.

Certain are a shared PubMed id, a shared DOI under titles that resemble each
other, and one title by one first author within a year of each other (the
preprint's year is often not the journal's) while no DOI or PubMed id says
otherwise. Everything near that is a pair for a person: nearly the same title,
or the same title with something against it. Erratum and paper are two works.

Written here, and not left to bib-dedupe 0.11, which finds the same pairs in a
made round of 20,000 records: that takes two minutes and ten packages more, and
what it calls certain would depend on whether they are installed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

from umbrella.tables.identity import doi_identity, letters

# Titles of fewer letters ("Editorial", "In reply") are those of many works.
SHORT = 25
NEAR, SHARED_WORDS, RESEMBLING = 0.9, 0.6, 0.6
INITIALS = re.compile(r"(\s+\w{1,4}\.?|\s+(\w\.-?)+)$")
AMENDING = re.compile(r"\W*(erratum|corrigendum|correction|retract|addendum|expression of concern|reply|comment)", re.I)


@dataclass(frozen=True)
class Item:
    """A record, or a work that is known, as far as linking looks at it.

    Attributes:
        id: its permanent id; empty for a record that was just read.
        known: whether it is a work that the book knows rather than a record of the round.
    """

    title: str
    first_author: str = ""
    year: str = ""
    doi: str = ""
    pmid: str = ""
    id: str = ""
    known: bool = False


@dataclass(frozen=True)
class Doubt:
    """Two items, by their places, that may be one work, and what speaks for and against it."""

    first: int
    second: int
    why: str


@dataclass
class _Group:
    members: list[int]
    dois: set[str]
    pmids: set[str]
    ids: set[str]
    known: set[str] = field(default_factory=set)


class _Groups:
    """Items joined to works; a work never gets two permanent ids, nor a pair that a person told apart."""

    def __init__(self, items: list[Item], apart: set[frozenset[str]]):
        self.items, self.apart = items, apart
        self.of = list(range(len(items)))
        self.groups = {
            place: _Group(
                [place],
                {doi_identity(item.doi)} - {""},
                {item.pmid} - {""},
                set() if item.known or not item.id else {item.id},
                {item.id} if item.known else set(),
            )
            for place, item in enumerate(items)
        }

    def against(self, first: int, second: int, certain: bool = False) -> str:
        """Why two items must not be joined without a person; empty if nothing speaks against it."""
        one, other = self.groups[self.of[first]], self.groups[self.of[second]]
        if one.ids and other.ids:
            return "both have an id already"
        if not certain and one.dois and other.dois and one.dois.isdisjoint(other.dois):
            return "different DOIs"
        if not certain and one.pmids and other.pmids and one.pmids.isdisjoint(other.pmids):
            return "different PubMed ids"
        return ""

    def told_apart(self, first: int, second: int) -> bool:
        """Whether a person said that the two are not one."""
        if not self.apart:
            return False
        one, other = self.groups[self.of[first]], self.groups[self.of[second]]
        return any(
            frozenset((a, b)) in self.apart for a in one.ids | one.known for b in other.ids | other.known
        )

    def join(self, first: int, second: int) -> None:
        """Make one work of two; the group keeps the place of its first member."""
        one, other = sorted((self.of[first], self.of[second]))
        if one == other:
            return
        gone = self.groups.pop(other)
        kept = self.groups[one]
        for place in gone.members:
            self.of[place] = one
        kept.members += gone.members
        kept.dois |= gone.dois
        kept.pmids |= gone.pmids
        kept.ids |= gone.ids
        kept.known |= gone.known


def linked(
    items: list[Item], same: Iterable[tuple[str, str]] = (), apart: Iterable[tuple[str, str]] = ()
) -> tuple[list[list[int]], list[Doubt]]:
    """Join records to works.

    Args:
        items: the records, those with an id first.
        same: pairs of ids that a person found to be one work.
        apart: pairs of ids that a person found to be two.

    Returns:
        The works, each the places of its items in order, and the pairs for a person.
    """
    groups = _Groups(items, {frozenset(pair) for pair in apart})
    place_of = {item.id: place for place, item in enumerate(items) if item.id}
    for one, other in same:
        if one in place_of and other in place_of:
            groups.join(place_of[one], place_of[other])
    doubts: dict[tuple[int, int], str] = {}
    for first, second, words, certain in _candidates(items):
        if groups.of[first] == groups.of[second] or (items[first].known and items[second].known):
            continue
        if groups.told_apart(first, second):
            continue
        against = groups.against(first, second, certain is not None)
        if certain is not False and not against:
            groups.join(first, second)
        else:
            doubts[first, second] = ", ".join(filter(None, (words, against)))
    works = sorted(sorted(group.members) for group in groups.groups.values())
    return works, _open_doubts(groups, doubts)


def _open_doubts(groups: _Groups, doubts: dict[tuple[int, int], str]) -> list[Doubt]:
    """Doubts that are not settled by what was joined, one for each pair of works."""
    found: dict[tuple[int, int], Doubt] = {}
    for (first, second), why in doubts.items():
        one, other = sorted((groups.of[first], groups.of[second]))
        if one != other:
            found.setdefault((one, other), Doubt(one, other, why))
    return list(found.values())


def _candidates(items: list[Item]) -> Iterator[tuple[int, int, str, bool | None]]:
    """Pairs to look at, the most certain first, with why.

    The last value is True where an id makes it certain, None where title,
    author and year do unless an id speaks against it, False where a person
    must look.
    """
    yield from ((a, b, "the same PubMed id", True) for a, b in _chains(items, lambda item: item.pmid))
    for a, b in _chains(items, lambda item: doi_identity(item.doi)):
        alike = _resemble(items[a].title, items[b].title)
        yield a, b, "the same DOI" if alike else "the same DOI, different titles", alike
    keys = [letters(item.title) for item in items]
    # Titles that are one: against the first, as a pair of each two would be without end for "Editorial".
    later = []
    for a, b in _pairs(_by_key(keys), keys):
        if why := _differing(items[a], items[b]):
            later.append((a, b, f"the same title, {why}", False))
        elif len(keys[a]) < SHORT:
            later.append((a, b, "the same short title, author and year", False))
        else:
            yield a, b, "the same title, author and year", None
    yield from later
    yield from _near(items, keys)


def _by_key(keys: Iterable[str]) -> dict[str, list[int]]:
    """Places by what stands there, without those where nothing does."""
    found = defaultdict(list)
    for place, key in enumerate(keys):
        if key:
            found[key].append(place)
    return found


def _chains(items: list[Item], key) -> Iterator[tuple[int, int]]:
    """Each item with the one before it of the same key."""
    for places in _by_key(map(key, items)).values():
        yield from zip(places, places[1:])


def _pairs(places: dict[str, list[int]], keys: list[str]) -> Iterator[tuple[int, int]]:
    """Pairs of one key: all of them, or of very many alike each with the one before."""
    for same in places.values():
        yield from combinations(same, 2) if len(same) <= 30 else zip(same, same[1:])


def _differing(one: Item, other: Item) -> str:
    """What tells two items of one title apart."""
    found = []
    if _apart(surname(one.first_author), surname(other.first_author)):
        found.append("different first authors")
    if _years_apart(one, other):
        found.append("years apart")
    return ", ".join(found)


def _apart(one: str, other: str) -> bool:
    return bool(one and other and not one.startswith(other) and not other.startswith(one))


def surname(author: str) -> str:
    """The surname in the form in which surnames are compared."""
    return letters(surname_as_written(author))


def surname_as_written(author: str) -> str:
    """The surname as databases agree on it: what is before the comma, or before initials at the end."""
    return author.split(",")[0].strip() if "," in author else INITIALS.sub("", author.strip())


def _resemble(one: str, other: str) -> bool:
    if not one or not other:
        return True
    if bool(AMENDING.match(one)) != bool(AMENDING.match(other)):
        return False
    return SequenceMatcher(None, letters(one), letters(other), autojunk=False).ratio() >= RESEMBLING


def _near(items: list[Item], keys: list[str]) -> Iterator[tuple[int, int, str, bool]]:
    """Pairs of nearly the same title by one first author, or of no known one, within a year."""
    words = [frozenset(re.findall(r"\w+", item.title.casefold())) for item in items]
    blocks = defaultdict(list)
    for place, item in enumerate(items):
        if len(keys[place]) >= SHORT and not AMENDING.match(item.title):
            blocks[surname(item.first_author)].append(place)
    for places in blocks.values():
        for a, b in combinations(places, 2):
            if keys[a] == keys[b] or _years_apart(items[a], items[b]):
                continue
            shared = len(words[a] & words[b]) / max(1, min(len(words[a]), len(words[b])))
            if shared >= SHARED_WORDS and _ratio(keys[a], keys[b]) >= NEAR:
                yield a, b, "nearly the same title, the same first author", False


def _years_apart(one: Item, other: Item) -> bool:
    return bool(one.year and other.year and abs(int(one.year) - int(other.year)) > 1)


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= NEAR else 0.0
