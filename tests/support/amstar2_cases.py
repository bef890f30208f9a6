"""Appraisals that the tests of `umbrella.amstar2` share."""

LETTERS = {"Y": "yes", "PY": "partial yes", "N": "no", "NM": "no meta-analysis", "-": None}

# Item answers of twelve reviews and the overall ratings printed beside them:
# Table 2 of PMC9188066, a published umbrella review, retyped. It treats items
# 2, 7 and 15 as if they were not critical, as many published tables do.
PUBLISHED = {
    "Bachmann 2010": ("Y N N PY Y N N Y PY N Y Y Y Y Y Y", "moderate"),
    "De Morton 2007": ("Y N N Y Y Y Y PY Y Y Y N N Y Y Y", "low"),
    "Handoll 2011": ("Y Y N PY Y Y Y Y Y N NM NM Y Y N Y", "moderate"),
    "Heldmann 2019": ("Y PY N PY Y Y N Y Y N NM NM N Y NM Y", "low"),
    "Machado 2020": ("Y PY N PY Y N N PY Y N Y N Y Y N Y", "moderate"),
    "Martinez-Velilla 2016": ("Y N Y PY Y N N Y PY N NM NM N N N Y", "low"),
    "Peck 2020": ("Y N N N Y N N Y N N NM NM N N NM Y", "critically low"),
    "Peiris 2018": ("Y Y N PY Y Y N Y Y N Y Y Y Y Y Y", "moderate"),
    "Scrivener 2015": ("Y Y N PY N Y N Y Y N Y Y Y Y N Y", "low"),
    "Smith 2020a": ("Y Y N Y Y Y Y Y Y Y Y N Y N N Y", "moderate"),
    "Smith 2020b": ("Y Y N PY Y Y N Y Y N Y N Y Y Y Y", "moderate"),
    "Yasmeen 2020": ("Y Y N Y Y Y N Y Y N NM NM Y Y NM Y", "moderate"),
}


def from_letters(line: str) -> dict[int, str | None]:
    """Answers of a review from sixteen letters."""
    return {number: LETTERS[letters] for number, letters in enumerate(line.split(), start=1)}


def all_yes_but(no=(), partial=(), pooled_none=(), missing=()) -> dict[int, str | None]:
    """Sixteen times yes, with the exceptions named."""
    answers: dict[int, str | None] = dict.fromkeys(range(1, 17), "yes")
    answers |= dict.fromkeys(no, "no") | dict.fromkeys(partial, "partial yes")
    return answers | dict.fromkeys(pooled_none, "no meta-analysis") | dict.fromkeys(missing)
