"""Figures of the built pages as files of their own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup, escape

from umbrella.citing import Work
from umbrella.figures import style
from umbrella.site.boxes import FIGURE, figure_file, figure_number, source_line, told_of

DESK = re.compile(r'<div class="umb-svg umb-desk"><span role="img" aria-label="([^"]*)"></span>(<svg.*?</svg>)', re.S)
# Links of a drawing hold on its page only.
LINK = re.compile(r"<a tabindex[^>]*>|</a>")
SIZE = re.compile(r'width="(\d+)" height="(\d+)"')
PLACED = '<svg x="{}" y="{}" '
# CSS pixels around a drawing that stands by itself, and the type size of its title in points.
MARGIN, HEADING = 14, 12.0
ROOT = re.compile(r"^:root\s*\{(.*?)\}", re.S | re.M)
VARIABLE = re.compile(r"var\((--[\w-]+)\)")


def light_colours(sheet: str) -> dict[str, str]:
    """Value by variable in the first ``:root`` rule of a style sheet: the colours of the light scheme."""
    return dict(re.findall(r"(--[\w-]+)\s*:\s*([^;]+);", ROOT.search(sheet)[1]))


def standalone(drawing: str, alt: str, colours: dict[str, str], title: str = "", source: str = "") -> str:
    """An inline drawing as a file that can travel: colours resolved, on paper, with title, source and text alternative.

    Args:
        drawing: the ``svg`` element.
        alt: its text alternative, escaped.
        colours: value by variable.
        title: what stands above it.
        source: what stands beneath it: where it is from, and its licence.

    Raises:
        KeyError: the drawing uses a colour that the style sheet does not name.
    """
    text = VARIABLE.sub(lambda match: colours[match[1]], LINK.sub("", drawing))
    inner = text.replace(' aria-hidden="true" focusable="false"', "", 1)
    width, height = map(int, SIZE.search(inner).groups())
    above = style.wrapped(title, width - 2 * MARGIN, HEADING).split("\n") if title else []
    below = style.wrapped(source, width - 2 * MARGIN, style.SMALL).split("\n") if source else []
    top = MARGIN + 22 * len(above) + (8 if above else 0)
    whole = (width + 2 * MARGIN, top + height + 16 * len(below) + 2 * MARGIN)
    ink, muted, paper = (colours[name] for name in ("--fig-ink", "--fig-muted", "--fig-paper"))
    words = _lines(above, MARGIN + 14, 22, HEADING, ink) + _lines(below, top + height + MARGIN + 8, 16, style.SMALL, muted)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole[0]} {whole[1]}" '
        f'width="{whole[0]}" height="{whole[1]}" role="img"><title>{alt}</title>'
        f'<rect width="100%" height="100%" fill="{paper}"/>{words}{inner.replace("<svg ", PLACED.format(MARGIN, top), 1)}</svg>\n'
    )


def _lines(lines: list[str], top: float, step: float, size: float, colour: str) -> str:
    """Lines of text in a drawing, from the left margin."""
    look = f'font-family="\'DejaVu Sans\', sans-serif" font-size="{size / 0.75:g}" fill="{colour}"'
    return "".join(f'<text x="{MARGIN}" y="{top + step * n:g}" {look}>{escape(line)}</text>' for n, line in enumerate(lines))


def write_figures(site: Path, works: Iterable[Work], sheet: Path) -> int:
    """Write the desk drawing of every figure to ``figures/``; returns how many."""
    colours, count = light_colours(sheet.read_text("utf-8")), 0
    shutil.rmtree(site / "figures", ignore_errors=True)
    (site / "figures").mkdir()
    for work in works:
        page = (site / work.page).read_text("utf-8")
        for figure in FIGURE.finditer(page):
            if drawing := DESK.search(figure[1]):
                title, source = told_of(figure[1]), source_line(work, figure_number(figure[1]))
                text = standalone(drawing[2], str(Markup(drawing[1])), colours, title, source)
                (site / figure_file(work, figure[2])).write_text(text, "utf-8")
                count += 1
    return count
