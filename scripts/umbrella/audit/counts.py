"""Rules on numbers: the flow of records, the reviews, their kinds, their patients, their ratings."""

from __future__ import annotations

from umbrella.audit.arguments import Arguments, figure, figures
from umbrella.audit.verdict import (
    DIFFERS,
    HOLDS,
    OPEN,
    Row,
    Tables,
    Verdict,
    first_hand,
    rows_of,
    rule,
    second_hand,
)  # fmt: skip
from umbrella.nouns import counted
from umbrella.selection import ARITHMETIC, BOXES, databases, flow


def _fits(agrees: bool) -> str:
    return HOLDS if agrees else DIFFERS


@rule
def databases_add_up(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """The records of the databases add up to the stated total."""
    arguments.allow()
    parts = databases(tables["selection"])
    total, target = sum(parts.values()), figure(stated)
    gap = f", which is {abs(target - total):,} {'fewer' if total < target else 'more'} than stated"
    listed = ", ".join(f"{name} {n:,}" for name, n in parts.items())
    rows = (Row("selection", "records identified"), *rows_of("selection", parts))
    explanation = f"{listed}: together {total:,}{gap if total != target else ''}."
    return Verdict(_fits(total == target), f"{total:,}", rows, explanation)


@rule
def box_follows(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """A box of the flow is what the boxes before it leave (Page 2021, 10.1136/bmj.n71).

    Arguments: ``box``. Boxes whose number is not stated are taken as nothing removed.
    """
    arguments.allow("box")
    box = arguments.one("box")
    if box not in ARITHMETIC:
        raise ValueError(f"{box!r} does not follow from other boxes")
    rows = tables["selection"]
    known = rows[rows["box"] != "records from database"].groupby("box")["n"].sum().astype(int).to_dict()
    steps, total = [], ARITHMETIC[box][0]
    removed = list(ARITHMETIC[box][1])
    while total in ARITHMETIC and total not in known:
        total, before = ARITHMETIC[total]
        removed = [*before, *removed]
    if total not in known or not any(name in known for name in removed):
        return Verdict(OPEN, "not computable", (), "The boxes before it are not stated.")
    n = known[total]
    for name in removed:
        if name in known:
            n -= known[name]
            steps.append(name)
    silent = [name for name in removed if name not in known]
    explanation = f"{known[total]:,} {total}" + "".join(f" less {known[name]:,} {name}" for name in steps)
    explanation += f" leave {n:,}." + (f" Not stated and taken as none: {', '.join(silent)}." if silent else "")
    return Verdict(_fits(n == figure(stated)), f"{n:,}", rows_of("selection", [total, *steps, box]), explanation)


@rule
def flow_is_complete(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """Every box of the flow diagram of PRISMA 2020 is stated in what was read.

    A box that is not stated may stand in a figure that was not read, so that
    a missing one leaves the question open.
    """
    arguments.allow()
    written = set(tables["selection"]["box"])
    # Removals other than duplicates need not occur.
    missing = [box for box in BOXES if box not in written and box != "other removals"]
    rows = rows_of("selection", [box for box in BOXES if box in written])
    if not missing:
        return Verdict(HOLDS, "all boxes stated", rows, "Each box of the flow diagram is stated.")
    found = len(BOXES) - 1 - len(missing)
    return Verdict(
        OPEN, f"{found} of {len(BOXES) - 1} boxes stated", rows, f"Not in what was read: {', '.join(missing)}."
    )


@rule
def reviews_counted(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """The stated number of reviews, or the sum of its stated parts, is that of the table and of the flow.

    Arguments: ``parts=yes`` when the numbers stated are parts of the whole.
    """
    arguments.allow("parts")
    numbers = figures(stated)
    total = sum(numbers) if "parts" in arguments else figure(stated)
    n = len(tables["reviews"])
    boxed = flow(tables["selection"]).get("reviews included")
    in_flow = n if boxed is None else boxed.n
    said = f"{' and '.join(map(str, numbers))} make {total}" if "parts" in arguments else f"{total} stated"
    explanation = f"{said}; {n} reviews are listed and {in_flow} stand at the end of the flow."
    rows = (Row("selection", "reviews included"), *rows_of("reviews", tables["reviews"]["review_id"]))
    return Verdict(_fits(total == n == in_flow), f"{n}", rows, explanation)


@rule
def reviews_with_fact(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """The stated number of reviews have a fact with a value, by their own texts where these speak.

    Arguments: ``fact``, ``value``. Reviews whose own text gives another value
    are left out; a review on which only the source under audit speaks counts
    as the source says.
    """
    arguments.allow("fact", "value")
    fact, value = arguments.one("fact"), arguments.one("value")
    facts = tables["review-facts"]
    having = facts[(facts["fact"] == fact) & (facts["value"] == value)]["review_id"].drop_duplicates()
    own = first_hand(tables, "review-facts")
    otherwise = set(own[(own["fact"] == fact) & (own["value"] != value)]["review_id"])
    fitting = [review for review in having if review not in otherwise]
    n = len(fitting)
    confirmed = own[(own["fact"] == fact) & (own["value"] == value)]["review_id"].nunique()
    explanation = f"{counted(n, 'review')} with it; in {confirmed} of them the review's own text says so."
    return Verdict(_fits(n == figure(stated)), f"{n}", rows_of("review-facts", fitting), explanation)


@rule
def patients_add_up(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """The patients that the reviews state add up to more than the stated number.

    Arguments: ``fact`` (patients as the statement means them), ``wider``
    (patients counted with a wider diagnosis). The sum decides only when every
    review states ``fact``; shared studies would still be counted twice.
    """
    arguments.allow("fact", "wider")
    own = tables["review-facts"]
    labels = tables["facts"].set_index("fact")["label"]
    sums, silent = [], set(tables["reviews"]["review_id"])
    total, known = 0, 0
    for name in (arguments.one("fact"), *arguments.get("wider", ())):
        rows = own[own["fact"] == name].drop_duplicates("review_id")
        n = int(rows["value"].astype(int).sum())
        if name == arguments.one("fact"):
            total, known = n, len(rows)
        sums.append(f"{labels[name]}: {n:,} in {counted(len(rows), 'review')}")
        silent -= set(rows["review_id"])
    named = own[own["fact"].isin([arguments.one("fact"), *arguments.get("wider", ())])]["review_id"]
    complete = known == len(tables["reviews"])
    verdict = _fits(total > figure(stated)) if complete else OPEN
    recomputed = "; ".join(sums)
    mixed = int(tables["reviews"]["scope"].map(tables["scopes"].set_index("scope")["kind"]).eq("mixed").sum())
    explanation = f"No number was read for {len(silent)} of {len(tables['reviews'])} reviews; {mixed} cover several diseases. How far the reviews share studies is not known."
    return Verdict(verdict, recomputed, rows_of("review-facts", named), explanation)


@rule
def ratings_add_up(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """The published ratings are as many as stated and as many as the reviews."""
    arguments.allow()
    ratings = tables["published-ratings"]
    n, reviews = int(ratings["n"].sum()), len(tables["reviews"])
    explanation = f"The ratings in the table add up to {n}; there are {reviews} reviews."
    agrees = sorted(figures(stated)) == sorted(map(int, ratings["n"])) and n == reviews
    text = ", ".join(f"{row.n} {row.rating}" for row in ratings.itertuples())
    return Verdict(_fits(agrees), text, rows_of("published-ratings", ratings["rating"]), explanation)


@rule
def values_occur(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """Each value that the source names for all reviews together is stated by one review at least.

    Arguments: ``fact``, ``values``. A value no text of a review names leaves the question open.
    """
    arguments.allow("fact", "values")
    own = first_hand(tables, "review-facts")
    own = own[own["fact"] == arguments.one("fact")]
    missing = [value for value in arguments.many("values") if value not in set(own["value"])]
    other = sorted(set(own["value"]) - set(arguments.many("values")))
    named = own[own["value"].isin(arguments.many("values"))]
    n = len(arguments.many("values")) - len(missing)
    explanation = f"Named by no text read: {', '.join(missing) or 'none'}. Named by a review and not in the list: {', '.join(other) or 'none'}."
    return Verdict(
        OPEN if missing else HOLDS, f"{n} of {len(arguments.many('values'))} found",
        rows_of("review-facts", named["review_id"]), explanation,
    )  # fmt: skip


@rule
def patients_are_of_scope(tables: Tables, stated: str, arguments: Arguments) -> Verdict:
    """The reviews credited with findings on a population are reviews of that population alone.

    Arguments: ``population``, ``scope``. A review of wider scope may report
    that population apart, so that such reviews leave the question open.
    """
    arguments.allow("population", "scope")
    scope = tables["reviews"].set_index("review_id")["scope"]
    credited = second_hand(tables, "findings")
    credited = credited[credited["population"] == arguments.one("population")]
    wider = credited[credited["review_id"].map(scope) != arguments.one("scope")]
    text = f"{len(wider)} of {len(credited)} findings rest on reviews of wider scope"
    reviews = sorted(set(wider["review_id"]))
    explanation = f"{counted(len(reviews), 'review')} of wider scope credited with findings on this population alone."
    return Verdict(OPEN if len(wider) else HOLDS, text, rows_of("reviews", reviews), explanation)
