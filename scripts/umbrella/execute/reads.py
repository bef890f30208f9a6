"""Notes every file of a folder that a process opens, however it opens it.

A chapter is executed again when something it read has changed. What it asks of
the tables they note themselves; this sees what is read past them, as Python
tells of each opened file (an audit hook, PEP 578).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def note_opened(folder: Path, into: set[str]) -> None:
    """From now on add the files of a folder that this process opens to a set, relative to the folder."""
    root = os.path.realpath(folder) + os.sep

    def opened(event: str, arguments: tuple) -> None:
        if event == "open" and isinstance(arguments[0], str | bytes | os.PathLike):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if path.startswith(root):
                into.add(os.path.relpath(path, root))

    sys.addaudithook(opened)
