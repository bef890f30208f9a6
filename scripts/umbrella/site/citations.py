"""The bibliography: works of the same authors and year told apart (2024a, 2024b), addresses that lead there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from string import ascii_lowercase

from pybtex.database import Entry
from pybtex.style.formatting.alpha import Style as AlphaStyle
from pybtex.style.template import field, href, join, names, node, sentence, words

from umbrella.markup import doi_address, unescaped, web_address
from umbrella.tables.bibliography import cited_as


def letter_years(entries: dict[str, Entry]) -> None:
    """Give entries that would be cited alike a letter after the year, in place.

    Citations name one author, two, or the first "et al."; entries alike in
    that and in their year get letters in order of their keys. An entry that
    bears its letter as ``extradate`` has that one, and leaves the others as
    they were before it came. Applying it again changes nothing.
    """
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, entry in entries.items():
        entry.fields["year"] = re.sub(r"[a-z]$", "", entry.fields.get("year", ""))
        if "extradate" in entry.fields:
            entry.fields["year"] += entry.fields["extradate"]
        else:
            alike[cited_as(entry)].append(key)
    for keys in alike.values():
        if len(keys) > 1:
            for letter, key in zip(ascii_lowercase, sorted(keys)):
                entries[key].fields["year"] += letter


def tell_apart(app, env, added, changed, removed) -> list[str]:
    """Handler: letter the years of the bibliography that sphinxcontrib-bibtex has read."""
    letter_years(env.get_domain("cite").bibdata.data.entries)
    return []


class LinkedStyle(AlphaStyle):
    """Entries as ``alpha`` has them, with addresses that lead there whatever signs they hold, and "et al."."""

    def format_names(self, role: str, as_sentence: bool = True):
        """All names; a list that its entry cuts short ends as lists of names do."""
        people = _people(role)
        return sentence[people] if as_sentence else people

    def format_url(self, e: Entry):
        """The address, as a link."""
        return words["URL:", href(_field("url", web_address))[_field("url", unescaped)]]

    def format_doi(self, e: Entry):
        """The DOI, as a link."""
        return href(_field("doi", doi_address))[join["doi:", _field("doi", unescaped)]]


@node
def _people(children: list, context: dict, role: str):
    *shown, last = context["entry"].persons.get(role) or [None]
    if not shown or str(last) != "others":
        return names(role, sep=", ", sep2=" and ", last_sep=", and ").format_data(context)
    style = context["style"]
    written = [style.format_name(person, style.abbreviate_names) for person in shown]
    return join(sep=", ")[*written, "et al"].format_data(context)


def _field(name: str, made: Callable[[str], str]):
    return field(name, raw=True, apply_func=made)
