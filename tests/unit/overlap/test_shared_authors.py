"""Shared authors, clusters of them, and how many independent groups stand behind a claim."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from umbrella.overlap import (
    author_clusters,
    author_key,
    independent,
    shared_authors,
    truncated_author_lists,
)

REVIEWS = {
    "a": ["Müller, H.-P.", "Garcia Lopez, M.", "Smith, J."],
    "b": ["García-López, María", "Brown, T.", "others"],
    "c": ["Brown, T. K.", "O’Neil, P."],
    "d": ["O'Neil P", "Muller H"],
    "e": ["Smith, K.", "Young, A."],
    "f": ["Old, B.", "others"],
}


def pairs(references) -> dict:
    table = shared_authors(references)
    assert list(table.columns) == ["first", "second", "shared"]
    return {(row.first, row.second): row.shared for row in table.itertuples()}


def test_pairs_with_a_common_author_are_named_with_the_authors():
    assert pairs(REVIEWS) == {
        ("a", "b"): ("Garcia Lopez, M.",),
        ("a", "d"): ("Müller, H.-P.",),
        ("b", "c"): ("Brown, T.",),
        ("c", "d"): ("O’Neil, P.",),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller, H.-P.", "MULLER, Hans"),
        ("Chiò, A.", "Chio A"),
        ("O’Brien, J. T.", "O'Brien, John"),
        ("Martí-Bonmatí, L.", "Marti Bonmati L"),
        ("Sørensen, Å.", "Sorensen, A."),
        ("Łukasz, Ż.", "Lukasz, Z"),
        ("Strauß, E.", "Strauss, É."),
        ("Van Damme, P.", "van Damme P."),
        ("Prado, L. d. G. R.", "Prado LDG"),
        ("King, Jr., M. L.", "King, M."),
        ("Nordic Imaging Group", "nordic imaging group"),
        ("Cafe\u0301, R.", "Caf\u00e9, R."),
    ],
)
def test_spellings_of_one_name(one, other):
    assert author_key(one) == author_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller, H.", "Müller, J."),
        ("Müller, H.", "Mueller, H."),  # a limit, not a virtue
        ("Müller, H.", "Müller"),
        ("Li, J.", "Lin, J."),
        ("Damme, P.", "Van Damme, P."),
        ("Nordic Imaging Group", "Nordic, I."),
    ],
)
def test_different_names(one, other):
    assert author_key(one) != author_key(other)


def test_namesakes_are_joined_which_is_a_limit():
    assert pairs({"x": ["Wang, Shuo"], "y": ["Wang, Sumei"]}) == {("x", "y"): ("Wang, Shuo",)}


@pytest.mark.parametrize("others", ["others", "Others", "et al.", "and others"])
def test_others_is_nobody(others):
    references = {"x": ["One, A.", others], "y": ["Two, B.", others], "z": ["Three, C."]}
    assert pairs(references) == {}
    assert truncated_author_lists(references) == ("x", "y")


def test_clusters_are_connected_components_with_the_lone_ones():
    assert author_clusters(REVIEWS) == (("a", "b", "c", "d"), ("e",), ("f",))
    assert author_clusters({}) == ()
    # Linked only by the last one, which comes after both groups were made.
    late = {"a": ["A, A."], "b": ["B, B."], "c": ["C, C."], "d": ["C, C.", "A, A."]}
    assert author_clusters(late) == (("a", "c", "d"), ("b",))


def test_independent_groups_behind_a_claim():
    clusters = author_clusters(REVIEWS)
    assert independent([], clusters) == 0
    assert independent(["a", "b"], clusters) == 1
    assert independent(["e", "a", "f", "a"], clusters) == 3
    # a and c share nobody: only b and d link them.
    assert independent(["a", "c"], clusters) == 1
    alone = author_clusters({key: REVIEWS[key] for key in ("a", "c")})
    assert independent(["a", "c"], alone) == 2


def test_a_review_in_no_group_or_in_two_is_refused():
    with pytest.raises(ValueError, match="'z' is in no group"):
        independent(["a", "z"], author_clusters(REVIEWS))
    with pytest.raises(ValueError, match="'a' stands in two groups"):
        independent(["a"], [("a", "b"), ("c", "a")])


@pytest.mark.parametrize("authors", [[], ["others"]])
def test_a_reference_without_authors_is_refused_not_independent(authors):
    with pytest.raises(ValueError, match="'x' has no authors"):
        shared_authors({"x": authors, "y": ["One, A."]})


@pytest.mark.parametrize("name", ["", " ", "...", ", A."])
def test_a_name_without_a_family_name_is_refused(name):
    with pytest.raises(ValueError, match="is not a name"):
        author_key(name)


def test_an_author_given_twice_is_shared_once():
    assert pairs({"x": ["Kim, A.", "Lee, B.", "Kim, Ann"], "y": ["Lee, B.", "Kim, A."]}) == {
        ("x", "y"): ("Kim, A.", "Lee, B.")
    }


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sets(st.sampled_from("PQRSTUVW"), min_size=1, max_size=3), max_size=7),
    st.randoms(use_true_random=False),
)
def test_clusters_part_the_references_and_share_nobody(lists, draw):
    references = {f"k{i}": [f"{name}, A." for name in sorted(one)] for i, one in enumerate(lists)}
    clusters = author_clusters(references)
    assert sorted(key for members in clusters for key in members) == sorted(references)
    people = [{name for key in members for name in references[key]} for members in clusters]
    assert sum(map(len, people)) == len(set().union(*people))
    for members in clusters:
        # One cannot be split: whoever starts, all are reached.
        reached = {members[0]}
        while more := {
            key
            for key in set(members) - reached
            if any(set(references[key]) & set(references[other]) for other in reached)
        }:
            reached |= more
        assert reached == set(members)
    keys = list(references)
    draw.shuffle(keys)
    shuffled = author_clusters({key: references[key] for key in keys})
    assert set(map(frozenset, shuffled)) == set(map(frozenset, clusters))
    assert independent(references, clusters) == len(clusters)


def test_the_references_of_this_book(tables):
    authors = {
        review: [str(person) for person in tables.references.entries[review].persons["author"]]
        for review in tables.reviews["review_id"]
    }
    clusters = author_clusters(authors)
    assert sorted(key for members in clusters for key in members) == sorted(authors)
    assert 1 < independent(authors, clusters) < len(authors)
    assert set(truncated_author_lists(authors)) <= set(authors)
