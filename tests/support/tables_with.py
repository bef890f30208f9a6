"""The book's tables with some of them changed, seen so whichever way they are asked for."""

from __future__ import annotations

import pandas as pd
from umbrella.tables import Tables


def tables_with(tables: Tables, **frames: pd.DataFrame) -> Tables:
    """Tables of which some are replaced, by name with ``_`` for ``-``, as if their files said so."""
    cells = {}
    for attribute, frame in frames.items():
        name = attribute.replace("_", "-")
        columns = list(tables.contract.tables[name].fields)
        texts = frame[columns].astype("object").where(frame[columns].notna(), "").map(str)
        cells[name] = texts.to_numpy().tolist()
    return Tables(tables.contract, cells)
