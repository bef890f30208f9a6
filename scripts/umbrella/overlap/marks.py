"""What people write into a citation matrix, and which of its columns are reviews."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

IMPOSSIBLE, INCLUDED = "impossible", "included"
YES = {
    "1",
    "1.0",
    "true",
    "yes",
    "y",
    "+",
    "\N{CHECK MARK}",
    "\N{HEAVY CHECK MARK}",
    "\N{BULLET}",
    "\N{BLACK CIRCLE}",
    "\N{WHITE HEAVY CHECK MARK}",
}
NO = {"0", "0.0", "false", "no", "n", "-", "\N{EN DASH}", "\N{EM DASH}", "\N{MINUS SIGN}", "\N{WHITE CIRCLE}", ""}
CROSS = {"x", "\N{MULTIPLICATION SIGN}", "\N{BALLOT X}"}
# What needs no note.
PLAIN = {"0", "0.0", "1", "1.0", "x", ""}
# Columns that stand beside the reviews, and rows below the studies.
BESIDE = re.compile(
    r"(?i)(first |lead )?authors?|(publication )?year|date|(study )?(title|design)|journal|doi|pmid|country|references?|"
    r"(row |grand )?total|sum|count|number( of .*)?|n|overlap|frequency"
)
TOTAL = re.compile(r"(?i)(column |grand )?totals?( .*)?|sum|number of studies|n")
YEAR = re.compile(r"(?i)(publication )?year")
OF_REVIEWS = re.compile(r"(?i)(systematic |included )?reviews?( id| name)?|srs?|meta-analys[ie]s")

ASK = (
    "x may mean included or impossible here (there are 1, x and empty cells): --x included or --x impossible says which"
)
# Longer texts than these are words.
LONGEST_MARK = 3


def meanings(texts: Iterable[str], crosses: str | None) -> tuple[dict[str, object], list[str]]:
    """What each mark of one matrix means.

    Args:
        texts: the texts of its cells in lower case, as often as they stand.
        crosses: what x means, if its owner says so; otherwise it means included where no other mark does, and
            impossible beside 0 and 1.

    Returns:
        1, 0 or pd.NA (impossible) by mark; and the marks that stand there and are to be told.

    Raises:
        ValueError: x may mean either.
    """
    counts = Counter(texts)
    n_yes, n_no, n_cross = (sum(counts[mark] for mark in marks) for marks in (YES, NO - {""}, CROSS))
    if crosses is None and n_cross >= n_yes > 0 == n_no and counts[""]:
        raise ValueError(ASK)
    included = crosses == INCLUDED if crosses else n_cross > 0 == n_yes
    found = dict.fromkeys(YES, 1) | dict.fromkeys(NO, 0) | dict.fromkeys(CROSS, 1 if included else pd.NA)
    return found, [mark for mark in counts if mark in found and (mark not in PLAIN or mark in CROSS and included)]


def totals(rows: Mapping[int, list[str]]) -> set[int]:
    """Numbers of the rows that count the studies above them."""
    return {n for n, row in rows.items() if TOTAL.fullmatch(row[0])}


def beside(header: Sequence[str], studies: Mapping[int, list[str]], marks: Mapping[str, object]) -> dict[int, str]:
    """Place and heading of the columns that are no reviews: by their heading, or as they hold words and no mark."""
    found = {}
    for place, name in enumerate(header):
        texts = {row[place].lower() for row in studies.values() if place < len(row)} - {""}
        if (
            place
            and name
            and texts
            and (BESIDE.fullmatch(name) or min(map(len, texts)) > LONGEST_MARK and not texts & marks.keys())
        ):
            found[place] = name
    return found
