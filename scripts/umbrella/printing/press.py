"""Prints documents with Chromium, fills in page numbers, and finishes the files: dates, outline, description."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pikepdf
from pikepdf import Name, OutlineItem
from playwright.sync_api import Browser

# CSS pixels between the margins of A4, upright and turned sideways (see paper.css).
UPRIGHT, SIDEWAYS = 665, 1009
# A table too wide for its page: addresses and other long words may break, then its type shrinks until it fits; what
# is still too wide is said.
FIT = """([upright, sideways]) => {
  const wide = [];
  for (const table of document.querySelectorAll('table')) {
    const room = table.closest('.umb-sideways') ? sideways : upright;
    const frame = document.createElement('div');
    frame.style.width = `${room}px`;
    table.before(frame);
    frame.append(table);
    if (table.offsetWidth > room + 1) for (const cell of table.querySelectorAll('td, th'))
      if (/\\S{19}/.test(cell.textContent)) cell.style.overflowWrap = 'anywhere';
    for (let size = 1; table.offsetWidth > room + 1 && size > 0.6; size -= 0.05) table.style.fontSize = `${size}em`;
    if (table.offsetWidth > room + 1) wide.push(`${table.id}: ${table.offsetWidth} of ${room} pixels`);
    frame.before(table);
    frame.remove();
  }
  for (const frame of document.querySelectorAll('.umb-scroll, .umb-svg'))
    if (frame.scrollHeight > frame.clientHeight + 2) wide.push(`${frame.firstElementChild.id}: cut off below`);
  return wide;
}"""
# Names of a print's structure: counted through the life of a browser, so that they differ from print to print.
NODE = re.compile(rb"\(node(\d{8})\)")
NUMBER = """numbers => { for (const place of document.querySelectorAll('[data-page-of]'))
  place.textContent = numbers[place.dataset.pageOf] }"""


class PrintError(Exception):
    """Something could not be printed whole; the message says what."""

# The chunk of a PNG that says: 11,811 dots to a metre, which are 300 to an inch.
DOTS = bytes.fromhex("00000009" "70485973" "00002e23" "00002e23" "01" "78a53f76")


def printed(browser: Browser, document: Path) -> bytes:
    """A document as Chromium prints it, page numbers of its table of contents filled in.

    Args:
        browser: a running Chromium, see :func:`umbrella.browser.open_browser`.
        document: an HTML file.

    Raises:
        PrintError: a table does not fit its page at any readable size, or the
            table of contents changes length when its numbers are filled in.
    """
    page = browser.new_page(viewport={"width": UPRIGHT, "height": 900})
    try:
        page.emulate_media(media="print", color_scheme="light")
        page.goto(document.as_uri())
        page.evaluate("document.fonts.ready")
        if wide := page.evaluate(FIT, [UPRIGHT, SIDEWAYS]):
            raise PrintError(f"{document.name}: not whole on paper: {'; '.join(wide)}")
        data = _pdf(page)
        if page.query_selector("[data-page-of]"):
            numbers = _pages_of(data)
            page.evaluate(NUMBER, numbers)
            data = _pdf(page)
            if _pages_of(data) != numbers:
                raise PrintError(f"{document.name}: page numbers change as they are filled in")
        return data
    finally:
        page.close()


def _pdf(page) -> bytes:
    return page.pdf(prefer_css_page_size=True, print_background=True, outline=True, tagged=True)


def _pages_of(data: bytes) -> dict[str, int]:
    """Page number, from 1, by place that links lead to."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        places = pdf.Root.get(Name.Dests, {})
        return {name.removeprefix("/"): pikepdf.Page(place[0]).index + 1 for name, place in places.items()}


def _renumbered(data: bytes) -> bytes:
    """A print whose structure is counted from one, in the same order; lengths stay, and with them all offsets."""
    ranks = {number: rank for rank, number in enumerate(sorted(set(NODE.findall(data))), 1)}
    return NODE.sub(lambda match: b"(node%08d)" % ranks[match[1]], data)


