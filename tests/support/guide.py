"""The guide of the book, walked: its own commands, and between them what a person does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from books import ROOT
from openpyxl import load_workbook
from umbrella.curating.workbook import FRONT, NUMBERED
from umbrella.tables.contract import read_contract

PAGE = "chapters/how-to-update.md"
BLOCK = re.compile(r"^( *)```console\n(.*?)^\1```", re.M | re.S)
COMMAND = re.compile(r"^\s*\$ (.+)$", re.M)
# What a book is made from, besides what lies in the package.
FILES = ("_config.yml", "_toc.yml", "index.md", "addresses.txt", "redirects.toml", "CITATION.cff", ".zenodo.json", ".gitignore",
         "Makefile", "requirements.txt", "pyproject.toml", "chapters", "data", "editions")  # fmt: skip
STALE = re.compile(r"^(chapters/[\w/-]+\.md|index\.md), line (\d+): (.*)$", re.M)
PERSON = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "T"), ("EMAIL", "t@example.org"))}


class Walk:
    """A copy of this book under version control, in which the commands of its guide are called.

    Attributes:
        root: the copy.
        left: commands of the guide that were not called yet.
    """

    def __init__(self, root: Path):
        self.root = root
        root.mkdir()
        for name in FILES:
            if (source := ROOT / name).exists():
                (shutil.copytree if source.is_dir() else shutil.copy2)(source, root / name)
        assert (Path(sys.prefix) / ".installed").exists(), "the tests run in the environment that make has set up"
        (root / ".venv").symlink_to(sys.prefix)
        # The environment is there: make is to use it as it is.
        for name in ("requirements.txt", "pyproject.toml"):
            os.utime(root / name, (0, 0))
        self.shell("git init -q && git add --all && git commit -qm 'The book so far'")
        self.left = commands((root / PAGE).read_text("utf-8"))

    def __call__(self, pattern: str, status: int = 0, **filled: str) -> str:
        """Call the one command of the guide that a pattern is found in; returns what it said.

        Args:
            pattern: which command.
            status: how it must end.
            filled: what a person puts in the place of words of the command.
        """
        (command,) = [line for line in commands((self.root / PAGE).read_text("utf-8")) if re.search(pattern, line)]
        if command in self.left:
            self.left.remove(command)
        for old, new in filled.items():
            assert old in command, command
            command = command.replace(old, new)
        return self.shell(command, status)

    def shell(self, command: str, status: int = 0) -> str:
        """What a command says in a terminal in which the environment was activated, as the guide asks."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("UMBRELLA_", "MAKE"))} | PERSON
        done = subprocess.run(
            ["bash", "-c", f"source .venv/bin/activate && {command}"], cwd=self.root, env=environment, capture_output=True, text=True,
            timeout=900,
        )  # fmt: skip
        assert done.returncode == status, (command, done.stdout, done.stderr)
        return done.stdout + done.stderr


def commands(page: str) -> list[str]:
    """The commands in the shell blocks of a page, in its order."""
    return [command for block in BLOCK.finditer(page) for command in COMMAND.findall(block[2])]


def fill_in(path: Path, changes: Mapping[str, str]) -> None:
    """Change words of a file, every one of which must be there."""
    text = path.read_text("utf-8")
    for old, new in changes.items():
        assert old in text, (path, old)
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def decide(sheet: Path, decisions: Mapping[str, tuple[str, str]]) -> None:
    """Fill in a rater's workbook.

    Args:
        sheet: the workbook that was handed out.
        decisions: decision and reason by title; what is not named is excluded.
    """
    book = load_workbook(sheet)
    page = book["records"]
    column = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        chosen = decisions.get(page.cell(row, column["title"]).value, ("exclude", ""))
        page.cell(row, column["decision"]).value, page.cell(row, column["reason"]).value = chosen
    book.save(sheet)


def enter(workbook: Path, data: Path, rows: Iterable[tuple[str, dict[str, str]]]) -> None:
    """Type rows into the workbook of the tables, each below the last, with the next free id that its front sheet names."""
    book, tables = load_workbook(workbook), read_contract(data).tables
    free = {row[0].value: row[2].value for row in book[FRONT].iter_rows()}
    for table, values in rows:
        sheet = book[table]
        column = {cell.value: cell.column for cell in sheet[1]}
        if key := NUMBERED.fullmatch(free[table] or ""):
            values = {tables[table].key[0]: key[0]} | values
            free[table] = f"{key[1]}{int(key[2]) + 1:0{len(key[2])}}"
        row = sheet.max_row + 1
        for name, value in values.items():
            sheet.cell(row, column[name]).value = value
    book.save(workbook)


def rewrite(root: Path, said: str) -> list[tuple[str, str]]:
    """Write anew, as a curator would, the lines that a build says no longer hold; chapters and what was told of each."""
    told = STALE.findall(said)
    for name, line, _ in told:
        lines = (root / name).read_text("utf-8").splitlines()
        lines[int(line) - 1] = "Words that a curator writes."
        (root / name).write_text("\n".join(lines) + "\n", "utf-8")
    return [(name, words) for name, _, words in told]
