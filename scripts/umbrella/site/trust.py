"""What a build left for the next one, and whether it still is as it was left.

A build takes up nothing that it cannot trust: a folder of which a byte
differs from what was sealed, or that was never sealed as its build was
killed, is forgotten and made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

STATE = "state.json"
# Made together, so that none is of use without the others: Sphinx' output, outputs of chapters, older editions.
PAGES, CHAPTERS, EDITIONS = ("work", ".doctrees"), (".jupyter_cache", "umbrella"), ("editions",)
KEPT = (PAGES, CHAPTERS, EDITIONS)
# Never taken up; staged* and unfinished are of earlier versions of this program.
PASSING = ("new", "staged", "staged.json", "unfinished")
EVERYTHING = (*(name for group in KEPT for name in group), *PASSING, "print", STATE)


def folder_digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of all files of a folder; empty when there is none."""
    if not folder.is_dir():
        return ""
    total = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        raw = path.read_bytes()
        total.update(f"{path.relative_to(folder).as_posix()}\0{len(raw)}\0".encode("utf-8", "surrogateescape") + raw)
    return total.hexdigest()


def state_left(folder: Path) -> dict[str, object]:
    """What the last build said of itself; nothing when it did not come to its end, or when that cannot be read."""
    try:
        state = json.loads((folder / STATE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return state if isinstance(state, dict) else {}


def take_up(folder: Path) -> None:
    """Forget all that is not as it was sealed, and break the seal, as a build is about to change what is kept."""
    seals = state_left(folder).get("seals")
    for group in KEPT:
        if not isinstance(seals, dict) or any(seals.get(name) != folder_digest(folder / name) for name in group):
            forget(folder, group)
    forget(folder, (STATE, *PASSING))


def seal(folder: Path, groups: Iterable[tuple[str, ...]], **said: str) -> None:
    """Write down what the next build may take up.

    Args:
        folder: the build folder.
        groups: those of ``KEPT`` that came to their end.
        said: what else to say of the build.
    """
    seals = {name: folder_digest(folder / name) for group in groups for name in group}
    new = folder / f"{STATE}.new"
    new.write_text(json.dumps({**said, "seals": seals}, indent=1, sort_keys=True), "utf-8")
    os.replace(new, folder / STATE)


def forget(folder: Path, names: Iterable[str]) -> None:
    """Remove files and folders."""
    for name in names:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
