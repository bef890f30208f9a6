"""Phrases on editions, what changed between them, and errata."""

from __future__ import annotations

import re
from collections.abc import Mapping

from umbrella.markup import Myst, doi_address, web_address
from umbrella.prose.phrases import Phrases
from umbrella.prose.words import cited, counted, day, listed, start

RECORD = "changes.toml"
# Where the page on changes holds open what the next edition will bring, which follows from the editions that are kept.
NEXT_MARK = "<!--next-edition-->"
NEXT_PLACE = re.compile(rf"(?:<p>\s*)?{NEXT_MARK}(?:\s*</p>)?")
ITEM = Myst("- {}")
# What edition.toml has a place for, besides editors, in the words of a page.
STATEMENTS = ("contact", "funding", "competing interests", "peer review")
NOT_IN_ID = re.compile(r"[^a-z0-9]+")


class EditionPhrases(Phrases):
    """What became of the book over time, from ``changes.toml``."""

    def editions(self) -> Myst:
        """Every edition with what changed in it, newest first, as sections in markup.

        Raises:
            ValueError: the present edition is not in the record.
        """
        return Myst("\n\n").join(
            Myst("({})=\n## Edition {}, {}\n\n{}{}").format(
                section(entry["version"]),
                entry["version"],
                day(entry["date"]),
                entry["summary"],
                Myst("").join(map(_group, change_groups(entry.get("changes", "")))),
            )
            for entry in self._editions()
        )

    def edition_list(self) -> Myst:
        """Version, date, lasting address and DOI of every edition, newest first, as a table in markup.

        The page it stands on must lie in ``chapters/``.

        Raises:
            ValueError: the present edition is not in the record.
        """
        head = Myst("| Edition | Date | Where it can be read | DOI |\n| --- | --- | --- | --- |")
        row = Myst("| [{}](#{}) | {} | {} | {} |")
        return Myst("\n").join(
            [
                head,
                *(
                    row.format(
                        entry["version"], section(entry["version"]), day(entry["date"]), *self._readable_at(entry)
                    )
                    for entry in self._editions()
                ),
            ]
        )

    def _readable_at(self, entry: Mapping) -> tuple[str | Myst, str | Myst]:
        """Where an edition can be read, and its DOI."""
        own = self.tables.edition["edition"]
        version, doi = entry["version"], entry.get("doi", "")
        if version == own["version"]:
            doi = doi or own.get("doi", "")
        link = Myst('<a class="umb-edition-link" href="{}">as it was published</a>').format(
            f"../v/{version}/index.html"
        )
        elsewhere = "here" if version == own["version"] else "not kept as a site"
        return link if entry.get("kept") else elsewhere, doi_link(doi)

    def next_edition(self) -> Myst:
        """The place for what changed since the last edition, which the build fills in."""
        return Myst(NEXT_MARK)

    def doi(self) -> str | Myst:
        """The DOI of this edition, or that it has none, in a sentence."""
        doi = self.tables.edition["edition"].get("doi", "")
        if doi:
            return Myst("The DOI of this edition is {}.").format(doi_link(doi))
        return "This edition has no DOI, and no other identifier is given in its place."

    def linked(self, address: str, text: str) -> Myst:
        """A text that leads to a place in a chapter, such as ``methods.html#certainty``; the bare text where it is not there.

        The page it stands on must lie in ``chapters/``.
        """
        name = address.partition("#")[0].removesuffix(".html")
        known = (self.tables.folder.parent / "chapters" / f"{name}.md").is_file()
        return Myst('<a href="{}">{}</a>').format(Myst(address), text) if known else Myst("{}").format(text)

    def title(self) -> str:
        """The title of the book."""
        return self.tables.edition["edition"]["title"]

    def selection_of(self) -> Myst:
        """Whose search the counts of the study selection are of, in a sentence."""
        if not self.book.source:
            return Myst("The counts are those of the searches of this book.")
        key = self.book.umbrella_key
        return Myst("The counts are those of the published umbrella review{}, whose search this edition takes over.").format(
            Myst(" {}").format(cited([key])) if key else ""
        )

    def credit_due(self) -> Myst:
        """Whom to cite besides this book, in sentences."""
        key, n = self.book.umbrella_key, counted(len(self.tables.reviews), "review")
        each = Myst("each of the {}: a count in this book stands for work that others did.").format(n)
        if not key:
            return Myst("Please cite the included reviews as well where your work rests on them, {}").format(each)
        return Myst(
            "This book rests on a published umbrella review {}. Its authors are credited as the source and are not the authors of "
            "this book; where you use what it says, please cite it as well. The same holds for {}"
        ).format(cited([key]), each)

    def responsible(self) -> Myst:
        """Who answers for the book and what they state, as a list in markup; what is not stated is said once."""
        editors = Myst("; ").join(map(_editor, self.tables.edition.get("editors", ())))
        texts = self.tables.edition.get("statements", {})
        told = {"editors": editors, **{name: texts.get(name.replace(" ", "_"), "").strip() for name in STATEMENTS}}
        if contact := told["contact"]:
            told["contact"] = Myst("[{}]({})").format(
                contact, web_address(contact if "://" in contact else f"mailto:{contact}")
            )
        lines = [Myst("- **{}.** {}").format(start(name), text) for name, text in told.items() if text]
        missing = [name for name, text in told.items() if not text]
        if missing:
            lines.append(Myst("{}Not stated: {}.").format(Myst("- " if lines else ""), listed(missing)))
        return Myst("\n").join(lines)

    def _editions(self) -> list[dict]:
        """The record's editions, newest first."""
        listed = sorted(self.tables.extra(RECORD).get("edition", ()), key=lambda entry: entry["date"], reverse=True)
        present = self.tables.edition["edition"]["version"]
        if present not in [entry["version"] for entry in listed]:
            raise ValueError(f"data/{RECORD} does not list edition {present}")
        return listed

    def errata(self) -> str | Myst:
        """Errors found in published editions, newest first, as a list in markup."""
        listed = sorted(self.tables.extra(RECORD).get("erratum", ()), key=lambda entry: entry["date"], reverse=True)
        line = Myst("- *{}, edition {} ({}).* {} {}")
        return (
            Myst("\n").join(
                line.format(entry["place"], entry["edition"], day(entry["date"]), entry["wrong"], entry["right"])
                for entry in listed
            )
            or "No erratum has been issued so far."
        )

    def where_to_report(self) -> str | Myst:
        """Where errors are reported, in a sentence."""
        repository = self.tables.edition["repository"]
        if not repository:
            return "This copy names no public repository yet; report the error to those from whom you have it."
        return Myst("Fill in [the form for errata]({}) in the repository of this book.").format(
            web_address(f"{repository}/issues/new?template=erratum.yml")
        )


