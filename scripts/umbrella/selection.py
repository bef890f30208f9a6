"""The PRISMA 2020 flow: the counts a source states and those that follow from them.

Boxes and their arithmetic follow Page 2021 (10.1136/bmj.n71).
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

# Each box follows from others: total minus what was taken away.
ARITHMETIC = {
    "records screened": ("records identified", ("duplicates removed", "other removals")),
    "reports sought": ("records screened", ("records excluded",)),
    "reports assessed": ("reports sought", ("reports not retrieved",)),
    "reviews included": ("reports assessed", ("reports excluded",)),
}
BOXES = (
    "records identified", "duplicates removed", "other removals", "records screened", "records excluded",
    "reports sought", "reports not retrieved", "reports assessed", "reports excluded", "reviews included",
)  # fmt: skip


@dataclass(frozen=True)
class Count:
    """The number in a box.

    Attributes:
        n: the number.
        derived: whether it was computed because the source does not state it.
    """

    n: int
    derived: bool = False


def flow(rows: pd.DataFrame) -> dict[str, Count]:
    """All boxes of one search round, the missing ones computed where they follow.

    Args:
        rows: what is stated of that round: ``box``, ``label``, ``n``.

    Returns:
        Counts by box, in the order of the diagram. A box that is neither
        stated nor follows from others is absent.
    """
    stated = rows[rows["box"] != "records from database"].groupby("box")["n"].sum()
    counts = {box: Count(int(n)) for box, n in stated.items()}
    for box, (total, removed) in ARITHMETIC.items():
        gone = [counts[name].n for name in removed if name in counts]
        # A box does not follow when nothing is known of what was taken away before it.
        if box not in counts and total in counts and gone:
            counts[box] = Count(counts[total].n - sum(gone), derived=True)
    # What was excluded on the full text is the one removal that can follow from the boxes around it.
    if "reports excluded" not in counts and {"reports assessed", "reviews included"} <= counts.keys():
        counts["reports excluded"] = Count(counts["reports assessed"].n - counts["reviews included"].n, derived=True)
    return {box: counts[box] for box in BOXES if box in counts}


def databases(rows: pd.DataFrame) -> dict[str, int]:
    """Records per database of one round as stated, in file order."""
    rows = rows[rows["box"] == "records from database"]
    return dict(zip(rows["label"], map(int, rows["n"])))


def disagreements(rows: pd.DataFrame) -> list[tuple[str, int, int]]:
    """Boxes of one round whose stated number is not what the others give.

    Returns:
        (what, stated, computed) for each; empty when the flow adds up.
    """
    counts, found = flow(rows), []
    parts = databases(rows)
    if parts and "records identified" in counts and sum(parts.values()) != counts["records identified"].n:
        found.append(("records identified", counts["records identified"].n, sum(parts.values())))
    for box, (total, removed) in ARITHMETIC.items():
        if box in counts and total in counts and not counts[box].derived:
            computed = counts[total].n - sum(counts[name].n for name in removed if name in counts)
            if computed != counts[box].n:
                found.append((box, counts[box].n, computed))
    return found
