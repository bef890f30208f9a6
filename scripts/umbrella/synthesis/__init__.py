"""From findings to an evidence matrix: who reports what, which way, how firmly, and what is missing.

`terms` says what directions and categories mean, `matrix` picks findings by what they speak of, `claims` counts reviews and
names the certainty of each claim; `support` says
what stands behind a claim; `reasons` asks why directions differ; `gaps` names
what no review covers;
`accuracy` derives likelihood ratios.
"""

from umbrella.synthesis.accuracy import Interval, likelihood_ratios, post_test
from umbrella.synthesis.claims import (
    APART,
    CLAIM,
    certainty,
    claims,
    evidence_matrix,
    main_direction,
    told_apart,
)
from umbrella.synthesis.gaps import (
    ABSOLUTE,
    DIRECTION,
    EXTEND,
    GAPS,
    GATHERING,
    NO_GAP,
    QUALITY,
    STALE,
    SYNTHESIS,
    TASKS,
    agenda,
    gaps,
    is_stale,
)
from umbrella.synthesis.matrix import (
    ancestors,
    changes,
    evidence,
    nested,
    own_text,
    region_counts,
    regions_of,
    reported,
    rolled_up,
    structures,
    systems_covered,
    unseen_regions,
    within,
)
from umbrella.synthesis.reasons import Reason, contrasts_between_regions, likely_reasons, unclear_directions
from umbrella.synthesis.support import agreeing_share, region_agreement, support
from umbrella.synthesis.terms import NO_CHANGE, NOT_STATED, Categories, Directions, Terms
