"""Builds of one preview, one after the other: each is what a clean build gives, whatever has changed since the last."""

from __future__ import annotations

import pytest
from books import SmallBook
from sites import differences, files
from umbrella import warm


@pytest.fixture
def book(tmp_path, built_book) -> SmallBook:
    return built_book.copied(tmp_path / "book")


@pytest.fixture
def builder(book):
    made = warm.Builder(book.root)
    yield made
    made.stop()


def test_builds_of_a_preview_leave_nothing_behind(book, builder, tmp_path):
    site = book.root / "_build" / "html"
    before = files(site)
    book.edit("data/findings.csv", ",decreased,", ",no such direction,")
    assert "findings.csv" in builder.build() and files(site) == before
    first = builder._process.pid
    book.edit("data/findings.csv", ",no such direction,", ",increased,")
    assert builder.build() == "" and builder._process.pid == first
    # A configuration is read by a process that knows no other.
    book.edit("_config.yml", 'copyright: "2026"', 'copyright: "2027"')
    assert builder.build() == "" and builder._process.pid != first
    clean = SmallBook.at(tmp_path / "clean", book.root)
    assert differences(files(site), clean.built()) == []


def test_a_build_that_is_killed_is_told_and_the_next_one_goes_on(book, builder, monkeypatch):
    monkeypatch.setattr(warm, "shared_digest", lambda root: "x")
    assert builder.build() == ""
    builder._process.kill()
    builder._process.join()
    assert builder.build() == ""
