"""A book of a few rows, made for the rules of the audit: everything in it adds up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd
from pybtex.database import parse_string

FINDING = ("finding_id", "review_id", "modality", "technique", "region", "metric", "direction", "population", "context", "origin", "locator")  # fmt: skip
LINK = ("correlation_id", "review_id", "modality", "region", "metric", "measure", "sign", "population", "origin")

TABLES = {
    "sources": (("source_id", "kind", "round"), [("main", "umbrella review", "2024"), ("one:abstract", "abstract", None), ("two:abstract", "abstract", None)]),
    "reviews": (("review_id", "round", "source_number", "label", "scope"), [("one", "2024", 11, "One 2020", "whole"), ("two", "2024", 12, "Two 2021", "whole")]),
    "facts": (("fact", "label", "many"), [("n_people", "People", "no"), ("n_wider", "Wider", "no"), ("guideline", "Guideline", "no"), ("tool", "Tool", "yes"), ("design", "Design", "yes")]),
    "review-facts": (("review_id", "fact", "value", "origin"), [
        ("one", "n_people", "60", "one:abstract"), ("two", "n_people", "50", "two:abstract"), ("one", "n_wider", "70", "one:abstract"),
        ("one", "guideline", "G", "main"), ("one", "guideline", "G", "one:abstract"), ("one", "tool", "T", "main"), ("one", "tool", "T", "one:abstract"),
        ("one", "design", "cross-sectional", "one:abstract"), ("two", "design", "longitudinal", "two:abstract"),
    ]),
    "selection": (("round", "box", "label", "n"), [
        ("2024", "records from database", "A", 60), ("2024", "records from database", "B", 40), ("2024", "records identified", "all", 100),
        ("2024", "duplicates removed", "", 30), ("2024", "records screened", "", 70), ("2024", "records excluded", "", 50), ("2024", "reports sought", "", 20),
        ("2024", "reports not retrieved", "", 0), ("2024", "reports assessed", "", 20), ("2024", "reports excluded", "", 18), ("2024", "reviews included", "", 2),
    ]),
    "findings": (FINDING, [
        ("F1", "one", "structural", "volumetry", "front", "volume", "decreased", "patients", "a naming task", "main", "section 3, sentence 1"),
        ("F2", "one", "structural", None, "front", "volume", "decreased", "patients", None, "one:abstract", "abstract"),
        ("F3", "two", "structural", None, "back", "volume", "decreased", "patients", None, "main", "section 3, sentence 2"),
    ]),
    "correlations": (LINK, [("C1", "one", "structural", "front", "volume", "survival", "positive", "patients", "main")]),
    "estimates": (("estimate_id", "review_id", "outcome", "measure", "value", "ci_low", "ci_high", "origin"), [
        ("E1", "one", "death", "odds ratio", 2.0, 1.0, 3.0, "one:abstract"), ("E2", "one", "death", "odds ratio", 2.0, 1.0, 3.0, "main"),
    ]),
    "scopes": (("scope", "kind"), [("whole", "subject")]),
    "outside-findings": (("outside_id", "citation_key"), []),
    "candidate-reviews": (("candidate_id", "year"), []),
    "published-ratings": (("rating", "n"), [("low", 1), ("high", 1)]),
    "amstar2-items": (("item", "domain", "critical"), [(1, "search", "yes"), (2, "bias", "yes")]),
    "regions": (("region", "parent", "tissue"), [("brain", None, "whole brain"), ("front", "brain", "grey matter"), ("tip", "front", "grey matter"), ("back", "brain", "grey matter"), ("tract", "brain", "white matter")]),
    "modalities": (("modality",), [("structural",), ("diffusion",)]),
    "metrics": (("metric",), [("volume",), ("thickness",)]),
    "directions": (("direction",), [("decreased",), ("increased",)]),
    "populations": (("population",), [("patients",), ("others",)]),
    "clinical-measures": (("measure",), [("survival",), ("memory",)]),
}  # fmt: skip

REFERENCES = """
@article{one, author = {Miller, A. and Smith, B.}, year = {2020}}
@article{two, author = {Jones, C.}, year = {2021}}
"""


class SmallTables(Mapping[str, pd.DataFrame]):
    """The tables above, with rows changed, added or dropped."""

    def __init__(self):
        self.frames = {name: pd.DataFrame(rows, columns=list(columns)) for name, (columns, rows) in TABLES.items()}
        self.references = parse_string(REFERENCES, "bibtex")

    def __getitem__(self, name: str) -> pd.DataFrame:
        return self.frames[name].copy()

    def __iter__(self) -> Iterator[str]:
        return iter(self.frames)

    def __len__(self) -> int:
        return len(self.frames)

    def set(self, table: str, row: int, **values) -> SmallTables:
        """Change cells of one row."""
        for column, value in values.items():
            self.frames[table].loc[row, column] = value
        return self

    def add(self, table: str, **values) -> SmallTables:
        """Add a row."""
        self.frames[table] = pd.concat([self.frames[table], pd.DataFrame([values])], ignore_index=True)
        return self

    def drop(self, table: str, *rows: int) -> SmallTables:
        """Take rows away."""
        self.frames[table] = self.frames[table].drop(index=list(rows)).reset_index(drop=True)
        return self
