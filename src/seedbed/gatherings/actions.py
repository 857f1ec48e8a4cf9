"""Writes of gatherings. A room that needs a circle calls `open_circle` inside its own action and keeps the row's id."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.models import Account, Person, Unit
from seedbed.gatherings import notifications, rules
from seedbed.gatherings.models import Absence, ActionItem, Circle, CircleMember, Feed, Gathering, Series
from seedbed.gatherings.queries import FEED, expected, whole
from seedbed.gatherings.reckoning import slots
from seedbed.gatherings.states import GATHERING_MOVES, ITEM_MOVES, GatheringState
from seedbed.kernel import links
from seedbed.kernel.actions import action, add, change, note, remove, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import SignedLink
from seedbed.kernel.queries import calendar_table
from seedbed.kernel.workdays import works
from seedbed.kernel.workflow import perform

FEED_LASTS = timedelta(days=400)


@dataclass(frozen=True)
class Plan:
    """What is planned: kind, title, where, from when to when on its day."""

    kind: str
    title: str
    starts: time
    minutes: int
    place: str = ""
    agenda: str = ""


@action("gatherings.open_circle", allow=rules.opens_circle, label=gettext_lazy("Open a circle of people who meet"))
def open_circle(desk: Unit, *, by: Actor, name: str) -> Circle:
    """Open a circle (参加范围) run by a desk; the caller keeps its id. People are entered with `set_members`."""
    require(name.strip(), _("The circle needs a name."))
    return add(Circle(desk=desk, name=name.strip()))


@action("gatherings.set_members", allow=rules.runs_circle, label=gettext_lazy("Say who belongs to a circle"))
def set_members(circle: Circle, *, by: Actor, people: Mapping[int, bool], on: date | None = None) -> Circle:
    """Make exactly these people the members from a day on; the value says who writes the records.

    Those who are no longer named end with that day; what they took part in before stays.
    """
    day, now = on or timezone.localdate(), whole.members_now(circle)
    for person_id, member in now.items():
        if person_id not in people:
            change(member, until=max(day, member.since))
        elif member.keeps != people[person_id]:
            change(member, keeps=people[person_id])
    for person_id, keeps in people.items():
        if person_id not in now:
            add(CircleMember(circle=circle, person_id=person_id, keeps=keeps, since=day))
    note(circle, "members set", text=str(len(people)))
    return circle


@action("gatherings.end_circle", allow=rules.runs_circle, label=gettext_lazy("End a circle"))
def end_circle(circle: Circle, *, by: Actor, on: date, reason: str) -> Circle:
    """End a circle: its members end with the day, and what is still planned after it is cancelled with the reason."""
    for gathering in whole.still_to_come(circle):
        perform(gathering, GATHERING_MOVES, "cancel", by=by, note=reason, why_cancelled=reason[:200], changed_at=timezone.now())
    for member in whole.members_now(circle).values():
        change(member, until=max(on, member.since))
    return change(circle, ended_on=on)


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=timezone.get_current_timezone())


def _on(circle: Circle, day: date, plan: Plan, series: Series | None = None, lead: Person | None = None) -> Gathering:
    start = _moment(day, plan.starts)
    return add(Gathering(
        circle=circle, series=series, kind=plan.kind, title=plan.title.strip(), place=plan.place.strip(), agenda=plan.agenda.strip(), lead=lead,
        starts_at=start, ends_at=start + timedelta(minutes=plan.minutes), changed_at=timezone.now()))


@action("gatherings.plan", allow=rules.plans, label=gettext_lazy("Plan a gathering"))
def plan_one(circle: Circle, *, by: Actor, on: date, plan: Plan, lead: Person | None = None) -> Gathering:
    """Plan one gathering of a circle; it appears in the schedule and the calendars of its members at once."""
    require(circle.ended_on is None, _("This circle has ended."))
    require(plan.title.strip() and plan.minutes > 0, _("Give a title and how long it takes."))
    return _on(circle, on, plan, lead=lead)


@action("gatherings.plan_series", allow=rules.plans, label=gettext_lazy("Plan a series of gatherings"))
def plan_series(circle: Circle, *, by: Actor, first_on: date, last_on: date, plan: Plan, every_weeks: int = 1,
                leads: Iterable[Person] = ()) -> Series:
    """Plan the same gathering every so many weeks; holidays move a date within its week, make-up days count as working days.

    `leads` are who speaks, in turn. Refused when no date remains.
    """
    require(circle.ended_on is None, _("This circle has ended."))
    require(first_on <= last_on, _("The last day lies before the first."))
    table = calendar_table(first_on - timedelta(days=7), last_on + timedelta(days=7))
    days = slots(first_on, last_on, every_weeks, lambda day: works(day, table))
    require(days, _("No date of this series remains: every one falls on a holiday."))
    series = add(Series(circle=circle, kind=plan.kind, title=plan.title.strip(), first_on=first_on, last_on=last_on, every_weeks=every_weeks))
    speakers = list(leads)
    for i, slot in enumerate(days):
        _on(circle, slot.on, plan, series, speakers[i % len(speakers)] if speakers else None)
    return series


@action("gatherings.change", allow=rules.records, label=gettext_lazy("Change a planned gathering"))
def change_gathering(gathering: Gathering, *, by: Actor, on: date, plan: Plan, lead: Person | None = None, version: int | None = None) -> Gathering:
    """Move or rewrite a planned gathering; everybody expected is told when time or place changed."""
    require(gathering.state == GatheringState.PLANNED, _("What was held or cancelled is not moved any more."))
    start = _moment(on, plan.starts)
    before = (gathering.starts_at, gathering.place)
    change(gathering, version=version, kind=plan.kind, title=plan.title.strip(), place=plan.place.strip(), agenda=plan.agenda.strip(), lead=lead,
           starts_at=start, ends_at=start + timedelta(minutes=plan.minutes), changed_at=timezone.now())
    if (gathering.starts_at, gathering.place) != before:
        notifications.moved(gathering, _told(gathering))
    return gathering


def _told(gathering: Gathering) -> Any:
    return whole.accounts_of(expected(gathering).values_list("pk", flat=True))


@action("gatherings.cancel", allow=rules.records, label=gettext_lazy("Cancel a gathering"))
def cancel(gathering: Gathering, *, by: Actor, reason: str) -> Gathering:
    """Cancel a planned gathering with a reason; everybody expected is told, calendars show it as cancelled."""
    perform(gathering, GATHERING_MOVES, "cancel", by=by, note=reason, why_cancelled=reason.strip()[:200], changed_at=timezone.now())
    notifications.cancelled(gathering, _told(gathering))
    return gathering


@action("gatherings.record", allow=rules.records, label=gettext_lazy("Record minutes and who was missing"))
def record(gathering: Gathering, *, by: Actor, minutes: str, missing: Mapping[int, str], version: int | None = None) -> Gathering:
    """Record what was said and who of those expected was missing; nobody has to sign in.

    `missing` gives the reason (`excused`, `leave`, `missing`) by person. Until it has begun nothing can be
    recorded; a record can be mended later and keeps its versions in the trail.
    """
    require(gathering.starts_at <= timezone.now(), _("It has not begun yet."))
    require(gathering.state != GatheringState.CANCELLED, _("It was cancelled."))
    _set_absences(gathering, missing)
    kept: dict[str, Any] = {"minutes": minutes.strip(), "recorded_by_id": by.account_id, "recorded_at": timezone.now(), "changed_at": timezone.now()}
    if gathering.state == GatheringState.HELD:
        return change(gathering, version=version, **kept)
    return perform(gathering, GATHERING_MOVES, "hold", by=by, **kept)


def _set_absences(gathering: Gathering, missing: Mapping[int, str]) -> None:
    known = set(expected(gathering).values_list("pk", flat=True))
    require(set(missing) <= known, _("Somebody named as missing was not expected at all."))
    now = {row.person_id: row for row in gathering.absences.all()}
    for person_id, row in now.items():
        if person_id not in missing:
            remove(row)
        elif row.reason != missing[person_id]:
            change(row, reason=missing[person_id])
    for person_id, reason in missing.items():
        if person_id not in now:
            add(Absence(gathering=gathering, person_id=person_id, reason=reason))


@action("gatherings.excuse", allow=rules.excuses_self, label=gettext_lazy("Say that I cannot come"))
def excuse(gathering: Gathering, *, by: Actor, reason: str) -> Absence:
    """Say before it begins that one cannot come, and why; nothing else is asked."""
    require(gathering.state == GatheringState.PLANNED and gathering.starts_at > timezone.now(), _("It has begun or does not take place."))
    require(reason.strip(), _("Say in a few words why."))
    person = by.account.person_id
    found = gathering.absences.filter(person=person).first()
    if found is not None:
        return change(found, remark=reason.strip()[:200])
    return add(Absence(gathering=gathering, person_id=person, remark=reason.strip()[:200]))


@action("gatherings.come_after_all", allow=rules.excuses_self, label=gettext_lazy("Say that I come after all"))
def come_after_all(gathering: Gathering, *, by: Actor) -> Gathering:
    """Take the own excuse back before it begins."""
    require(gathering.state == GatheringState.PLANNED and gathering.starts_at > timezone.now(), _("It has begun or does not take place."))
    for row in gathering.absences.filter(person=by.account.person_id):
        remove(row)
    note(gathering, "comes after all")
    return gathering


@action("gatherings.agree", allow=rules.records, label=gettext_lazy("Note what was agreed"))
def agree(gathering: Gathering, *, by: Actor, text: str, owner: Person, due_on: date) -> ActionItem:
    """Note an action item with who does it and until when; that person is told."""
    require(text.strip(), _("Write what is to be done."))
    require(due_on >= timezone.localtime(gathering.starts_at).date(), _("It cannot be due before it was agreed."))
    item = add(ActionItem(gathering=gathering, text=text.strip(), owner=owner, due_on=due_on))
    notifications.agreed(item, whole.accounts_of([owner.pk]))
    return item


@action("gatherings.finish_item", allow=rules.finishes, label=gettext_lazy("Report an action item as done"))
def finish_item(item: ActionItem, *, by: Actor, result: str) -> ActionItem:
    """Report what came of an action item; it leaves the list of what waits."""
    return perform(item, ITEM_MOVES, "finish", by=by, note=result, result=result.strip()[:500], closed_at=timezone.now())


@action("gatherings.drop_item", allow=rules.follows_up, label=gettext_lazy("Drop an action item"))
def drop_item(item: ActionItem, *, by: Actor, reason: str) -> ActionItem:
    """Drop an action item with a reason."""
    return perform(item, ITEM_MOVES, "drop", by=by, note=reason, result=reason.strip()[:500], closed_at=timezone.now())


@action("gatherings.reopen_item", allow=rules.follows_up, label=gettext_lazy("Open an action item again"))
def reopen_item(item: ActionItem, *, by: Actor, reason: str) -> ActionItem:
    """Open an action item again that was not really done."""
    return perform(item, ITEM_MOVES, "reopen", by=by, note=reason, closed_at=None)


@action("gatherings.open_feed", allow=rules.keeps_feed, label=gettext_lazy("Make a calendar address"))
def open_feed(account: Account, *, by: Actor) -> tuple[Feed, str]:
    """Make the address under which a calendar program reads the own schedule; an earlier one is closed. The token is shown once."""
    for feed in Feed.objects.filter(account=account).select_related("link"):
        _close(feed)
    link, token, _code = links.make(purpose=FEED, label=str(account), scope={"account": account.pk}, expires_at=timezone.now() + FEED_LASTS)
    return add(Feed(account=account, link=link)), token


@action("gatherings.close_feed", allow=rules.keeps_feed, label=gettext_lazy("Close a calendar address"))
def close_feed(account: Account, *, by: Actor) -> Account:
    """Close the own calendar address; programs that know it get nothing any more."""
    for feed in Feed.objects.filter(account=account).select_related("link"):
        _close(feed)
    note(account, "calendar address closed")
    return account


def _close(feed: Feed) -> SignedLink:
    link = feed.link
    remove(feed)
    return links.revoke(link, reason=str(_("closed by the owner")))
