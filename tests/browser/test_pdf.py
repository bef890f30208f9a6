"""The book on paper: what is printed is whole, numbered and linked, and only for the pages it was printed from."""

from __future__ import annotations

import io
import json
import re
import shutil
import unicodedata
from datetime import date

import pikepdf
import pytest
from books import SmallBook, run
from lxml import html
from PIL import Image
from pypdf import PdfReader
from umbrella.browser import open_browser
from umbrella.printing import press
from umbrella.printing.leaves import leaves
from umbrella.printing.shelving import FIGURE_PLACE, HEAD_PLACE, LINK_PLACE, keep, prints_of, with_prints

NAMES = ["bibliography", "book", "data", "diffusion", "glossary", "included-reviews", "methods"]
SPACE = re.compile(r"\s+")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A small book, printed."""
    book = SmallBook(tmp_path_factory.mktemp("printed"))
    calls = ("evidence_heatmap()", "findings_table()")
    book.page("diffusion", *calls, set_up='modality("diffusion")', prose="See {ref}`certainty` and {cite:p}`kocar2021`.")
    book.page("glossary", "glossary()")
    done = run("pdf", folder=book.root)
    assert done.returncode == 0, done.stderr
    return book


@pytest.fixture(scope="module")
def prints(book):
    folder = book.root / "_build" / "html" / "pdf"
    return {path.stem: PdfReader(path) for path in sorted(folder.glob("*.pdf"))}


def words(text: str) -> str:
    """Letters alone: lines break differently on paper, and running heads have ligatures."""
    return SPACE.sub("", unicodedata.normalize("NFKC", text.replace("\u00ad", "")))


def text_of(reader: PdfReader) -> str:
    return words("".join(page.extract_text() for page in reader.pages))


def page_of(book: SmallBook, name: str):
    path = "index" if name == "book" else f"chapters/{name}"
    return html.document_fromstring(book.html(path)), path.count("/")


def test_every_page_has_its_pdf_named_in_its_head_and_linked_from_its_box(book, prints):
    assert list(prints) == NAMES
    for name in NAMES:
        page, depth = page_of(book, name)
        way = "../" * depth + f"pdf/{name}.pdf"
        assert page.xpath("//meta[@name='citation_pdf_url']/@content") == [way]
        assert way in page.xpath("//section[contains(@class, 'umb-cite')]//a[@type='application/pdf']/@href")
        assert "<!--printed" not in html.tostring(page, encoding="unicode")


def test_each_says_what_it_is(prints, tables):
    for name, reader in prints.items():
        assert reader.metadata.author == tables.edition["authors"]["book"]
        assert reader.metadata.creation_date.date() == tables.edition["edition"]["date"]
        assert reader.root_object["/Lang"] == "en-GB" and reader.root_object["/MarkInfo"]["/Marked"]
        first = words(reader.pages[0].extract_text())
        for part in (reader.metadata.title, "CC BY 4.0", f"Edition {tables.edition['edition']['version']}"):
            assert words(part) in first, name


def test_pages_are_numbered_and_headed(prints, tables):
    foot = words(f"{tables.edition['edition']['title']}. Edition {tables.edition['edition']['version']}")
    for name, reader in prints.items():
        for number, page in enumerate(reader.pages, 1):
            if not (name == "book" and number == 1):
                assert f"{number}{foot}" in words(page.extract_text()), f"{name}, page {number}"
    assert words(prints["diffusion"].pages[-1].extract_text()).startswith("Diffusion")


@pytest.mark.parametrize("name", NAMES)
def test_no_cell_is_lost(book, prints, name):
    page, _ = page_of(book, name)
    printed = text_of(prints[name])
    lost = [
        cell.text_content()
        for cell in page.xpath("//article//table[not(ancestor::details)]//*[self::td or self::th]")
        if not cell.xpath(".//details") and words(cell.text_content()) not in printed
    ]
    assert lost == []


def test_a_long_table_fills_its_pages(prints):
    """Rows of a glossary are a few lines each: a page break after some of them would leave pages empty."""
    lengths = [len(words(page.extract_text())) for page in prints["glossary"].pages]
    assert len(lengths) > 2 and min(lengths[:-1]) > 800


def test_no_control_is_printed(prints):
    for reader in prints.values():
        printed = text_of(reader)
        assert not any(words(word) in printed for word in ("To quote", "Figure as SVG", "as a table", "BibTeX"))


def test_a_figure_stands_on_one_page_with_its_caption(book, prints):
    page, _ = page_of(book, "diffusion")
    labels = {
        words(label.text_content())
        for label in page.xpath("//figure//div[contains(@class, 'umb-desk')]//*[name()='text']")
    }
    sheets = [words(sheet.extract_text()) for sheet in prints["diffusion"].pages]
    (sheet,) = [sheet for sheet in sheets if "Figure1." in sheet]
    assert len(labels) > 10 and [label for label in labels if label not in sheet] == []


def test_wide_tables_are_read_sideways(prints):
    sideways = [page.mediabox.width > page.mediabox.height for page in prints["included-reviews"].pages]
    assert any(sideways)


def test_the_contents_give_the_right_pages(book, prints):
    reader = prints["book"]
    contents = next(page.extract_text() for page in reader.pages if "Contents" in page.extract_text())
    named = re.findall(r"^(.+?)\s+(\d+)$", contents, re.M)
    found = {title.strip(): int(number) for title, number in named}
    for title in ("Overview", "Bibliography", "Methods", "Diffusion", "Included-reviews"):
        assert words(reader.pages[found[title] - 1].extract_text()).count(title) >= 2, (
            title
        )  # its heading and its running head


def test_the_explorer_is_for_screens_and_no_part_of_the_book(book, tmp_path):
    site = tmp_path / "site"
    shutil.copytree(book.root / "_build" / "html", site)
    page = site / "chapters" / "glossary.html"
    page.write_text(page.read_text("utf-8").replace("<article", '<article><div class="umb-explorer"></div', 1), "utf-8")
    names = {leaf.name for leaf in leaves(site, book.root / "_toc.yml")}
    assert names == set(NAMES) - {"glossary"}


def elements(element, kind: str):
    """Elements of one kind in the structure of a PDF, in the order in which they are read."""
    below = element.get("/K", [])
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            if child.S == kind:
                yield child
            yield from elements(child, kind)


@pytest.mark.parametrize("name", ["diffusion", "book"])
def test_who_does_not_see_is_told_figures_and_links(book, name):
    page, _ = page_of(book, "diffusion")
    wanted = [figure.xpath("string(.//@aria-label)") for figure in page.xpath("//figure")]
    with pikepdf.open(book.root / "_build" / "html" / "pdf" / f"{name}.pdf") as pdf:
        told = [str(element.Alt) for element in elements(pdf.Root.StructTreeRoot, "/Figure")]
        assert told and [label for label in wanted if label not in told] == [] and all(told)
        notes = [note for sheet in pdf.pages for note in sheet.get("/Annots", ())]
        assert notes and all("/StructParent" in note and str(note.Contents) for note in notes)
        assert all(sheet.Tabs == "/S" for sheet in pdf.pages if "/Annots" in sheet)


def test_a_figure_without_words_is_said(tmp_path):
    (tmp_path / "a.html").write_text("<title>A</title><h1>A</h1><figure><svg width='9' height='9'></svg></figure>")
    with open_browser() as browser:
        raw = press.printed(browser, tmp_path / "a.html")
    with pytest.raises(press.PrintError, match="0 of 1 with words"):
        press.finished(raw, "A", "B", "C", date(2020, 1, 2), [""], {})


def test_a_chapter_lists_the_works_it_cites_and_leads_to_them(book, prints):
    page, _ = page_of(book, "diffusion")
    listed = page.xpath("//ul[contains(@class, 'umb-references')]/li/@id")
    assert listed and words("References") in text_of(prints["diffusion"])
    inside = {str(note["/Dest"]).removeprefix("/") for note in places(prints["diffusion"]) if "/Dest" in note}
    assert inside & {f"diffusion--{name}" for name in listed}


def test_what_is_said_of_a_file_stands_in_its_metadata_too(book, tables):
    with pikepdf.open(book.root / "_build" / "html" / "pdf" / "book.pdf") as pdf, pdf.open_metadata() as said:
        assert said["dc:title"] == str(pdf.docinfo.Title) and said["dc:creator"] == [tables.edition["authors"]["book"]]
        assert said["dc:language"] == {"en-GB"} and said["xmp:CreateDate"].startswith(f"{tables.edition['edition']['date']}")


def places(reader: PdfReader):
    for page in reader.pages:
        for note in page.get("/Annots", ()):
            yield note.get_object()


def test_links_lead_somewhere(prints):
    for name, reader in prints.items():
        known = reader.named_destinations
        for note in places(reader):
            if "/Dest" in note:
                assert str(note["/Dest"]).removeprefix("/") in {place.removeprefix("/") for place in known}, name
            else:
                assert note["/A"]["/URI"].startswith(("https://", "http://")), name
    inside = {str(note["/Dest"]).removeprefix("/") for note in places(prints["book"]) if "/Dest" in note}
    assert "methods--certainty" in inside and {"methods", "diffusion"} <= inside
    assert "methods--certainty" not in {str(note.get("/Dest")) for note in places(prints["diffusion"])}


def test_the_outline_lists_the_headings(book):
    with pikepdf.open(book.root / "_build" / "html" / "pdf" / "book.pdf") as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert {"Contents", "Overview", "Methods", "Diffusion"} <= set(titles)
        (methods,) = (item for item in outline.root if item.title == "Methods")
        assert [child.title for child in methods.children] == ["Certainty by rule"]


def test_figures_are_pictures_of_300_dots_per_inch_on_white(book):
    site = book.root / "_build" / "html"
    (drawing,) = (site / "figures").glob("*.svg")
    width, height = map(int, re.search(r'width="(\d+)" height="(\d+)"', drawing.read_text("utf-8")).groups())
    with Image.open(drawing.with_suffix(".png")) as picture:
        assert picture.size == pytest.approx((width * 300 / 96, height * 300 / 96), abs=2)
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert picture.convert("RGB").getpixel((1, 1)) == (255, 255, 255)
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 5
    page, _ = page_of(book, "diffusion")
    assert page.xpath("//div[@class='umb-download']/a[@download]/@href") == [
        f"../figures/{drawing.stem}.{kind}" for kind in ("svg", "png")
    ]


def test_prints_stay_with_their_pages_alone(book):
    site = book.root / "_build" / "html"
    before = {path.name: path.read_bytes() for path in (site / "pdf").iterdir()}
    assert "Nothing changed" in run("build", folder=book.root).stderr
    book.edit("chapters/methods.md", "Words.", "Other words.")
    assert run("build", folder=book.root).returncode == 0
    assert not (site / "pdf").exists() and not list((site / "figures").glob("*.png"))
    assert "citation_pdf_url" not in book.html("chapters/methods") and "pdf/" not in book.html("chapters/diffusion")
    book.edit("chapters/methods.md", "Other words.", "Words.")
    assert run("build", folder=book.root).returncode == 0
    assert {path.name: path.read_bytes() for path in (site / "pdf").iterdir()} == before


def test_printing_again_gives_the_same_bytes(book):
    made = book.root / "_build" / "print" / "made.json"
    before = json.loads(made.read_text())
    made.unlink()
    done = run("pdf", folder=book.root)
    assert done.returncode == 0, done.stderr
    assert json.loads(made.read_text()) == before


@pytest.fixture
def shelf(tmp_path):
    """A build folder with prints of some pages."""
    keep(tmp_path, "these pages", {"pdf/a.pdf": b"a", "figures/a-x.png": b"x"})
    return tmp_path


ADDRESS = '<meta name="citation_public_url" content="https://x.org/b/chapters/a.html">\n'
PAGE = f"<head>{ADDRESS}{HEAD_PLACE}</head>{LINK_PLACE}<p>{FIGURE_PLACE.format('figures/a-x.png')}</p>"


def test_the_public_address_is_named_where_there_is_one(shelf):
    found = prints_of(shelf, "these pages")
    assert found == ["figures/a-x.png", "pdf/a.pdf"]
    page = with_prints(PAGE, "chapters/a.html", shelf, found)
    assert '<meta name="citation_pdf_url" content="https://x.org/b/pdf/a.pdf">' in page
    assert '<a href="../figures/a-x.png" download>Figure as PNG</a>' in page
    assert with_prints(f"<head>{HEAD_PLACE}</head>{LINK_PLACE}", "index.html", shelf, found) == "<head></head>"


@pytest.mark.parametrize("damage", ["other pages", "damaged", "missing", "no record"])
def test_prints_that_are_not_whole_or_of_other_pages_are_not_linked(shelf, damage):
    prints = shelf / "print"
    if damage == "damaged":
        (prints / "pdf" / "a.pdf").write_bytes(b"")
    elif damage == "missing":
        (prints / "pdf" / "a.pdf").unlink()
    elif damage == "no record":
        (prints / "made.json").write_text("{")
    found = prints_of(shelf, "other pages" if damage == "other pages" else "these pages")
    page = with_prints(PAGE, "chapters/a.html", shelf, found)
    assert found == [] and "pdf" not in page and "png" not in page


def test_a_table_that_no_type_makes_fit_is_said(tmp_path):
    cells = "".join(f"<td>{'word' * 3}{number}</td>" for number in range(40))
    (tmp_path / "wide.html").write_text(f"<body><table id='tab-wide'><tr>{cells}</tr></table></body>")
    with open_browser() as browser, pytest.raises(press.PrintError, match="tab-wide"):
        press.printed(browser, tmp_path / "wide.html")


def test_a_table_in_a_frame_that_cuts_it_is_said(tmp_path):
    rows = "<tr><td>x</td></tr>" * 40
    frame = "class='umb-scroll' style='max-height: 5rem; overflow: auto'"
    (tmp_path / "long.html").write_text(f"<body><div {frame}><table id='tab-long'>{rows}</table></div></body>")
    with open_browser() as browser, pytest.raises(press.PrintError, match="tab-long: cut off"):
        press.printed(browser, tmp_path / "long.html")


def test_nothing_of_the_clock_or_of_earlier_prints_is_left(tmp_path):
    table = "<table><thead><tr><th scope='col'>x</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    (tmp_path / "a.html").write_text(f"<title>A</title><h1>A</h1><h2>B</h2>{table}")
    with open_browser() as browser:
        raw = press.printed(browser, tmp_path / "a.html")
    later = re.sub(rb"\(node(\d{8})\)", lambda match: b"(node%08d)" % (int(match[1]) + 700), raw)
    assert later != raw
    later = re.sub(rb"D:\d{14}", b"D:20300101000000", later)
    one, other = (press.finished(data, "A", "B", "C", date(2020, 1, 2), [], {"A": "Part"}) for data in (raw, later))
    assert one == other
    with pikepdf.open(io.BytesIO(one)) as pdf, pdf.open_outline() as outline:
        assert outline.root[0].title == "Part" and outline.root[0].children[0].children[0].title == "B"
