"""The book takes in its nineteenth review and a search of its own: built whole, and right on every page."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from books import ROOT, run
from grown import KEY, ROUND, grow
from lxml import html
from umbrella.new_review import document_of, listed, page_of

COPIED = ("chapters", "data", "editions")
STALE = re.compile(r"^(chapters/[\w/-]+\.md|index\.md), line (\d+): (.*)$", re.M)


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> Path:
    """A copy of the book with the review, its page, and without the sentences that the build says no longer hold."""
    root = tmp_path_factory.mktemp("grown")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
    for path in ROOT.iterdir():
        if path.is_file() and not path.name.startswith("."):
            shutil.copy(path, root)
    grow(root / "data")
    (root / f"{document_of(KEY)}.md").write_text(page_of(KEY, "Ghaderi 2025b"), "utf-8")
    (root / "_toc.yml").write_text(listed((root / "_toc.yml").read_text("utf-8"), KEY), "utf-8")
    done = run("build", folder=root)
    told = STALE.findall(done.stdout + done.stderr)
    # A curator would write these sentences anew; what they rest on has changed.
    for name, line, _ in told:
        lines = (root / name).read_text("utf-8").splitlines()
        lines[int(line) - 1] = "Words that a curator writes."
        (root / name).write_text("\n".join(lines) + "\n", "utf-8")
    if done.returncode:
        assert told, done.stdout + done.stderr
        done = run("build", folder=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return root / "_build" / "html"


def text(page: Path, place: str = "//article") -> str:
    """The words of a page, blanks as one."""
    found = html.fromstring(page.read_bytes()).xpath(place)
    return " ".join(" ".join(part.text_content() for part in found).split())


def test_what_is_said_of_the_source_stands_word_for_word(grown, site):
    for place in ('//*[@id="fig-prisma"]', '//*[@id="tab-selection"]'):
        assert text(grown / "chapters/study-selection.html", place) == text(site / "chapters/study-selection.html", place) != ""
    page = "chapters/source-audit.html"
    for place in ('//*[starts-with(@id, "tab-audit")]', '//*[@id="fig-audit"]'):
        assert text(grown / page, place) == text(site / page, place) != ""
    place = '//*[@id="fig-published-ratings"] | //*[@id="tab-assignments"]'
    assert text(grown / "chapters/methodological-quality.html", place) == text(site / "chapters/methodological-quality.html", place) != ""


def test_the_new_search_stands_beside_it(grown):
    flow = text(grown / "chapters/study-selection.html")
    assert "1,152" in flow and "16,781" in flow and "November 2026" in flow


def test_the_new_review_has_a_page_without_holes(grown):
    page = text(grown / f"chapters/reviews/{KEY}.html")
    assert "in the search of November 2026" in page and "credits to it" not in page
    holes = [path.name for path in grown.rglob("*.html") if "&lt;NA&gt;" in path.read_text("utf-8")]
    assert holes == [] and ROUND == "2026-11"
