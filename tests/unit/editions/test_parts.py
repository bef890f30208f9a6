"""The parts of editions: archives, lasting pages, marks."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from pathlib import Path

import pytest
from umbrella.archives import archive, reading
from umbrella.archives.archive import Edition, keep, kept
from umbrella.archives.standing import Standing, stands
from umbrella.book.places import anchor
from umbrella.editions.lasting import Present, finished
from umbrella.editions.marks import Marks
from umbrella.editions.since import Since, words_digest

DAY = date(2027, 1, 10)
ABOUT = {"version": "0.1.0", "date": "2027-01-10", "baseurl": "", "content": "c"}
PAGE = (
    '<html><head><link rel="canonical" href="https://a.org/b/chapters/x.html"></head><body><main id="m"><article class="bd-article">'
    '<h1>X</h1><table><tr id="F0001"><th scope="row">F0001</th><td>1</td></tr><tr id="F0002"><th scope="row">F0002</th></tr></table>'
    "</article></main></body></html>"
)


def an_edition(version: str, content: str = "c", baseurl: str = "") -> Edition:
    return Edition(version, DAY, baseurl, content, Path("x.zip"), "d")


@pytest.fixture
def book(tmp_path):
    site = tmp_path / "site"
    for name, text in {"index.html": PAGE, "v/0.0.9/index.html": "old", "data/a.csv": "a\n"}.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, "utf-8")
    (tmp_path / "data").mkdir()
    return tmp_path


class TestArchives:
    def test_an_archive_comes_back(self, book):
        path = keep(book / "site", book, ABOUT)
        (edition,) = kept(book)
        assert edition == Edition("0.1.0", DAY, "", "c", path, archive.sha256(path))

    def test_editions_are_ordered_by_version(self, book):
        for version in ("0.10.0", "0.9.0", "1.0.0"):
            keep(book / "site", book, ABOUT | {"version": version})
        assert [edition.version for edition in kept(book)] == ["0.9.0", "0.10.0", "1.0.0"]

    def test_the_same_site_gives_the_same_bytes(self, book):
        first = keep(book / "site", book, ABOUT).read_bytes()
        for path in book.rglob("*.html"):
            path.touch()
        assert keep(book / "site", book, ABOUT).read_bytes() == first

    def test_a_file_that_is_no_archive_is_refused(self, book):
        folder = book / "editions"
        folder.mkdir()
        (folder / "0.1.0.zip").write_bytes(b"no")
        (folder / "SHA256SUMS").write_text(f"{archive.sha256(folder / '0.1.0.zip')}  0.1.0.zip\n")
        with pytest.raises(ValueError, match="not the archive of an edition"):
            kept(book)

    def test_a_book_without_editions_has_none(self, tmp_path):
        assert kept(tmp_path) == []


def zip_of(book, files: dict[str, bytes], spoil=lambda entry: None, name: str = "0.1.0.zip") -> None:
    """Keep an archive of any files whatever, its checksum listed."""
    folder = book / "editions"
    folder.mkdir()
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as target:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path)
            entry.compress_type = zipfile.ZIP_DEFLATED
            spoil(entry)
            target.writestr(entry, content)
    (folder / "SHA256SUMS").write_text(f"{archive.sha256(folder / name)}  {name}\n")


def as_link(entry: zipfile.ZipInfo) -> None:
    entry.external_attr = 0o120777 << 16 if entry.filename == "x" else 0


class TestArchivesThatAreNone:
    """An archive whose checksum fits is refused in a sentence, before any of it is unpacked."""

    def refusal(self, book) -> str:
        with pytest.raises(ValueError, match="0.1.0.zip is not the archive of an edition: ") as caught:
            kept(book)
        return str(caught.value)

    @pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", "a//b", "a\\b"])
    def test_that_would_write_elsewhere(self, book, name):
        zip_of(book, {archive.ABOUT: json.dumps(ABOUT).encode(), name: b"x"})
        assert "leads out of it" in self.refusal(book)

    @pytest.mark.parametrize(
        "about",
        [b"[]", b"[1]", b"7", b"null", b"no", b"\xff", b"[" * 200_000, b"{}", json.dumps(ABOUT | {"version": 1}).encode()],
        ids=["list", "numbers", "number", "null", "words", "bytes", "brackets", "empty", "no text"],
    )  # fmt: skip
    def test_that_do_not_say_of_what(self, book, about):
        zip_of(book, {archive.ABOUT: about})
        assert "edition.json" in self.refusal(book)

    def test_that_say_nothing(self, book):
        zip_of(book, {"index.html": b"x"})
        assert "edition.json is not in it" in self.refusal(book)

    @pytest.mark.parametrize("other", [{"version": "5.5.5"}, {"date": "2027-02-30"}])
    def test_that_speak_of_another(self, book, other):
        zip_of(book, {archive.ABOUT: json.dumps(ABOUT | other).encode()})
        assert next(iter(other.values())) in self.refusal(book) or "day is out of range" in self.refusal(book)

    def test_with_a_version_that_is_none(self, book):
        zip_of(book, {archive.ABOUT: json.dumps(ABOUT | {"version": "one"}).encode()}, name="one.zip")
        with pytest.raises(ValueError, match="one.zip is not the archive of an edition: .*'one' is no version"):
            kept(book)

    def test_with_a_link(self, book):
        zip_of(book, {archive.ABOUT: json.dumps(ABOUT).encode(), "x": b"/etc/passwd", "y": b""}, as_link)
        assert "'x' in it is no plain file" in self.refusal(book)

    def test_with_a_file_and_a_folder_of_one_name(self, book):
        zip_of(book, {archive.ABOUT: json.dumps(ABOUT).encode(), "x": b"", "x/y": b""})
        assert "'x' in it is a file and a folder" in self.refusal(book)

    def test_too_large(self, book, monkeypatch):
        zip_of(book, {archive.ABOUT: json.dumps(ABOUT).encode(), "x": b"\0" * 300_000_000})
        assert "'x' in it has 300,000,000 bytes; 100,000,000 are allowed" in self.refusal(book)
        monkeypatch.setattr(reading, "WHOLE", 1_000_000)
        assert "more than 1,000,000 bytes" in self.refusal(book)

    def test_encrypted_or_damaged_within(self, book):
        zip_of(book, {archive.ABOUT: json.dumps(ABOUT).encode()})
        path = book / "editions" / "0.1.0.zip"
        whole = path.read_bytes()
        head, entry = whole.index(b"PK\x03\x04"), whole.index(b"PK\x01\x02")
        encrypted = bytearray(whole)
        encrypted[head + 6] |= 1
        encrypted[entry + 8] |= 1
        damaged = bytearray(whole)
        damaged[head + 30 + len(archive.ABOUT) + 5] ^= 0xFF
        for raw, fault in ((encrypted, "is encrypted"), (damaged, "")):
            path.write_bytes(raw)
            (book / "editions" / "SHA256SUMS").write_text(f"{archive.sha256(path)}  {path.name}\n")
            assert fault in self.refusal(book)


class TestLastingPages:
    def page(self, present: Present, name: str = "chapters/x.html", baseurl: str = "") -> str:
        return finished(PAGE.encode(), name, an_edition("0.1.0", baseurl=baseurl), present).decode()

    def test_the_canonical_link_is_absolute_where_the_site_has_an_address(self):
        text = self.page(Present("0.2.0", DAY, "https://a.org/b/", {"chapters/x.html"}, {}), baseurl="https://a.org/b")
        assert '<link rel="canonical" href="https://a.org/b/chapters/x.html">' in text and text.count("canonical") == 1

    def test_what_cites_an_old_edition_names_its_lasting_address(self):
        edition = an_edition("0.1.0", baseurl="https://a.org/b")
        present = Present("0.2.0", DAY, "https://a.org/b", set(), {})
        text = finished(b"UR  - https://a.org/b/chapters/x.html", "cite/x.ris", edition, present)
        assert text == b"UR  - https://a.org/b/v/0.1.0/chapters/x.html"
        assert finished(b"https://a.org/b/", "data/a.csv", edition, present) == b"https://a.org/b/"

    def test_a_page_that_is_gone_leads_to_the_front_page_and_has_no_canonical_link(self):
        text = self.page(Present("0.2.0", DAY, "", {"index.html"}, {}))
        assert 'href="../../../index.html">The newest edition has no such page' in text and "canonical" not in text

    def test_a_page_that_is_there_wins_over_a_redirect(self):
        present = Present("0.2.0", DAY, "", {"a.html"}, {"a.html": "b.html", "c.html": "d.html#e"})
        assert [present.successor(name) for name in ("a.html", "c.html", "z.html")] == ["a.html", "d.html#e", None]

    def test_other_files_stay_as_they_are(self):
        assert (
            finished(b"\x00\xff", "_static/x.woff2", an_edition("0.1.0"), Present("0.2.0", DAY, "", set(), {}))
            == b"\x00\xff"
        )


class TestStanding:
    """How a state stands to the editions kept."""

    def stands(self, editions: list[str], version: str, content: str, recorded: tuple[str, ...] = ()) -> Standing:
        kept = [an_edition(f"0.{number}.0", content) for number, content in enumerate(editions, start=1)]
        return stands((version, DAY), kept, {*recorded, *(edition.version for edition in kept)}, content)

    def test_before_the_first_edition_it_stays_nowhere(self):
        one = self.stands([], "0.1.0", "")
        assert (one.label("d"), one.folder, one.before) == ("0.1.0", "", None)

    def test_an_edition_under_way_is_that_edition(self):
        one = self.stands(["c1"], "0.2.0", "c2", ("0.2.0",))
        assert (one.label("d"), one.folder, one.later, one.before.version) == ("0.2.0", "v/0.2.0", False, "0.1.0")
        assert self.stands([], "0.1.0", "", ("0.1.0",)).folder == "v/0.1.0"

    def test_an_edition_is_compared_with_the_one_before(self):
        assert self.stands(["c1"], "0.1.0", "c1") == Standing("0.1.0", DAY, folder="v/0.1.0")
        two = self.stands(["c1", "c2"], "0.2.0", "c2")
        assert (two.label("d"), two.folder, two.before.version) == ("0.2.0", "v/0.2.0", "0.1.0")

    @pytest.mark.parametrize("version", ["0.2.0", "0.3.0"])  # also where a version was entered by hand
    def test_whatever_differs_is_a_state_after_the_last(self, version):
        one = self.stands(["c1", "c2"], version, "other")
        assert (one.label("d1f"), one.folder, one.before.version) == ("0.2.0 and later changes, data d1f", "", "0.2.0")


class TestMarks:
    def moved(self, **other) -> Since:
        return Since(**{"version": "0.1.0", "day": DAY, "new": frozenset({"F0002"}), "changed": frozenset({"F0001"}),
                        "pages": {"chapters/x.html": "other"}} | other)  # fmt: skip

    def test_a_page_that_says_the_same_is_left_alone(self):
        marks = Marks(self.moved(pages={"chapters/x.html": words_digest(PAGE)}), True)
        assert marks.on(PAGE, "chapters/x.html") == PAGE

    def test_rows_get_a_word_and_the_page_a_note(self):
        text = Marks(self.moved(), True).on(PAGE, "chapters/x.html")
        assert text.count("umb-mark") == 2 and ">changed</span></th><td>" in text and ">new</span></th>" in text
        assert text.index("</h1>") < text.index("umb-since") < text.index("<table>")

    def test_marks_do_not_change_what_a_page_says(self):
        assert words_digest(Marks(self.moved(), True).on(PAGE, "chapters/x.html")) == words_digest(PAGE)

    def test_a_page_without_marked_rows_says_that_its_words_are_others(self):
        text = Marks(self.moved(new=frozenset(), changed=frozenset()), False).on(PAGE, "chapters/x.html")
        assert "Its words, numbers or figures are others." in text and "changes.html" not in text

    @pytest.mark.parametrize("number, words", [(1, "is marked as new."), (2, "Two rows are marked as new.")])
    def test_counts_of_rows(self, number, words):
        new = frozenset(["F0001", "F0002"][:number])
        assert words in Marks(self.moved(new=new, changed=frozenset()), True).on(PAGE, "chapters/x.html")

    def test_before_an_edition_there_are_no_marks(self):
        assert Marks(None, True).on(PAGE, "chapters/x.html") == PAGE

    def test_scripts_edition_and_citing_are_no_words_of_a_page(self):
        more = PAGE.replace("</h1>", '</h1><script>x</script><aside class="umb-banner" aria-label="Edition">9</aside>')
        more = more.replace("</article>", '<section class="umb-after umb-cite">c</section></article>')
        assert words_digest(more) == words_digest(PAGE) != words_digest(PAGE.replace(">1<", ">2<"))


def test_anchors_are_those_of_the_built_pages(site, tables):
    """Every row of the tables that has an anchor is found on some page under it."""
    text = "".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    for name in (
        "findings",
        "correlations",
        "estimates",
        "reviews",
        "protocol",
        "audit",
        "glossary",
        "sources",
        "appraisals",
    ):
        table = tables.contract.tables[name]
        keys = ["/".join(map(str, row)) for row in tables[name][list(table.key)].itertuples(index=False)]
        missing = [key for key in keys if f'<tr id="{anchor(name, key)}"' not in text]
        assert missing == [], name
