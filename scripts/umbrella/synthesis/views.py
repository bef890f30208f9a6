"""Answers that pages ask of whole tables, small enough that most edits leave them as they were.

A page that uses one through ``Tables.view`` is made again only when the answer changes.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from umbrella.synthesis.matrix import evidence, unseen_regions
from umbrella.synthesis.terms import Directions


def seen_elsewhere(tables: Mapping[str, pd.DataFrame], modality: str) -> pd.DataFrame:
    """Regions that other modalities report and this one does not; see :func:`umbrella.synthesis.unseen_regions`."""
    return unseen_regions(evidence(tables["findings"]), modality, Directions.of(tables["directions"]))


def rows_by_review(tables: Mapping[str, pd.DataFrame], table: str) -> pd.DataFrame:
    """Rows of a table that each review stands behind: ``review_id``, ``n``; reviews without any are absent."""
    return tables[table].groupby("review_id").size().rename("n").reset_index()
