"""The command line: a stranger sees every command on one screen, whole."""

from __future__ import annotations

import click
from books import run
from umbrella.cli import COMMANDS, main


def test_the_help_fits_on_a_screen_and_cuts_nothing():
    lines = run("--help").stdout.rstrip("\n").split("\n")
    assert len(lines) <= 24 and max(map(len, lines)) <= 80
    assert all(any(line.split()[:1] == [name] and line.endswith(words) for line in lines) for name, (words, _) in COMMANDS.items())


def test_every_command_is_listed_and_can_be_loaded():
    context = click.Context(main)
    assert set(main.commands) <= set(COMMANDS)
    assert all(isinstance(main.get_command(context, name), click.Command) for name in COMMANDS)
    assert main.get_command(context, "cite-files") is None
