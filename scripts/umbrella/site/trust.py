"""What a build left for the next one, and whether it still is as it was left.

A build takes up nothing that it cannot trust: a folder of which a byte
differs from what was sealed, or that was never sealed as its build was
killed, is forgotten and made again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from umbrella.keeping import folder_digest, keep, kept

STATE = "state.json"
# Made together, so that none is of use without the others: Sphinx' output, outputs of chapters, older editions.
PAGES, CHAPTERS, EDITIONS = ("work", ".doctrees"), ("umbrella",), ("editions",)
KEPT = (PAGES, CHAPTERS, EDITIONS)
# Never taken up; all but the first are of earlier versions of this program.
PASSING = ("new", "staged", "staged.json", "unfinished", ".jupyter_cache")
EVERYTHING = (*(name for group in KEPT for name in group), *PASSING, "print", STATE)


def state_left(folder: Path) -> dict[str, object]:
    """What the last build said of itself; nothing when it did not come to its end."""
    return kept(folder / STATE)


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
    keep(folder / STATE, {**said, "seals": seals})


def forget(folder: Path, names: Iterable[str]) -> None:
    """Remove files and folders."""
    for name in names:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
