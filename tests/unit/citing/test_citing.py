"""What can be cited, and the forms it is given in, on made-up works."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import date

import pytest
import rispy
from citing_cases import EDITION, FRONTS, SOURCE, content_of_bibtex, content_of_csl, content_of_ris, expected
from lxml import html
from pybtex.database import parse_string
from umbrella.citing import CHAPTER, heads, works
from umbrella.citing.exports import apa, bibtex, csl, ris, vancouver
from umbrella.citing.history import last_changes, newest

WORKS = works(EDITION, FRONTS, {"chapters/first": date(2031, 5, 6)}, SOURCE)
EACH = pytest.mark.parametrize("work", WORKS.values(), ids=list(WORKS))


def test_kinds_names_and_dates():
    assert {document: (work.kind, work.name) for document, work in WORKS.items()} == {
        "index": ("book", "book"), "chapters/first": ("chapter", "first"), "chapters/second": ("chapter", "second"),
        "data": ("dataset", "dataset"),
    }  # fmt: skip
    assert WORKS["chapters/first"].changed == date(2031, 5, 6)
    assert WORKS["chapters/second"].changed == WORKS["chapters/second"].issued == date(2031, 2, 3)
    assert WORKS["chapters/second"].authors == ("A. Person", "B. Person")
    assert WORKS["chapters/first"].url == "https://example.org/book/chapters/first.html"


def test_two_pages_cannot_share_their_files():
    with pytest.raises(ValueError, match="dataset"):
        works(EDITION, FRONTS | {"chapters/dataset": FRONTS["chapters/first"]}, {})


@EACH
def test_the_exports_say_the_same(work):
    assert content_of_bibtex(bibtex(work)) == expected(work)
    assert content_of_ris(ris(work)) == expected(work)
    assert content_of_csl(csl(work)) == expected(work)


@EACH
def test_without_an_address_none_is_made_up(work):
    nowhere = replace(work, baseurl="")
    for text in (
        bibtex(nowhere),
        ris(nowhere),
        json.dumps(csl(nowhere)),
        apa(nowhere),
        vancouver(nowhere),
    ):
        assert "http" not in text
    named = dict(heads.highwire(nowhere) + heads.dublin_core(nowhere) + heads.open_graph(nowhere))
    assert not {"citation_public_url", "DC.identifier", "og:url"} & set(named)
    assert not any(name in str(heads.json_ld(nowhere)) for name in ("example.org", "'@id': ''"))


@EACH
def test_no_identifier_is_invented(work):
    text = bibtex(work) + ris(work) + json.dumps(csl(work)) + str(heads.highwire(work))
    assert not any(word in text.lower() for word in ("doi", "isbn", "issn"))


# Written by hand after Citing Medicine (NLM) and the APA manual, 7th edition.
MANY = tuple(f"P{number}" for number in range(1, 23))
FORMATTED = [
    (apa, "chapters/second", {}, "A. Person, & B. Person. (2031). Second & <last>. In A book of tests (Version 9.8.7). "
     "Tests & Co. https://example.org/book/chapters/second.html"),
    (apa, "index", {}, "Tests & Co. (2031). A book of tests (Version 9.8.7). https://example.org/book/index.html"),
    (apa, "data", {}, "Tests & Co. (2031). A book of tests: data (Version 9.8.7) [Dataset]. "
     "https://example.org/book/chapters/data.html"),
    (apa, "chapters/first", {"title": "What helps?", "baseurl": ""},
     "Tests & Co. (2031). What helps? In A book of tests (Version 9.8.7)."),
    (apa, "index", {"authors": ("A", "B", "C")}, "A, B, & C. (2031). A book of tests (Version 9.8.7). Tests & Co. "
     "https://example.org/book/index.html"),
    (apa, "index", {"authors": MANY, "baseurl": ""}, f"{', '.join(MANY[:19])}, … P22. (2031). "
     "A book of tests (Version 9.8.7). Tests & Co."),
    (vancouver, "index", {}, "Tests & Co. A book of tests [Internet]. Edition 9.8.7. Tests & Co; 2031. "
     "Available from: https://example.org/book/index.html"),
    (vancouver, "data", {}, "Tests & Co. A book of tests: data [Internet]. Edition 9.8.7. Tests & Co; 2031. "
     "Available from: https://example.org/book/chapters/data.html"),
    (vancouver, "chapters/second", {}, "A. Person, B. Person. Second & <last>. In: A book of tests [Internet]. "
     "Edition 9.8.7. Tests & Co; 2031. Available from: https://example.org/book/chapters/second.html"),
    (vancouver, "chapters/first", {"title": "What helps?", "baseurl": ""},
     "Tests & Co. What helps? In: A book of tests. Edition 9.8.7. Tests & Co; 2031."),
    (vancouver, "index", {"authors": MANY, "baseurl": ""},
     "P1, P2, P3, P4, P5, P6, et al. A book of tests. Edition 9.8.7. Tests & Co; 2031."),
]


@pytest.mark.parametrize(("style", "document", "changes", "known"), FORMATTED)
def test_formatted_citations_have_known_answers(style, document, changes, known):
    assert style(replace(WORKS[document], **changes)) == known


def test_a_chapter_is_told_from_a_book_and_keeps_every_sign():
    work = WORKS["chapters/second"]
    root = html.fromstring(f"<html><head>{heads.head(work, [heads.json_ld(work)])}</head></html>")
    named = [(tag.get("name"), tag.get("content")) for tag in root.xpath("//meta[@name]")]
    assert ("citation_title", "Second & <last>") in named and ("citation_inbook_title", "A book of tests") in named
    assert [content for name, content in named if name == "citation_author"] == ["A. Person", "B. Person"]
    assert ("citation_publication_date", "2031/02/03") in named
    assert not any(name.startswith("citation_book") for name, _ in named)
    data = json.loads(root.xpath("//script")[0].text)
    assert data["name"] == "Second & <last>" and data["isPartOf"]["name"] == "A book of tests"
    assert "citation_inbook_title" not in dict(heads.highwire(WORKS["index"]))


def test_text_cannot_end_the_script_element():
    assert "</" not in heads.script([{"name": "</script><script>alert(1)"}]).removesuffix("</script>")


def test_the_source_is_credited_where_the_whole_is_described():
    for document in ("index", "data"):
        credited = heads.json_ld(WORKS[document])["isBasedOn"]
        assert credited["@id"] == "https://doi.org/10.5555/source"
        assert credited["author"] == [{"@type": "Person", "familyName": "Doe", "givenName": "Jo"}]
    assert "isBasedOn" not in heads.json_ld(WORKS["chapters/first"])


@pytest.mark.parametrize("text", ["100% of it", "a_b & c # $5 ~ ^ end", "„Größe“ – naïve", "T2* < 'x'"])
def test_awkward_titles_survive_the_exports(text):
    work = replace(WORKS["chapters/first"], title=text)
    assert csl(work)["title"] == text
    assert rispy.loads(ris(work))[0]["title"] == text
    assert content_of_bibtex(bibtex(work))["title"] == text
    assert work.kind == CHAPTER and len(parse_string(bibtex(work), "bibtex").entries) == 1


@pytest.mark.parametrize("text", ["a } b", "a { b", "\\input{x}", "a\nER  - \n\nTY  - BOOK\nTI  - b", '}", url = {x}', "@misc{x,"])
def test_no_text_ends_its_field_or_its_record(text):
    work = replace(WORKS["chapters/first"], title=text, description=text, book=text, publisher=text, authors=(text,))
    (record,) = rispy.loads(ris(work))
    assert record["title"] == record["abstract"] == " ".join(text.split()) and record["authors"] == [record["title"]]
    (entry,) = parse_string(bibtex(work), "bibtex").entries.values()
    (usual,) = parse_string(bibtex(WORKS["chapters/first"]), "bibtex").entries.values()
    assert set(entry.fields) == set(usual.fields)
    assert "\\input" not in bibtex(work)


class TestHistory:
    @staticmethod
    def commit(folder, day):
        environment = {
            "GIT_AUTHOR_DATE": f"{day}T12:00:00Z",
            "GIT_COMMITTER_DATE": f"{day}T12:00:00Z",
            "PATH": "/usr/bin:/bin",
        }
        own = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
        for command in (["add", "."], [*own, "commit", "-qm", "x"]):
            subprocess.run(["git", *command], cwd=folder, env=environment, check=True)

    @pytest.fixture
    def repository(self, tmp_path):
        folder = tmp_path / "repository" / "book"
        folder.mkdir(parents=True)
        subprocess.run(["git", "init", "-q"], cwd=folder.parent, check=True)
        (folder / "a.md").write_text("1")
        (folder / "größe.md").write_text("1")
        self.commit(folder.parent, "2030-01-01")
        (folder / "a.md").write_text("2")
        self.commit(folder.parent, "2030-03-04")
        return folder

    def test_each_file_has_the_day_of_its_last_commit(self, repository):
        assert last_changes(repository) == {"a.md": date(2030, 3, 4), "größe.md": date(2030, 1, 1)}

    def test_an_export_has_no_history(self, tmp_path):
        assert last_changes(tmp_path) == {}

    def test_a_shallow_clone_has_none_either(self, repository, tmp_path):
        clone = tmp_path / "clone"
        subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{repository.parent}", clone], check=True)
        assert last_changes(clone / "book") == {}

    def test_the_newest_counts_and_the_edition_stands_in(self):
        known = {"a": date(2030, 3, 4), "b": date(2030, 1, 1)}
        assert newest(known, ["a", "b", "c"], date(2029, 1, 1)) == date(2030, 3, 4)
        assert newest(known, ["c"], date(2029, 1, 1)) == date(2029, 1, 1)
