"""Phrases on editions, what changed between them, and errata."""

from __future__ import annotations

from umbrella.prose.filters import Filtered
from umbrella.prose.words import day

RECORD = "changes.toml"


class EditionPhrases(Filtered):
    """What became of the book over time, from ``changes.toml``."""

    def editions(self) -> str:
        """Every edition with what changed in it, newest first, as sections in markup.

        Raises:
            ValueError: the present edition is not in the record.
        """
        return "\n\n".join(
            f"({section(entry['version'])})=\n## Edition {entry['version']}, {day(entry['date'])}\n\n"
            f"{entry['summary']}\n\n{entry.get('changes', '').strip()}".strip()
            for entry in self._editions()
        )

    def edition_list(self) -> str:
        """Version, date, lasting address and DOI of every edition, newest first, as a table in markup.

        The page it stands on must lie in ``chapters/``.

        Raises:
            ValueError: the present edition is not in the record.
        """
        own = self.tables.edition["edition"]
        lines = ["| Edition | Date | Where it can be read | DOI |", "| --- | --- | --- | --- |"]
        for entry in self._editions():
            version, doi = entry["version"], entry.get("doi", "")
            if version == own["version"]:
                doi = doi or own.get("doi", "")
                place = f"here; its lasting address is `v/{version}/`" if entry.get("kept") else "here"
            else:
                address = f"../v/{version}/index.html"
                link = f'<a class="umb-edition-link" href="{address}">as it was published</a>'
                place = link if entry.get("kept") else "not kept as a site"
            lines.append(f"| [{version}](#{section(version)}) | {day(entry['date'])} | {place} | {doi_link(doi)} |")
        return "\n".join(lines)

    def doi(self) -> str:
        """The DOI of this edition, or that it has none, in a sentence."""
        doi = self.tables.edition["edition"].get("doi", "")
        if doi:
            return f"The DOI of this edition is {doi_link(doi)}."
        return "This edition has no DOI, and no other identifier is given in its place."

    def _editions(self) -> list[dict]:
        """The record's editions, newest first."""
        listed = sorted(self.tables.extra(RECORD).get("edition", ()), key=lambda entry: entry["date"], reverse=True)
        present = self.tables.edition["edition"]["version"]
        if present not in [entry["version"] for entry in listed]:
            raise ValueError(f"data/{RECORD} does not list edition {present}")
        return listed

    def errata(self) -> str:
        """Errors found in published editions, newest first, as a list in markup."""
        listed = sorted(self.tables.extra(RECORD).get("erratum", ()), key=lambda entry: entry["date"], reverse=True)
        return (
            "\n".join(
                f"- *{entry['place']}, edition {entry['edition']} ({day(entry['date'])}).* {entry['wrong']} {entry['right']}"
                for entry in listed
            )
            or "No erratum has been issued so far."
        )

    def where_to_report(self) -> str:
        """Where errors are reported, in a sentence."""
        repository = self.tables.edition["repository"]
        if not repository:
            return "This copy names no public repository yet; report the error to those from whom you have it."
        return f"Fill in [the form for errata]({repository}/issues/new?template=erratum.yml) in the repository of this book."


def section(version: str) -> str:
    """Id of an edition's section on the page on changes."""
    return f"edition-{version.replace('.', '-')}"


def doi_link(doi: str) -> str:
    """A DOI as a link in markup; ``none yet`` where there is none."""
    return f"[{doi}](https://doi.org/{doi})" if doi else "none yet"
