"""Prints killed at any moment: the site is whole, nothing goes on alone, and the same call again prints it all."""

from __future__ import annotations

import random
import time

from books import SmallBook, run
from rounds import KILLS as ROUNDS
from rounds import stopped
from sites import differences, files

# To print takes as long as five builds.
KILLS = ROUNDS // 5


def test_a_print_killed_at_any_moment_is_made_by_the_same_call(tmp_path):
    book, chance = SmallBook(tmp_path / "book"), random.Random(5)
    site, texts = book.root / "_build" / "html", ("Words.", "Other words.")
    whole, printed = [], {}

    def edit(number: int) -> str:
        book.edit("chapters/methods.md", texts[1 - number % 2], texts[number % 2])
        return texts[number % 2]

    # Each state of the book as it is built after the other one was printed, and as it is printed.
    for number in range(3):
        if number:
            edit(number)
            assert book.build().returncode == 0
            whole.append(files(site))
        begun = time.perf_counter()
        result = run("pdf", folder=book.root)
        assert result.returncode == 0, result.stderr
        longest = time.perf_counter() - begun
        printed[texts[number % 2]] = files(site)
    whole += printed.values()
    finished = 0
    for number in range(KILLS):
        now = edit(number + 1)
        finished += stopped(book.root, "pdf", after=chance.uniform(0.2, longest), kindly=number % 2 == 1) == 0
        assert files(site) in whole, number
        result = run("pdf", folder=book.root)
        assert result.returncode == 0, (number, result.stderr)
        assert differences(files(site), printed[now]) == [], number
    print(f"{KILLS} prints, {KILLS - finished} killed at work")
