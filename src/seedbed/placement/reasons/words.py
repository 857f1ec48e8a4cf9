"""Single words and short sentences for codes."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

PART_LABELS: dict[str, Any] = {
    "person_post": gettext_lazy("Person fits post"),
    "related_industry": gettext_lazy("Related industry"),
    "similar_work": gettext_lazy("Similar work"),
    "wish": pgettext_lazy("part of the fit", "Wish"),
    "made_for": gettext_lazy("Post made for the person"),
    "host_need": gettext_lazy("Need of the host"),
}
FAMILIES: dict[str, Any] = {
    "materials": pgettext_lazy("field of study", "materials"), "chemistry": pgettext_lazy("field of study", "chemistry"),
    "mechanics": pgettext_lazy("field of study", "mechanical engineering"),
    "electrics": pgettext_lazy("field of study", "electrical engineering"),
    "electronics": pgettext_lazy("field of study", "electronics"), "computing": pgettext_lazy("field of study", "computing"),
    "industrial": pgettext_lazy("field of study", "industrial engineering"),
    "civil": pgettext_lazy("field of study", "civil engineering"), "environment": pgettext_lazy("field of study", "environment"),
    "agriculture": pgettext_lazy("field of study", "agriculture"), "food": pgettext_lazy("field of study", "food"),
    "medicine": pgettext_lazy("field of study", "medicine"), "economics": pgettext_lazy("field of study", "economics"),
    "finance": pgettext_lazy("field of study", "finance"), "accounting": pgettext_lazy("field of study", "accounting"),
    "management": pgettext_lazy("field of study", "management"), "marketing": pgettext_lazy("field of study", "marketing"),
    "logistics": pgettext_lazy("field of study", "logistics"), "public": pgettext_lazy("field of study", "public administration"),
    "law": pgettext_lazy("field of study", "law"), "letters": pgettext_lazy("field of study", "Chinese and journalism"),
    "languages": pgettext_lazy("field of study", "languages"), "education": pgettext_lazy("field of study", "education"),
    "mathematics": pgettext_lazy("field of study", "mathematics"), "tourism": pgettext_lazy("field of study", "tourism"),
    "design": pgettext_lazy("field of study", "design"),
}
CLOSED: dict[str, Any] = {
    "post_closed": gettext_lazy("the post is closed"),
    "host_not_vetted": gettext_lazy("the host is not vetted"),
    "host_not_willing": gettext_lazy("the host has not said that it is willing"),
    "seats_open": gettext_lazy("the seats are still to be settled"),
    "lodging_men": gettext_lazy("there is lodging for men only"),
    "lodging_women": gettext_lazy("there is lodging for women only"),
    "tie_relative": gettext_lazy("conflict of interest: a relative is concerned"),
    "tie_relative_works": gettext_lazy("conflict of interest: a relative works at the host"),
    "tie_in_charge": gettext_lazy("conflict of interest: the person is in charge of approvals, funds or inspections of the host"),
    "tie_supervises": gettext_lazy("conflict of interest: the own unit supervises the host"),
    "tie_subsidises": gettext_lazy("conflict of interest: the own unit awards money to the host"),
    "tie_contracts": gettext_lazy("conflict of interest: the own unit has a contract with the host"),
    "tie_dispute": gettext_lazy("conflict of interest: the own unit is in dispute with the host"),
    "ban": gettext_lazy("an officer ruled this place out for this person"),
    "no_seats": gettext_lazy("it has no seats"),
    "no_candidate": gettext_lazy("it is not open to this person"),
    "locked_elsewhere": gettext_lazy("the person is locked to another place"),
    "rules": gettext_lazy("the rules of the match do not allow it, however everybody else is placed"),
}


def part_label(name: str) -> str:
    """Return the name of a part of the fit."""
    return str(PART_LABELS.get(name, name))


def level_name(shared: str) -> str:
    """Return the level of the classification that two industries share."""
    return {"section": pgettext("industry", "section"), "division": pgettext("industry", "division"),
            "group": pgettext("industry", "group"), "class": pgettext("industry", "class")}[shared]


def families(keys: list[str]) -> str:
    """Return fields of study, joined."""
    return comma(str(FAMILIES.get(key, key)) for key in keys)


def comma(words: Any) -> str:
    """Join words as one does in the reader's language."""
    return pgettext("between the items of a list", ", ").join(words)


def sentences(*parts: str) -> str:
    """Put sentences behind one another: with a space, except in Chinese."""
    return ("" if (get_language() or "").startswith("zh") else " ").join(part for part in parts if part)


def hundredths(value: int) -> str:
    """Return hundredths as a figure with two digits: 8123 is 81.23."""
    sign, value = ("-" if value < 0 else ""), abs(value)
    return f"{sign}{value // 100:,}.{value % 100:02d}"


def closed_sentence(code: str, detail: str = "") -> str:
    """Return why a place is not open to a person."""
    return str(CLOSED.get(detail if code == "excluded" else code, _("it is not open to this person")))
