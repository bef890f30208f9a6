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
_started = False


def start_recording() -> None:
    """Begin to note opened files, if the environment asks for it; once per process."""
    global _started
    log, folder = os.environ.get(LOG), os.environ.get(FOLDER)
    if _started or not log or not folder:
        return
    _started = True
    root, seen = os.path.realpath(folder) + os.sep, set()

    def note(event: str, arguments: tuple) -> None:
        if event != "open" or _paused or not isinstance(arguments[0], str | os.PathLike):
            return
        path = os.path.realpath(arguments[0])
        if path.startswith(root) and path not in seen:
            seen.add(path)
            with open(log, "a", encoding="utf-8") as file:
                file.write(f"{os.path.relpath(path, root)}\n")

    sys.addaudithook(note)


@contextlib.contextmanager
def unrecorded() -> Iterator[None]:
    """Open files without depending on them: to compare digests, not to use what they say."""
    global _paused
    _paused += 1
    try:
        yield
    finally:
        _paused -= 1
