"""A curator follows the guide word for word: a second search, a nineteenth review with all it says, a build, an edition."""

from __future__ import annotations

import re
import tomllib
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from bench.exports import MadeWork, embase, nbib, ovid, scopus, web_of_science
from grown import DOI, TITLE, rows_of
from guide import Walk, decide, enter, fill_in, rewrite
from lxml import html
from umbrella.archives.archive import kept
from umbrella.audit import verdicts
from umbrella.book import Book
from umbrella.tables import load

KEY, ROUND = "ghaderi2025", "2026-11"
PERFUSION = MadeWork(TITLE, ("Ghaderi, Sadegh", "Mohammadi, Sana", "Fatehi, Farzad"), 2025, DOI, journal="Clinical Neurology and Neurosurgery")
CORD = MadeWork(
    "Cervical spinal cord MRI in amyotrophic lateral sclerosis: a systematic review and meta-analysis", ("Yazdanian, A.", "Azimi, B."), 2025,
    "10.1016/j.nicl.2025.103832", "9001", "NeuroImage: Clinical",
)  # fmt: skip
INCLUDED = MadeWork(
    "Structural magnetic resonance imaging findings and histopathological correlations in motor neuron diseases: a systematic review and meta-analysis",
    ("Zejlon, C.", "Nakhostin, D."), 2022, "10.3389/fneur.2022.947347", "9002",
)  # fmt: skip
SOURCE = MadeWork("An umbrella review of imaging", ("Ghaderi, S.",), 2025, "10.3390/brainsci15070715", "9003")
STORY = MadeWork("A narrative overview of imaging of a rare disorder", ("Dahl, Eva",), 2024, "10.1000/story", "9004")
TWIN = replace(STORY, doi="10.1000/story-again", pmid="")
OTHERS = [
    MadeWork(f"{subject} in a rare disorder: a cohort", (name,), 2025, f"10.1000/other{number}", str(9100 + number))
    for number, (subject, name) in enumerate((("Grip strength", "Ek, Bo"), ("Sleep quality", "Ito, Mai"), ("Swallowing by video", "Cruz, Ana")))
]
COHORT = MadeWork("Perfusion of the brain in one hundred patients", ("Lund, Per",), 2025, "10.1000/cohort", "9200")
EXPORTS = {
    "pubmed.nbib": nbib([STORY, OTHERS[0], INCLUDED, SOURCE, CORD]),
    "scopus.ris": scopus([OTHERS[1], PERFUSION, STORY, COHORT]),
    "wos.txt": web_of_science([PERFUSION, CORD, OTHERS[2]]),
    "psycinfo.ris": ovid([TWIN, COHORT]),
    "export.ris": embase([replace(PERFUSION, doi=""), COHORT]) + b"\n\nTY  - JOUR\nVL  - 3\nER  - \n",
}
GOES_ON = {work.title for work in (PERFUSION, CORD, COHORT)}
TEXTS = {PERFUSION.title: ("include", ""), CORD.title: ("exclude", "awaiting information"), COHORT.title: ("exclude", "original article")}
# What the book said falsely once it had grown, in the trial of a curator.
FALSE = (
    "19 reviews that Ghaderi", "put 19 reviews together", "covers 19 reviews", "no finding concerns the motor cortex", "is not covered by any finding",
    "A systematic review of perfusion in ALS is not among the included reviews", "No newer search has been run",
    "all in task-based functional MRI", "0 fewer than the stated", "1 reviews", "reference <NA>",
)  # fmt: skip
OF_SOURCE = (
    ("study-selection", '//*[@id="fig-prisma"] | //*[@id="tab-selection"]'),
    ("source-audit", '//*[starts-with(@id, "tab-audit")] | //*[@id="fig-audit"]'),
    ("methodological-quality", '//*[@id="fig-published-ratings"] | //*[@id="tab-assignments"]'),
)


