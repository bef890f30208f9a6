"""The benchmark compares two ways that agree, and would notice if they did not."""

from __future__ import annotations

import pytest
from umbrella.benchmarks import amstar2


def test_both_ways_rate_all_reviews_and_the_ratio_is_theirs():
    found = amstar2.compare(3000)
    assert sum(found["ratings"].values()) == found["reviews"] == 3000
    assert found["ratio"] == pytest.approx(found["loop_seconds"] / found["table_seconds"], rel=0.2)
    assert len(found["ratings"]) > 2


def test_ways_that_differ_are_no_result(monkeypatch):
    wrong = amstar2.rate_table
    monkeypatch.setattr(amstar2, "rate_table", lambda long, items: wrong(long, items, critical=[1]))
    with pytest.raises(RuntimeError, match="differ in"):
        amstar2.compare(200)
