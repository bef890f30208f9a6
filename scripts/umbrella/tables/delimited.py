"""Which mark separates the cells of a CSV text of unknown origin."""

from __future__ import annotations

import csv
import io
from itertools import islice

# Spreadsheets write commas, semicolons (where the comma is a decimal mark) or tabs.
SEPARATORS = ",;\t"
SAMPLE = 100


def separator_of(text: str) -> str:
    """The separator under which the beginning of a text looks most like a table.

    That is: it can be read at all, has more than one column, and its rows are
    of one length. A comma where nothing decides.
    """
    return max(SEPARATORS, key=lambda mark: _likeness(text, mark))


def _likeness(text: str, mark: str) -> tuple[bool, float, int]:
    try:
        rows = [
            row for row in islice(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), SAMPLE) if row
        ]
    except csv.Error:
        return False, 0.0, 0
    width = len(rows[0]) if rows else 0
    alike = sum(len(row) == width for row in rows) / len(rows) if width > 1 else 0.0
    return width > 1, alike, width
