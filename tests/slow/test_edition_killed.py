"""An edition killed at any moment: nothing goes on alone, and the same call again makes it as if nothing had been."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from books import SmallBook, run
from rounds import KILLS as ROUNDS
from sites import files

# An edition takes as long as three builds.
KILLS = ROUNDS // 3
ORDER = ("edition", "0.1.0", "--date", "2027-01-10")
PATIENCE = 30.0  # seconds in which what was started has to be gone


def at_work_in(folder: Path) -> list[str]:
    """Processes whose working folder lies in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").resolve(strict=True).is_relative_to(folder):
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:  # gone meanwhile, or a zombie
            continue
    return found


def git(book: SmallBook, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments], cwd=book.root, check=True
    )


def kept(book: SmallBook) -> dict[str, bytes]:
    """What an edition leaves in the book and its release, but for the commit it names."""
    release = files(book.root / "_build" / "release")
    return files(book.root / "editions") | files(book.root / "data") | release


def test_an_edition_killed_at_any_moment_is_made_by_the_same_call(tmp_path):
    book, chance = SmallBook(tmp_path / "book"), random.Random(3)
    (book.root / ".gitignore").write_text("_build/\n")
    git(book, "init", "-q")
    git(book, "add", "-A")
    git(book, "commit", "-qm", "A book")
    begun = time.perf_counter()
    first = run(*ORDER, folder=book.root)
    longest, good = time.perf_counter() - begun, kept(book)
    assert first.returncode == 0, first.stderr
    told = []
    for number in range(KILLS):
        git(book, "checkout", "-q", ".")
        git(book, "clean", "-qfd")
        making = subprocess.Popen(
            [sys.executable, "-m", "umbrella.cli", *ORDER],
            cwd=book.root,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            making.wait(timeout=chance.uniform(0.2, longest))
        except subprocess.TimeoutExpired:
            # Every other one is asked to end, and the process alone: what it started has to end by itself.
            making.terminate() if number % 2 else making.kill()
            making.wait()
        end = time.monotonic() + PATIENCE
        while left := at_work_in(book.root):
            assert time.monotonic() < end, (number, left)
            time.sleep(0.1)
        if making.returncode:
            again = run(*ORDER, folder=book.root)
            assert again.returncode == 0, (number, again.stdout, again.stderr)
            told += [line for line in again.stdout.splitlines() if "was stopped" in line]
        assert kept(book) == good, number
    print(f"{KILLS} editions; " + "; ".join(told))
