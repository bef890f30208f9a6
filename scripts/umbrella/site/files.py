"""The files that the extension writes beside the pages: data, citations, figures."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from umbrella.citing import Work
from umbrella.citing.exports import exported
from umbrella.site.downloads import write_downloads
from umbrella.site.drawings import write_figures
from umbrella.site.publish import copy_data
from umbrella.site.shelf import remember, remembered

STYLE_SHEET = Path(__file__).parent / "static" / "umbrella.css"


def write_files(app, exception: Exception | None) -> None:
    """Handler: write all that can be downloaded, and remember the shelf that pages were written from."""
    if exception or app.builder.format != "html":
        return
    site, shelf, book = Path(app.outdir), app.umbrella_shelf, app.umbrella
    copy_data(book.data, site / "data")
    write_downloads(book.tables, shelf.works["data"], site / "data")
    write_citations(site / "cite", shelf.works.values())
    write_figures(site, (work for name, work in shelf.works.items() if name != "data"), STYLE_SHEET)
    # Sphinx leaves the page of a removed chapter where it is.
    kept = {f"{name}.html" for name in app.env.found_docs}
    for page in remembered(app).get("pages", ()):
        if page not in kept:
            (site / page).unlink(missing_ok=True)
    remember(app)


def write_citations(target: Path, found: Iterable[Work]) -> None:
    """Write the export files of all works to a folder, and nothing else."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for work in found:
        for suffix, text in exported(work).items():
            (target / f"{work.name}.{suffix}").write_text(text, "utf-8")
