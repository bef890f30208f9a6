"""Random tests: how often they try (a few times in ``make test``, often in ``make test-all``), and how they stop a command."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

# Builds, editions and prints that are killed; random edits; files of ``_build`` that are damaged.
KILLS = int(os.environ.get("KILLS", "10"))
EDITS = int(os.environ.get("EDITS", "10"))
DAMAGES = int(os.environ.get("DAMAGES", "10"))
PATIENCE = 30.0  # seconds in which what was started has to be gone


def stopped(folder: Path, *order: str, after: float, kindly: bool = False) -> int:
    """Start ``umbrella`` in a folder and kill that process alone: what it started has to end by itself.

    Args:
        folder: the book.
        order: command and options.
        after: seconds.
        kindly: ask it to end (TERM) rather than kill it.

    Returns:
        Its exit status; negative when it was stopped at work.
    """
    command = [sys.executable, "-m", "umbrella.cli", *order]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.terminate() if kindly else process.kill()
        process.wait()
    end = time.monotonic() + PATIENCE
    while left := _at_work_in(folder):
        assert time.monotonic() < end, left
        time.sleep(0.1)
    return process.returncode


def _at_work_in(folder: Path) -> list[str]:
    """Processes whose working folder lies in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve(strict=True).is_relative_to(folder):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # gone meanwhile, or a zombie
            continue
    return found