def finished(
    data: bytes, title: str, author: str, subject: str, day: date, labels: Sequence[str], parts: Mapping[str, str]
) -> bytes:
    """A print with what it is and when it was issued: the same bytes each time, and as few as can be.

    Args:
        data: the print.
        title: of the work.
        author: who answers for it.
        subject: what it is.
        day: of the edition; it stands for the moment of printing.
        labels: what each of its figures shows, in their order.
        parts: caption of its part by title of a chapter, to group the outline by; empty for a single chapter.

    Raises:
        PrintError: it has other figures than there are labels.
    """
    stamp = f"D:{day:%Y%m%d}000000+00'00'"
    facts = {
        "Title": title, "Author": author, "Subject": subject, "Creator": "umbrella", "Producer": "Chromium",
        "CreationDate": stamp, "ModDate": stamp,
    }  # fmt: skip
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(_renumbered(data))) as pdf:
        pdf.docinfo = pdf.make_indirect(pikepdf.Dictionary({f"/{name}": fact for name, fact in facts.items()}))
        pdf.Root.Lang = pikepdf.String("en-GB")
        pdf.Root.PageMode = Name.UseOutlines
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as said:
            said["dc:title"], said["dc:creator"], said["dc:description"], said["dc:language"] = title, [author], subject, {"en-GB"}
            said["xmp:CreateDate"] = said["xmp:ModifyDate"] = f"{day:%Y-%m-%d}T00:00:00Z"
        _tell_figures(pdf, title, labels)
        _tell_links(pdf)
        with pdf.open_outline() as outline:
            outline.root[:] = _grouped(outline.root, parts)
        pdf.save(
            target, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True, deterministic_id=True
        )
    return target.getvalue()


def _tell_figures(pdf: pikepdf.Pdf, title: str, labels: Sequence[str]) -> None:
    """Give each figure its words for those who do not see it, which Chromium leaves out (PDF/UA-1, 7.3)."""
    figures = [element for element in _elements(pdf.Root.StructTreeRoot) if element.get("/S") == Name.Figure]
    if len(figures) != len(labels) or not all(labels):
        raise PrintError(f"{title}: {len(figures)} figures on paper, {sum(map(bool, labels))} of {len(labels)} with words")
    for element, label in zip(figures, labels, strict=True):
        element.Alt = pikepdf.String(label)


def _elements(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The elements of a document's structure below one, in the order in which they are read."""
    below = element.get("/K", [])
    for child in below if isinstance(below, pikepdf.Array) else [below]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


def _tell_links(pdf: pikepdf.Pdf) -> None:
    """Say where each link leads (PDF/UA-1, 7.18.5): its address, or a page of the document."""
    places = pdf.Root.get(Name.Dests, {})
    for note in (note for page in pdf.pages for note in page.get("/Annots", ())):
        inside = note.get("/Dest")
        lead = str(note.A.URI) if inside is None else f"page {pikepdf.Page(places[inside][0]).index + 1}"
        note.Contents = pikepdf.String(lead)


def _grouped(items: Iterable[OutlineItem], parts: Mapping[str, str]) -> list[OutlineItem]:
    """Bookmarks of chapters below one of their part, which leads to its first chapter."""
    found: list[OutlineItem] = []
    for item in items:
        part = parts.get(item.title)
        if part is None:
            found.append(item)
            continue
        if not found or found[-1].title != part:
            found.append(OutlineItem(part, item.destination))
            found[-1].is_closed = True
        found[-1].children.append(item)
        item.is_closed = True
    return found


def pictures(
    browser: Browser, drawings: Mapping[str, str], scratch: Path, fonts: str, told: Callable[[], None]
) -> dict[str, bytes]:
    """Drawings as PNGs: at 300 dots per inch, on white, in the fonts they were measured with.

    Args:
        browser: a running Chromium.
        drawings: text by name of SVG files.
        scratch: a folder for the pages that show them.
        fonts: style rules that name the fonts.
        told: called after each one.

    Returns:
        Content by name of the PNG file.
    """
    context = browser.new_context(device_scale_factor=300 / 96, color_scheme="light")
    page, found = context.new_page(), {}
    for name, drawing in drawings.items():
        style = f"<style>{fonts} body {{ margin: 0; background: #fff }} svg {{ display: block }}</style>"
        file = scratch / f"{name}.html"
        file.write_text(f"<!DOCTYPE html><meta charset=utf-8>{style}{drawing[drawing.index('<svg') :]}", "utf-8")
        page.goto(file.as_uri())
        page.evaluate("document.fonts.ready")
        raw = page.locator("svg").first.screenshot(animations="disabled")
        # After the header, what says how large a dot is.
        found[f"{name.removesuffix('.svg')}.png"] = raw[:33] + DOTS + raw[33:]
        told()
    context.close()
    return found
