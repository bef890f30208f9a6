"""Directions and categories of certainty for tests of the rules, written down by hand."""

from __future__ import annotations

import pandas as pd
from umbrella.synthesis import Terms

DIRECTIONS = [
    ("decreased", "one way", "increased"), ("increased", "one way", "decreased"), ("mixed", "both ways", None),
    ("altered", "not stated", None), ("present", "sign", None), ("unchanged", "no change", None),
]  # fmt: skip
CERTAINTY = [
    ("consistent", "agreement", 3), ("repeated", "agreement", 2), ("single review", "agreement", 1),
    ("contested", "contested", None), ("direction not stated", "not stated", None),
]  # fmt: skip
VOCABULARIES = {
    "directions": pd.DataFrame(DIRECTIONS, columns=["direction", "kind", "opposite"]).assign(order=range(6)),
    "certainty": pd.DataFrame(CERTAINTY, columns=["certainty", "kind", "at_least"]).assign(order=range(5), meaning="..."),
}
TERMS = Terms.of(VOCABULARIES)
SYMBOLS = {"decreased": "▼", "increased": "▲", "altered": "●"}
HUES = {"decreased": "#0072b2", "increased": "#d55e00", "altered": "#7f8790"}
