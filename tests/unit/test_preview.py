"""What the preview answers: the site, and above each page what keeps the book from being built."""

from __future__ import annotations

import pytest
from umbrella.preview import Preview


@pytest.fixture
def shown(tmp_path):
    site = tmp_path / "_build" / "html"
    (site / "chapters").mkdir(parents=True)
    (site / "index.html").write_text('<html><body class="x"><p>Home</p></body></html>')
    (site / "chapters" / "one.html").write_text("<html><body><p>One</p></body></html>")
    (site / "style.css").write_text("p {}")
    (tmp_path / "secret.txt").write_text("secret")
    return Preview(tmp_path)


def test_pages_and_files_are_answered_as_they_are(shown):
    assert shown.answer("/") == ("200 OK", "text/html; charset=utf-8", b'<html><body class="x"><p>Home</p></body></html>')
    assert shown.answer("/style.css") == ("200 OK", "text/css", b"p {}")


def test_nothing_outside_the_site_is_answered(shown):
    for path in ("/../../secret.txt", "/nothing.html", "//etc/hostname"):
        status, _, raw = shown.answer(path)
        assert status == "404 Not Found" and b"secret" not in raw


def test_an_error_stands_on_every_page_as_text_until_the_book_builds_again(shown, monkeypatch):
    monkeypatch.setattr(shown.builder, "build", lambda: "data/findings.csv, row 2: '<b>elbow</b>' is not a region")
    shown.rebuild()
    for path, words in (("/", b"Home"), ("/chapters/one.html", b"One")):
        raw = shown.answer(path)[2]
        assert b'role="alert"' in raw and b"&lt;b&gt;elbow&lt;/b&gt;" in raw and words in raw
    assert b"alert" not in shown.answer("/style.css")[2]
    monkeypatch.setattr(shown.builder, "build", lambda: "")
    shown.rebuild()
    assert b"alert" not in shown.answer("/")[2]


def test_the_first_build_that_fails_is_told_where_there_is_no_site(tmp_path):
    empty = Preview(tmp_path)
    empty.wrong = "the data are not sound"
    assert b"the data are not sound" in empty.answer("/")[2]