def search(walk: Walk) -> None:
    """*Searching again*: five exports, two raters who differ once, and what a person answers."""
    folder, today = walk.root / "data" / "searches" / ROUND, date.today().isoformat()
    (walk.root / "exports").mkdir()
    for name, raw in EXPORTS.items():
        (walk.root / "exports" / name).write_bytes(raw)
    walk("search add")
    fill_in(folder / "doubtful.csv", {f"{STORY.title},{STORY.title},\n": f"{STORY.title},{STORY.title},yes\n"})
    walk.shell(f"umbrella search add {ROUND}")
    fill_in(folder / "unreadable.csv", {'id",\n': 'id",No such volume.\n'})
    fill_in(folder / "search.toml", {'settles = ""': 'settles = "EF"', 'string = ""': f'string = "(disorder AND MRI)"\nsearched = {today}'})
    for rater, also in (("AB", set()), ("CD", {OTHERS[2].title})):
        screen(walk, rater, dict.fromkeys(GOES_ON | also, ("include", "")))
    assert "title: 1 record in conflict" in walk("search close", status=1)
    screen(walk, "EF", {})
    for rater in ("AB", "CD"):
        screen(walk, rater, TEXTS)


def screen(walk: Walk, rater: str, decisions: dict[str, tuple[str, str]]) -> None:
    walk("search screen.*--out", AB=rater)
    decide(walk.root / "exports" / f"{rater}.xlsx", decisions)
    walk("search screen.*--take", AB=rater)


def publish(walk: Walk) -> None:
    for command in ("git add", "git commit"):
        walk(command)


@pytest.fixture(scope="module")
def story(tmp_path_factory) -> tuple[Walk, dict[str, str]]:
    """The book at the end of the guide, with what its commands said."""
    walk, told = Walk(tmp_path_factory.mktemp("guide") / "book"), {}
    search(walk)
    told["status"], told["close"] = walk("search status"), walk("search close")
    told["review"] = walk("add review")
    walk("umbrella sheet$")
    enter(walk.root / "_build" / "tables.xlsx", walk.root / "data", rows_of(KEY))
    told["read"], told["check"] = walk("sheet --read"), walk("check --tidy")
    told["stopped"] = walk("make book", status=2)
    assert rewrite(walk.root, told["stopped"]), told["stopped"]
    walk("make book")
    told["changes"] = walk("umbrella changes")
    publish(walk)
    # An edition of which nothing was kept is compared by its commit.
    since = "" if kept(walk.root) else " --since HEAD~1"
    told["edition"] = walk("umbrella edition", VERSION=f"{next_version(walk.root)}{since}")
    publish(walk)
    return walk, told


def next_version(root: Path) -> str:
    version = tomllib.loads((root / "data" / "edition.toml").read_text("utf-8"))["edition"]["version"]
    major, minor, _ = version.split(".")
    return f"{major}.{int(minor) + 1}.0"


@pytest.fixture(scope="module")
def grown(story) -> Path:
    return story[0].root / "_build" / "html"


@pytest.fixture(scope="module")
def book(story) -> Book:
    return Book(load(story[0].root / "data"))


def text(page: Path, place: str = "//article") -> str:
    """The words of a page, blanks as one; without citations, which name the edition."""
    root = html.fromstring(page.read_bytes())
    for citation in root.xpath("//*[contains(@class, '-citation')]"):
        citation.drop_tree()
    found = root.xpath(place)
    return " ".join(" ".join(part.text_content() for part in found).split())


def test_every_command_of_the_guide_was_called(story):
    assert story[0].left == []


def test_what_is_said_of_the_source_stands_word_for_word(grown, site):
    for name, place in OF_SOURCE:
        page = f"chapters/{name}.html"
        assert text(grown / page, place) == text(site / page, place) != ""


def test_no_verdict_moves_and_the_flow_of_the_source_is_as_it_was(book, tables):
    before = Book(tables)
    assert verdicts(book.tables).to_dict("records") == verdicts(tables).to_dict("records")
    assert book.flow() == before.flow() and book.databases() == before.databases()


