"""The paper for the meeting (送审稿) and the text of the public notice (公示)."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from seedbed.casework.queries import rule_in_force
from seedbed.kernel.papers import Heading, Paper, Table
from seedbed.placement.papers.words import day, host_of, last_day, signed, unit_and_job
from seedbed.placement.queries.matching import figures_of
from seedbed.placement.queries.papers import Outcome, rules_kept
from seedbed.placement.reasons import hundredths, part_label, rule_sentence

NOTICE_KIND = "placement"
USUAL_WORKDAYS = 5


def meeting_paper(outcome: Outcome) -> Sequence[Paper]:
    """Return the paper by which the plan is put before those who decide; for them alone, with fit and wishes."""
    batch = outcome.batch
    without = outcome.without
    return [signed(
        batch,
        title=_("On the placement plan for %(batch)s (for review)") % {"batch": batch.name},
        recipients=_("To the meeting:"),
        paragraphs=[
            Heading(_("1. Basis")), _basis(outcome),
            Heading(_("2. How the plan was made")), _weights(outcome), *_rules(outcome), _proof(outcome),
            Heading(_("3. What the plan achieves")), _result(outcome),
            *([_("Without a post so far: %(names)s.") % {"names": _names(without)}] if without else []),
            Heading(_("4. What is to be decided")),
            _("It is proposed to agree to this plan and to make it known. The plan was proposed by machine from published parts; "
              "a person has looked at it and answers for it. Everybody may ask for the reasons and for a review by a human."),
        ],
        tables=[_table(outcome)], attachments=[_("List of placements")],
    )]


def _basis(outcome: Outcome) -> str:
    hosts, seats = len(outcome.by_host()), sum(post.seats_max or 0 for post in {s.post for s in outcome.placed if s.post})
    return _("%(batch)s goes to %(city)s from %(first)s to %(last)s. %(people)d people were chosen; %(hosts)d hosts with %(seats)d seats on "
             "the posts used take part in the plan.") % {
        "batch": outcome.batch.name, "city": outcome.batch.host_region.name, "first": day(outcome.batch.starts_on),
        "last": day(last_day(outcome.batch)), "people": len(outcome.seats), "hosts": hosts, "seats": seats}


def _weights(outcome: Outcome) -> str:
    weights = outcome.draft.run.weights
    parts = "；".join(f"{part_label(name)} {weight}" for name, weight in weights.values.items() if weight)
    return _("The fit of each person and post is made of these parts, with their weights (version %(version)d): %(parts)s. A part without "
             "data drops out, and its weight is shared out over the others.") % {"version": weights.version, "parts": parts}


def _rules(outcome: Outcome) -> list[str]:
    sentences = [rule_sentence(rule) for rule in rules_kept(outcome.batch)]
    return [_("Every plan keeps these rules: %(rules)s.") % {"rules": "；".join(sentences)}] if sentences else []


def _proof(outcome: Outcome) -> str:
    run = outcome.draft.run
    if run.proven:
        return _("Draft %(number)d was computed and proven best: no other plan under these rules places more people or reaches a higher fit "
                 "together (%(fit)s).") % {"number": outcome.draft.number, "fit": hundredths(run.fit_total or 0)}
    return _("Draft %(number)d was computed; that no plan is better has not been proven.") % {"number": outcome.draft.number}


def _result(outcome: Outcome) -> str:
    figures = figures_of(outcome.draft)
    placed = ngettext("%(placed)d of %(people)d person has a post", "%(placed)d of %(people)d people have a post", len(outcome.seats)) % {
        "placed": len(outcome.placed), "people": len(outcome.seats)}
    facts = {"placed": placed, "hosts": len(outcome.by_host()), "fit": hundredths(figures.mean_fit), "wishing": figures.with_wishes,
             "first": figures.first_wish, "any": figures.any_wish}
    if not figures.with_wishes:
        return _("%(placed)s, at %(hosts)d hosts; the mean fit is %(fit)s of 100. Nobody stated wishes.") % facts
    return _("%(placed)s, at %(hosts)d hosts; the mean fit is %(fit)s of 100. Of %(wishing)d people who stated wishes, %(first)d go to their "
             "first wish and %(any)d to one of their wishes.") % facts


def _names(seats: list) -> str:  # type: ignore[type-arg]
    return "、".join(seat.application.person.name for seat in seats)


def _table(outcome: Outcome) -> Table:
    rows = [
        [n, s.application.person.name, unit_and_job(s), host_of(s.post), s.post.title if s.post else "",
         hundredths(s.fit) if s.fit is not None else "", s.wish_rank or ""]
        for n, s in enumerate([*outcome.placed, *outcome.without], 1)
    ]
    columns = [pgettext("number in a list", "No."), _("Name"), _("Unit and post"), _("Host"), _("Training post"), _("Fit"), _("Wish met")]
    return Table(columns=columns, rows=rows, widths=[1, 2, 5, 5, 4, 2, 2], title=_("List of placements"), new_page=True)


def notice_paper(outcome: Outcome) -> Sequence[Paper]:
    """Return the text of the public notice: name, unit and host of everybody with a post, and how to object."""
    batch, rule = outcome.batch, rule_in_force(NOTICE_KIND)
    days = rule.workdays if rule else USUAL_WORKDAYS
    rows = [[n, s.application.person.name, s.application.unit.name, host_of(s.post)] for n, s in enumerate(outcome.placed, 1)]
    return [signed(
        batch,
        title=_("Public notice on the placements of %(batch)s") % {"batch": batch.name},
        paragraphs=[
            ngettext("The following person is to be placed at a host company in %(city)s. This is made known for %(days)d working days from the day of publication.",
                     "The following %(count)d people are to be placed at host companies in %(city)s. This is made known for %(days)d working days from the day of publication.",
                     len(rows)) % {"count": len(rows), "city": batch.host_region.name, "days": days},
            _("Whoever objects may tell %(office)s within this time, with or without a name, and gets an answer.") % {"office": batch.unit.name},
            Table(columns=[pgettext("number in a list", "No."), _("Name"), pgettext("organisation", "Unit"), _("Host")], rows=rows, widths=[1, 2, 5, 5]),
        ],
    )]
