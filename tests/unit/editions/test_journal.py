"""An edition that is stopped is undone or finished, at whatever step it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from umbrella.editions import release
from umbrella.editions.journal import JOURNAL, Busy, journalled, settle
from umbrella.lifeline import end_with

DAY = date(2027, 1, 10)


@pytest.fixture
def book(tmp_path) -> Path:
    """The files that an edition changes, with one edition kept."""
    for folder in ("data", "editions", "_build"):
        (tmp_path / folder).mkdir()
    for name in ("data/edition.toml", "CITATION.cff", "editions/0.1.0.zip", "editions/SHA256SUMS"):
        (tmp_path / name).write_text(f"former {name}")
    return tmp_path


def state(book: Path) -> dict[str, str]:
    own = (path for path in sorted(book.rglob("*")) if path.is_file() and "_build" not in path.parts)
    return {path.relative_to(book).as_posix(): path.read_text() for path in own}


def spoil(book: Path) -> None:
    """All that an edition does to files."""
    for name in ("data/edition.toml", "data/changes.toml", "CITATION.cff", ".zenodo.json", "addresses.txt"):
        (book / name).write_text("new")
    for name in ("0.2.0.zip", "0.2.0.new", "SHA256SUMS"):
        (book / "editions" / name).write_text("new")


def dying(book: Path, code: str) -> None:
    """Run code on the book in a process that kills itself."""
    done = subprocess.run(
        [sys.executable, "-c", f"""
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_journal import journalled, spoil
book = Path({str(book)!r})
with journalled(book, "0.2.0") as note_kept:
    {code}
    os.kill(os.getpid(), signal.SIGKILL)
"""], env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("code", ["pass", "spoil(book)"])
def test_what_was_killed_before_the_site_was_kept_is_undone_once(book, code):
    before, told = state(book), []
    dying(book, code)
    assert settle(book, told.append) == ""
    assert state(book) == before and not (book / "_build" / JOURNAL).exists()
    assert told == ["edition 0.2.0 was stopped before its site was kept; what it had changed is undone"]
    assert settle(book, told.append) == "" and len(told) == 1


def test_what_was_killed_after_that_stays_and_says_how_to_finish(book):
    dying(book, "spoil(book); note_kept()")
    after, told = state(book), []
    assert settle(book, told.append) == "0.2.0"
    assert state(book) == after and "umbrella edition 0.2.0 packs its release" in told[0]


def test_an_edition_asked_to_end_is_undone_at_once(book):
    before = state(book)
    with pytest.raises(SystemExit) as stopped, journalled(book, "0.2.0"):
        spoil(book)
        os.kill(os.getpid(), signal.SIGTERM)
    assert stopped.value.code == 128 + signal.SIGTERM
    assert state(book) == before and not (book / "_build" / JOURNAL).exists()


def test_a_first_edition_leaves_no_folder(tmp_path):
    (tmp_path / "data").mkdir()
    with pytest.raises(RuntimeError), journalled(tmp_path, "0.1.0"):
        (tmp_path / "editions").mkdir()
        (tmp_path / "editions" / "0.1.0.zip").write_text("new")
        raise RuntimeError
    assert state(tmp_path) == {} and not (tmp_path / "editions").exists()


def test_one_at_work_is_left_alone_and_no_second_begins(book):
    told = []
    with journalled(book, "0.2.0"):
        spoil(book)
        after = state(book)
        assert settle(book, told.append) == "" and told == []
        with pytest.raises(Busy, match="nothing was done"), journalled(book, "0.3.0"):
            pass
        assert state(book) == after


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": "0.2.0"'])
def test_a_journal_that_cannot_be_read_is_told(book, text):
    (book / "_build" / JOURNAL).write_text(text)
    with pytest.raises(ValueError, match="put the book back from version control"):
        settle(book, print)


def test_a_version_that_was_kept_is_packed_when_asked_for_again(book, monkeypatch):
    dying(book, "spoil(book); note_kept()")
    monkeypatch.setattr(release, "_pack", lambda root, say: root / "packed")
    assert release.make_edition(book, release.Order("0.2.0", DAY), lambda words: None) == book / "packed"


def test_a_process_whose_parent_is_gone_ends_at_once():
    child = os.fork()
    if child == 0:
        end_with(1 if os.getppid() != 1 else 2)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
