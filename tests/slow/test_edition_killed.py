"""An edition killed at any moment: nothing goes on alone, and the same call again makes it as if nothing had been."""

from __future__ import annotations

import random
import subprocess
import time

from books import SmallBook, run
from rounds import KILLS as ROUNDS
from rounds import stopped
from sites import files

# An edition takes as long as three builds.
KILLS = ROUNDS // 3
ORDER = ("edition", "0.1.0", "--date", "2027-01-10")


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
        # Every other one is asked to end.
        if stopped(book.root, *ORDER, after=chance.uniform(0.2, longest), kindly=number % 2 == 1):
            again = run(*ORDER, folder=book.root)
            assert again.returncode == 0, (number, again.stdout, again.stderr)
            told += [line for line in again.stdout.splitlines() if "was stopped" in line]
        assert kept(book) == good, number
    print(f"{KILLS} editions; " + "; ".join(told))
