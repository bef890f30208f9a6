"""How often the random tests try: a few times in ``make test``, often in ``make test-all``, as the environment says."""

from __future__ import annotations

import os

# Builds, editions and prints that are killed; random edits; files of ``_build`` that are damaged.
KILLS = int(os.environ.get("KILLS", "10"))
EDITS = int(os.environ.get("EDITS", "10"))
DAMAGES = int(os.environ.get("DAMAGES", "10"))
