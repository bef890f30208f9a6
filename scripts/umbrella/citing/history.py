"""When files last changed, as their history tells; never the clock."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

MARK = "\x01"


def last_changes(root: Path) -> dict[str, date]:
    """Day of the last commit that touched each file below a folder.

    Args:
        root: folder of the book.

    Returns:
        Committer's day by path relative to ``root``. Empty for an export
        without history, and for a shallow clone: its first commit would seem
        to have changed everything.
    """
    if _git(root, "rev-parse", "--is-shallow-repository") != "false\n":
        return {}
    log = _git(root, "-c", "core.quotePath=false", "log", f"--format={MARK}%cs", "--name-only", "--relative", "--", ".")
    found: dict[str, date] = {}
    for commit in (log or "").split(MARK)[1:]:
        day, *paths = commit.split("\n")
        for path in filter(None, paths):
            found.setdefault(path, date.fromisoformat(day))
    return found


def uncommitted(root: Path) -> list[str]:
    """Files below a folder that differ from the last commit, relative to it."""
    quiet = ("--no-optional-locks", "-c", "core.quotePath=false")  # a build leaves no trace in the repository
    return (_git(root, *quiet, "diff", "--name-only", "--relative", "HEAD", "--", ".") or "").splitlines()


def revision(root: Path) -> str:
    """Commit that a folder's repository is at; empty without one."""
    return (_git(root, "rev-parse", "HEAD") or "").strip()


def newest(changes: Mapping[str, date], paths: Iterable[str], otherwise: date) -> date:
    """The latest day on which any of some files changed; ``otherwise`` when none has a history."""
    return max((changes[path] for path in paths if path in changes), default=otherwise)


def _git(root: Path, *arguments: str) -> str | None:
    """What git says, or nothing when it is not there or the folder is not a repository's."""
    try:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout
