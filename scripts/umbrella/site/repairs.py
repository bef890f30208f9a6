"""Repairs the theme's pages: drops what the book does not use, mends what fails accessibility checks.

Each repair names the fault it mends. They are edits of another project's
markup, so versions are locked and every repair must match somewhere in a
site, or the build says which one no longer does.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

REPAIRS: dict[str, tuple[str, str]] = {
    "thebe address (a script error, another host)": (r"<script>const THEBE_JS_URL.*?</script>\s*", ""),
    "thebe script (not used)": (r'<script async="async" src="[^"]*sphinx-thebe\.js[^"]*"></script>\s*', ""),
    "thebe style (not used)": (r"<link[^>]*sphinx-thebe\.css[^>]*>\s*", ""),
    "thebe configuration (not used)": (
        r'<script type="text/x-thebe-config">.*?</script>\s*<script>kernelName = .*?</script>',
        "",
    ),
    "Font Awesome script (1.4 MB; the web font draws the icons)": (
        r'<script defer src="[^"]*fontawesome\.js[^"]*"></script>\s*',
        "",
    ),
    "search button (label differs from its text)": (
        r'(<button class="btn search-button[^>]*?)\s+aria-label="Search"',
        r"\1",
    ),
    "sidebar title (outside any landmark)": (
        r'<div class="sidebar-primary-items__start sidebar-primary__section">',
        '<div class="sidebar-primary-items__start sidebar-primary__section" role="navigation" aria-label="Site">',
    ),
    "colour mode (no default, a console error)": (
        r'localStorage\.getItem\("mode"\) \|\| ""',
        'localStorage.getItem("mode") || "auto"',
    ),
    "sidebar toggle (without a name)": (
        r'<summary><span class="toctree-toggle"',
        '<summary aria-label="Pages of this part"><span class="toctree-toggle"',
    ),
    "bibliography (list without list items)": (r' role="doc-biblioentry"', ' role="listitem"'),
}
# Only a book whose parts have parts has such toggles; axe would find the fault in this one.
SELDOM = ("sidebar toggle (without a name)",)


def repair(site: Path) -> Counter[str]:
    """Repair every page of a site in place.

    Returns:
        How many pages each repair changed.

    Raises:
        RuntimeError: a repair that every book needs matched nowhere: the theme has changed.
    """
    matched: Counter[str] = Counter()
    for page in sorted(site.rglob("*.html")):
        text = before = page.read_text("utf-8")
        for name, (pattern, replacement) in REPAIRS.items():
            text, count = re.subn(pattern, replacement, text, flags=re.S)
            matched[name] += bool(count)
        if text != before:
            page.write_text(text, "utf-8")
    stale = [name for name in REPAIRS if not matched[name] and name not in SELDOM]
    if stale:
        raise RuntimeError("repairs of the theme that match no page any more: " + "; ".join(stale))
    for file in site.rglob("*"):
        if file.name == ".buildinfo":
            file.unlink()
    return matched
