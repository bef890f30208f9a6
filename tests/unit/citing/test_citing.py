"""What can be cited, and the forms it is given in, on made-up works."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
import rispy
import yaml
from citing_cases import EDITION, FRONTS, SOURCE, content_of_bibtex, content_of_csl, content_of_ris, expected
from lxml import html
from pybtex.database import parse_string
from umbrella.archives.standing import Standing
from umbrella.citing import CHAPTER, heads, works
from umbrella.citing.exports import apa, apa_in_text, bibtex, csl, ris, vancouver
from umbrella.citing.files import cff, zenodo
from umbrella.citing.history import last_changes, newest
from umbrella.tables.people import Name, from_highwire

WORKS = works(EDITION, FRONTS, {"chapters/first": date(2031, 5, 6)}, SOURCE)
EACH = pytest.mark.parametrize("work", WORKS.values(), ids=list(WORKS))


def test_kinds_names_and_dates():
    assert {document: (work.kind, work.name) for document, work in WORKS.items()} == {
        "index": ("book", "book"), "chapters/first": ("chapter", "first"), "chapters/second": ("chapter", "second"),
        "data": ("dataset", "dataset"),
    }  # fmt: skip
    assert WORKS["chapters/first"].changed == date(2031, 5, 6)
    assert WORKS["chapters/second"].changed == WORKS["chapters/second"].issued == date(2031, 2, 3)
    assert list(map(str, WORKS["chapters/second"].authors)) == ["Ann Marie Person", "Jean-Paul Person", "A Group"]
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
def test_whatever_cites_an_edition_leads_to_where_it_stays(work):
    kept = replace(work, folder="v/9.8.7")
    lasting = f"https://example.org/book/v/9.8.7/{work.page}"
    assert (kept.url, kept.cited_url) == (work.url, lasting)
    for found in (content_of_bibtex(bibtex(kept)), content_of_ris(ris(kept)), content_of_csl(csl(kept))):
        assert found["url"] == lasting
    named = dict(heads.highwire(kept) + heads.dublin_core(kept) + heads.open_graph(kept))
    assert named["citation_public_url"] == named["DC.identifier"] == lasting and named["og:url"] == work.url
    assert heads.json_ld(kept)["@id"] == lasting and str(vancouver(kept)).endswith(f"Available from: {lasting}")
    assert "https://example.org/book/v/9.8.7/" in str(apa(kept))


def test_a_state_after_an_edition_bears_its_name_and_the_day_of_its_last_change():
    state = works(EDITION, FRONTS, {"chapters/first": date(2031, 5, 6)}, SOURCE, Standing("9.8.7", date(2031, 2, 3), later=True), "abc")
    assert {(work.version, work.issued) for work in state.values()} == {("9.8.7 and later changes, data abc", date(2031, 5, 6))}
    assert {work.cited_url for work in state.values()} == {work.url for work in state.values()}


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
MANY = tuple(Name(f"P{number}") for number in range(1, 23))
SHOWN = ", ".join(str(name) for name in MANY[:19])
READ = "[place unknown]: Tests & Co; 2031 Feb 3 [cited YYYY Mon DD]."
FORMATTED = [
    (apa, "chapters/second", {}, "Person, A. M., Person, J.-P., & A Group. (2031). Second & <last>. In *A book of tests* "
     "(Version 9.8.7). Tests & Co. https://example.org/book/chapters/second.html"),
    (apa, "index", {}, "Tests & Co. (2031). *A book of tests* (Version 9.8.7). https://example.org/book/index.html"),
    (apa, "data", {}, "Tests & Co. (2031). *A book of tests: Data* (Version 9.8.7) [Data set]. "
     "https://example.org/book/chapters/data.html"),
    # A chapter by the authors of the book: the book is cited.
    (apa, "chapters/first", {}, "Tests & Co. (2031). *A book of tests* (Version 9.8.7). https://example.org/book/index.html"),
    (apa, "chapters/first", {"baseurl": ""}, "Tests & Co. (2031). *A book of tests* (Version 9.8.7)."),
    (apa, "index", {"authors": MANY[:3]}, "P1, P2, & P3. (2031). *A book of tests* (Version 9.8.7). Tests & Co. "
     "https://example.org/book/index.html"),
    (apa, "index", {"authors": MANY, "baseurl": ""}, f"{SHOWN}, … P22. (2031). *A book of tests* (Version 9.8.7). Tests & Co."),
    (vancouver, "index", {}, f"Tests & Co. A book of tests [Internet]. Edition 9.8.7. {READ} "
     "Available from: https://example.org/book/index.html"),
    (vancouver, "data", {}, f"Tests & Co. A book of tests: data [dataset on the Internet]. Edition 9.8.7. {READ} "
     "Available from: https://example.org/book/chapters/data.html"),
    (vancouver, "chapters/second", {}, "Person AM, Person JP, A Group. Second & <last>. In: Tests & Co. A book of tests "
     f"[Internet]. Edition 9.8.7. {READ} Available from: https://example.org/book/chapters/second.html"),
    # A chapter by the authors of the book is a part of it.
    (vancouver, "chapters/first", {"title": "What helps?", "baseurl": ""},
     f"Tests & Co. A book of tests [Internet]. Edition 9.8.7. {READ} What helps?"),
    (vancouver, "index", {"authors": MANY, "baseurl": ""},
     f"P1, P2, P3, P4, P5, P6, et al. A book of tests [Internet]. Edition 9.8.7. {READ}"),
]  # fmt: skip


@pytest.mark.parametrize(("style", "document", "changes", "known"), FORMATTED)
def test_formatted_citations_have_known_answers(style, document, changes, known):
    made = style(replace(WORKS[document], **changes))
    assert unescape(made.replace("<em>", "*").replace("</em>", "*")) == known
    assert "<last>" not in made  # text stays text


def test_the_text_names_a_chapter_that_apa_has_no_entry_for():
    assert apa_in_text(WORKS["chapters/first"]) == "(Tests & Co, 2031, “First”)"


def test_a_ris_record_begins_with_its_type():
    assert all(ris(work).startswith("TY  - ") for work in WORKS.values())


def test_persons_and_groups_are_told_apart_in_every_form():
    """Zotero takes the first words of a group for given names unless a comma ends it."""
    typed = [{"family": "Doe", "given": "Jane A.", "orcid": "0000-0002-1825-0097"}, {"name": "Group, of X"}]
    work = works(EDITION | {"authors": {"book": typed}}, FRONTS, {})["index"]
    assert (work.publisher, list(map(str, work.authors))) == ("Jane A. Doe and Group, of X", ["Jane A. Doe", "Group, of X"])
    tags = heads.highwire(work)
    assert [content for name, content in tags if name == "citation_author"] == ["Doe, Jane A.", "Group, of X,"]
    assert ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097") in tags and ("prism.edition", "9.8.7") in tags
    assert list(map(from_highwire, ("Doe, Jane A.", "Group, of X,"))) == [Name("Doe", "Jane A."), Name("Group, of X")]
    assert csl(work)["author"] == [{"family": "Doe", "given": "Jane A."}, {"literal": "Group, of X"}]
    (entry,) = parse_string(bibtex(work), "bibtex").entries.values()
    assert [(one.last_names, one.first_names) for one in entry.persons["author"]] == [
        (["{Doe}"], ["Jane"]), (["{Group, of X}"], []),
    ]  # fmt: skip
    assert heads.json_ld(work)["author"] == [
        {"@type": "Person", "@id": "https://orcid.org/0000-0002-1825-0097", "name": "Jane A. Doe", "familyName": "Doe", "givenName": "Jane A."},
        {"@type": "Organization", "name": "Group, of X"},
    ]  # fmt: skip
    assert yaml.safe_load(cff(work))["authors"] == [
        {"family-names": "Doe", "given-names": "Jane A.", "orcid": "https://orcid.org/0000-0002-1825-0097"},
        {"name": "Group, of X"},
    ]
    assert json.loads(zenodo(work))["creators"] == [
        {"name": "Doe, Jane A.", "orcid": "0000-0002-1825-0097"}, {"name": "Group, of X"},
    ]  # fmt: skip
    assert str(vancouver(work)).startswith("Doe JA, Group, of X. ") and str(apa(work)).startswith("Doe, J. A., &amp; Group")


def test_a_chapter_is_told_from_a_book_and_keeps_every_sign():
    work = WORKS["chapters/second"]
    root = html.fromstring(f"<html><head>{heads.head(work, [heads.json_ld(work)])}</head></html>")
    named = [(tag.get("name"), tag.get("content")) for tag in root.xpath("//meta[@name]")]
    assert ("citation_title", "Second & <last>") in named and ("citation_inbook_title", "A book of tests") in named
    assert [content for name, content in named if name == "citation_author"] == [
        "Person, Ann Marie", "Person, Jean-Paul", "A Group,",
    ]  # fmt: skip
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
    work = replace(WORKS["chapters/first"], title=text, description=text, book=text, publisher=text, authors=(Name(text),))
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
