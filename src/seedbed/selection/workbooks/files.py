"""Files out: the list per recipient, the list to correct, results of screening and ranking."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from seedbed.kernel.workbooks import Column, Sheet
from seedbed.kernel.workbooks.writing import write_sheet
from seedbed.selection import reasons
from seedbed.selection.models import Application, Batch, Ranking
from seedbed.selection.queries.comparison import values_of
from seedbed.selection.queries.intake import key_of
from seedbed.selection.workbooks.sheets import corrections_sheet, shared_columns


def corrections_file(batch: Batch, applications: Iterable[Application]) -> bytes:
    """The list of applicants to correct in Excel and bring back: changes are then shown cell by cell."""
    notes = [gettext("Correct cells and bring the file back; rows are known by a hidden column. New people come in with the applicants' workbook.")]
    rows = [values_of(a) | {"_key": key_of(a)} for a in applications]
    return write_sheet(corrections_sheet(batch), rows, title=batch.name, notes=notes)


OF_THE_OFFICE = ("opinion", "remark")  # not for the unit's own list: the remark holds declared conflicts


def unit_corrections_file(batch: Batch, applications: Iterable[Application]) -> bytes:
    """The list of a unit's own people, to be corrected by its clerk and sent to the office."""
    sheet = corrections_sheet(batch)
    keys = [column.key for column in sheet.columns if column.key not in OF_THE_OFFICE]
    return write_sheet(sheet, [values_of(a) | {"_key": key_of(a)} for a in applications], title=batch.name, keys=keys)


RECIPIENTS: Mapping[str, tuple[str, ...]] = {
    "office": ("number", "name", "sex", "birth_month", "political_status", "id_masked", "education", "school", "unit", "post", "rank", "duties",
               "in_park", "in_economic", "bay_experience", "is_recruited_talent", "wished_industries", "opinion", "state"),
    "unit": ("number", "name", "sex", "unit", "post", "rank", "opinion", "state"),
    "meeting": ("number", "name", "sex", "birth_month", "political_status", "education", "school", "unit", "post", "rank", "state"),
}


def _list_sheet() -> Sheet:
    facts = shared_columns(())
    return Sheet(name="selection.list", title=_("List of applicants"), columns=(
        Column("number", _("Registered number"), width=12), Column("name", _("Name"), width=10), Column("sex", _("Sex"), width=6),
        Column("birth_month", _("Month of birth"), width=10), facts["political_status"], Column("id_masked", _("ID number (masked)"), width=20),
        facts["education"], facts["school"], Column("unit", pgettext_lazy("organisation", "unit"), width=28),
        Column("post", pgettext_lazy("job", "post"), width=14), facts["rank"], facts["duties"], facts["in_park"], facts["in_economic"],
        facts["bay_experience"], facts["is_recruited_talent"], facts["wished_industries"], facts["opinion"],
        Column("state", _("State"), width=12),
    ))


def list_file(batch: Batch, applications: Iterable[Application], recipient: str, *, outward: bool = False) -> bytes:
    """The list of applicants with the columns that the recipient (office, unit, meeting) needs and no others."""
    rows = [_listed(a, outward=outward) for a in applications]
    return write_sheet(_list_sheet(), rows, title=batch.name, keys=RECIPIENTS[recipient])


def _listed(application: Application, *, outward: bool) -> dict[str, Any]:
    person = application.person
    state = application.outward_label if outward else application.get_state_display()
    return values_of(application) | {
        "sex": person.get_sex_display(), "birth_month": f"{person.birth_month:%Y-%m}" if person.birth_month else None,
        "id_masked": person.id_masked, "state": str(state),
    }


def screening_file(batch: Batch, applications: Iterable[Application]) -> bytes:
    """The result of the screening: for each applicant eligible or not, the sentences, an overruling with its reason."""
    sheet = Sheet(name="selection.screening", title=_("Result of the screening"), columns=(
        Column("number", _("Registered number"), width=12), Column("name", _("Name"), width=10),
        Column("unit", pgettext_lazy("organisation", "unit"), width=28), Column("state", _("State"), width=12),
        Column("refused", _("Refused because"), width=40), Column("asked", _("To look at"), width=30),
        Column("overruled", _("Overruled because"), width=30), Column("rules", _("Conditions used"), width=18),
    ))
    return write_sheet(sheet, [_screened(a) for a in applications], title=batch.name)


def _screened(application: Application) -> dict[str, Any]:
    asked = [reasons.condition(a) for a in application.screening if not a["ok"] and a["effect"] == "ask"]
    return {
        "number": application.shown_number, "name": application.person.name, "unit": application.unit.name,
        "state": str(application.get_state_display()), "refused": "\n".join(reasons.refusals(application)) or None,
        "asked": "\n".join(asked) or None, "overruled": application.overruled or None,
        "rules": str(application.screened_with) if application.screened_with else None,
    }


def ranking_file(batch: Batch, ranking: Ranking, applications: Mapping[int, Application]) -> bytes:
    """The order of a ranking with the decision of each; for those who decide."""
    sheet = Sheet(name="selection.ranking", title=_("Order of priority"), columns=(
        Column("place", _("Place"), width=6), Column("number", _("Registered number"), width=12), Column("name", _("Name"), width=10),
        Column("unit", pgettext_lazy("organisation", "unit"), width=28), Column("meets", _("Rules met"), width=24),
        Column("state", _("Decision"), width=12), Column("note", _("Reason of a change by hand"), width=30),
    ))
    rows = []
    for row in ranking.rows:
        application = applications.get(row["id"])
        if application is not None:
            rows.append({
                "place": row["position"], "number": application.shown_number, "name": application.person.name, "unit": application.unit.name,
                "meets": reasons.meets(row["meets"], ranking.rule_set), "state": str(application.get_state_display()),
                "note": application.decision_note or None})
    return write_sheet(sheet, rows, title=batch.name)
