"""The parts that the extension writes into pages: how to cite, what to download, edition and date."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup

from umbrella.citing import BOOK, CHAPTER, Work
from umbrella.citing.exports import FORMS, STYLES, apa_in_text
from umbrella.editions.menu import MENU_PLACE
from umbrella.printing.shelving import FIGURE_PLACE, LINK_PLACE
from umbrella.prose import day
from umbrella.site.shelf import Shelf

ROW = re.compile(r'<tr id="([A-Z]\d{4})"')
FIGURE = re.compile(r'(<div class="umb-figure" id="fig-([\w-]+)"><figure>.*?</figcaption></figure>)', re.S)

NUMBER = re.compile(r"<figcaption><strong>Figure (\d+)\.</strong>")
SECTION = re.compile(r'<section id="([\w-]+)">\s*(?:<span id="[^"]*"></span>)*<h2>(.*?)<a class="headerlink"', re.S)
# Sections that make a page long.
LONG = 7
CAPTION = re.compile(r"<figcaption><strong>Figure \d+\.</strong>(.*?)</figcaption>", re.S)


def figure_file(work: Work, figure: str) -> str:
    """Path in the site of a figure of a page as a file of its own."""
    return f"figures/{work.name}-{figure}.svg"


def figure_number(figure: str) -> str:
    """Number of a figure on its page, from its markup."""
    found = NUMBER.search(figure)
    return found[1] if found else ""


def told_of(figure: str) -> str:
    """The first sentence of a figure's caption: what it shows."""
    found = CAPTION.search(figure)
    words = " ".join(Markup(found[1]).striptags().split()) if found else ""
    return re.split(r"(?<=[.?!]) (?=[A-Z])", words, maxsplit=1)[0]


def source_line(work: Work, number: str) -> str:
    """Where a figure is from, for one that travels: chapter, book, edition, address, licence."""
    chapter = f"{work.title}. " if work.kind == CHAPTER else ""
    address = f" {work.cited_url}" if work.cited_url else ""
    return f"Figure {number} of: {chapter}{work.book}, edition {work.version}, {day(work.issued)}.{address} {work.licence}."


def with_figure_links(body: str, work: Work, to_root: str) -> str:
    """A page's body with what can be done with each figure beneath it: save it, link to it; a script adds: cite it."""

    def linked(match: re.Match) -> str:
        if 'class="umb-svg umb-desk"' not in match[1]:
            return match[1]
        file = figure_file(work, match[2])
        links = Markup(
            '<div class="umb-download"><a href="{}" download>Figure as SVG</a>{}<a href="#fig-{}">Link to this figure</a></div>'
        ).format(to_root + file, Markup(FIGURE_PLACE.format(file.replace(".svg", ".png"))), match[2])
        return match[1] + str(links)

    return FIGURE.sub(linked, body)


def with_way(body: str) -> str:
    """A long page's body with a line on what it holds beneath its title: the first figure, then its sections."""
    sections = SECTION.findall(body)
    if len(sections) < LONG:
        return body
    figure = re.search(r'<div class="umb-figure" id="(fig-[\w-]+)"', body)
    ways = [(figure[1], "Key figure")] if figure else []
    ways += [(place, Markup(title).striptags().rstrip("#")) for place, title in sections]
    links = Markup(" ").join(Markup('<a href="#{}">{}</a>').format(place, title) for place, title in ways)
    line = Markup('<nav class="umb-way" aria-label="On this page">{}</nav>').format(links)
    return body.replace("</h1>", f"</h1>\n{line}", 1)


def after(shelf: Shelf, document: str, body: str, to_root: str) -> Markup:
    """What follows a page's own text: the data of the chapter, where it has its own, and how to cite."""
    return _data_section(shelf, document, to_root) + cite_box(shelf, document, body, to_root)


def _data_section(shelf: Shelf, document: str, to_root: str) -> Markup:
    modality = shelf.modalities.get(document)
    if modality is None:
        return Markup("")
    return Markup(
        '<section class="umb-after" id="data-of-this-chapter"><h2>Data of this chapter</h2>'
        '<p><a href="{root}data/chapters/{modality}.csv" download>{modality}.csv</a> holds every row behind this '
        "chapter: findings, links between measures, pooled estimates and findings credited to other works. The "
        '<a href="{page}">data page</a> explains the columns and has the tables of the whole book.</p></section>'
    ).format(root=to_root, modality=modality, page=to_root + shelf.works["data"].page)


