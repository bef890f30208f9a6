"""Prints a built site: every chapter, the whole book, every figure as a picture."""

from __future__ import annotations

import tempfile
from pathlib import Path

import matplotlib
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from umbrella.printing.leaves import Leaf, leaves
from umbrella.printing.paper import book_document, chapter_document, figure_labels
from umbrella.printing.shelving import keep, printed_for, prints_of
from umbrella.tables import load

STATIC = Path(__file__).parents[1] / "site" / "static"
SHEETS = (STATIC / "umbrella.css", STATIC / "cite.css", STATIC / "print.css", Path(__file__).with_name("paper.css"))
# Fonts come with matplotlib, so that paper looks the same wherever it is printed.
FONTS = {
    "STIX": {"": "STIXGeneral", "bold": "STIXGeneralBol", "italic": "STIXGeneralItalic", "bold italic": "STIXGeneralBolIta"},
    "DejaVu Sans": {"": "DejaVuSans", "bold": "DejaVuSans-Bold", "italic": "DejaVuSans-Oblique", "bold italic": "DejaVuSans-BoldOblique"},
    "DejaVu Sans Mono": {"": "DejaVuSansMono", "bold": "DejaVuSansMono-Bold"},
}  # fmt: skip


def font_faces() -> str:
    """Style rules that name the fonts."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    return "\n".join(
        f'@font-face {{ font-family: "{family}"; src: url("{(folder / f"{file}.ttf").as_uri()}");'
        f" font-weight: {'bold' if 'bold' in style else 'normal'}; font-style: {'italic' if 'italic' in style else 'normal'} }}"
        for family, styles in FONTS.items()
        for style, file in styles.items()
    )


def print_site(root: Path, console: Console) -> bool:
    """Print the built site of a book and keep the prints in ``_build/print``.

    Args:
        root: the book.
        console: where progress is shown, on a terminal.

    Returns:
        Whether anything was printed: prints of just these pages are not made twice.

    Raises:
        umbrella.printing.press.PrintError: a page does not fit paper, or the site changed meanwhile.
        umbrella.browser.NoBrowser: no Chromium is to be had.
    """
    from umbrella.browser import open_browser
    from umbrella.printing import press

    folder = root / "_build"
    site, pages = folder / "html", printed_for(folder / "html")
    if prints_of(folder, pages):
        return False
    found = leaves(site, root / "_toc.yml")
    edition = load(root / "data").edition["edition"]
    styles = "\n".join([font_faces(), *(sheet.read_text("utf-8") for sheet in SHEETS)])
    documents = {leaf.name: (leaf, chapter_document(leaf, styles)) for leaf in found[1:]}
    documents["book"] = (found[0], book_document(found, edition["subtitle"], styles))
    drawings = {path.name: path.read_text("utf-8") for path in sorted((site / "figures").glob("*.svg"))}
    if printed_for(site) != pages:
        raise press.PrintError("the site was built anew meanwhile; print again")
    parts = {leaf.title: leaf.part for leaf in found if leaf.part}
    files: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as scratch, open_browser() as browser, _progress(console) as bar:
        task = bar.add_task("printing", total=len(documents) + len(drawings))
        for name, (leaf, text) in documents.items():
            bar.update(task, description=name)
            (Path(scratch) / f"{name}.html").write_text(text, "utf-8")
            raw = press.printed(browser, Path(scratch) / f"{name}.html")
            described = (*_described(leaf), edition["date"], figure_labels(text))
            files[f"pdf/{name}.pdf"] = press.finished(raw, *described, parts if name == "book" else {})
            bar.advance(task)
        for name, png in press.pictures(
            browser, drawings, Path(scratch), font_faces(), lambda: bar.advance(task)
        ).items():
            files[f"figures/{name}"] = png
    keep(folder, pages, files)
    return True


def _described(leaf: Leaf) -> tuple[str, str, str]:
    """Title, author and subject of a page's PDF."""
    return leaf.meta["citation_title"], leaf.meta["citation_author"], leaf.meta["citation_abstract"]


def _progress(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
