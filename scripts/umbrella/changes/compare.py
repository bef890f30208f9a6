"""Two states of the tables side by side: rows, counts, certainty of claims, bounds of ratings."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from umbrella import synthesis
from umbrella.book.ratings import rated, settled_answers
from umbrella.changes.verdicts import Verdict, moved_verdicts


@dataclass(frozen=True)
class Cell:
    """One cell that changed: row key, column, text before and after (None: empty)."""

    row: str
    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class TableChange:
    """What changed in one table.

    Attributes:
        table: its name.
        added: keys of new rows, in the order of the new table.
        removed: keys of rows that are gone, in the order of the old table.
        changed: cells of rows in both, in columns of both.
        columns_added: columns the old table does not have.
        columns_removed: columns the new table does not have.
    """

    table: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[Cell, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()

    @property
    def rows_changed(self) -> tuple[str, ...]:
        """Keys of the rows with changed cells, each once."""
        return tuple(dict.fromkeys(cell.row for cell in self.changed))

    def __bool__(self) -> bool:
        return any((self.added, self.removed, self.changed, self.columns_added, self.columns_removed))


@dataclass(frozen=True)
class Count:
    """A number that readers see, before and after."""

    name: str
    old: int
    new: int


State = tuple[str, str, int, int | None]


@dataclass(frozen=True)
class Claim:
    """A claim whose direction, certainty or number of reviews moved.

    ``old`` and ``new`` are (direction, certainty, reviews, those of them whose own text shows it); None where there is
    no such claim. The last is None where the tables do not tell.
    """

    modality: str
    region: str
    metric: str
    task: str
    side: str
    old: State | None
    new: State | None

    @property
    def flips(self) -> bool:
        """Whether direction or certainty moved, or the claim came or went, and not the number of reviews alone."""
        return self.old is None or self.new is None or self.old[:2] != self.new[:2]


@dataclass(frozen=True)
class Rating:
    """Bounds of an AMSTAR 2 rating that moved: (best, worst) before and after; None where there are no answers."""

    review: str
    old: tuple[str, str] | None
    new: tuple[str, str] | None


@dataclass(frozen=True)
class Reread:
    """A sentence of a chapter to read again.

    Attributes:
        file: its chapter, relative to the book.
        line: its line.
        sentence: its words.
        why: the values in it that moved, that it no longer holds, or the claims that moved which it names.
    """

    file: str
    line: int
    sentence: str
    why: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """Everything that changed between two states of the data; false when nothing did.

    ``sentences`` are those of the book's chapters that speak of it.
    """

    tables: tuple[TableChange, ...]
    counts: tuple[Count, ...]
    claims: tuple[Claim, ...]
    ratings: tuple[Rating, ...]
    verdicts: tuple[Verdict, ...] = ()
    sentences: tuple[Reread, ...] = ()

    def __bool__(self) -> bool:
        return any((self.tables, self.counts, self.claims, self.ratings, self.verdicts))


def compare(
    old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame], keys: Mapping[str, Sequence[str]]
) -> Changes:
    """What changed from one state of the tables to another.

    Args:
        old: tables by name; one that is missing counts as empty. With ``references`` where the audit needs authors.
        new: tables by name, likewise.
        keys: columns of the primary key by table, for all tables of both.
    """
    return Changes(
        row_changes(old, new, keys),
        _counts(old, new),
        _claims(old, new),
        _ratings(old, new),
        moved_verdicts(old, new),
    )


def row_changes(
    old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame], keys: Mapping[str, Sequence[str]]
) -> tuple[TableChange, ...]:
    """The rows that changed from one state of the tables to another; see :func:`compare`."""
    return tuple(filter(None, (_table(name, old.get(name), new.get(name), keys[name]) for name in keys)))


def _table(name: str, old: pd.DataFrame | None, new: pd.DataFrame | None, key: Sequence[str]) -> TableChange:
    before, after = _by_key(old, key), _by_key(new, key)
    had = () if old is None else tuple(old.columns)
    has = () if new is None else tuple(new.columns)
    both = [column for column in has if column in had]
    cells = tuple(
        Cell(row, column, before[row].get(column), after[row].get(column))
        for row in after if row in before
        for column in both if before[row].get(column) != after[row].get(column)
    )  # fmt: skip
    return TableChange(
        name,
        added=tuple(row for row in after if row not in before),
        removed=tuple(row for row in before if row not in after),
        changed=cells,
        columns_added=tuple(column for column in has if column not in had) if had else (),
        columns_removed=tuple(column for column in had if column not in has) if has else (),
    )


def _by_key(frame: pd.DataFrame | None, key: Sequence[str]) -> dict[str, dict[str, str]]:
    """Cells as text by column, for each row by its key; empty cells are left out."""
    if frame is None:
        return {}
    found = {}
    for record in frame.astype("object").to_dict("records"):
        cells = {column: _text(value) for column, value in record.items() if pd.notna(value)}
        found["/".join(cells.get(column, "") for column in key)] = cells
    return found


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _counts(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> tuple[Count, ...]:
    """Counts that readers meet, as far as they moved."""
    terms = _terms(old, new)
    rules: dict[str, Callable[[Mapping[str, pd.DataFrame]], int]] = {
        "included reviews": lambda tables: len(tables.get("reviews", ())),
        "findings": lambda tables: len(tables.get("findings", ())),
        "links between measures": lambda tables: len(tables.get("correlations", ())),
        "pooled estimates": lambda tables: len(tables.get("estimates", ())),
        "AMSTAR 2 answers": lambda tables: len(tables.get("appraisals", ())),
        "claims": lambda tables: len(_claims_of(tables, terms)),
    }
    for category in terms.certainty if terms else ():
        rules[f"claims: {category}"] = lambda tables, category=category: sum(
            certainty == category for _, certainty, *_ in _claims_of(tables, terms).values()
        )
    pairs = ((name, rule(old), rule(new)) for name, rule in rules.items())
    return tuple(Count(name, before, after) for name, before, after in pairs if before != after)


def _terms(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> synthesis.Terms | None:
    """The terms by which both states are read: those of the new one, and those only the old one has."""
    told = [tables for tables in (new, old) if {"directions", "certainty"} <= set(tables)]
    if not told:
        return None
    merged = {
        name: pd.concat([tables[name] for tables in told]).drop_duplicates(key)
        for name, key in (("directions", "direction"), ("certainty", "certainty"))
    }
    return synthesis.Terms.of(merged)


def _claims_of(tables: Mapping[str, pd.DataFrame], terms: synthesis.Terms | None) -> dict[tuple[str, ...], State]:
    """Direction, certainty and number of reviews of each claim."""
    if "findings" not in tables or terms is None:
        return {}
    findings = synthesis.evidence(tables["findings"])
    known = "sources" in tables and "origin" in findings
    if known:
        findings = findings.assign(own_text=synthesis.own_text(findings, tables["sources"]))
    frame = synthesis.claims(findings, terms)
    return {
        tuple(getattr(row, name) for name in synthesis.CLAIM): (
            row.direction, row.certainty, int(row.n_reviews), int(row.n_own) if known else None,
        )  # fmt: skip
        for row in frame.itertuples()
    }


def _claims(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> tuple[Claim, ...]:
    terms = _terms(old, new)
    before, after = _claims_of(old, terms), _claims_of(new, terms)
    moved = (key for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key))
    return tuple(Claim(*key, before.get(key), after.get(key)) for key in moved)


def _bounds(tables: Mapping[str, pd.DataFrame]) -> dict[str, tuple[str, str]]:
    """Best and worst possible rating of each review with an answer."""
    appraisals = tables.get("appraisals")
    if appraisals is None:
        return {}
    settled = settled_answers(appraisals)
    found = {review: rated(settled.get(review, {})) for review in appraisals["review_id"].unique()}
    return {review: (one.best, one.worst) for review, one in found.items()}


def _ratings(old: Mapping[str, pd.DataFrame], new: Mapping[str, pd.DataFrame]) -> tuple[Rating, ...]:
    before, after = _bounds(old), _bounds(new)
    moved = (key for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key))
    return tuple(Rating(key, before.get(key), after.get(key)) for key in moved)
