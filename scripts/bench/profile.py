"""``make profile``: what the parts of a clean build take, and of one after a row of findings.csv has changed."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.building import EDITS, Edit, copied, edited, ours, timed

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("start", "check", "read", "execute", "write", "finish", "swap")
ROW: Edit = EDITS["one table changed (most read)"]


def profiles(root: Path) -> dict[str, dict[str, list[float]]]:
    """Seconds by build and part, on the clock and of processors, chapters' processes included."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="umbrella-profile-") as scratch:
        book = copied(root, Path(scratch) / "book")
        for name, options in (("clean", ["--clean"]), ("one row", [])):
            whole = timed(ours(*options), book)
            parts = json.loads((book / "_build" / "parts.json").read_text("utf-8"))
            parts["start"][0] = whole - sum(clock for name, (clock, _) in parts.items() if name != "start")
            found[name] = parts
            (book / ROW[0]).write_text(edited(book / ROW[0], *ROW[1:]), "utf-8")
    return found


def table(found: dict[str, dict[str, list[float]]]) -> Table:
    """The profiles side by side."""
    shown = Table("part", title="Seconds: on the clock / of processors")
    for name in found:
        shown.add_column(name, justify="right")
    for part in PARTS:
        shown.add_row(part, *("{:.1f} / {:.1f}".format(*parts[part]) for parts in found.values()))
    sums = (map(sum, zip(*(parts[part] for part in PARTS))) for parts in found.values())
    shown.add_row("all", *("{:.1f} / {:.1f}".format(*each) for each in sums))
    return shown


if __name__ == "__main__":
    Console().print(table(profiles(ROOT)))
