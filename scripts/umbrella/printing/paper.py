"""Makes printable documents of a built site's pages: one of each chapter, one of the whole book."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urldefrag, urlsplit

from lxml import etree, html
from markupsafe import Markup

from umbrella.printing.leaves import OVERVIEW, Leaf, has_wide_table

# What only a screen can use, or what repeats other words of the page.
SCREEN_ONLY = (
    "//script | //form | //a[@class='headerlink'] | //span[contains(@class, 'umb-meaning')] | //*[@class='umb-rest'] |"
    "//*[contains(@class, 'umb-phone')] | //details[contains(@class, 'umb-twin') or contains(@class, 'umb-quote')] |"
    "//*[@class='umb-download'] | //p[contains(@class, 'umb-copy')] | //div[contains(@class, 'toctree-wrapper')] |"
    "//section[contains(@class, 'umb-cite')]//details | //section[contains(@class, 'umb-cite')]//p[a[@download]]"
)
REFERENCES = ".//section[ul[contains(@class, 'umb-references')]]"
URL = re.compile(r"url\(#([^)]+)\)")


def chapter_document(leaf: Leaf, styles: str) -> str:
    """A chapter as a document of its own: what it is a chapter of, how to cite it, its text.

    Links to other pages keep their public address; without one they are words.
    """
    body = _prepared(leaf, lambda path, fragment: None)
    heading = body.xpath(".//h1")[0]
    heading.addprevious(_element(Markup('<p class="umb-of">{}</p>').format(_book_title(leaf))))
    heading.addnext(_element(_byline(leaf)))
    return _document(leaf.meta["citation_title"], styles, [leaf], [_laid(leaf, body)])


def _book_title(leaf: Leaf) -> str:
    return leaf.meta.get("citation_inbook_title", leaf.meta["citation_title"])


def _byline(leaf: Leaf) -> Markup:
    """Who answers for a page, its edition and licence."""
    address = leaf.meta.get("citation_public_url", "")
    return Markup('<div class="umb-byline"><p>{}</p><p>{} {}</p>{}</div>').format(
        leaf.meta["citation_author"], leaf.edition, leaf.licence,
        Markup('<p><a href="{0}">{0}</a></p>').format(address) if address else "",
    )  # fmt: skip


def figure_labels(document: str) -> list[str]:
    """What each figure of a document shows, in words, in the order of the document."""
    return [" ".join(figure.xpath(".//@aria-label")[:1]) for figure in html.document_fromstring(document).xpath("//figure")]


def book_document(pages: list[Leaf], subtitle: str, styles: str) -> str:
    """The whole book: title page, table of contents with a place for each page number, all pages.

    Args:
        pages: all :func:`leaves`, the landing page first.
        subtitle: what stands below the title.
        styles: style sheets.
    """
    anchors = {leaf.path: {leaf.name, *leaf.body.xpath(".//@id")} for leaf in pages}
    names = {leaf.path: leaf.name for leaf in pages}

    def within(path: str, fragment: str) -> str | None:
        if path not in names:
            return None
        return f"#{names[path]}--{fragment}" if fragment in anchors[path] else f"#{names[path]}"

    listed = _bibliography(pages)
    bodies = []
    for leaf in pages:
        body = _prepared(leaf, within)
        for box in body.xpath(".//section[contains(@class, 'umb-after')]"):
            box.drop_tree()
        if listed:
            _without_references(body, leaf.name, listed)
        bodies.append(_laid(leaf, body))
    bodies[0].xpath(".//h1")[0].text = OVERVIEW
    front = [_element(_title_page(pages[0], subtitle)), _element(_contents_list(pages))]
    return _document(pages[0].meta["citation_title"], styles, pages, [*front, *bodies])


def _bibliography(pages: list[Leaf]) -> dict[str, str]:
    """Where the book lists each work that it cites, by its id on any page; empty where no page lists them all."""
    cited = {found for leaf in pages for found in leaf.body.xpath(f"{REFERENCES}//li/@id")}
    lists = ((leaf.name, leaf.body.xpath(".//*[@class='citation']/@id")) for leaf in pages)
    return {found: f"#{name}--{found}" for name, ids in lists if cited <= set(ids) for found in ids}


def _without_references(body: html.HtmlElement, name: str, listed: Mapping[str, str]) -> None:
    """Take the list of references from a chapter of the whole book, whose bibliography has them all."""
    for section in body.xpath(REFERENCES):
        ids = {f"#{found}": found.removeprefix(f"{name}--") for found in section.xpath(".//li/@id")}
        section.drop_tree()
        for link in body.xpath(".//a[@href]"):
            if link.get("href") in ids:
                link.set("href", listed[ids[link.get("href")]])


def _title_page(book: Leaf, subtitle: str) -> Markup:
    (vancouver,) = book.body.xpath(".//*[@id='cite-book-vancouver']")
    address = book.meta.get("citation_public_url", "").removesuffix("index.html")
    return Markup(
        '<section class="umb-title"><h1>{}</h1><p class="umb-subtitle">{}</p><p class="umb-authors">{}</p>'
        '<div class="umb-imprint"><p>{}</p><p>{}</p><h2>How to cite</h2><p>{}</p>{}</div></section>'
    ).format(
        book.meta["citation_title"], subtitle, book.meta["citation_author"], book.edition, book.licence,
        " ".join(vancouver.text_content().split()), Markup('<p><a href="{0}">{0}</a></p>').format(address) if address else "",
    )  # fmt: skip


def _contents_list(pages: list[Leaf]) -> Markup:
    """The table of contents; the press fills in the numbers."""
    lines, part = Markup(""), ""
    for leaf in pages:
        if leaf.part != part:
            lines, part = lines + Markup('<li class="umb-part">{}</li>').format(leaf.part), leaf.part
        lines += Markup(
            '<li class="umb-depth-{}"><a href="#{}"><span>{}</span><b data-page-of="{}">000</b></a></li>'
        ).format(leaf.depth, leaf.name, leaf.title, leaf.name)
    return Markup('<section class="umb-contents"><h1>Contents</h1><ol>{}</ol></section>').format(lines)


def _prepared(leaf: Leaf, within: Callable[[str, str], str | None]) -> html.HtmlElement:
    """A page's article for paper: no controls, its ids its own, links to where they lead in print.

    Args:
        leaf: the page.
        within: where a place of the site is in the document, given page and fragment; None when it is not there.
    """
    body = html.fragment_fromstring(html.tostring(leaf.body, encoding="unicode"))
    for element in body.xpath(SCREEN_ONLY):
        element.drop_tree()
    # Links drawn over a picture have no place in the order in which a document is read.
    for control in body.xpath("//button | //figure//*[local-name()='svg']//a"):
        control.drop_tag()
    for details in body.xpath("//details"):
        details.set("open", "")
    for element in body.iter(etree.Element):
        _rename_ids(element, leaf.name)
    base = leaf.meta.get("citation_public_url", "").removesuffix(leaf.path)
    for element in body.xpath("//*[@href]"):
        target = _target(element.get("href"), leaf, base, within)
        if target:
            element.set("href", target)
        else:
            del element.attrib["href"]
    return body


def _rename_ids(element: html.HtmlElement, name: str) -> None:
    for attribute, value in element.attrib.items():
        if attribute == "id":
            element.set("id", f"{name}--{value}")
        elif "url(#" in value:
            element.set(attribute, URL.sub(rf"url(#{name}--\1)", value))


def _target(address: str, leaf: Leaf, base: str, within: Callable[[str, str], str | None]) -> str | None:
    """Where a link leads in print; None when it leads nowhere from there."""
    if address.startswith("#"):
        return f"#{leaf.name}--{address[1:]}"
    if urlsplit(address).scheme:
        return address
    path, fragment = urldefrag(address)
    path = normpath(join(dirname(leaf.path), unquote(path.partition("?")[0])))
    if inside := within(path, unquote(fragment)):
        return inside
    return base + normpath(join(dirname(leaf.path), address)) if base else None


def _laid(leaf: Leaf, body: html.HtmlElement) -> html.HtmlElement:
    """A page laid out: its own running head, sections with wide tables on pages turned sideways."""
    body.set("id", leaf.name)
    body.set("class", f"bd-article umb-leaf umb-page-{leaf.name}{' umb-sideways' if leaf.wide else ''}")
    if not leaf.wide:
        for section in body.xpath(".//h2/parent::section"):
            if has_wide_table(section):
                section.set("class", f"{section.get('class', '')} umb-sideways".strip())
        _turn_openings(body)
    return body


def _turn_openings(body: html.HtmlElement) -> None:
    """Turn sideways what stands above the first section, from the heading on, down to its last wide table."""
    for section in body.xpath(".//h1/parent::section"):
        above = [
            child
            for child in section
            if not child.xpath("self::section | ancestor-or-self::*[contains(@class, 'umb-sideways')]")
        ]
        wide = [number for number, child in enumerate(above) if has_wide_table(child)]
        for child in above[: wide[-1] + 1] if wide else ():
            child.set("class", f"{child.get('class', '')} umb-sideways".strip())


def _running_heads(pages: Iterable[Leaf]) -> str:
    """Each page's title at the top of its sheets, upright and sideways."""
    rules = []
    for leaf in pages:
        head = f'@top-left {{ content: "{_quoted(leaf.title)}" }}'
        rules.append(f"@page p-{leaf.name} {{ {head} }}")
        rules.append(f"@page w-{leaf.name} {{ size: A4 landscape; {head} }}")
        rules.append(f".umb-page-{leaf.name} {{ page: p-{leaf.name} }}")
        rules.append(
            f".umb-page-{leaf.name}.umb-sideways, .umb-page-{leaf.name} .umb-sideways {{ page: w-{leaf.name} }}"
        )
    return "\n".join(rules)


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _document(title: str, styles: str, pages: list[Leaf], bodies: Iterable[html.HtmlElement]) -> str:
    book = pages[0]
    foot = f"{_book_title(book)}. {book.edition.partition('. Last')[0]}"
    rules = f'{styles}\n@page {{ @bottom-left {{ content: "{_quoted(foot)}" }} }}\n{_running_heads(pages)}'
    head = Markup('<meta charset="utf-8"><title>{}</title><meta name="author" content="{}">').format(
        title, book.meta["citation_author"]
    )
    main = "".join(html.tostring(body, encoding="unicode") for body in bodies)
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head>{head}<style>{rules}</style></head>'
        f'<body class="umb-paper"><main class="bd-main"><div class="bd-content">{main}</div></main></body></html>'
    )


def _element(markup: Markup) -> html.HtmlElement:
    return html.fragment_fromstring(str(markup))
