"""The page on another subject, walked word for word: its commands called in its order, its lines put where it says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from books import ROOT

PAGE = ROOT / "chapters" / "another-subject.md"
# A block of commands, or a line and the table that the words before it name.
STEP = re.compile(r"```console\n(?P<commands>.*?)```|To `(?P<table>[\w/.-]+)` add:\n\n```text\n(?P<line>.*?)\n```", re.S)


def test_the_page_makes_a_book(tmp_path: Path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("UMBRELLA_", "MAKE"))}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    folder, called, said = tmp_path, [], {}
    for step in STEP.finditer(PAGE.read_text("utf-8")):
        if step["table"]:
            with (folder / step["table"]).open("a", encoding="utf-8") as table:
                table.write(step["line"] + "\n")
            continue
        for command in re.findall(r"^\$ (.+)$", step["commands"], re.M):
            called.append(command)
            if command.startswith("cd "):
                folder /= command.removeprefix("cd ")
                (folder / ".venv").symlink_to(sys.prefix)
                # The environment is there: make is to use it as it is.
                os.utime(folder / "requirements.txt", (0, 0))
                continue
            done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, capture_output=True, text=True)
            assert done.returncode == 0, (command, done.stdout, done.stderr)
            said[command] = done.stdout + done.stderr
    assert len(called) == 10 and called.count("make book") == called.count("make test") == 2
    assert "umbrella add chapter content makes it" in said["umbrella check --tidy"]
    page = (folder / "_build" / "html" / "chapters" / "content.html").read_text("utf-8")
    assert 'id="F0008"' in page and "Content of feeds" in page and "For infants" in page
