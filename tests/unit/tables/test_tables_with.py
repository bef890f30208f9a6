"""A changed table is seen through every way of asking for it."""

from __future__ import annotations

from tables_with import tables_with
from umbrella.synthesis.views import rows_by_review


def test_a_changed_table_is_the_same_by_item_attribute_rows_and_view(tables):
    kept = tables.findings.head(7).assign(modality="perfusion")
    changed = tables_with(tables, findings=kept)
    for seen in (changed["findings"], changed.findings, changed.rows("findings", modality="perfusion")):
        assert seen.equals(kept)
    assert changed.view(rows_by_review, "findings")["n"].sum() == 7
    assert changed["correlations"].equals(tables["correlations"])


def test_a_table_comes_back_with_its_types_and_gaps(tables):
    for name in ("estimates", "reviews", "published-ratings", "review-facts"):
        assert tables_with(tables, **{name.replace("-", "_"): tables[name]})[name].equals(tables[name]), name
