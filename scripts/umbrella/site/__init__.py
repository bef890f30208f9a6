"""The Sphinx extension of the book: fresh execution, inline numbers, citing, the house style sheet.

Named in ``_config.yml``, so that a plain ``jupyter-book build`` is right too.
"""

from __future__ import annotations

from pathlib import Path

from pybtex.plugin import find_plugin, register_plugin

from umbrella.site import citations, files, formulas, fresh, pages, references, searching, shelf, sidebar, terms
from umbrella.tables import find_data
from umbrella.tables.settings import read_edition

STATIC = Path(__file__).parent / "static"


def setup(app) -> dict[str, object]:
    """Connect the extension's parts to Sphinx's events."""
    _know_plugins()
    sidebar.make_once()
    searching.leave_out_drawings()
    app.umbrella_sidebars = {}
    app.connect("config-inited", _add_static)
    app.connect("config-inited", _name_repository)
    app.connect("builder-inited", fresh.open_book)
    app.connect("env-get-outdated", citations.tell_apart)
    app.connect("env-get-outdated", fresh.outdated)
    app.connect("env-before-read-docs", fresh.execute_stale)
    app.connect("source-read", fresh.fill_in)
    app.connect("env-purge-doc", fresh.forget)
    # After sphinxcontrib-bibtex has made its citations.
    app.connect("env-updated", fresh.rewrite_if_shared_words_changed, priority=900)
    app.connect("env-updated", shelf.put_up)
    app.connect("html-page-context", pages.describe)
    app.connect("html-page-context", searching.know_other_words)
    app.connect("html-collect-pages", searching.not_found)
    # After the theme has set them.
    app.connect("html-page-context", pages.escape_titles, priority=900)
    app.connect("build-finished", files.write_files)
    app.connect("doctree-resolved", terms.explain)
    # No term is explained within a title.
    app.connect("doctree-resolved", references.list_works, priority=600)
    app.add_node(terms.explained_term, html=(terms.visit, terms.depart))
    app.add_html_math_renderer("mathml", (formulas.inline, None), (formulas.block, None))
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}


def _know_plugins() -> None:
    """Spare pybtex the search through the metadata of all packages that each citation costs otherwise."""
    for group, name in (("pybtex.backends", "plaintext"), ("pybtex.database.output", "bibtex")):
        register_plugin(group, name, find_plugin(group, name), force=True)
    register_plugin("pybtex.style.formatting", "umbrella", citations.LinkedStyle, force=True)


def _add_static(app, config) -> None:
    """Ship the house style sheet and the icon with every page."""
    config.html_static_path.append(str(STATIC))
    app.add_css_file("umbrella.css")
    app.add_css_file("cite.css")
    app.add_css_file("print.css", media="print")
    app.add_js_file("cite.js", loading_method="defer")
    app.add_js_file("tables.js", loading_method="defer")
    app.add_js_file("figures.js", loading_method="defer")
    # A book has a glossary and a search; an index without entries would be an empty page.
    config.html_use_index = False
    config.html_favicon = str(STATIC / "favicon.svg")


def _name_repository(app, config) -> None:
    """Offer the repository, an issue on each page and its source for editing, where edition.toml names a repository."""
    address = read_edition(find_data(Path(app.srcdir)))["repository"]
    if address:
        buttons = dict.fromkeys(("use_repository_button", "use_issues_button", "use_edit_page_button"), True)
        config.html_theme_options |= {"repository_url": address, "repository_branch": "main", **buttons}
