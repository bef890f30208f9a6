"""What changed between two states: known answers on made-up tables, and rules on any."""

from __future__ import annotations

import json
import shutil
import subprocess

import pandas as pd
import pytest
from books import ROOT, run
from hypothesis import given, settings
from hypothesis import strategies as st
from terms import TERMS, VOCABULARIES
from umbrella.changes import Cell, Changes, Claim, Count, Rating
from umbrella.changes import compare as compared
from umbrella.changes.output import to_json, to_text

KEYS = {"findings": ["finding_id"], "appraisals": ["review_id", "item", "rater"]}
COLUMNS = ["finding_id", "review_id", "modality", "region", "metric", "direction", "contrast"]


def findings(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Findings (id, review, direction) on one region and metric."""
    return pd.DataFrame(
        [(key, review, "m", "r", "x", direction, None) for key, review, direction in rows], columns=COLUMNS
    )


def answers(**items: str) -> pd.DataFrame:
    rows = [("a", int(item[1:]), "t", answer) for item, answer in items.items()]
    return pd.DataFrame(rows, columns=["review_id", "item", "rater", "answer"])


def compare(old: dict, new: dict, keys: dict) -> Changes:
    """Two states compared, both with the terms of the tests."""
    return compared(old | VOCABULARIES, new | VOCABULARIES, keys)


TWO = findings(("F1", "a", "decreased"), ("F2", "b", "decreased"))


def test_nothing_changed():
    found = compare({"findings": TWO}, {"findings": TWO.iloc[::-1]}, KEYS)
    assert not found and to_text(found) == "Nothing changed.\n"


def test_a_third_review_makes_a_repeated_claim_consistent():
    found = compare({"findings": TWO}, {"findings": pd.concat([TWO, findings(("F3", "c", "decreased"))])}, KEYS)
    assert found.claims == (Claim("m", "r", "x", "", "", ("decreased", "repeated", 2, None), ("decreased", "consistent", 3, None)),)
    assert found.claims[0].flips and found.tables[0].added == ("F3",) and not found.tables[0].changed
    assert Count("claims: consistent", 0, 1) in found.counts and Count("claims: repeated", 1, 0) in found.counts
    assert Count("findings", 2, 3) in found.counts and not any(count.name == "claims" for count in found.counts)


def test_a_changed_direction_flips_exactly_that_claim():
    found = compare({"findings": TWO}, {"findings": findings(("F1", "a", "decreased"), ("F2", "b", "increased"))}, KEYS)
    assert found.tables[0].changed == (Cell("F2", "direction", "decreased", "increased"),)
    assert [(claim.old[1], claim.new[1]) for claim in found.claims] == [("repeated", "contested")]


def test_one_more_review_for_the_same_result_is_no_flip():
    four = pd.concat([TWO, findings(("F3", "c", "decreased"))])
    (claim,) = compare(
        {"findings": four}, {"findings": pd.concat([four, findings(("F4", "d", "decreased"))])}, KEYS
    ).claims
    assert not claim.flips


def test_claims_and_tables_come_and_go():
    found = compare({}, {"findings": TWO.head(1)}, KEYS)
    assert found.claims[0].old is None and found.claims[0].flips and found.tables[0].added == ("F1",)
    gone = compare({"findings": TWO.head(1)}, {}, KEYS)
    assert gone.claims[0].new is None and gone.tables[0].removed == ("F1",) and not gone.tables[0].columns_removed


def test_columns_are_named_and_cells_compared_where_both_have_them():
    (table,) = compare({"findings": TWO}, {"findings": TWO.assign(note="n")}, KEYS).tables
    assert table.columns_added == ("note",) and not table.changed


def test_emptied_and_filled_cells_show():
    (table,) = compare({"findings": TWO}, {"findings": TWO.assign(contrast=["c", None])}, KEYS).tables
    assert table.changed == (Cell("F1", "contrast", None, "c"),)


def test_bounds_of_a_rating_move_with_the_answers():
    found = compare({"appraisals": answers(i2="yes")}, {"appraisals": answers(i2="no")}, KEYS)
    (rating,) = found.ratings
    assert rating.review == "a" and rating.old[0] == "high" and rating.new[0] == "low"
    assert Rating("a", None, rating.new) in compare({}, {"appraisals": answers(i2="no")}, KEYS).ratings


def test_a_cell_of_several_lines_stays_one_line():
    found = compare({"findings": TWO}, {"findings": TWO.assign(contrast=["a\nRows\u2028b", None])}, KEYS)
    assert "  findings: F1, contrast: empty before, 'a Rows b' now" in to_text(found).splitlines()


def test_json_holds_every_field():
    found = compare({"findings": TWO}, {"findings": TWO.tail(1)}, KEYS)
    data = json.loads(to_json(found))
    assert data["tables"][0]["removed"] == ["F1"] and data["claims"][0]["new"] == ["decreased", "single review", 1, None]


def test_a_claim_that_an_own_text_now_shows_has_moved_and_says_so():
    sources = pd.DataFrame({"source_id": ["main", "b:abstract"], "review_id": [None, "b"]})
    credited = TWO.assign(origin="main")
    shown = credited.assign(origin=["main", "b:abstract"])
    found = compare({"findings": credited, "sources": sources}, {"findings": shown, "sources": sources}, KEYS)
    assert [(claim.old[-1], claim.new[-1], claim.flips) for claim in found.claims] == [(0, 1, False)]
    assert "decreased, repeated, 2 reviews, none in an own text before" in to_text(found)


ROWS = st.dictionaries(
    st.sampled_from([f"F{n}" for n in range(6)]),
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["decreased", "increased", "altered", "mixed"])),
    max_size=6,
)


@settings(deadline=None, max_examples=40)
@given(ROWS, ROWS)
def test_there_and_back(old, new):
    """What is added one way is removed the other way, and each change is its mirror."""
    before, after = (findings(*((key, *row) for key, row in rows.items())) for rows in (old, new))
    forth, back = (
        compare({"findings": before}, {"findings": after}, KEYS),
        compare({"findings": after}, {"findings": before}, KEYS),
    )
    assert [(c.modality, c.old, c.new) for c in forth.claims] == [(c.modality, c.new, c.old) for c in back.claims]
    assert [(c.name, c.old, c.new) for c in forth.counts] == [(c.name, c.new, c.old) for c in back.counts]
    assert bool(forth) == bool(back) == (old != new)
    for one, other in zip(forth.tables, back.tables):
        assert one.added == other.removed and one.removed == other.added
        assert (
            set(one.rows_changed)
            == set(other.rows_changed)
            == {key for key in old.keys() & new.keys() if old[key] != new[key]}
        )
    assert isinstance(forth, Changes)


class TestTheCommand:
    @pytest.fixture
    def other(self, tmp_path):
        shutil.copytree(ROOT / "data", tmp_path / "data")
        return tmp_path

    def test_it_names_the_claim_that_flips(self, other, tables):
        """Turn a finding of a claim with one stated direction round: that claim and no other is contested."""
        from umbrella.synthesis import claims, evidence

        frame = claims(evidence(tables.findings), TERMS)
        claim = next(
            row
            for row in frame.itertuples()
            if row.certainty == "repeated" and row.direction == "decreased" and len(row.findings) == 2
        )
        path = other / "data" / "findings.csv"
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text(
            "".join(
                line.replace(",decreased,", ",increased,") if line.startswith(claim.findings[0]) else line
                for line in lines
            )
        )
        result = run("changes", str(ROOT), str(other), "--format", "json")
        assert result.returncode == 0, result.stderr
        data = json.loads(result.stdout)
        assert [(c["modality"], c["region"], c["metric"], c["old"][1], c["new"][1]) for c in data["claims"]] == [
            (claim.modality, claim.region, claim.metric, "repeated", "contested")
        ]
        assert data["tables"][0]["changed"] == [
            {"row": claim.findings[0], "column": "direction", "old": "decreased", "new": "increased"}
        ]

    def test_it_reads_revisions(self, other):
        own = ["git", "-c", "user.name=T", "-c", "user.email=t@example.org"]
        for command in (["git", "init", "-q"], ["git", "add", "."], [*own, "commit", "-qm", "x"]):
            subprocess.run(command, cwd=other, check=True)
        path = other / "data" / "findings.csv"
        path.write_text("".join(path.read_text("utf-8").splitlines(keepends=True)[:-1]))
        subprocess.run([*own, "commit", "-qam", "y"], cwd=other, check=True)
        assert "findings: 1 removed" in run("changes", "HEAD~1", "HEAD", folder=other).stdout
        assert run("changes", "HEAD", ".", folder=other).stdout == "Nothing changed.\n"

    def test_what_is_given_is_no_option_of_gits(self, other):
        for command in (["git", "init", "-q"], ["git", "add", "."]):
            subprocess.run(command, cwd=other, check=True)
        subprocess.run(["git", "-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "x"], cwd=other, check=True)
        before = set(other.iterdir())
        result = run("changes", "--", "--output=made", "HEAD", folder=other)
        assert result.returncode == 1 and "no revision" in result.stderr
        assert set(other.iterdir()) == before

    @pytest.mark.parametrize("place", ["", " "])
    def test_nothing_names_no_state(self, place):
        result = run("changes", place, str(ROOT))
        assert result.returncode == 1 and "names no state" in result.stderr

    @pytest.mark.parametrize("place", ["no-such-revision", "--output=/tmp/x", "/tmp"])
    def test_it_says_what_it_cannot_find(self, place):
        result = run("changes", "--", place, str(ROOT))
        assert result.returncode == 1 and place in result.stderr and "Traceback" not in result.stderr
