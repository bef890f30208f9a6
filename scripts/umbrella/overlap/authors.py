"""Do the reviews behind a claim come from the same people?

Two references share an author when family name and first initial agree, upper
and lower case, accents, hyphens, apostrophes and spaces aside. This is a rule
on names, not on people. It joins namesakes (two authors "Wang, S."), the more
so where family names are few, and it misses one person under two family names
or spellings ("Mueller" and "Müller", a name before and after
marriage, a particle before or after the name). A list that ends in "others"
may hide authors: see `truncated_author_lists`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

import pandas as pd

from umbrella.tables.identity import letters

OTHERS = frozenset({"others", "and others", "et al", "et al."})
# "Garcia M", "Garcia M.-J.": initials after the family name, without a comma.
INITIALS = re.compile(r"(.*\S)\s+((?:[^\W\d_]\.?-?){1,3})")

References = Mapping[str, Sequence[str]]


def shared_authors(references: References) -> pd.DataFrame:
    """Return the pairs of references that have an author in common.

    In: reference key -> its authors as "Family, Given" or "Family, G. H.", or
    "Family GH" without a comma; any other name without a comma is taken whole,
    as that of a group. "others" is ignored. Out: one row per pair with a
    shared author, in the order of `references`: `first`, `second`, `shared`
    (tuple of names as the first one spells them, in its order). Raises
    ValueError for a reference without authors or a name without letters.
    """
    names = _names(references)
    rows = []
    for first, second in combinations(names, 2):
        if people := names[first].keys() & names[second].keys():
            shared = tuple(name for person, name in names[first].items() if person in people)
            rows.append((first, second, shared))
    return pd.DataFrame(rows, columns=["first", "second", "shared"])


def author_clusters(references: References) -> tuple[tuple[str, ...], ...]:
    """Return the groups of references linked by shared authors, directly or through others.

    In and raises: as `shared_authors`. Out: every reference in exactly one
    group, groups and members in the order of `references`.
    """
    group = {key: [key] for key in references}
    for pair in shared_authors(references).itertuples():
        one, other = group[pair.first], group[pair.second]
        if one is not other:
            one.extend(other)
            group.update(dict.fromkeys(other, one))
    order = {key: place for place, key in enumerate(references)}
    # One list stands for all its members: keep it where its first member is.
    whole = {id(members): members for members in group.values()}.values()
    return tuple(tuple(sorted(members, key=order.__getitem__)) for members in whole)


def independent(reviews: Iterable[str], clusters: Iterable[Iterable[str]]) -> int:
    """Return how many author-independent groups some reviews come from.

    In: keys of reviews (a repeated one counts once) and the groups of
    `author_clusters`. Two reviews that only a third one links count as one
    group, also when the third is not among them; make the clusters from these
    reviews alone to count direct links only. With truncated author lists the
    number is an upper bound. Raises ValueError for a review in no group or a
    review in two.
    """
    group: dict[str, int] = {}
    for number, members in enumerate(clusters):
        for key in members:
            if group.setdefault(key, number) != number:
                raise ValueError(f"{key!r} stands in two groups")
    wanted = set(reviews)
    if unknown := sorted(wanted - set(group)):
        raise ValueError(f"{unknown[0]!r} is in no group")
    return len({group[key] for key in wanted})


def truncated_author_lists(references: References) -> tuple[str, ...]:
    """Return the references whose authors end in "others", so that links may be missing."""
    return tuple(key for key, authors in references.items() if any(map(_is_others, authors)))


def author_key(name: str) -> tuple[str, str]:
    """Return family name and first initial in the form that is compared.

    In: a name as in `shared_authors`. The initial is "" for a name without
    one, which then agrees with no name that has one. Raises ValueError for a
    name without letters.
    """
    family, comma, given = name.rpartition(",")
    if comma:
        family = family.partition(",")[0]  # "Family, Jr., Given"
    elif (match := INITIALS.fullmatch(name.strip())) and match[2].isupper():
        family, given = match[1], match[2]
    else:
        family, given = name, ""
    if not (folded := letters(family)):
        raise ValueError(f"{name!r} is not a name")
    return folded, letters(given)[:1]


def _is_others(name: str) -> bool:
    return name.strip().casefold() in OTHERS


def _names(references: References) -> dict[str, dict[tuple[str, str], str]]:
    """For each reference its people and how it spells them."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for key, authors in references.items():
        people = found.setdefault(key, {})
        for name in authors:
            if not _is_others(name):
                people.setdefault(author_key(name), name)
        if not people:
            raise ValueError(f"{key!r} has no authors")
    return found
