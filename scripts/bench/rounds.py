"""Time and memory of a round of search from its exports to its end, each command in a process of its own."""

from __future__ import annotations

import csv
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.exports import large_round

NAME, DAY = "2030-01", "2030-01-31"
RATERS = ("AB", "CD")


def measure(root: Path, n: int, say: Callable[[str], None]) -> dict[str, dict[str, float]]:
    """Take a round of ``n`` records through all commands on a copy of a book's data.

    Returns:
        Seconds and peak memory in MB by step.
    """
    with tempfile.TemporaryDirectory() as folder:
        book, exports = Path(folder) / "book", Path(folder) / "exports"
        shutil.copytree(root / "data", book / "data")
        exports.mkdir()
        for name, raw in large_round(n).items():
            (exports / name).write_bytes(raw)
        done = {}

        def step(name: str, *words: object) -> None:
            say(name)
            done[name] = _run(book, *map(str, words))

        step("import and link", "search", "add", NAME, *sorted(exports.iterdir()))
        _answer(book / "data" / "searches" / NAME)
        step("check", "check")
        step("hand out a workbook", "search", "screen", NAME, "--rater", "AB", "--out", exports / "AB.xlsx")
        for stage in ("title", "full text"):
            for rater in RATERS:
                sheet = exports / f"{rater}.csv"
                _run(book, "search", "screen", NAME, "--rater", rater, "--stage", stage, "--out", str(sheet))
                _decide(sheet, stage)
                step(f"take decisions ({stage}, {rater})", "search", "screen", NAME, "--rater", rater, "--stage", stage, "--take", sheet, "--date", DAY)
        step("status", "search", "status", NAME)
        step("close", "search", "close", NAME)
        step("check when closed", "check")
        return done


def _run(book: Path, *words: str) -> dict[str, float]:
    """Run a command in a book.

    Raises:
        RuntimeError: it fails.
    """
    began = time.perf_counter()
    command = [sys.executable, "-m", "umbrella.cli", *words, "--book", str(book)]
    with open(os.devnull, "w") as nowhere:
        process = os.posix_spawn(sys.executable, command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)])
        _, status, used = os.wait4(process, 0)
    if status:
        raise RuntimeError(f"umbrella {' '.join(words)} failed")
    return {"seconds": time.perf_counter() - began, "cpu": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}


def _answer(folder: Path) -> None:
    """Enter what a person enters before a round can be closed."""
    settings = folder / "search.toml"
    settings.write_text(settings.read_text("utf-8").replace('string = ""', f'string = "x"\nsearched = {DAY}'), "utf-8")
    _fill(folder / "doubtful.csv", lambda row: {"same": "no"})
    _fill(folder / "unreadable.csv", lambda row: {"settled": "Looked up."})


def _decide(sheet: Path, stage: str) -> None:
    """Decide as two raters who agree would: by title one in fifty goes on, of full texts every third."""
    share = {"title": 0.02, "full text": 0.33}[stage]

    def decision(row: dict[str, str]) -> dict[str, str]:
        goes_on = random.Random(row["record_id"]).random() < share * (1 if stage == "title" else 0.02)
        return {"included": "1" if goes_on else "0", "reason": "" if goes_on or stage == "title" else "original article"}

    _fill(sheet, decision)


def _fill(path: Path, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
        header = list(rows[0]) if rows else []
    if rows:
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, header, lineterminator="\n")
            table.writeheader()
            table.writerows(row | change(row) for row in rows)
