"""Repairs the theme's pages: drops what the book does not use, mends what fails accessibility checks.

Each repair names the fault it mends. They are edits of another project's
markup, so versions are locked and every repair must match somewhere in a
site, or the build says which one no longer does.
"""

from __future__ import annotations

import re

# A book without sections in its table of contents has none of these.
SIDEBAR_TOGGLE = "sidebar toggle (without a name)"
LONG_TITLE, SHORT_TITLE = "title (the name of the book again)", "title (more than search results and tabs show)"
OPTIONAL = {SIDEBAR_TOGGLE, LONG_TITLE, SHORT_TITLE}
# Of use on one page only, which keeps them.
SEARCH_SCRIPTS, SEARCH_PAGE = "search index (loaded only where one searches)", "search.html"
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
    "search field (an attribute that HTML checkers do not know yet)": (r'\s+autocorrect="off"', ""),
    "colour mode (no default, a console error)": (
        r'localStorage\.getItem\("mode"\) \|\| ""',
        'localStorage.getItem("mode") || "auto"',
    ),
    "search from disk (browsers fetch no page there to quote it, and say so as an error)": (
        r'(<script src="[^"]*searchtools\.js[^"]*"></script>)',
        r'\1<script>if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;</script>',
    ),
    "mystnb style (named by its hash; a checksum comes and goes beside it)": (
        r"(mystnb\.[0-9a-f]{64}\.css)(\?v=\w+)?",
        r"\1",
    ),
    SIDEBAR_TOGGLE: (
        r'<summary><span class="toctree-toggle"',
        '<summary aria-label="Pages of this part"><span class="toctree-toggle"',
    ),
    # Names that say enough stand alone; after others the book's name without what follows its colon.
    LONG_TITLE: (r"<title>([^<]{41,}?) &#8212; [^<]*</title>", r"<title>\1</title>"),
    SHORT_TITLE: (r"<title>([^<]{1,40}?) &#8212; ([^<:]+):[^<]*</title>", r"<title>\1 &#8212; \2</title>"),
    SEARCH_SCRIPTS: (
        r'\s*<script src="[^"]*(?:searchtools|language_data|searchindex)\.js[^"]*"></script>',
        "",
    ),
    "bibliography (list without list items)": (r' role="doc-biblioentry"', ' role="listitem"'),
}
COMPILED = {name: (re.compile(pattern, re.S), replacement) for name, (pattern, replacement) in REPAIRS.items()}
# What the theme ships and no page asks for.
UNUSED = re.compile(r"\.map$|/\.buildinfo$|^\.buildinfo$")


def repaired(page: str, path: str) -> tuple[str, set[str]]:
    """A page, given with its path, with its faults mended; and the names of the repairs that matched."""
    matched = set()
    for name, (pattern, replacement) in COMPILED.items():
        if (name, path) == (SEARCH_SCRIPTS, SEARCH_PAGE):
            continue
        page, count = pattern.subn(replacement, page)
        if count:
            matched.add(name)
    return page, matched
