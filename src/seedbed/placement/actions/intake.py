"""Writes around the workbook of posts: staging, mending, taking, and the export with telephones."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seedbed.directory.actions.releases import require_release
from seedbed.directory.models import Unit
from seedbed.directory.queries import whole as directory_whole
from seedbed.kernel import sealed
from seedbed.kernel.actions import action, add, note, require
from seedbed.kernel.actor import Actor
from seedbed.kernel.models import ImportJob
from seedbed.kernel.workbooks import Sheet, staging
from seedbed.kernel.workbooks.mending import mending
from seedbed.placement import rules
from seedbed.placement.actions.hosts import accept_offer, add_host, change_host
from seedbed.placement.actions.posts import add_post, change_post
from seedbed.placement.models import HostOffer, Post
from seedbed.placement.queries import intake
from seedbed.placement.queries.intake import RowPlan
from seedbed.selection.models import Batch
from seedbed.selection.queries.outgoing import list_of


@dataclass(frozen=True)
class Tally:
    """What a taken workbook did."""

    hosts: int
    posts: int
    changed: int
    same: int


@action("placement.stage_posts", allow=rules.runs_batch, label=gettext_lazy("Bring in a workbook of posts"))
def stage_posts(batch: Batch, *, by: Actor, parcel: staging.Parcel, sheet: Sheet) -> ImportJob:
    """Keep the rows of a workbook for mending; nothing is taken yet."""
    return staging.stage(intake.KIND, parcel, sheet, by=by, subject=intake.subject_of(batch))


def _is_own(batch: Batch, job: ImportJob) -> bool:
    return job.subject == intake.subject_of(batch) and job.kind == intake.KIND


STEPS = mending(
    allow=rules.runs_batch, owns=_is_own,
    answer=("placement.answer_headings", gettext_lazy("Say what headings mean")),
    mend=("placement.mend_posts", gettext_lazy("Mend a cell")),
    accept=("placement.accept_post_mends", gettext_lazy("Take the proposed mends")),
    decide=("placement.decide_post_row", gettext_lazy("Leave a row out or take it after all")),
    discard=("placement.discard_posts", gettext_lazy("Discard the workbook")),
)


@action("placement.take_posts", allow=rules.runs_batch, label=gettext_lazy("Take hosts and posts from the workbook"))
def take_posts(batch: Batch, *, by: Actor, job: ImportJob, keeper: Unit, good_only: bool = False,
               numbers: Iterable[int] | None = None) -> Tally:
    """Write the rows of an import: new companies become candidates kept by `keeper`, their posts are added.

    Known posts are found by the hidden key or by company and title, and only what differs is changed.
    All or none, unless only the good rows or the rows of these numbers are asked for; the others then stay with
    the import. Posts the file does not name stay as they are. Refused while a row has an error, and where a post
    would have fewer seats than are taken.
    """
    require(_is_own(batch, job), _("This import belongs elsewhere."))
    rows = staging.rows_to_take(job, good_only=good_only, numbers=numbers)
    require(rows, _("There is no row to take."))
    hosts: dict[str, HostOffer] = {}
    written: list[int] = []
    new_hosts = new_posts = changed = 0
    for plan in intake.plan_rows(batch, rows):
        code = plan.taken.values["uscc"]
        if code not in hosts:
            new_hosts += plan.host is None
            hosts[code] = _offer(batch, by, plan, keeper)
        new_posts += plan.post is None
        changed += bool(plan.changes)
        require(not intake.lacks_seats(plan), _("Row %(row)d leaves fewer seats than are taken; move the people first.") % {"row": plan.taken.number})
        written.append(_write(hosts[code], by, plan).pk)
    staging.close(job, rows, records=written, row_by_row=numbers is not None)
    return Tally(new_hosts, new_posts, changed, len(rows) - new_posts - changed)


def _offer(batch: Batch, by: Actor, plan: RowPlan, keeper: Unit) -> HostOffer:
    """Return the offer of the row's host to the batch; a workbook with its posts says that it is willing."""
    values = plan.taken.values
    host = plan.host
    if host is None:
        region = _region_of(str(values.get("address") or ""), batch)
        host = add_host(keeper, by=by, name=values["host"], uscc=values["uscc"], region_id=region, **intake.host_facts(values))
    found = HostOffer.objects.filter(host=host, batch=batch).first()
    if found is None:
        return add(HostOffer(host=host, batch=batch, willingness="willing", answered_at=timezone.now()))
    return found if found.willingness == "willing" else accept_offer(found, by=by)


def _region_of(address: str, batch: Batch) -> str:
    """Return the county an address names within the batch's host city, else the city itself."""
    for region in directory_whole.regions().filter(parent=batch.host_region_id):
        if region.name in address:
            return region.code
    return batch.host_region_id


def _write(offer: HostOffer, by: Actor, plan: RowPlan) -> Post:
    if plan.host_cells:
        change_host(offer.host, by=by, **{cell.name: cell.new for cell in plan.host_cells})
    facts = intake.post_facts(plan.taken.values)
    if plan.post is None:
        seats = (facts.pop("seats_min", None), facts.pop("seats_max", None))
        return add_post(offer, by=by, seats=seats, **facts)
    changed = {cell.name: cell.new for cell in plan.post_cells}
    if not changed:
        return plan.post
    if changed.keys() & {"seats_min", "seats_max"}:
        changed["seats"] = (facts["seats_min"], facts["seats_max"])
    return change_post(plan.post, by=by, **{name: v for name, v in changed.items() if name not in {"seats_min", "seats_max"}})


@action("placement.export_posts", allow=rules.fills_batch, label=gettext_lazy("Export the posts with telephones"))
def export_posts(batch: Batch, *, by: Actor, posts: list[Post]) -> list[tuple[Post, str]]:
    """Return the posts with their telephones in clear, for the workbook; the trail notes who took them out. Many need a release."""
    require_release(list_of(batch, "posts", len(posts)), by)
    note(batch, "posts exported", text=str(len(posts)))
    return [(post, sealed.unseal(post.contact_phone_sealed)) for post in posts]

