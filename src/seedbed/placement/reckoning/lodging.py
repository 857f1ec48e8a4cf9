"""What the words of offices say about beds. Plain text in, codes out."""

import re

MEN = re.compile(r"仅限?男|限男|男生宿舍|男职工宿舍|只有男|men only|for men", re.IGNORECASE)
WOMEN = re.compile(r"仅限?女|限女|女生宿舍|女职工宿舍|只有女|women only|for women", re.IGNORECASE)
BOTH = re.compile(r"男女不限|不限男女|男女均可|男女皆可|men and women|for both", re.IGNORECASE)


def lodging_of(offered: str | None, note: str, bound_to: str | None = None) -> str:
    """Return the code of lodging from a yes/no/negotiable cell, its remark, and an explicit sex if there is one.

    A bed that is only for one sex binds, also where lodging “can be arranged”: the bed that there is
    decides. An empty cell with a remark about beds counts as offered.
    """
    if offered == "no":
        return "none"
    if bound_to in {"men", "women"}:
        return bound_to
    if bound_to != "any":
        if BOTH.search(note):
            pass
        elif WOMEN.search(note):
            return "women"
        elif MEN.search(note):
            return "men"
    if offered == "negotiable":
        return "arranged"
    return "any" if offered == "yes" or note else "none"


def cells_of(lodging: str) -> tuple[str, str | None]:
    """Return the cells for a code of lodging: whether it is offered, and for whom."""
    return {
        "none": ("no", None), "any": ("yes", "any"), "men": ("yes", "men"), "women": ("yes", "women"),
        "arranged": ("negotiable", None),
    }.get(lodging, ("yes", None))
