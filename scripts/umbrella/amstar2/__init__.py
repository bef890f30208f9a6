"""AMSTAR 2: from item answers to overall confidence in a review.

Shea 2017, 10.1136/bmj.j4008. `overall_confidence` rates one review and
`rate_table` many; `sensitivity` rates them under other rules; `agreement` and
`disagreements` compare raters and
`settled` merges them; `assignments` tells which published totals are possible; `read_ratings` reads anyone's table.
"""

from umbrella.amstar2.agreement import Kappa, agreement, cohen_kappa, disagreements, raters, settled
from umbrella.amstar2.assignments import Assignments, Contradiction, assignments, contradictions, possible_ratings
from umbrella.amstar2.items import ANSWERS, NO, Item, Items, critical_items, items_from, official_items
from umbrella.amstar2.rate import rate_table
from umbrella.amstar2.read_answers import read_ratings, to_csv, to_json
from umbrella.amstar2.rule import (
    CANNOT_BE_RATED,
    NOT_APPLICABLE,
    RATINGS,
    Rating,
    inconsistencies,
    overall_confidence,
    worse,
)
from umbrella.amstar2.sensitivity import Scenario, sensitivity, standard_scenarios, without_critical
