"""What code reads of the repository's data."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from books import ROOT
from umbrella.tables.recording import FOLDER, LOG


def recorded(code: str, scratch: Path) -> list[str]:
    """What is noted while code runs in a process that was told to note its reads."""
    log = scratch / "log"
    environment = {**os.environ, LOG: str(log), FOLDER: str(ROOT / "data")}
    program = f"LINK = {str(scratch / 'link')!r}\nimport umbrella.tables\n{code}"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=environment, check=True, timeout=120)
    return log.read_text("utf-8").split() if log.exists() else []