def cite_box(shelf: Shelf, document: str, body: str, to_root: str) -> Markup:
    """How to cite a page, the data, and a single row where the page shows rows."""
    work = shelf.works[document]
    what = "book" if work.kind == BOOK else "chapter"
    missing = Markup("") if work.url else Markup(
        "<p>This edition has no public address yet, so the citations hold none; add the address that you read it at.</p>"
    )  # fmt: skip
    return Markup(
        '<section class="umb-after umb-cite" id="cite-this-{what}"><h2>Cite this {what}</h2>'
        "<p>Edition {version}, {issued}. Last changed {changed}.</p>{own}{place}{missing}"
        '<details><summary>Cite the data</summary><div class="umb-cite-data">'
        "<p>Where your work uses the tables rather than the text:</p>{data}</div></details>{finding}</section>"
    ).format(
        what=what, version=work.version, issued=day(work.issued), changed=day(work.changed), missing=missing, place=Markup(LINK_PLACE),
        own=_citations(shelf, document, to_root), data=_citations(shelf, "data", to_root),
        finding=_finding(shelf.edition.get(document, work), body),
    )  # fmt: skip


def _citations(shelf: Shelf, document: str, to_root: str) -> Markup:
    """The citations of a work; where the book is a state after an edition, first those of the edition."""
    own = Markup('<div class="umb-cite-own">{}</div>').format(_citation(shelf.works[document], to_root))
    if not shelf.edition:
        return own
    if document not in shelf.edition:
        return Markup("<p>No edition has it yet; this cites the state that you read.</p>{}").format(own)
    kept = shelf.edition[document]
    return Markup(
        "<p>What is cited should be found again: edition {} stays as it is at <a href=\"{}\">its own address</a>.</p>"
        '<div class="umb-cite-edition">{}</div><details><summary>Cite this later state</summary>{}</details>'
    ).format(kept.version, f"{to_root}{kept.folder}/{kept.page}", _citation(kept, to_root, kept.folder), own)


def _citation(work: Work, to_root: str, kept: str = "") -> Markup:
    """The formatted citations of a work and its export files, those of an edition in the folder of that edition."""
    texts = Markup("").join(
        Markup('<dt>{name}</dt><dd><span class="umb-citation" id="cite-{work}-{style}">{text}</span></dd>').format(
            name=name, style=name.lower(), work=f"edition-{work.name}" if kept else work.name, text=style(work)
        )
        for name, style in STYLES.items()
    )
    files = Markup(", ").join(
        Markup('<a href="{root}cite/{name}.{suffix}" download>{form}</a>').format(
            root=f"{to_root}{kept}/" if kept else to_root, name=work.name, suffix=suffix, form=form
        )
        for suffix, form in FORMS.items()
    )
    if work.kind == CHAPTER and work.authors == work.book_authors:
        texts += Markup("<dt>APA, in the text</dt><dd>{}</dd>").format(apa_in_text(work))
    return Markup("<dl>{}</dl><p>For a reference manager: {}.</p>").format(texts, files)


def _finding(work: Work, body: str) -> Markup:
    """How to cite a row, with a row of the page as the example."""
    row = ROW.search(body)
    if row is None:
        return Markup("")
    address = f"{work.cited_url or work.page.rpartition('/')[2]}#{row[1]}"
    return Markup(
        '<p class="umb-cite-row"><strong>Cite a single row.</strong> Every row of the tables has a number that is never '
        'used again and an address of its own: <a href="#{row}">{address}</a>. Add number and edition to the citation, '
        "as in <q>row {row}, edition {version}</q>; a button beside a number that was chosen copies it. "
        "Figures and tables have addresses, numbers and buttons as well.</p>"
    ).format(row=row[1], address=address, version=work.version)


def footer(shelf: Shelf, work: Work | None, licence: Mapping[str, str]) -> Markup:
    """Edition, its date, the data it was built from, last change, licences, and the place of the menu of editions."""
    data = shelf.works["data"]
    changed = Markup(" Page last changed {}.").format(_time(work)) if work else Markup("")
    return Markup(
        '<p class="umb-edition">Edition {}, {}. Built from data <code title="SHA-256 {}">{}</code>.{}</p>'
        "<p>Text and data: {}. Code: {}.</p>{}"
    ).format(
        data.version, day(data.issued), shelf.digest, shelf.short, changed, licence["text"], licence["code"], Markup(MENU_PLACE)
    )  # fmt: skip


def _time(work: Work) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(work.changed.isoformat(), day(work.changed))
