"""Colours, type and measures shared by all figures, and SVG that fits its page."""

from __future__ import annotations

import html
import io
import re
import textwrap
import warnings
from collections.abc import Iterable
from functools import cache

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont, get_font

from umbrella.figures.paths import lightened

# Text in a drawing stays text, so that a letter which the measuring font lacks is drawn by the reader's browser.
warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from")

# Colours that follow the page's light or dark theme: the SVG names them as CSS variables.
INK, MUTED, RULE, PAPER, EMPTY = "#1f2329", "#5a626d", "#c9cfd6", "#fefefe", "#eceff2"
# The house's own colour, for what is no direction, rating or category: those have theirs in the vocabularies.
ACCENT = "#5b4aa3"
THEMED = {
    INK: "--fig-ink",
    MUTED: "--fig-muted",
    RULE: "--fig-rule",
    PAPER: "--fig-paper",
    EMPTY: "--fig-empty",
    ACCENT: "--umb-accent",
}
# What they are on a dark page, as the style sheet has it; other colours are the same on either.
DARK = {INK: "#e8eaed", PAPER: "#14181e", ACCENT: "#b3a4f0"}

# How strongly a number of reviews is drawn, in steps that are the same in all figures, so that they can be compared.
STRENGTHS = {1: 0.22, 2: 0.36, 3: 0.5, 5: 0.66, 8: 1.0}

LINKED = re.compile(r'<g id="(linked-\d+)">\s*<a [^>]*>')
UNSEEN = re.compile(rf'<path [^>]*style="fill: none; stroke: {PAPER}[^"]*"/>\s*')
PX = 1 / 96  # inches per CSS pixel
TEXT = SMALL = 9.0  # points: 12 CSS pixels, which no text in a figure falls below
RC = {
    "font.family": "DejaVu Sans",
    "font.size": TEXT,
    "svg.fonttype": "none",
    "svg.hashsalt": "umbrella",
    "axes.edgecolor": RULE,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "hatch.linewidth": 0.6,
    # A dollar sign in a label is one.
    "text.parse_math": False,
}


def _steps() -> dict[str, str]:
    """Variable by the colour of each step but the last, which is the house's own."""
    return {mixed(ACCENT, share): f"--fig-step-{least}" for least, share in STRENGTHS.items() if share < 1}


def figure(width: float, height: float) -> Figure:
    """An empty figure measured in CSS pixels, in the house style."""
    mpl.rcParams.update(RC)
    return Figure(figsize=(width * PX, height * PX))


def axes(fig: Figure, left: float, top: float, width: float, height: float):
    """Axes at a place measured in CSS pixels from the top left corner."""
    full_width, full_height = (side / PX for side in fig.get_size_inches())
    return fig.add_axes((
        left / full_width, 1 - (top + height) / full_height, width / full_width, height / full_height,
    ))  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance of a colour (WCAG 2.2)."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours (WCAG 2.2), 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable_on(colour: str) -> str:
    """Black or white, whichever reads better on a colour; on a themed colour the theme's ink or paper."""
    if colour in THEMED:
        return PAPER if colour in (INK, MUTED, ACCENT) else INK
    return max(("#000000", "#ffffff"), key=lambda text: contrast(text, colour))


def strength(n_reviews: int) -> float:
    """How strongly a number of reviews is drawn: 0 for none, 1 for the most."""
    return max((share for least, share in STRENGTHS.items() if n_reviews >= least), default=0.0)


def step_colour(n_reviews: int) -> str:
    """Colour of what so many reviews report where no direction has its own; the themed grey for none."""
    return mixed(ACCENT, strength(n_reviews)) if n_reviews else EMPTY


def mixed(colour: str, share: float, dark: bool = False) -> str:
    """What a colour that is let through to the page in part looks like on a light page, or on a dark one."""
    paper = to_rgb(DARK[PAPER] if dark else "#ffffff")
    own = to_rgb(DARK.get(colour, colour) if dark else colour)
    return to_hex([share * one + (1 - share) * other for one, other in zip(own, paper)])


def faded(colour: str, share: float) -> tuple[float, float, float, float]:
    """A colour that lets the page through, so that it is weaker where there is less, on light pages and on dark ones."""
    return (*to_rgb(colour), share)


def text_on(colour: str, share: float) -> str:
    """What reads best on a colour that is let through to the page in part, on light pages and on dark ones."""
    if not share:
        return INK
    light, dark = mixed(colour, share), mixed(colour, share, dark=True)
    return max(
        (INK, PAPER, "#000000", "#ffffff"),
        key=lambda text: min(contrast(text, light), contrast(DARK.get(text, text), dark)),
    )