def _editor(editor: Mapping) -> Myst:
    """An editor with role and ORCID iD, as far as they are given."""
    role = Myst(", {}").format(editor["role"]) if editor.get("role") else ""
    orcid = editor.get("orcid")
    return Myst("{}{}{}").format(
        editor["name"], role, Myst(" ([{0}](https://orcid.org/{0}))").format(Myst.word(orcid)) if orcid else ""
    )


def change_groups(changes: str) -> list[tuple[str, list[str]]]:
    """What an edition changed, as ``umbrella changes`` tells it: titles, each with the lines set in beneath it."""
    groups: list[tuple[str, list[str]]] = []
    for line in filter(str.strip, changes.splitlines()):
        if line[0].isspace() and groups:
            groups[-1][1].append(line.strip())
        else:
            groups.append((line.strip(), []))
    return groups


def _group(group: tuple[str, list[str]]) -> Myst:
    title, lines = group
    return Myst("\n\n**{}**\n\n{}" if lines else "\n\n{}{}").format(title, Myst("\n").join(map(ITEM.format, lines)))


def section(version: str) -> Myst:
    """Id of an edition's section on the page on changes."""
    return Myst.word(f"edition-{NOT_IN_ID.sub('-', version.lower())}")


def doi_link(doi: str) -> str | Myst:
    """A DOI as a link in markup; ``none yet`` where there is none."""
    return Myst("[{}]({})").format(doi, doi_address(doi)) if doi else "none yet"
