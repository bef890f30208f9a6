"""The built site: every page can be cited, everything can be downloaded, and all of it says the same."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date

import pandas as pd
import pytest
import yaml
from books import ROOT
from citing_cases import content_of_bibtex, content_of_csl, content_of_ris
from loops import each
from lxml import etree, html
from umbrella.citing.addresses import addresses, listed
from umbrella.site.downloads import write_downloads
from umbrella.site.drawings import light_colours, standalone
from umbrella.tables import digest, load
from umbrella.toc import toc_documents

DOCUMENTS = toc_documents(ROOT / "_toc.yml")
EACH = each("document", DOCUMENTS)
NAMES = ["dataset", *("book" if name == "index" else name.rpartition("/")[2] for name in DOCUMENTS)]


@pytest.fixture(scope="module")
def pages(site):
    return {name: html.parse(site / f"{name}.html").getroot() for name in DOCUMENTS}


def named(page) -> dict[str, str]:
    return {tag.get("name") or tag.get("property"): tag.get("content") for tag in page.xpath("//meta[@content]")}


def linked(page) -> list[dict]:
    (element,) = page.xpath("//script[@type='application/ld+json']")
    data = json.loads(element.text)
    assert data["@context"] == "https://schema.org"
    return data.get("@graph", [data])


@EACH
def test_the_head_says_how_to_cite_the_page(pages, tables, document):
    tags, edition = named(pages[document]), tables.edition["edition"]
    assert {
        "description",
        "DC.title",
        "DC.creator",
        "DC.date",
        "DC.rights",
        "og:title",
        "og:description",
        "og:site_name",
    } <= set(tags)
    assert tags["citation_author"] == f"{tables.edition['authors']['book']},"
    assert tags["prism.edition"] == edition["version"]
    assert tags["citation_publication_date"] == edition["date"].strftime("%Y/%m/%d")
    assert tags.get("citation_inbook_title") == (None if document == "index" else edition["title"])
    assert tags["DC.type"] == ("book" if document == "index" else "bookSection")
    assert not any(name.startswith(("citation_doi", "citation_isbn", "citation_book")) for name in tags if name)
    title = (
        edition["title"] if document == "index" else pages[document].xpath("//h1")[0].text_content().rstrip("#").strip()
    )
    if document.startswith("chapters/reviews/"):  # in a list of references its own title would be another work
        title = f"Review page: {title}"
    assert tags["citation_title"] == tags["og:title"] == title


@EACH
def test_json_ld_has_what_each_type_needs(pages, document):
    for data in linked(pages[document]):
        who = "creator" if data["@type"] == "Dataset" else "author"
        assert {"name", "description", who, "license", "version", "datePublished", "dateModified"} <= set(data)
        assert date.fromisoformat(data["datePublished"]) and data["license"].startswith("https://creativecommons.org/")
    types = [data["@type"] for data in linked(pages[document])]
    assert types == {"index": ["Book"], "chapters/data": ["Chapter", "Dataset"]}.get(document, ["Chapter"])
    if types[0] == "Chapter":
        assert linked(pages[document])[0]["isPartOf"]["@type"] == "Book"


def test_the_data_sets_files_are_there(pages, site):
    data = linked(pages["chapters/data"])[1]
    assert len(data["distribution"]) == 3 and data["isBasedOn"]["@type"] == "ScholarlyArticle"
    for part in data["distribution"]:
        assert (site / "chapters" / part["contentUrl"]).resolve().is_file(), part


@each("name", NAMES)
def test_the_three_exports_are_equal_in_content(site, name):
    text = {suffix: (site / "cite" / f"{name}.{suffix}").read_text("utf-8") for suffix in ("bib", "ris", "json")}
    (item,) = json.loads(text["json"])
    assert content_of_bibtex(text["bib"]) == content_of_ris(text["ris"]) == content_of_csl(item)


@EACH
def test_every_page_has_its_box_and_footer(pages, tables, document):
    (box,) = pages[document].xpath("//section[contains(@class, 'umb-cite')]")
    citations = [" ".join(text.text_content().split()) for text in box.xpath(".//*[@class='umb-citation']")]
    assert len(citations) == 4 and all(tables.edition["edition"]["version"] in text for text in citations)
    own = named(pages[document])["citation_title"]
    # The book's own authors wrote each chapter: one style cites the book then and names the chapter in the text.
    assert own in citations[0] and tables.edition["edition"]["title"].partition(":")[0] in citations[1]
    assert own in box.text_content().replace(citations[0], "")
    assert "[dataset on the Internet]" in citations[2] and "[Data set]" in citations[3]
    assert len(box.xpath(".//a[@download]")) == 6
    footer = pages[document].xpath("//footer//p[@class='umb-edition']")[0].text_content()
    assert (
        digest(ROOT / "data")[:12] in footer
        and "last changed" in footer
        and tables.edition["edition"]["version"] in footer
    )


@EACH
def test_the_contents_beside_a_page_list_its_own_sections_only(pages, document):
    inside = pages[document].xpath("//nav[contains(@class, 'page-toc')]//a/@href")
    after = {f"#{place}" for place in pages[document].xpath("//section[contains(@class, 'umb-after')]/@id")}
    assert after and not after & set(inside)


def test_pages_with_rows_say_how_to_cite_one(pages):
    for document, page in pages.items():
        rows = page.xpath(
            "//article//tr[re:match(@id, '^[A-Z][0-9]{4}$')]/@id",
            namespaces={"re": "http://exslt.org/regular-expressions"},
        )
        example = page.xpath("//p[@class='umb-cite-row']/a/@href")
        assert bool(rows) == bool(example), document
        assert not example or example[0].removeprefix("#") in rows


def test_chapters_offer_their_own_rows(pages, site, tables):
    for modality in tables.modalities["modality"]:
        frame = pd.read_csv(site / "data" / "chapters" / f"{modality}.csv", dtype="str", keep_default_na=False)
        assert pages[f"chapters/{modality}"].xpath(f"//a[@href='../data/chapters/{modality}.csv']")
        for name, key in (("findings", "finding_id"), ("correlations", "correlation_id"), ("estimates", "estimate_id")):
            rows = (
                tables[name].set_index("modality")[key].loc[[modality]]
                if modality in set(tables[name]["modality"])
                else []
            )
            assert list(frame.loc[frame["table"] == name, "row"]) == list(rows)
        assert set(frame["modality"]) == {modality}


def test_evidence_names_the_claims_of_each_review(site, tables):
    data = json.loads((site / "data" / "evidence.json").read_text("utf-8"))
    assert [row["finding_id"] for row in data["findings"]] == list(tables.findings["finding_id"])
    assert len(data["reviews"]) == len(tables.reviews)
    for review in data["reviews"]:
        assert len(review["claims"]) == sum(review["review_id"] in claim["reviews"] for claim in data["claims"])
    assert any(review["claims"] for review in data["reviews"])


def test_the_archive_is_whole_and_valid(site, tmp_path):
    from frictionless import Package

    with zipfile.ZipFile(site / "data" / "all.zip") as archive:
        names = archive.namelist()
        archive.extractall(tmp_path)
    assert names == sorted(names) and {
        "datapackage.json",
        "references.bib",
        "evidence.json",
        "ro-crate-metadata.json",
    } <= set(names)
    for folder in (tmp_path, site / "data"):
        assert Package(str(folder / "datapackage.json")).validate().valid


def test_all_that_states_a_version_states_the_same(pages, site, tables):
    crate = json.loads((site / "data" / "ro-crate-metadata.json").read_text("utf-8"))
    (root,) = [entity for entity in crate["@graph"] if entity["@id"] == "./"]
    package = json.loads((site / "data" / "datapackage.json").read_text("utf-8"))
    evidence = json.loads((site / "data" / "evidence.json").read_text("utf-8"))
    said = {
        "package": package["version"], "crate": root["version"], "evidence": evidence["edition"]["version"],
        "citation file": yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"],
        "deposit": json.loads((ROOT / ".zenodo.json").read_text("utf-8"))["version"],
        "build": json.loads((site / "build.json").read_text("utf-8"))["edition"],
    }  # fmt: skip
    for document, page in pages.items():
        said |= {f"{document} {number}": data["version"] for number, data in enumerate(linked(page))}
        said[f"{document} head"] = named(page)["prism.edition"]
    for name in NAMES:
        (item,) = json.loads((site / "cite" / f"{name}.json").read_text("utf-8"))
        said[f"{name} export"] = item.get("edition") or item["version"]
    version = tables.edition["edition"]["version"]
    assert {who: what for who, what in said.items() if what != version} == {}
    # Typed in one place.
    assert "version" not in json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    assert [one["title"] for one in package["contributors"]] == [tables.edition["authors"]["book"]]
    assert package["id"] and package["created"].startswith(str(tables.edition["edition"]["date"]))


def test_the_crate_describes_every_file(site, tmp_path):
    from rocrate.rocrate import ROCrate

    with zipfile.ZipFile(site / "data" / "all.zip") as archive:
        archive.extractall(tmp_path)
        names = set(archive.namelist()) - {"ro-crate-metadata.json"}
    crate = ROCrate(tmp_path)
    assert {entity.id for entity in crate.data_entities} == names
    assert str(crate.root_dataset["datePublished"])[:10] == str(load(ROOT / "data").edition["edition"]["date"])


def test_downloads_are_the_same_bytes_each_time(site, tables, tmp_path):
    import shutil

    from umbrella.book import Book
    from umbrella.citing.metadata import source_of, works

    data = works(tables.edition, {}, {}, source_of(Book(tables)))["data"]
    made = []
    for name in ("one", "two"):
        shutil.copytree(ROOT / "data", tmp_path / name)
        write_downloads(Book(tables), data, tmp_path / name)
        made.append(
            {
                path.relative_to(tmp_path / name): path.read_bytes()
                for path in (tmp_path / name).rglob("*")
                if path.is_file()
            }
        )
    assert made[0] == made[1]


def test_every_figure_is_a_file_of_its_own(pages, site):
    linked_to = {
        address.rpartition("/")[2]
        for page in pages.values()
        for address in page.xpath("//div[@class='umb-download']/a[@download]/@href")
    }
    files = {path.name for path in (site / "figures").iterdir()}
    assert linked_to == files and len(files) == sum(
        len(page.xpath("//figure[.//*[contains(@class, 'umb-desk')]]")) for page in pages.values()
    )
    for path in (site / "figures").iterdir():
        text = path.read_text("utf-8")
        root = etree.fromstring(text.encode())
        assert root.tag == "{http://www.w3.org/2000/svg}svg" and "var(" not in text and len(root[0].text) > 40, (
            path.name
        )


def test_each_figure_can_be_linked_and_its_file_says_what_it_is_and_where_it_is_from(site, tables):
    title = tables.edition["edition"]["title"]
    for name in ("index", "chapters/diffusion", "chapters/methodological-quality"):
        page = html.document_fromstring((site / f"{name}.html").read_text("utf-8"))
        figures = page.xpath("//div[@class='umb-figure']")
        assert figures
        for figure in figures:
            ways = figure.xpath("./div[@class='umb-download']")[0]
            assert ways.xpath("a/@href")[-1] == f"#{figure.get('id')}"
            number = figure.xpath(".//figcaption/strong")[0].text_content().rstrip(".")
            file = (site / name).parent / ways.xpath("a/@href")[0]
            words = " ".join("".join(etree.fromstring(file.read_bytes()).itertext()).split())
            assert f"{number} of: " in words and title in words and "CC BY 4.0" in words


def test_titles_are_short_enough_for_tabs_and_search_results(site):
    long = {}
    for path in [site / "index.html", *(site / "chapters").glob("*.html")]:
        words = html.document_fromstring(path.read_text("utf-8")).xpath("string(//title)")
        if len(words) > 65:
            long[path.name] = words
    assert long == {}


def test_a_long_page_says_beneath_its_title_what_it_holds(site):
    page = html.document_fromstring((site / "chapters" / "structural.html").read_text("utf-8"))
    (way,) = page.xpath("//nav[@class='umb-way']")
    ids = set(page.xpath("//@id"))
    assert way.xpath("a")[0].text == "Key figure" and all(link.get("href")[1:] in ids for link in way.xpath("a"))
    assert not html.document_fromstring((site / "chapters" / "errata.html").read_text("utf-8")).xpath("//nav[@class='umb-way']")


def test_a_colour_without_a_name_is_an_error():
    colours = light_colours(":root {\n --fig-paper: #fff;\n --a: #123456;\n}\nhtml { --a: #000000; }")
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6" width="12" height="8" aria-hidden="true" '
        'focusable="false"><path fill="var({})"/></svg>'
    )
    colours |= {"--fig-ink": "#000000", "--fig-muted": "#555555"}
    assert '<path fill="#123456"/>' in standalone(drawing.format("--a"), "alt", colours)
    with pytest.raises(KeyError):
        standalone(drawing.format("--b"), "alt", colours)


def test_every_address_is_promised(site):
    """After adding a page or a download run ``umbrella sync``."""
    assert sorted(set(addresses(site)) - set(listed(ROOT))) == []


def test_the_changes_page_lists_this_edition(pages, tables):
    heading = pages["chapters/changes"].xpath("//article//h2")[0].text_content()
    assert re.match(rf"Edition {re.escape(tables.edition['edition']['version'])}, ", heading)
