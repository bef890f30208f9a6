"""Rules on how the source was made: what it says of the reviews' texts, its raters, its instrument, its harvest."""

from __future__ import annotations

from umbrella.audit.arguments import Arguments, figures
from umbrella.audit.verdict import DIFFERS, HOLDS, OPEN, Tables, Verdict, first_hand, rows_of, rule, second_hand
from umbrella.nouns import counted
from umbrella.overlap.authors import author_key


@rule
def facts_are_confirmed(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """What the source says of some reviews is what their own texts say.

    Arguments: ``fact``, ``value`` (as entered from the source), ``confirmed_by=any``
    when the source says only that something exists, so that any value of the
    review's own text confirms it. An own text that says nothing leaves the
    question open.
    """
    arguments.allow("fact", "value", "confirmed_by")
    fact, value = arguments.one("fact"), arguments.one("value")
    said = second_hand(tables, "review-facts")
    said = list(dict.fromkeys(said[(said["fact"] == fact) & (said["value"] == value)]["review_id"]))
    own = first_hand(tables, "review-facts")
    own = own[(own["fact"] == fact) & own["review_id"].isin(said)]
    agreeing = own if "confirmed_by" in arguments else own[own["value"] == value]
    confirmed = set(agreeing["review_id"])
    # Where a review can have several values, another one denies nothing.
    many = tables["facts"].set_index("fact").at[fact, "many"] == "yes"
    denied = own[~own["review_id"].isin(confirmed) & (not many)]
    silent = len(said) - len(confirmed | set(denied["review_id"]))
    recomputed = f"{len(confirmed)} of {len(said)} confirmed"
    if len(denied):
        n = denied["review_id"].nunique()
        recomputed += f", {n} {'says' if n == 1 else 'say'} otherwise"
    told = "; ".join(dict.fromkeys(own["value"])) or "nothing"
    explanation = f"Own texts of these reviews say: {told}. {silent} of {len(said)} say nothing in what was read."
    verdict = DIFFERS if len(denied) else OPEN if silent or not said else HOLDS
    return Verdict(verdict, recomputed, rows_of("review-facts", said), explanation)


@rule
def no_fact_says_otherwise(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """The review's own text does not hold a fact that goes against the statement.

    Arguments: ``review``, ``fact``, ``value`` (the one against it).
    """
    arguments.allow("review", "fact", "value")
    own = first_hand(tables, "review-facts")
    own = own[(own["review_id"] == arguments.one("review")) & (own["fact"] == arguments.one("fact"))]
    rows = rows_of("review-facts", [arguments.one("review")])
    if own.empty:
        return Verdict(OPEN, "nothing read", rows, "No text of the review that was read speaks of it.")
    against = arguments.one("value") in set(own["value"])
    explanation = f"The review's own text says: {'; '.join(own['value'])}."
    return Verdict(
        DIFFERS if against else HOLDS, arguments.one("value") if against else "nothing against it", rows, explanation
    )  # fmt: skip


@rule
def every_review_states(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """Each included review states a fact in its own text, with one of the values wanted.

    Arguments: ``fact``, ``values``.
    """
    arguments.allow("fact", "values")
    own = first_hand(tables, "review-facts")
    own = own[own["fact"] == arguments.one("fact")]
    reviews = tables["reviews"]["review_id"]
    fitting = set(own[own["value"].isin(arguments.many("values"))]["review_id"])
    otherwise = [key for key in reviews if key in set(own["review_id"]) - fitting]
    silent = [key for key in reviews if key not in set(own["review_id"])]
    verdict = DIFFERS if otherwise else OPEN if silent else HOLDS
    explanation = f"{counted(len(otherwise), 'review')} with another value; no text that was read states it for {counted(len(silent), 'review')}."
    shown = [*otherwise, *silent] or list(reviews)
    return Verdict(verdict, f"{len(fitting)} of {len(reviews)} reviews", rows_of("reviews", shown), explanation)


@rule
def raters_are_not_authors(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """Nobody who rated the reviews is an author of one (family name and first initial).

    Arguments: ``raters`` (as ``Family, G.``), ``claimed=yes`` when the source
    claims as much. Where it claims only that raters worked apart from each
    other, a shared name leaves the question open.
    """
    arguments.allow("raters", "claimed")
    raters = {author_key(name) for name in arguments.many("raters")}
    own = [key for key in tables["reviews"]["review_id"] if raters & _authors(tables, key)]
    n = len(tables["reviews"])
    if not own:
        return Verdict(HOLDS, f"none of {n} reviews", (), "No rater is an author of an included review.")
    both = sum(raters <= _authors(tables, key) for key in own)
    explanation = f"A rater is among the authors of {counted(len(own), 'review')}, every rater among those of {both}. Names were compared by family name and first initial."
    return Verdict(
        DIFFERS if "claimed" in arguments else OPEN, f"a rater is an author of {len(own)} of {n} reviews",
        rows_of("reviews", own), explanation,
    )  # fmt: skip


def _authors(tables: Tables, key: str) -> set[tuple[str, str]]:
    people = tables.references.entries[key].persons.get("author", [])
    return {author_key(str(person)) for person in people if str(person).casefold() != "others"}


@rule
def instrument_is_described(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """The stated numbers of items and of critical domains are those of the instrument, and the items lie in these domains.

    Two numbers are stated: items, then critical domains over which they spread.
    """
    arguments.allow()
    items = tables["amstar2-items"]
    critical = items[items["critical"] == "yes"]
    n_items, n_critical = len(items), critical["domain"].nunique()
    agrees = figures(stated)[:2] == [n_items, n_critical] and len(critical) == n_items
    explanation = f"The instrument has {n_items} items; {len(critical)} of them are critical, in {n_critical} domains, and {n_items - len(critical)} lie outside these."
    recomputed = f"{n_items} items, {len(critical)} of them critical"
    rows = rows_of("amstar2-items", [str(item) for item in critical["item"]])
    return Verdict(HOLDS if agrees else DIFFERS, recomputed, rows, explanation)


@rule
def nothing_eligible_was_met(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """No review met while reading looks eligible, lies before the end of the search and is not included.

    Why one is missing cannot be seen from outside, so that any leaves the question open.
    Arguments: ``until`` (last year of the search).
    """
    arguments.allow("until")
    candidates = tables["candidate-reviews"]
    year = candidates["year"]
    known = candidates[year.isna() | (year <= int(arguments.one("until")))]
    n = len(known)
    if not n:
        return Verdict(HOLDS, "none met", (), "No further review is on record.")
    explanation = "They were met while reading, not looked for; whether they were found and excluded, and why, is not in what was read."
    return Verdict(
        OPEN, f"{counted(n, 'further review')} met",
        rows_of("candidate-reviews", known["candidate_id"]), explanation,
    )  # fmt: skip
