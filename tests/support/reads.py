"""What code reads of the repository's data."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from books import ROOT

PROGRAM = """
import sys
from umbrella.execute import kernels
LINK = sys.argv[2]
kernels.begin(sys.argv[1])
exec(sys.argv[3])
print(kernels.read())
"""


def recorded(code: str, scratch: Path) -> list[str]:
    """What is noted of the data while code runs in a process that was begun as a chapter's is."""
    command = [sys.executable, "-c", PROGRAM, str(ROOT / "data"), str(scratch / "link"), code]
    done = subprocess.run(command, cwd=ROOT, check=True, timeout=300, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout)
