"""The benchmark's generated tables: many times the size, and as sound as the real ones."""

from __future__ import annotations

import json
from pathlib import Path

from bench.generated import FIXED, enlarge
from books import ROOT
from click.testing import CliRunner
from umbrella.tables import check
from umbrella.tables.contract import read_contract


def test_generated_tables_are_larger_and_sound(tmp_path: Path):
    real = enlarge(ROOT / "data", tmp_path / "one" / "data", 1)
    large = enlarge(ROOT / "data", tmp_path / "three" / "data", 3)
    contract = read_contract(ROOT / "data")
    grow = [
        name
        for name, table in contract.tables.items()
        if name not in FIXED and not table.path.startswith("vocabularies/")
    ]
    assert {"reviews", "findings", "review-facts", "correlations"} <= set(grow)
    for name in grow:
        # Sources that belong to no review are shared by the copies.
        assert large[name] == 3 * real[name] or name == "sources", name
    assert large["regions"] == 3 * real["regions"]
    assert check(tmp_path / "three" / "data") == []


def test_the_command_measures_and_keeps_what_others_measured(tmp_path: Path, site: Path):
    from bench.__main__ import main

    out = tmp_path / "bench.json"
    out.write_text('{"other": 1}')
    result = CliRunner().invoke(main, ["--rounds", "0", "--grow", "0", "--data-grow", "0", "--records", "300", "--factor", "2", "--out", str(out)])
    assert result.exit_code == 0, result.output
    written = json.loads(out.read_text())
    assert written["other"] == 1
    assert {"import and link", "status", "close"} <= set(written["search"]["steps"])
    for size in ("real", "generated"):
        tasks = written["scale"][size]["tasks"]
        assert tasks["check"]["problems"] == 0
        assert tasks["heatmap"]["most_rows"] <= 50
        assert all(task["seconds"] > 0 and task["peak_mb"] > 10 for task in tasks.values())
    assert "Time and peak memory" in result.output
