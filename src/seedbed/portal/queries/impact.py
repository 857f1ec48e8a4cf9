"""Impact assessments (PIPL arts 55 and 56): what was recorded, which case still waits, and words to begin with."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from seedbed.portal.models import ImpactAssessment

Case = ImpactAssessment.Occasion


def assessments() -> QuerySet[ImpactAssessment]:
    """Return all assessments, the newest first."""
    return ImpactAssessment.objects.select_related("made_by").order_by("-number")


def newest_assessments() -> list[tuple[str, Any, ImpactAssessment | None]]:
    """Return, for each case in which this site handles data, the newest assessment, or None where none is recorded."""
    newest: dict[str, ImpactAssessment] = {}
    for row in assessments():
        newest.setdefault(row.occasion, row)
    handled = (Case.SENSITIVE, Case.MACHINE, Case.ENTRUSTED) if "training" in settings.LINES else (Case.SENSITIVE,)
    return [(occasion.value, occasion.label, newest.get(occasion.value)) for occasion in handled]


def words_to_begin_with(occasion: str) -> dict[str, str]:
    """Return what this program does about each point of a case, line by line: facts for the office to check and to complete, not its finding."""
    begun = [points for line, case, points in _words() if line in settings.LINES and case == occasion]
    return {name: "\n".join(points[place] for points in begun) for place, name in enumerate(("lawful", "effects", "measures"))}


def _words() -> list[tuple[str, str, tuple[str, str, str]]]:
    return [
        ("training", Case.SENSITIVE, (
            _("ID numbers tell people of the same name apart, telephones reach them, political status is asked by the rules of selection. Nothing else of this kind is asked."),
            _("A leak would harm people for long. Those who may open a number in clear are officers of the unit in charge."),
            _("Numbers lie sealed and are masked on every page; each opening needs a reason and leaves a line in the trail; purposes and months stand in the list of personal data."),
        )),
        ("training", Case.MACHINE, (
            _("Ranking and matching prepare a proposal by rules and weights that are published before; nobody is chosen or placed by the program."),
            _("A wrong weight or wrong data may put somebody at a disadvantage."),
            _("Every place has its reason in plain words, one person checks and another confirms the plan, everybody may ask for a review by a person; the fairness page compares groups."),
        )),
        ("training", Case.ENTRUSTED, (
            _("The service team sees tickets and logistics, a company sees name, post and arrival of its own people, a public notice names name, unit and host."),
            _("Companies and the public learn who takes part; what is published can be copied."),
            _("A company sees nobody before consent to the newest notice; links need a code and run out; public notices are taken down and emptied after their days."),
        )),
        ("grassroots", Case.SENSITIVE, (
            _("Name and telephone are asked only of those who want a reply; opinions and traits of people are not kept, and nobody is counted by name."),
            _("Who asked something of an office may suffer for it when it becomes known."),
            _("Names lie sealed; each look needs a reason and leaves a line in the trail; a confidential case exists only for those on it."),
        )),
    ]
