"""Puts a finished site in place in one step."""

from __future__ import annotations

import ctypes
import os
import shutil
from pathlib import Path

# Linux: swap two names in one step (renameat2, flag RENAME_EXCHANGE), relative to the working folder.
AT_FDCWD, RENAME_EXCHANGE = -100, 2


def put_in_place(new: Path, site: Path) -> None:
    """Replace ``site`` by ``new``; at no moment is there half a site.

    The two folders change names in one step where the system can do that;
    elsewhere the old one is moved away first and back again should the second
    step fail.
    """
    if not site.exists():
        os.rename(new, site)
        return
    if _exchanged(new, site):
        shutil.rmtree(new, ignore_errors=True)
        return
    old = site.with_name("old")
    shutil.rmtree(old, ignore_errors=True)
    os.rename(site, old)
    try:
        os.rename(new, site)
    except OSError:
        os.rename(old, site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def bring_back(site: Path) -> None:
    """Undo a replacement that was cut off between its two steps (where one step is not to be had)."""
    old = site.with_name("old")
    if old.exists() and not site.exists():
        os.rename(old, site)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders in one step; False where the system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None) if os.name == "posix" else None
    if rename is None:
        return False
    return rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0


def changed_pages(new: Path, site: Path) -> int:
    """How many pages of a new site are not those of the site in place."""
    there = ((page, site / page.relative_to(new)) for page in new.rglob("*.html"))
    return sum(not old.is_file() or old.read_bytes() != page.read_bytes() for page, old in there)
