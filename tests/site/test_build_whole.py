"""Whole or not at all: killed builds, two at once, damaged caches, a full or closed disk."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time

import pytest
from books import FRONT, SmallBook
from rounds import DAMAGES as ROUNDS
from rounds import KILLS, stopped
from sites import differences, files


@pytest.fixture
def book(tmp_path, built_book) -> SmallBook:
    return built_book.copied(tmp_path / "book")


def started(book: SmallBook, *options: str) -> subprocess.Popen:
    """A build under way, in a process group of its own."""
    command = [sys.executable, "-m", "umbrella.cli", "build", *options]
    return subprocess.Popen(
        command, cwd=book.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def test_a_build_killed_at_any_moment_leaves_a_whole_site_and_the_next_one_works(book, tmp_path):
    chance, site = random.Random(1), book.root / "_build" / "html"
    good = {"before": files(site)}
    chapter = book.root / "chapters" / "perfusion.md"
    before = chapter.read_text("utf-8")
    after = before.replace("Words.", "Other words.").replace("findings_table()", "claims_table()")
    chapter.write_text(after, "utf-8")
    begun = time.perf_counter()
    assert book.build().returncode == 0
    longest = time.perf_counter() - begun  # what a build takes on this machine
    good["after"] = files(site)
    assert good["before"] != good["after"]
    finished = 0
    for number in range(KILLS):
        # Each build has something to do: the chapter goes to and fro.
        chapter.write_text(before if number % 2 else after, "utf-8")
        (book.root / "data" / "glossary.csv").touch()
        options = ["--clean"] if number % 10 == 0 else []
        finished += stopped(book.root, "build", *options, after=chance.uniform(0.05, longest)) == 0
        assert files(site) in good.values(), f"half a site after kill {number}"
        if number % 10 == 9:
            result = book.build()
            assert result.returncode == 0, result.stderr
            assert files(site) == good["before"]
    print(f"{KILLS} builds, {KILLS - finished} killed at work")
    # Few tries may by chance end late.
    assert finished < KILLS * (0.5 if KILLS >= 50 else 0.9)


@pytest.fixture
def new_book(book) -> SmallBook:
    """A book of which nothing was built."""
    shutil.rmtree(book.root / "_build")
    return book


def test_the_second_of_two_builds_waits_and_both_succeed(new_book):
    book = new_book
    first = started(book)
    while not (book.root / "_build" / "build.holder").exists():
        time.sleep(0.01)
    second = started(book)
    first_words, second_words = first.communicate()[1], second.communicate()[1]
    assert (first.returncode, second.returncode) == (0, 0), (first_words, second_words)
    assert f"process {first.pid}" in second_words
    assert "Nothing changed" in second_words


def test_the_lock_of_a_dead_process_is_taken_over(new_book):
    book = new_book
    build = started(book)
    while not (book.root / "_build" / "build.holder").exists():
        time.sleep(0.01)
    os.killpg(build.pid, signal.SIGKILL)
    build.wait()
    build.stderr.close()
    result = book.build()
    assert result.returncode == 0 and "waiting" not in result.stderr


DAMAGES = {
    "outputs of chapters are gone": lambda build: shutil.rmtree(build / "umbrella" / "outputs"),
    "outputs of chapters are empty": lambda build: [
        path.write_text("") for path in (build / "umbrella" / "outputs").rglob("*.json")
    ],
    "Sphinx's environment is rubbish": lambda build: (build / ".doctrees" / "environment.pickle").write_bytes(
        b"rubbish"
    ),
    "a doctree is empty": lambda build: (build / ".doctrees" / "chapters" / "perfusion.doctree").write_bytes(b""),
    "the memory of inputs is rubbish": lambda build: (build / "umbrella" / "inputs.json").write_text("{]"),
    "the seals are rubbish": lambda build: (build / "state.json").write_text("[1"),
    "the seals are of another kind": lambda build: (build / "state.json").write_text('{"seals": 1}'),
    "what was executed is rubbish": lambda build: (build / "executed.json").write_text("[1"),
    "a page of the site was edited": lambda build: (build / "html" / "index.html").write_text("spoilt"),
    "a page of the site is gone": lambda build: (build / "html" / "index.html").unlink(),
    "Sphinx's page was edited": lambda build: (build / "work" / "index.html").write_text("spoilt"),
    "Sphinx's own note is empty": lambda build: (build / "work" / ".buildinfo").write_bytes(b""),
    "a font is cut off": lambda build: [path.write_bytes(b"wOF2") for path in (build / "work").rglob("*.woff2")],
    "a file is in the way": lambda build: (shutil.rmtree(build / "work"), (build / "work").write_text("in the way")),
    "Sphinx's output is gone": lambda build: shutil.rmtree(build / "work"),
    "the site is gone": lambda build: shutil.rmtree(build / "html"),
}


@pytest.fixture(scope="module")
def edited(tmp_path_factory, built_book) -> dict[str, bytes]:
    """The site of the book with another table, built with nothing to take up."""
    book = SmallBook.at(tmp_path_factory.mktemp("edited") / "book", built_book.root)
    book.edit("data/findings.csv", ",decreased,", ",increased,")
    return book.built()


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("edit", [False, True], ids=["nothing else", "and a table changed"])
def test_damage_is_repaired_without_a_word(book, edited, damage, edit):
    if edit:
        book.edit("data/findings.csv", ",decreased,", ",increased,")
    DAMAGES[damage](book.root / "_build")
    result = book.build()
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    page = book.html("index")
    assert "spoilt" not in page and "A small book" in page
    if edit:
        assert differences(files(book.root / "_build" / "html"), edited) == []


SPOIL = {
    "emptied": lambda raw, at: b"",
    "cut off": lambda raw, at: raw[:at],
    "one bit turned": lambda raw, at: raw[:at] + bytes([raw[at] ^ 1 << at % 8]) + raw[at + 1 :],
    "zeros": lambda raw, at: raw[:at] + bytes(len(raw) - at),
    "noise": lambda raw, at: random.Random(at).randbytes(len(raw)),
    "gone": None,
}


def test_damage_at_random_never_reaches_the_site(book):
    """Files of the build folder are spoilt, each of its parts as often as the others; the site stays right."""
    build, chance = book.root / "_build", random.Random(7)
    good = files(build / "html")
    for number in range(ROUNDS):
        done = []
        for _ in range(3):
            there = sorted(path for path in build.rglob("*") if path.is_file() and path.name != "build.lock")
            part = chance.choice(sorted({path.relative_to(build).parts[0] for path in there}))
            inside = [path for path in there if path.relative_to(build).parts[0] == part]
            path, way = chance.choice(inside), chance.choice(sorted(SPOIL))
            raw = path.read_bytes()
            if SPOIL[way] is None:
                path.unlink()
            elif raw:
                path.unlink()  # hard links are not meant
                path.write_bytes(SPOIL[way](raw, chance.randrange(len(raw))))
            done.append(f"{path.relative_to(build)} {way}")
        shutil.rmtree(build / "html")  # so that there is something to do
        result = book.build()
        assert result.returncode == 0 and "Traceback" not in result.stderr, (number, done, result.stderr)
        assert differences(files(build / "html"), good) == [], (number, done)


def test_a_build_folder_that_is_none_gives_a_message(new_book):
    book = new_book
    (book.root / "_build").write_text("in the way")
    result = book.build()
    assert result.returncode == 1 and "Traceback" not in result.stderr
    assert "last good site stays" in result.stderr


def test_chapters_executed_in_a_build_that_failed_are_not_executed_again(book):
    book.edit("chapters/perfusion.md", "Words.", "{ref}`nowhere`")
    assert book.build().returncode == 1
    book.edit("chapters/perfusion.md", "{ref}`nowhere`", "Words.")
    result = book.build()
    assert result.returncode == 0 and "0 chapters executed" in result.stderr, result.stderr


def test_a_full_disk_gives_a_message_and_leaves_the_site(book):
    """The size of files is limited to less than a page: writing fails as on a full disk."""
    before = files(book.root / "_build" / "html")
    book.edit("chapters/perfusion.md", "Words.", "Other words.")
    command = f"ulimit -f 8; trap '' XFSZ; exec {sys.executable} -m umbrella.cli build"
    result = subprocess.run(["bash", "-c", command], cwd=book.root, capture_output=True, text=True, timeout=300)
    assert result.returncode == 1 and result.stderr.startswith("the build cannot go on: File too large"), result.stderr
    assert result.stderr.count("\n") == 1
    assert files(book.root / "_build" / "html") == before
    assert book.build().returncode == 0 and "Other words." in book.html("chapters/perfusion")


def test_a_build_folder_that_may_not_be_written_gives_a_message(new_book):
    book = new_book
    # Where nobody may make a file, not even root.
    (book.root / "_build").symlink_to("/sys/kernel")
    result = book.build()
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1] == (
        "the build cannot go on: Permission denied (/sys/kernel/build.lock); the last good site stays"
    )


def test_data_behind_a_link_and_files_of_a_user_who_hides_them_give_the_site_for_all_to_read(book, tmp_path):
    good = book.built()
    shutil.move(book.root / "data", tmp_path / "elsewhere")
    (book.root / "data").symlink_to(tmp_path / "elsewhere")
    for options in ("", "--clean"):
        book.edit("data/glossary.csv", "", "")
        command = f"umask 077; exec {sys.executable} -m umbrella.cli build {options}"
        result = subprocess.run(["bash", "-c", command], cwd=book.root, capture_output=True, text=True, timeout=300)
        assert result.returncode == 0, result.stderr
        assert differences(files(book.root / "_build" / "html"), good) == []
    site = book.root / "_build" / "html"
    assert {path.stat().st_mode & 0o777 for path in (site, *site.rglob("*"))} == {0o755, 0o644}


def test_a_missing_table_is_named(book):
    (book.root / "data" / "glossary.csv").unlink()
    result = book.build()
    assert result.returncode == 1 and "data/glossary.csv: the file is missing" in result.stderr


def test_a_page_that_shows_where_it_was_built_is_refused(book):
    before = files(book.root / "_build" / "html")
    book.chapter("place", f"{FRONT}# Place\n\n```{{code-cell}} ipython3\n:tags: [remove-input]\nimport umbrella\n\numbrella.__file__\n```\n")
    result = book.build()
    assert result.returncode == 1 and "a path of this machine" in result.stderr and "Traceback" not in result.stderr
    assert files(book.root / "_build" / "html") == before
