"""Impact assessments (PIPL arts 55 and 56): what was recorded, which case still waits, and words to begin with."""

from typing import Any

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
    return [(occasion.value, occasion.label, newest.get(occasion.value)) for occasion in (Case.SENSITIVE, Case.MACHINE, Case.ENTRUSTED)]


def words_to_begin_with(occasion: str) -> dict[str, str]:
    """Return what this program does about each point of a case: facts for the office to check and to complete, not its finding."""
    begun = {
        Case.SENSITIVE: (
            _("ID numbers tell people of the same name apart, telephones reach them, political status is asked by the rules of selection. Nothing else of this kind is asked."),
            _("A leak would harm people for long. Those who may open a number in clear are officers of the unit in charge."),
            _("Numbers lie sealed and are masked on every page; each opening needs a reason and leaves a line in the trail; purposes and months stand in the list of personal data."),
        ),
        Case.MACHINE: (
            _("Ranking and matching prepare a proposal by rules and weights that are published before; nobody is chosen or placed by the program."),
            _("A wrong weight or wrong data may put somebody at a disadvantage."),
            _("Every place has its reason in plain words, one person checks and another confirms the plan, everybody may ask for a review by a person; the fairness page compares groups."),
        ),
        Case.ENTRUSTED: (
            _("The service team sees tickets and logistics, a company sees name, post and arrival of its own people, a public notice names name, unit and host."),
            _("Companies and the public learn who takes part; what is published can be copied."),
            _("A company sees nobody before consent to the newest notice; links need a code and run out; public notices are taken down and emptied after their days."),
        ),
    }
    return dict(zip(("lawful", "effects", "measures"), begun.get(Case(occasion), ("", "", "")) if occasion in Case.values else ("", "", ""), strict=True))
