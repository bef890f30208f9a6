"""A journal of the edition that is being made: what is stopped at any moment is undone, or finished, by the next call.

The journal holds the former contents of all that an edition changes. It is
written before the first change, notes when the site was kept (from then on
all that is missing is the release), and goes when the release is packed. Who
makes or packs an edition holds the lock until then: builds on the way find it
at work, not stopped.
"""

from __future__ import annotations

import base64
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from umbrella.archives.archive import RECORD, SETTINGS, SUMS, archives
from umbrella.citing.addresses import LIST
from umbrella.keeping import keep, kept

JOURNAL, LOCK = "edition-journal.json", "edition.lock"


class Busy(ValueError):
    """An edition of the book is being made by another process."""


class Stopped(SystemExit):
    """The process was asked to end (SIGTERM)."""


@contextmanager
def journalled(root: Path, version: str) -> Iterator[Callable[[], None]]:
    """Make an edition within this context; when it fails, the book is as it was.

    Yields:
        To be called when the edition's site is kept.

    Raises:
        Busy: another edition of the book is being made.
    """
    with alone(root):
        entry = _before(root) | {"version": version, "kept": False}
        former = signal.signal(signal.SIGTERM, _stop)
        try:
            keep(_journal(root), entry)
            yield lambda: keep(_journal(root), entry | {"kept": True})
        except BaseException:
            _undo(root, entry)
            raise
        finally:
            signal.signal(signal.SIGTERM, former)


def settle(root: Path, say: Callable[[str], None]) -> str:
    """Undo what an edition left that was stopped before its site was kept; nothing while one is being made.

    Args:
        root: the book.
        say: told what was found and done.

    Returns:
        Version of an edition whose site is kept but whose release is not packed; empty when there is none.

    Raises:
        ValueError: the journal cannot be read.
    """
    if not _journal(root).exists():
        return ""
    try:
        with alone(root):
            entry = _read(root)
            version = entry["version"]
            if entry["kept"]:
                say(f"edition {version} was stopped after its site was kept; umbrella edition {version} packs its release")
                return version
            _undo(root, entry)
    except Busy:
        return ""
    say(f"edition {version} was stopped before its site was kept; what it had changed is undone")
    return ""


def close(root: Path) -> None:
    """The release is packed: nothing is left to be done."""
    _journal(root).unlink(missing_ok=True)


@contextmanager
def alone(root: Path) -> Iterator[None]:
    """Hold the lock of editions; the system frees that of a process that has ended.

    Raises:
        Busy: another process holds it.
    """
    (root / "_build").mkdir(exist_ok=True)
    lock = FileLock(root / "_build" / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Busy("another process is making an edition of this book; nothing was done") from error
    try:
        yield
    finally:
        lock.release()


def _journal(root: Path) -> Path:
    return root / "_build" / JOURNAL


def _before(root: Path) -> dict[str, object]:
    """Contents of the files that an edition changes, None for those that are not there, and names of the archives."""
    sums = (archives(root) / SUMS).relative_to(root).as_posix()
    files = {name: root / name for name in (SETTINGS, RECORD, "CITATION.cff", ".zenodo.json", LIST, sums)}
    return {
        "files": {
            name: base64.b64encode(path.read_bytes()).decode() if path.is_file() else None
            for name, path in files.items()
        },
        "archives": sorted(path.name for path in archives(root).glob("*")),
    }


def _read(root: Path) -> dict:
    entry = kept(_journal(root))
    if {"version", "kept", "files", "archives"} <= entry.keys():
        return entry
    raise ValueError(
        f"an edition was stopped, and {_journal(root).relative_to(root)} of it cannot be read: put the book back from"
        " version control (git status shows what changed), then remove that file"
    )


def _undo(root: Path, entry: dict) -> None:
    """Give all files their former contents; the journal goes last, so that this can be done again."""
    folder = archives(root)
    for path in folder.glob("*"):
        if path.name not in entry["archives"]:
            path.unlink()
    for name, content in entry["files"].items():
        if content is None:
            (root / name).unlink(missing_ok=True)
        else:
            (root / name).write_bytes(base64.b64decode(content))
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    _journal(root).unlink(missing_ok=True)


def _stop(number: int, frame: object) -> None:
    raise Stopped(128 + number)