def test_the_flow_of_the_search_is_right_by_hand(book, grown, story):
    """17 read, 1 unreadable, 9 works: 7 doubled. The source and an included review apart, 7 screened, 4 excluded; of 3 one waits."""
    flow = {box: count.n for box, count in book.flow(ROUND).items()}
    wanted = {
        "records identified": 17, "duplicates removed": 7, "records screened": 7, "records excluded": 4, "reports assessed": 3,
        "reviews included": 1,
    }  # fmt: skip
    assert {box: flow[box] for box in wanted} == wanted
    # 6 of 7 agree; by chance (3/7)(4/7) + (4/7)(3/7) = 24/49; (42 - 24) / (49 - 24) = 0.72.
    assert "title: AB and CD agree on 6 of 7; kappa 0.72" in story[1]["status"]
    page = text(grown / "chapters/study-selection.html")
    assert "16,781" in page and "agree on 6 of 7" in page
    assert "Included now: 19" in (grown / "chapters/study-selection.html").read_text("utf-8")
    assert "1 new candidate" in story[1]["close"] and "umbrella add review R2611-0007" in story[1]["close"]


def test_the_numbers_of_the_book_are_right_by_hand(book, tables, grown):
    assert len(book.tables.reviews) == len(tables.reviews) + 1
    for name, added in (("findings", 4), ("correlations", 1), ("appraisals", 3), ("candidate-reviews", 1)):
        assert len(book.tables[name]) == len(tables[name]) + added, name
    assert str(book.last_search) == date.today().isoformat()
    assert "19 reviews" in text(grown / "chapters/included-reviews.html")


def test_the_new_review_has_a_page_without_holes(grown):
    page = text(grown / f"chapters/reviews/{KEY}.html")
    assert "in the search of November 2026" in page and "credits to it" not in page
    assert [path.name for path in grown.rglob("*.html") if "&lt;NA&gt;" in path.read_text("utf-8")] == []


def test_sentences_that_would_be_false_are_computed_or_stopped_the_build(grown, story):
    told = story[1]["stopped"]
    assert "chapters/perfusion.md, line" in told and "; now " in told
    said = {path.name: text(path) for path in (grown / "chapters").glob("*.html")}
    assert [(name, words) for name, page in said.items() for words in FALSE if re.search(rf"(?<!\d){re.escape(words)}", page)] == []
    # No sentence on the thalamus cites what says nothing of its links.
    assert "2025b" in said["perfusion.html"]
    links = html.fromstring((grown / "chapters/clinical-links.html").read_bytes()).xpath("//article//li | //article//p")
    of_thalamus = [" ".join(node.text_content().split()) for node in links if "halam" in node.text_content()]
    assert of_thalamus and not [words for words in of_thalamus if "2025b" in words]


def test_what_moved_is_told(story):
    told = story[1]["changes"]
    assert f"reviews: 1 added: {KEY}" in told and "findings: 4 added" in told and "Read these again" in told


def test_the_edition_keeps_the_book_and_tells_what_is_new(story, grown, book):
    walk, told = story
    edition = kept(walk.root)[-1]
    assert edition.version == book.tables.edition["edition"]["version"] and "was stopped" not in told["edition"]
    with zipfile.ZipFile(edition.path) as archive:
        assert KEY in archive.read("data/reviews.csv").decode() and f"chapters/reviews/{KEY}.html" in archive.namelist()
    assert (grown / "v" / edition.version / "chapters/study-selection.html").is_file()
    (entry, *_) = tomllib.loads((walk.root / "data" / "changes.toml").read_text("utf-8"))["edition"]
    assert entry["version"] == edition.version and f"reviews: 1 added: {KEY}" in entry["changes"]
    assert f"reviews: 1 added: {KEY}" in text(grown / "chapters/changes.html")
    assert walk.shell("git status --porcelain") == ""
