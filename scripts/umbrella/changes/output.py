"""Changes as text, for a terminal and for the record of editions, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, replace

from umbrella.changes.compare import Changes, Claim, Rating, Reread, State, TableChange
from umbrella.changes.verdicts import Verdict
from umbrella.markup import one_line
from umbrella.nouns import counted

NOTHING = "Nothing changed."


def to_json(changes: Changes) -> str:
    """All of it, field by field."""
    return json.dumps(asdict(changes), ensure_ascii=False, indent=1) + "\n"


def to_text(changes: Changes, sentences: bool = True) -> str:
    """One line per change, results first, each group under its title.

    Args:
        changes: what changed.
        sentences: whether to list the sentences to read again, which concern those who write and not those who read.
    """
    return "\n".join(_lines(changes if sentences else replace(changes, sentences=()))) + "\n"


def _lines(changes: Changes) -> Iterable[str]:
    if not changes:
        yield NOTHING
        return
    flipped = [claim for claim in changes.claims if claim.flips]
    counted = [claim for claim in changes.claims if not claim.flips]
    groups = (
        ("Results that moved", [_claim(claim) for claim in flipped]),
        ("Verdicts of the audit that moved", [_verdict(verdict) for verdict in changes.verdicts if verdict.flips]),
        ("Claims with more or fewer reviews behind the same result", [_claim(claim) for claim in counted]),
        ("Bounds of AMSTAR 2 ratings", [_rating(rating) for rating in changes.ratings]),
        (
            "Figures recomputed by the audit, their verdict as before",
            [_verdict(verdict) for verdict in changes.verdicts if not verdict.flips],
        ),
        ("Counts", [f"{count.name}: {count.old:,} before, {count.new:,} now" for count in changes.counts]),
        ("Read these again", [_sentence(sentence) for sentence in changes.sentences]),
        ("Rows", [line for table in changes.tables for line in _table(table)]),
    )
    first = True
    for title, lines in groups:
        if lines:
            if not first:
                yield ""
            first = False
            yield title
            yield from (f"  {one_line(line)}" for line in lines)


def _claim(claim: Claim) -> str:
    named = ", ".join(filter(None, (claim.modality, claim.region, claim.metric, claim.task, claim.side)))
    return f"{named}: {_state(claim.old)} before, {_state(claim.new)} now"


def _state(state: State | None) -> str:
    if state is None:
        return "no claim"
    direction, certainty, reviews, own = state
    shown = "" if own is None else f", {own or 'none'} in an own text"
    return f"{direction}, {certainty}, {counted(reviews, 'review')}{shown}"


def _sentence(sentence: Reread) -> str:
    return f'{sentence.file}, line {sentence.line}: "{sentence.sentence}" ({"; ".join(sentence.why)})'


def _rating(rating: Rating) -> str:
    return f"{rating.review}: {_bounds(rating.old)} before, {_bounds(rating.new)} now"


def _verdict(verdict: Verdict) -> str:
    return (
        f"{verdict.check} ({verdict.statement.rstrip('.')}): {_judged(verdict.old)} before, {_judged(verdict.new)} now"
    )


def _judged(state: tuple[str, str] | None) -> str:
    return "not judged" if state is None else f"{state[0]} ({state[1]})"


def _bounds(bounds: tuple[str, str] | None) -> str:
    if bounds is None:
        return "no answers"
    best, worst = bounds
    return best if best == worst else f"{worst} to {best}"


def _table(table: TableChange) -> Iterable[str]:
    for word, rows in (("added", table.added), ("removed", table.removed)):
        if rows:
            yield f"{table.table}: {len(rows)} {word}: {', '.join(rows)}"
    for word, columns in (("added", table.columns_added), ("removed", table.columns_removed)):
        if columns:
            yield f"{table.table}: {'column' if len(columns) == 1 else 'columns'} {word}: {', '.join(columns)}"
    for cell in table.changed:
        yield f"{table.table}: {cell.row}, {cell.column}: {_value(cell.old)} before, {_value(cell.new)} now"


def _value(value: str | None) -> str:
    return "empty" if value is None else f"'{value}'"
