"""Notes every file of a data folder that a chapter opens, however it opens it.

The build executes a chapter again when a file it read has changed, so no read
may go unseen: Python itself tells of each opened file (an audit hook, PEP 578).
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator

# Set by the build for each chapter: where to note the files, and in which folder they count.
LOG, FOLDER = "UMBRELLA_READS_LOG", "UMBRELLA_READS_FOLDER"

_paused = 0
_log: str | None = None
_seen: set[str] = set()


def start_recording() -> None:
    """Begin to note opened files, if the environment asks for it; once per process."""
    global _log
    log, folder = os.environ.get(LOG), os.environ.get(FOLDER)
    if _log or not log or not folder:
        return
    _log = log
    root = os.path.realpath(folder) + os.sep

    def opened(event: str, arguments: tuple) -> None:
        if event != "open" or _paused or not isinstance(arguments[0], str | os.PathLike):
            return
        path = os.path.realpath(arguments[0])
        if path.startswith(root):
            note(os.path.relpath(path, root))

    sys.addaudithook(opened)


def note(name: str) -> None:
    """Note a file, or a part of one, that the chapter depends on; outside a build nothing happens."""
    if _log and not _paused and name not in _seen:
        _seen.add(name)
        with open(_log, "a", encoding="utf-8") as file:
            file.write(f"{name}\n")


@contextlib.contextmanager
def unrecorded() -> Iterator[None]:
    """Open files without depending on all they say: to compare digests, or to give out a part that is noted by name."""
    global _paused
    _paused += 1
    try:
        yield
    finally:
        _paused -= 1
