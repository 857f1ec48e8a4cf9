"""Opens the assessment of a batch."""

from collections.abc import Collection, Mapping
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.assessment import actions as assessment
from seedbed.assessment.models import MarkSheet, Scheme
from seedbed.directory.models import Unit
from seedbed.directory.queries import conflict_between
from seedbed.kernel.actions import action, add, require
from seedbed.kernel.actor import Actor
from seedbed.outcomes import rules
from seedbed.outcomes.models import BatchRound, WordUsed
from seedbed.outcomes.queries import people_of
from seedbed.outcomes.queries.appraisal import company_sheets, newest_scheme, people_by_company, words_about
from seedbed.outcomes.reckoning.schemes import DECIDED_BY, FIRST
from seedbed.residency.models import HostWord
from seedbed.selection.models import Batch


@action("outcomes.assess_batch", allow=rules.runs_batch, label=gettext_lazy("Open the assessment of a batch"))
def assess_batch(batch: Batch, *, by: Actor, stage: str, due_on: date) -> BatchRound:
    """Open the assessment of everybody who took part in a batch, by the newest scheme of the stage.

    During the course the companies are asked for their word as well: each about its own people who agreed
    that it sees them. The first version of a scheme is written down when it is first used.
    """
    require(stage in FIRST, _("There is no such stage."))
    scheme = newest_scheme(batch.unit, stage) or _first(batch.unit, stage, by)
    title = f"{batch.name} {scheme.name}"
    round_ = assessment.open_round(batch.unit, by=by, scheme=scheme, title=title[:120], due_on=due_on, people=people_of(batch))
    if "host" in scheme.read.who:
        for company, people in people_by_company(batch).items():
            free = [person for person in people if not conflict_between(company, person)]
            if free:  # a company with a tie to everybody it has is not asked
                assessment.add_company(round_, by=by, unit=company, people=free)
    return add(BatchRound(batch=batch, round=round_, stage=stage))


def _first(unit: Unit, stage: str, by: Actor) -> Scheme:
    name, content = FIRST[stage]
    return assessment.publish_scheme(unit, by=by, code=stage, name=name, content=content, decided_by=DECIDED_BY)


@action("outcomes.mark_from_words", allow=rules.runs_batch, label=gettext_lazy("Enter a company's marks from its words at visits"))
def mark_from_words(batch: Batch, *, by: Actor, sheet: MarkSheet, words: Collection[HostWord], points: Mapping[str, int]) -> MarkSheet:
    """Enter the marks of a company from what it said at visits; the words are the evidence and stay linked to the sheet.

    Refused: no word, a word about somebody else or of another company, a sheet that is no company's or was handed in.
    """
    require(words, _("Choose the word on which the marks rest."))
    require(company_sheets(batch).filter(pk=sheet.pk).exists(), _("This sheet is not open for the words of a company."))
    known = set(words_about(batch, sheet).values_list("pk", flat=True))
    require({word.pk for word in words} <= known, _("Only what this company said about this person counts."))
    text = "；".join(_("Visit on %(day)s, %(who)s: %(text)s") % {"day": word.visit.on, "who": word.said_by or word.visit.offer.host.unit.name, "text": word.text} for word in words)
    assessment.mark_for_company(sheet, by=by, given={key: assessment.GivenMark(value, text[:400], max(word.visit.on for word in words)) for key, value in points.items()})
    for word in words:
        add(WordUsed(sheet=sheet, word=word))
    return sheet