@cache
def _advance(letter: str) -> float:
    """How far a letter moves the pen, as a share of the type size."""
    font = get_font(findfont(RC["font.family"]))
    font.set_size(100, 72)
    # A letter that the font lacks is about as wide as others.
    known = font.get_char_index(ord(letter))
    return font.load_char(ord(letter)).linearHoriAdvance / 65536 / 100 if known else 0.7


def length(text: str, size: float = TEXT) -> float:
    """Width of a text in CSS pixels at a type size in points, as browsers set it in the font of the figures."""
    return sum(map(_advance, text)) * size / 0.75


def wrapped(text: str, width: float, size: float = TEXT, lines: int = 3) -> str:
    """Break a label so that it fits a width in CSS pixels at a type size in points."""
    characters = max(6, int(width / (length(text, size) or 1) * len(text)))
    return "\n".join(textwrap.wrap(text, characters, max_lines=lines, placeholder=" …"))


def bare(ax: Axes) -> None:
    """Remove frame and ticks."""
    for spine in ax.spines.values():
        spine.set_visible(False)
    ax.tick_params(length=0)


def key_line(fig: Figure, entries: Iterable[str], top: float, width: float) -> float:
    """Write the key of symbols below a figure, wrapped to its width.

    Returns:
        The height used, in CSS pixels.
    """
    lines = key_lines(entries, width)
    full_width, full_height = (side / PX for side in fig.get_size_inches())
    for number, line in enumerate(lines):
        fig.text(4 / full_width, 1 - (top + 8 + 16 * number) / full_height, line, size=SMALL, color=MUTED, va="center")
    return 16 * len(lines)


def key_lines(entries: Iterable[str], width: float) -> list[str]:
    """Entries of a key joined to lines that fit a width, entries kept whole."""
    lines = [""]
    for entry in entries:
        # A space that SVG does not fold into its neighbours.
        joined = f"{lines[-1]}\u2003{entry}".strip()
        if 1.04 * length(joined, SMALL) > width - 8 and lines[-1]:
            lines.append(entry)
        else:
            lines[-1] = joined
    return lines


def svg(fig: Figure, name: str) -> str:
    """A figure as inline SVG.

    Text stays text, colours follow the theme, ids carry ``name`` so that many
    figures can stand on one page, and nothing in it depends on clock or chance.
    What is drawn with an address is a link; its label tells the pointer what it is.

    Args:
        fig: the figure.
        name: letters, digits and hyphens, unique on the page.
    """
    buffer = io.StringIO()
    linked = fig.findobj(lambda artist: artist.get_url() and not artist.get_label().startswith("_"))
    titles = {f"linked-{place}": artist.get_label() for place, artist in enumerate(linked)}
    for identity, artist in zip(titles, linked):
        artist.set_gid(identity)
    fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = buffer.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    text = LINKED.sub(lambda match: match[0] + _title(titles[match[1]]), text)
    # Cells without a value: frames in the colour of paper.
    text = UNSEEN.sub("", text)
    # Links are for the pointer; figures.js lets the keyboard in, and the table beneath has the same ones.
    text = text.replace("<a xlink:href=", '<a tabindex="-1" href=').replace(' target="_blank"', "")
    used = set(re.findall(r"(?:url\(#|xlink:href=\"#)([^)\"]+)", text))
    text = re.sub(r' id="([^"]+)"', lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", text)
    text = re.sub(r"(url\(#|xlink:href=\"#)", rf"\g<1>{name}-", text).replace("xlink:href", "href")
    width, height = (round(side / PX) for side in fig.get_size_inches())
    text = re.sub(r"<svg [^>]*>", lambda m: _opening(m[0], width, height), text, count=1, flags=re.S)
    for colour, variable in (THEMED | _steps()).items():
        text = text.replace(colour, f"var({variable})")
    return re.sub(r">\s+<", "><", lightened(text)).strip()


def _title(label: str | None) -> str:
    """What the pointer is told about a link in a drawing."""
    return f"<title>{html.escape(label, quote=False)}</title>" if label else ""


def _opening(tag: str, width: int, height: int) -> str:
    """The root element: sized in CSS pixels, hidden from screen readers (the figure element carries the alt text)."""
    box = re.search(r'viewBox="[^"]+"', tag)[0]
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} width="{width}" height="{height}" aria-hidden="true" focusable="false">'
