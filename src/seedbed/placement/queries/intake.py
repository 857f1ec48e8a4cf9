"""Reads around the workbook of posts: imports under way, and what a file would change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from seedbed.directory.models import Unit
from seedbed.kernel.models import ImportJob, StagedRow
from seedbed.kernel.sealed import unseal
from seedbed.kernel.workbooks.staging import Taken
from seedbed.placement.models import Host, Placement, Post
from seedbed.placement.reckoning.lodging import lodging_of
from seedbed.placement.states.matching import SEATED
from seedbed.selection.models import Batch

KIND = "placement.posts"
PLAIN = ("title", "duties", "wanted_majors", "wanted_level", "wanted_experience", "mentor", "remark", "lodging_note")
PROFILE = ("business", "address")


def subject_of(batch: Batch) -> str:
    """Return the subject under which imports of a batch are kept."""
    return f"batch:{batch.pk}"


def imports_of(batch: Batch) -> QuerySet[ImportJob]:
    """Return the imports of posts of a batch, newest first; the batch must be one the actor sees."""
    return ImportJob.objects.filter(kind=KIND, subject=subject_of(batch)).order_by("-created_at")


def rows_of(job: ImportJob) -> QuerySet[StagedRow]:
    """Return the rows of an import that still wait."""
    return job.rows.order_by("number")


def last_answers() -> dict[str, str]:
    """Return what was answered about headings of such files before, so that nothing is asked twice."""
    last = ImportJob.objects.filter(kind=KIND).exclude(mapping={}).order_by("-created_at").first()
    return dict(last.mapping) if last else {}


def codes_of_known(names: Iterable[str]) -> dict[str, str]:
    """Return the credit code, by name, of every known company that has one of these names; "" where none was entered."""
    found = Unit.objects.filter(parent=None, name__in=set(names)).values_list("name", "uscc")
    return {name: code or "" for name, code in found}


def organs_with_code(codes: Iterable[str]) -> dict[str, str]:
    """Return the name, by credit code, of every known unit with one of these codes that is no company."""
    found = Unit.objects.filter(uscc__in=set(codes)).exclude(kind="company").values_list("uscc", "name")
    return {code or "": name for code, name in found}


def post_facts(values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a post that a row speaks of; columns the file lacks are not among them."""
    facts: dict[str, Any] = {name: values[name] or "" for name in PLAIN if name in values}
    if "seats" in values:
        seats = values["seats"]
        facts |= {"seats_min": seats["min"] if seats else None, "seats_max": seats["max"] if seats else None}
    if "lodging" in values or "lodging_for" in values:
        note = str(values.get("lodging_note") or "")
        facts["lodging"] = lodging_of(values.get("lodging"), note, values.get("lodging_for"))
    if values.get("need") is not None:
        facts["need"] = values["need"]
    if "contact" in values:
        contact = values["contact"] or {}
        facts |= {"contact_name": contact.get("name") or "", "phone": contact.get("phone") or ""}
    return facts


def host_facts(values: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a host that a row speaks of."""
    return {name: values[name] for name in PROFILE if values.get(name)}


def stored(post: Post, name: str) -> Any:
    """Return what a post holds for a field of a row; the telephone is unsealed for comparison only."""
    return unseal(post.contact_phone_sealed) if name == "phone" else getattr(post, name)


@dataclass(frozen=True)
class Cell:
    """One field that a file would change: its name, what is there, what the file says."""

    name: str
    old: Any
    new: Any


@dataclass
class RowPlan:
    """What one row of a file would do: the host and post it means, and what it would change in each."""

    taken: Taken
    host: Host | None
    post: Post | None
    host_cells: list[Cell] = field(default_factory=list)
    post_cells: list[Cell] = field(default_factory=list)

    @property
    def changes(self) -> list[Cell]:
        """Every field that would change in what is there."""
        return [*self.host_cells, *self.post_cells]


def plan_rows(batch: Batch, rows: Sequence[Taken]) -> list[RowPlan]:
    """Return what each row of a file would do; the same plan is shown before and carried out after."""
    codes = [row.values["uscc"] for row in rows]
    hosts = {h.unit.uscc: h for h in Host.objects.filter(unit__uscc__in=codes).select_related("unit")}
    posts = list(Post.objects.filter(offer__batch=batch).select_related("offer__host__unit"))
    by_key = {str(post.pk): post for post in posts}
    by_title = {(post.offer.host_id, post.title): post for post in posts}
    plans, told = [], set()
    for row in rows:
        host = hosts.get(row.values["uscc"])
        post = by_key.get(row.key) if row.key else None
        if host is not None and (post is None or post.offer.host_id != host.pk):
            post = by_title.get((host.pk, row.values["title"]))
        plan = RowPlan(row, host, post)
        if host is not None and host.pk not in told:
            told.add(host.pk)
            plan.host_cells = _host_cells(host, row.values)
        if post is not None:
            facts = post_facts(row.values)
            plan.post_cells = [Cell(n, stored(post, n), v) for n, v in facts.items() if stored(post, n) != v]
        plans.append(plan)
    return plans


def _host_cells(host: Host, values: dict[str, Any]) -> list[Cell]:
    cells = [Cell(n, getattr(host, n), v) for n, v in host_facts(values).items() if getattr(host, n) != v]
    if values["host"] != host.unit.name:
        cells.insert(0, Cell("name", host.unit.name, values["host"]))
    return cells


def lacks_seats(plan: RowPlan) -> bool:
    """Whether a row leaves its post with fewer seats than are taken."""
    seats = {cell.name: cell.new for cell in plan.post_cells}
    return plan.post is not None and "seats_max" in seats and (seats["seats_max"] or 0) < plan.post.taken


def resting(posts: Iterable[Post]) -> dict[int, list[Placement]]:
    """Return, per post, the placements that rest on it now."""
    rows = Placement.objects.filter(post__in=[post.pk for post in posts], state__in=SEATED)
    found: dict[int, list[Placement]] = {}
    for row in rows.select_related("person", "application__batch__plan").order_by("application__number"):
        found.setdefault(row.post_id or 0, []).append(row)
    return found


@dataclass(frozen=True)
class Absent:
    """What a file does not name any more: posts of the companies in it, and whole companies of the batch."""

    posts: list[Post]
    hosts: list[Host]


def absent(batch: Batch, job: ImportJob, plans: Sequence[RowPlan]) -> Absent:
    """Return what a file leaves out; it never removes anything. Rows that were taken before count as named."""
    named = {plan.post.pk for plan in plans if plan.post is not None} | set(job.records)
    rest = list(Post.objects.filter(offer__batch=batch).exclude(pk__in=named).select_related("offer__host__unit"))
    hosts = {plan.host.pk for plan in plans if plan.host is not None} | set(
        Post.objects.filter(pk__in=job.records).values_list("offer__host", flat=True))
    others = {post.offer.host_id: post.offer.host for post in rest if post.offer.host_id not in hosts}
    return Absent([post for post in rest if post.offer.host_id in hosts and post.state == Post.State.OPEN], list(others.values()))
