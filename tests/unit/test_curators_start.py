"""How a curator begins: the guide, the README and the dev container agree, and what they say works."""

from __future__ import annotations

import json
import re
import subprocess

import click
from books import ROOT
from umbrella.cli import main

TOLD = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "chapters" / "how-to-update.md"]
COMMAND = re.compile(r"(?:`|\$ |^|   )(?:\.venv/bin/)?umbrella ([a-z][a-z-]*)((?: --[a-z-]+)*)", re.M)


def test_the_command_is_on_the_path_in_the_way_they_say():
    for file in TOLD:
        assert "`source .venv/bin/activate`" in file.read_text("utf-8"), file.name
    done = subprocess.run(["bash", "-c", "source .venv/bin/activate && umbrella --version"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.startswith("umbrella")


def test_every_command_they_name_is_there():
    context, missing, seen = click.Context(main), [], 0
    for file in TOLD:
        for name, options in COMMAND.findall(file.read_text("utf-8")):
            seen += 1
            command = main.get_command(context, name)
            known = {option for one in command.params for option in one.opts} if command else set()
            missing += [(file.name, name, option) for option in options.split() if option not in known] if command else [(file.name, name)]
    assert missing == [] and seen > 20


def test_the_dev_container_makes_the_book_and_has_the_command_on_its_path():
    container = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    assert container["postCreateCommand"] == "make book"
    assert container["remoteEnv"]["PATH"].startswith("${containerWorkspaceFolder}/.venv/bin:")
