"""Papers on what came of a batch: the report, and the list for awards with its evidence; Word and PDF alike."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from seedbed.assessment.queries import grade_name
from seedbed.assessment.workbooks import parts_text
from seedbed.kernel.papers import Heading, Paper, Table
from seedbed.kernel.papers.paper import written_date
from seedbed.outcomes.models import Certificate, Lead, LeadAmount
from seedbed.outcomes.queries.batch import BroughtHome, Figures, Honour
from seedbed.outcomes.queries.coverage import Line
from seedbed.outcomes.reckoning.certificates import shown_code
from seedbed.outcomes.reckoning.money import write_wan
from seedbed.selection.models import Batch


def _language() -> str:
    return "zh" if (get_language() or "").startswith("zh") else "en"


def report(batch: Batch, figures: Figures, leads: Sequence[tuple[Lead, int]], counties: Sequence[Line], home: BroughtHome) -> Paper:
    """Return the report on a batch: people, hosts, assessment, leads with documented money, visits, practices, what came later, coverage.

    Nobody is named.
    """
    return Paper(
        title=_("Report on the outcomes of %(batch)s") % {"batch": batch.name},
        paragraphs=[
            Heading(_("1. The batch")), _people(batch, figures),
            Heading(_("2. Assessment")), _assessment(figures),
            Heading(_("3. Investment")), _investment(figures),
            Heading(_("4. Companies visited")),
            _("%(visits)d visits to %(companies)d companies.") % {"visits": figures.visits, "companies": figures.companies},
            Heading(_("5. Practices brought home")), _practices(home),
            Heading(_("6. After the course")), _later(home),
            Heading(_("7. Coverage")), _coverage(counties),
        ],
        tables=[_districts(figures), _leads(leads), *([_in_use(home)] if home.in_use else []), *([_heard(home)] if home.heard else []),
                *([_counties(counties)] if counties else [])],
        signature=batch.unit.name, date=timezone.localdate(), language=_language(),
    )


def _people(batch: Batch, figures: Figures) -> str:
    return _("%(people)d people took part, %(party)d of them members of the Party, in %(hosts)d companies in %(city)s, from %(first)s to %(last)s.") % {
        "people": figures.people, "party": figures.party_members, "hosts": figures.hosts, "city": batch.host_region.name, "first": written_date(batch.starts_on, _language()), "last": written_date(batch.last_day, _language())}


def _assessment(figures: Figures) -> str:
    if not figures.grades:
        return _("No assessment is released yet.")
    return "；".join(f"{title}：" + "、".join(f"{name} {n}" for name, n in grades) for title, grades in figures.grades) + "。"


def _investment(figures: Figures) -> str:
    stages = "、".join(f"{label} {n}" for label, n in figures.leads if n)
    text = ngettext("%(count)d lead was found", "%(count)d leads were found", figures.lead_count) % {"count": figures.lead_count}
    money = "；".join(f"{label} {write_wan(figures.fen[kind])} {_('10,000 yuan')}" for kind, label in LeadAmount.Kind.choices if figures.fen.get(kind))
    return f"{text}（{stages}）。" + (_("By documents: %(money)s.") % {"money": money} if money else _("No amount is documented."))


def _practices(home: BroughtHome) -> str:
    if not any(n for _label, n in home.practices):
        return _("No practice is written down yet.")
    stages = "、".join(f"{label} {n}" for label, n in home.practices if n)
    taken = ngettext("Another unit took a practice over %(n)d time.", "Other units took practices over %(n)d times.", home.taken) % {"n": home.taken}
    return f"{stages}。{taken}"


def _later(home: BroughtHome) -> str:
    if not home.planned:
        return _("No follow-up is planned yet.")
    return _("The organisation has asked %(done)d times of %(planned)d planned what came of the course.") % {"done": len(home.heard), "planned": home.planned}


def _coverage(counties: Sequence[Line]) -> str:
    total, covered = sum(c.total for c in counties), sum(c.covered for c in counties)
    if not total:
        return _("The people to be covered are not listed yet.")
    return _("Of %(total)d people to be covered %(covered)d are covered, %(training)d are in training, %(open)d are not covered.") % {
        "total": total, "covered": covered, "training": sum(c.training for c in counties), "open": sum(c.open for c in counties)}


def _districts(figures: Figures) -> Table:
    return Table(columns=[_("District"), _("People")], rows=[[name or "—", n] for name, n in figures.by_district], widths=[4, 2], title=_("People by district"), new_page=True)


def _leads(leads: Sequence[tuple[Lead, int]]) -> Table:
    columns = [pgettext("lead", "Number"), _("Company"), pgettext("lead", "State"), _("Followed up by"), _("Contract (10,000 yuan)")]
    rows = [[lead.shown_number, lead.company, lead.get_state_display(), lead.owner.name if lead.owner else "", write_wan(fen) if fen else ""] for lead, fen in leads]
    return Table(columns=columns, rows=rows, widths=[3, 5, 2, 4, 2], title=_("Leads"))


def _in_use(home: BroughtHome) -> Table:
    rows = [[p.title, p.home.name, p.result or p.get_state_display(), "、".join(t.unit.name for t in p.taken.all())] for p in home.in_use]
    return Table(columns=[_("Practice"), _("Home unit"), pgettext("practice", "Result"), _("Taken over by")], rows=rows, widths=[4, 4, 5, 4], title=_("Practices in use"))


def _heard(home: BroughtHome) -> Table:
    """What came later, by months and unit: nobody is named."""
    rows = [[f"{f.done_on:%Y-%m-%d}", f.months, f.person.unit.name, f.heard] for f in home.heard]
    return Table(columns=[_("Day"), _("Months after"), _("Home unit"), _("What came of it")], rows=rows, widths=[3, 2, 4, 8], title=_("After the course"))


def _counties(counties: Sequence[Line]) -> Table:
    columns = [pgettext("coverage", "County"), _("To be covered"), pgettext("coverage", "covered"), pgettext("coverage", "in training"), pgettext("coverage", "not covered")]
    return Table(columns=columns, rows=[[c.name or _("city level"), c.total, c.covered, c.training, c.open] for c in counties], widths=[3, 2, 2, 2, 2], title=_("Coverage by county"))


def honours(batch: Batch, found: Sequence[Honour]) -> Paper:
    """Return the list for awards: who has the best grade, by name, and what it rests on. It promises nothing."""
    rows = [[n, one.person.name, f"{one.person.unit.name} {one.person.post}".strip(), "；".join(f"{r.round.scheme.name} {grade_name(r)}" for r in one.results), _evidence(one)]
            for n, one in enumerate(found, 1)]
    columns = [pgettext("number in a list", "No."), _("Name"), _("Unit and post"), _("Grade"), _("What it rests on")]
    return Paper(
        title=_("For consideration: best grades of %(batch)s") % {"batch": batch.name},
        paragraphs=[_("The people below have the best grade. The list is in the order of names and serves those who decide on awards; it is no promise of an award or an appointment."),
                    Table(columns=columns, rows=rows, widths=[1, 2, 5, 4, 8])],
        signature=batch.unit.name, date=timezone.localdate(), language=_language(), landscape=True,
    )


def _evidence(one: Honour) -> str:
    leads = [f"{share.lead.shown_number} {share.lead.company}（{share.lead.get_state_display()}，{share}）" for share in one.leads]
    return "；".join([*(parts_text(result) for result in one.results), *leads])


def certificate(row: Certificate, code: str) -> Paper:
    """Return one certificate: who went through which course, when and where, with number and check code. No mark stands on it."""
    batch, person = row.batch, row.person
    text = _("This is to certify that %(name)s (%(unit)s) took part in “%(course)s” in %(city)s from %(first)s to %(last)s, finished the prescribed training "
             "and passed the assessment.") % {
        "name": person.name, "unit": person.unit.name, "course": batch.plan.programme.name, "city": batch.host_region.name,
        "first": written_date(batch.starts_on, _language()), "last": written_date(batch.last_day, _language())}
    return Paper(
        title=_("Certificate of completion"), number=_("No. %(number)s") % {"number": row.number},
        paragraphs=[text, _("Check code: %(code)s") % {"code": shown_code(code)},
                    _("Whether this certificate is valid can be checked in Seedbed under “Check a certificate” with number and check code.")],
        signature=row.desk.name, date=row.issued_on, language=_language(),
    )
