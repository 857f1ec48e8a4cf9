"""Education as offices write it, in steps that points can count."""

STEPS = ((3, ("博士",)), (2, ("硕士", "研究生")), (1, ("本科", "学士")))


def step_of(text: str) -> int:
    """Return 3 for a doctor, 2 for a master, 1 for a bachelor, 0 for anything else or nothing."""
    return next((step for step, words in STEPS if any(word in text for word in words)), 0)
