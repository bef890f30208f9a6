"""Verdicts of the audit that move, and that every form of output names just what moved."""

from __future__ import annotations

import json
import shutil

import pytest
from books import ROOT, run
from terms import TERMS
from umbrella.audit import DIFFERS, HOLDS, audited
from umbrella.changes import Verdict, compare, moved_verdicts
from umbrella.changes.output import to_text
from umbrella.synthesis import claims, evidence
from umbrella.tables import Tables
from umbrella.tables.contract import read_contract


@pytest.fixture
def other(tmp_path):
    """A copy of the data, to be changed."""
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path / "data"


def edit(data, table: str, key: str, old: str, new: str) -> None:
    """Replace text in the one row with a key."""
    path = data / f"{table}.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    (place,) = [number for number, line in enumerate(lines) if line.startswith(f"{key},")]
    assert old in lines[place]
    lines[place] = lines[place].replace(old, new, 1)
    path.write_text("".join(lines), "utf-8")


def read(data) -> Tables:
    return Tables(read_contract(data))


@pytest.fixture(scope="module")
def counted(tables):
    """A check that holds and states a plain number."""
    return next(check for check in audited(tables) if check.verdict.verdict == HOLDS and check.stated.isdecimal())


def test_nothing_moves_between_twins(tables, other):
    assert moved_verdicts(tables, read(other)) == ()


def test_a_verdict_that_flips_is_the_only_one_named(tables, other, counted):
    edit(other, "audit", counted.check_id, f",{counted.stated},", ",98765,")
    (verdict,) = moved_verdicts(tables, read(other))
    assert verdict == Verdict(
        counted.check_id, counted.statement, (HOLDS, counted.verdict.recomputed), (DIFFERS, counted.verdict.recomputed),
    ) and verdict.flips  # fmt: skip
    text = to_text(compare(tables, read(other), {"audit": ["check_id"]}))
    moved = text.partition("\n\n")[0].splitlines()
    assert moved[0] == "Verdicts of the audit that moved" and len(moved) == 2
    assert moved[1].startswith(f"  {counted.check_id} (") and "holds (" in moved[1] and "differs (" in moved[1]


def test_a_statement_that_comes_or_goes_or_cannot_be_judged(tables, other, counted):
    edit(other, "audit", counted.check_id, f",{counted.rule},", ",a_rule_of_another_time,")
    (verdict,) = moved_verdicts(read(other), tables)
    assert verdict.check == counted.check_id and verdict.old is None and verdict.new[0] == HOLDS and verdict.flips
    assert moved_verdicts({}, tables)[0].old is None and moved_verdicts(tables, {})[0].new is None


def test_data_that_move_a_verdict_do_so_by_recomputing(tables, other):
    """The audit of the changed tables is the witness: what it says otherwise is what is named."""
    path = other / "findings.csv"
    path.write_text(path.read_text("utf-8").replace(",decreased,", ",increased,"), "utf-8")
    before, after = ({check.check_id: (check.verdict.verdict, check.verdict.recomputed) for check in audited(state)}
                     for state in (tables, read(other)))  # fmt: skip
    expected = {key for key in before if before[key] != after[key]}
    assert expected and {verdict.check for verdict in moved_verdicts(tables, read(other))} == expected


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_category_that_flips_is_named_and_no_other(tables, other, form):
    claim = next(
        row
        for row in claims(evidence(tables.findings), TERMS).itertuples()
        if row.certainty == "repeated" and row.direction == "decreased" and len(row.findings) == 2
    )
    edit(other, "findings", claim.findings[0], ",decreased,", ",increased,")
    result = run("changes", str(ROOT), str(other), "--format", form)
    assert result.returncode == 0, result.stderr
    if form == "json":
        found = json.loads(result.stdout)
        assert [(c["region"], c["metric"], c["old"][1], c["new"][1]) for c in found["claims"]] == [
            (claim.region, claim.metric, "repeated", "contested")
        ]
        assert [table["table"] for table in found["tables"]] == ["findings"] and found["ratings"] == []
        assert "verdicts" in found
        return
    group = result.stdout.partition("\n\n")[0]
    moved = [line for line in group.splitlines() if line.startswith("  ")]
    assert "Results that moved" in group and len(moved) == 1
    assert moved[0].strip().startswith(f"{claim.modality}, {claim.region}, {claim.metric}: decreased, repeated, 2")
    assert moved[0].partition(" before, ")[2].startswith("mixed, contested, 2 reviews, ")
