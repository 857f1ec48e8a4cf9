"""The paper for the meeting that decides on the selection (送审稿), as Word and PDF alike."""

from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from seedbed.kernel.papers import Heading, Paper, Table
from seedbed.selection import reasons
from seedbed.selection.models import Application, Batch, Ranking


def meeting_paper(batch: Batch, ranking: Ranking, applications: Mapping[int, Application], counts: Mapping[str, int]) -> Paper:
    """Return the paper: who applied, how it was screened, by which rules ranked, who is proposed and who in reserve.

    Holds no ID number, no telephone and nothing of the soundings. Names stand in the order of the ranking,
    for those who decide.
    """
    rows = [(row, applications[row["id"]]) for row in ranking.rows if row["id"] in applications]
    proposed = [pair for pair in rows if pair[1].state in ("proposed", "chosen")]
    reserve = [pair for pair in rows if pair[1].state == "reserve"]
    changed = [a for _row, a in rows if a.decision_note]
    return Paper(
        title=_("On the proposed selection for %(batch)s (for review)") % {"batch": batch.name},
        recipients=_("To the meeting:"),
        paragraphs=[
            Heading(_("1. Applications and screening")), _applications(batch, counts),
            Heading(_("2. Order of priority")), _rules(ranking), _basis(ranking),
            Heading(_("3. Proposal")),
            _("For %(seats)d seats %(proposed)d people are proposed and %(reserve)d are on the reserve list.")
            % {"seats": batch.seats, "proposed": len(proposed), "reserve": len(reserve)},
            *([_("Decisions changed by hand: %(changes)s.") % {"changes": "；".join(f"{a.person.name}（{a.decision_note}）" for a in changed)}] if changed else []),
            _("The proposal is submitted for review."),
        ],
        tables=[_people(_("People proposed"), proposed, ranking), *([_people(_("Reserve list"), reserve, ranking)] if reserve else [])],
        attachments=[_("People proposed"), *([_("Reserve list")] if reserve else [])],
        signature=batch.unit.name, date=timezone.localdate(), language="zh" if (get_language() or "").startswith("zh") else "en",
    )


def _applications(batch: Batch, counts: Mapping[str, int]) -> str:
    total, refused, gone = sum(counts.values()), counts.get("ineligible", 0), counts.get("given_up", 0)
    open_ones = sum(counts.get(s, 0) for s in ("submitted", "returned", "recommended"))
    return _("%(total)d people applied or were recommended; %(eligible)d are eligible, %(refused)d are not, %(gone)d gave up.") % {
        "total": total, "eligible": total - refused - gone - open_ones, "refused": refused, "gone": gone}


def _rules(ranking: Ranking) -> str:
    """The rules as they are published, in one paragraph."""
    space = "" if (get_language() or "").startswith("zh") else " "
    return space.join(reasons.places_text(ranking.rule_set.content))


def _basis(ranking: Ranking) -> str:
    return _("Used: %(rules)s, decided by %(paper)s, effective from %(day)s.") % {
        "rules": ranking.rule_set, "paper": ranking.rule_set.decided_by, "day": ranking.rule_set.effective_from}


def _people(title: str, pairs: list[tuple[dict[str, object], Application]], ranking: Ranking) -> Table:
    columns = [_("No."), _("Name"), _("Sex"), _("Born"), _("Unit and post"), _("Rank"), _("Rules met"), _("Place")]
    rows = [
        [n, a.person.name, a.person.get_sex_display(), f"{a.person.birth_month:%Y-%m}" if a.person.birth_month else "",
         f"{a.unit.name} {a.post}".strip(), a.rank, reasons.meets(row["meets"], ranking.rule_set), row["position"]]  # type: ignore[arg-type]
        for n, (row, a) in enumerate(pairs, 1)
    ]
    return Table(columns=columns, rows=rows, widths=[1, 2, 1, 2, 5, 3, 3, 1], title=title, new_page=True)
