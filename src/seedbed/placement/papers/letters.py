"""Papers that go out: the notice to each unit (告知书), the letter to each host (函), the reason sheet of each person."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from seedbed.directory.queries import notice_in_force
from seedbed.kernel.papers import Heading, Paper, Table
from seedbed.placement.papers.words import day, host_of, language, last_day, lodging_of, signed, unit_and_job
from seedbed.placement.queries.links import CONSENT
from seedbed.placement.queries.matching import name_rows
from seedbed.placement.queries.papers import Outcome, Seat, reasons_of
from seedbed.placement.reasons import ReasonPage, names_from, reason_page

PRICED = 5  # alternatives named on a sheet


def unit_letters(outcome: Outcome) -> Sequence[Paper]:
    """Return one notice per unit about its own people, by the name of the unit."""
    return [_unit_letter(outcome, seats) for seats in outcome.by_unit().values()]


def _unit_letter(outcome: Outcome, seats: list[Seat]) -> Paper:
    batch = outcome.batch
    rows = [[s.application.person.name, host_of(s.post), s.post.offer.host.address, s.post.title, s.post.mentor, lodging_of(s.post)]
            for s in seats if s.post]
    people = ngettext("this person of your unit takes", "these %(count)d people of your unit take", len(rows)) % {"count": len(rows)}
    return signed(
        batch,
        title=_("Notice of placement"), recipients=f"{seats[0].application.unit.name}：",
        paragraphs=[
            _("It has been decided: %(people)s part in %(batch)s from %(first)s to %(last)s:") % {
                "people": people, "batch": batch.name, "first": day(batch.starts_on), "last": day(last_day(batch))},
            Table(columns=[_("Name"), _("Host"), _("Address"), _("Training post"), _("Mentor"), _("Lodging")], rows=rows, widths=[2, 4, 4, 3, 2, 3]),
            _("Please let them hand over their work and report to the host on %(day)s. During the training they stay on the staff of your unit; "
              "they take no pay, no post and no gifts from the host.") % {"day": day(batch.starts_on)},
        ],
    )


def consents(outcome: Outcome) -> Sequence[Paper]:
    """Return the list on which people sign that their host may see them, under the words of the notice."""
    notice, batch = notice_in_force(CONSENT), outcome.batch
    rows = [[n, s.application.person.name, s.application.unit.name, "", ""] for n, s in enumerate([s for s in outcome.seats if not s.host_may_see], 1)]
    if notice is None or not rows:
        return []
    titles = [pgettext("number in a list", "No."), _("Name"), pgettext("organisation", "Unit"), _("Signature"), pgettext("paper", "Date")]
    return [signed(batch, title=_("Consent that the host sees my name, post and arrival"), paragraphs=[
        notice.text_en if language() == "en" else notice.text_zh, _("I have read the notice (version %(version)d) and agree.") % {"version": notice.version},
        Table(columns=titles, rows=rows, widths=[1, 3, 6, 4, 3])])]


def host_letters(outcome: Outcome) -> Sequence[Paper]:
    """Return one letter per host: name, post and day of those who agreed that the host sees them; others are counted."""
    return [_host_letter(outcome, seats) for seats in outcome.by_host().values()]


def _host_letter(outcome: Outcome, seats: list[Seat]) -> Paper:
    batch, shown = outcome.batch, [s for s in seats if s.host_may_see and s.post]
    hidden = len(seats) - len(shown)
    rows = [[n, s.application.person.name, s.post.title, s.post.mentor, day(batch.starts_on)] for n, s in enumerate(shown, 1) if s.post]
    table = Table(columns=[pgettext("number in a list", "No."), _("Name"), _("Training post"), _("Mentor"), _("Day of arrival")], rows=rows, widths=[1, 3, 5, 3, 4])
    more = ngettext("%(count)d more person comes to you; the name follows as soon as the person has agreed.",
                    "%(count)d more people come to you; their names follow as soon as they have agreed.", hidden) % {"count": hidden}
    return signed(
        batch,
        title=_("Letter on the people who come to you for training"), recipients=f"{host_of(seats[0].post)}：",
        paragraphs=[
            _("Thank you for taking part in %(batch)s. From %(first)s to %(last)s these people work with you:") % {
                "batch": batch.name, "first": day(batch.starts_on), "last": day(last_day(batch))},
            *([table] if rows else []), *([more] if hidden else []),
            _("Please prepare post, mentor and lodging as agreed. The people take no pay, no post and no gifts; names are used only to receive "
              "them and are not passed on. The service team helps with board, lodging and travel."),
        ],
    )


def reason_sheets(outcome: Outcome) -> Sequence[Paper]:
    """Return one sheet per person from the stored reason; nothing is computed again, no other person is named."""
    stored = reasons_of(outcome.draft)
    names = names_from(name_rows(outcome.batch, with_people=False))
    return [_sheet(outcome, seat, reason_page(stored[seat.application.pk].data, names))
            for seat in outcome.seats if seat.application.pk in stored]


def _sheet(outcome: Outcome, seat: Seat, page: ReasonPage) -> Paper:
    rows = [[part.label, "—" if part.value is None else part.value, part.weight, part.points, part.sentence] for part in page.parts]
    others = [f"{a.title}（{a.fit}）：{a.sentence}" for a in page.alternatives[:PRICED]]
    return signed(
        outcome.batch,
        title=_("Why this post: %(name)s") % {"name": seat.application.person.name},
        number=_("No. %(number)s, draft %(draft)d") % {"number": seat.application.shown_number, "draft": outcome.draft.number},
        paragraphs=[
            f"{unit_and_job(seat)}", page.headline if page.placed else page.unplaced,
            *([Heading(_("1. Parts of the fit")),
               Table(columns=[_("Part"), _("Value"), _("Weight"), _("Counts"), _("Why")], rows=rows, widths=[3, 1, 1, 2, 8])] if rows else []),
            Heading(_("2. The first wish")), page.first_wish,
            *([Heading(_("3. Other posts and what they would cost the whole plan")), *others] if others else []),
            *([_("Not open: %(list)s") % {"list": "；".join(page.closed)}] if page.closed else []),
            *([_("The post was changed after publication by a change order; this sheet shows the reasons of the plan.")]
              if seat.post and seat.fit is None else []),
            _("The plan was computed and confirmed by a person. You may ask for an explanation and for a review by a human."),
        ],
    )
