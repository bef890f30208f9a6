"""Figures of the built pages as files of their own."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from markupsafe import Markup

from umbrella.citing import Work
from umbrella.site.boxes import FIGURE, figure_file

DESK = re.compile(r'<div class="umb-svg umb-desk"><span role="img" aria-label="([^"]*)"></span>(<svg.*?</svg>)', re.S)
# Links of a drawing hold on its page only.
LINK = re.compile(r"<a tabindex[^>]*>|</a>")
ROOT = re.compile(r"^:root\s*\{(.*?)\}", re.S | re.M)
VARIABLE = re.compile(r"var\((--[\w-]+)\)")


def light_colours(sheet: str) -> dict[str, str]:
    """Value by variable in the first ``:root`` rule of a style sheet: the colours of the light scheme."""
    return dict(re.findall(r"(--[\w-]+)\s*:\s*([^;]+);", ROOT.search(sheet)[1]))


def standalone(drawing: str, alt: str, colours: dict[str, str]) -> str:
    """An inline drawing as a file: colours resolved, on paper, with its text alternative.

    Args:
        drawing: the ``svg`` element.
        alt: its text alternative, escaped.
        colours: value by variable.

    Raises:
        KeyError: the drawing uses a colour that the style sheet does not name.
    """
    paper = f'<title>{alt}</title><rect width="100%" height="100%" fill="{colours["--fig-paper"]}"/>'
    text = VARIABLE.sub(lambda match: colours[match[1]], LINK.sub("", drawing))
    text = text.replace(' aria-hidden="true" focusable="false"', ' role="img"', 1)
    opening = text.index(">") + 1
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text[:opening]}{paper}{text[opening:]}\n'


def write_figures(site: Path, works: Iterable[Work], sheet: Path) -> int:
    """Write the desk drawing of every figure to ``figures/``; returns how many."""
    colours, count = light_colours(sheet.read_text("utf-8")), 0
    shutil.rmtree(site / "figures", ignore_errors=True)
    (site / "figures").mkdir()
    for work in works:
        page = (site / work.page).read_text("utf-8")
        for figure in FIGURE.finditer(page):
            if drawing := DESK.search(figure[1]):
                text = standalone(drawing[2], str(Markup(drawing[1])), colours)
                (site / figure_file(work, figure[2])).write_text(text, "utf-8")
                count += 1
    return count
