"""What goes into a paper: a figure and a table in the form that the name of a file asks for."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pandas as pd

from umbrella.tables.delimited import csv_text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FIGURES = (".svg", ".pdf", ".png")
PNG_DPI = 300
PAGE = '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n{table}\n</html>\n'


def into(kinds: Mapping[str, object] | tuple[str, ...]) -> Callable:
    """A check of an option that its file's name ends in one of some endings."""

    def checked(_context: click.Context, _parameter: click.Parameter, path: Path | None) -> Path | None:
        if path is not None and path.suffix.lower() not in kinds:
            raise click.BadParameter(f"{path.name!r} ends in none of {', '.join(kinds)}")
        return path

    return checked


def paper_options(command: Callable) -> Callable:
    """The options ``--figure FILE`` and ``--table FILE`` of a command."""
    file = click.Path(dir_okay=False, path_type=Path)
    table = click.option(
        "--table", "as_table", type=file, callback=into(TABLES), help="Also write a table: .html, .md, .docx or .csv."
    )
    figure = click.option(
        "--figure", "as_figure", type=file, callback=into(FIGURES), help="Also draw a figure: .svg, .pdf or .png."
    )
    return figure(table(command))


def write_figure(fig: Figure, path: Path) -> None:
    """Write a figure as SVG, PDF or PNG (300 dpi), the same bytes for the same figure."""
    stamp = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(path.suffix.lower(), {})
    fig.savefig(path, format=path.suffix.lower()[1:], dpi=PNG_DPI, facecolor="white", metadata=stamp)


def write_table(table: pd.DataFrame, path: Path, title: str) -> None:
    """Write a table of texts and numbers as HTML, Markdown, a Word document or CSV."""
    TABLES[path.suffix.lower()](table.astype(object).where(table.notna(), "").astype(str), path, title)


def _html(table: pd.DataFrame, path: Path, title: str) -> None:
    text = table.to_html(index=False, border=0)
    path.write_text(PAGE.format(title=html.escape(title), table=text), "utf-8")


def _markdown(table: pd.DataFrame, path: Path, title: str) -> None:
    safe = table.map(lambda cell: cell.replace("|", r"\|"))
    path.write_text(f"{title}\n\n{safe.to_markdown(index=False, disable_numparse=True)}\n", "utf-8")


def _csv(table: pd.DataFrame, path: Path, _title: str) -> None:
    path.write_text(csv_text(table), "utf-8")


def _word(table: pd.DataFrame, path: Path, title: str) -> None:
    # Takes a while to load.
    from docx import Document

    document = Document()
    document.add_heading(title, level=1)
    grid = document.add_table(1, len(table.columns), style="Light Grid Accent 1")
    for row in (table.columns, *table.itertuples(index=False)):
        cells = grid.rows[0].cells if row is table.columns else grid.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    document.save(path)


TABLES: Mapping[str, Callable[[pd.DataFrame, Path, str], None]] = {
    ".html": _html, ".md": _markdown, ".docx": _word, ".csv": _csv,
}  # fmt: skip
