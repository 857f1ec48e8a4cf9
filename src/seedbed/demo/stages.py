"""Builds the invented city up to a stage, through the same actions and imports that an office uses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from seedbed.demo import asking, city, sheets, staying, yields
from seedbed.demo.county import county
from seedbed.demo.town import City
from seedbed.directory import actions as directory
from seedbed.directory import roles
from seedbed.directory.founding import found, open_with_role
from seedbed.directory.models import Account, Person
from seedbed.directory.queries import whole as people
from seedbed.kernel.actor import of_account, of_job
from seedbed.kernel.workbooks import staging
from seedbed.placement import tasks
from seedbed.placement import workbooks as post_books
from seedbed.placement.actions import hosts as hosting
from seedbed.placement.actions import intake, matching, placements, wishes
from seedbed.placement.models import Host
from seedbed.placement.queries import whole as placed
from seedbed.selection import actions as selection
from seedbed.selection import workbooks as books
from seedbed.selection.actions.standards import PRIORITY
from seedbed.selection.queries.whole import chosen_applications
from seedbed.selection.reckoning import bay, priority

SEATS = 46
PARTY_MEMBERS = 26
WISHES_EACH = 3
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def build(stage: str) -> City:
    """Build the city up to `stage` (one of `STAGES`) and return it with the log-ins."""
    town = _found()
    if "grassroots" in settings.LINES:
        county(town)
    if "training" not in settings.LINES:
        return town
    town.days_in = DAYS_IN if stage in STAYING else 0
    for name, step in STAGES.items():
        step(town)
        if name == stage:
            return town
    raise ValueError(f"there is no stage {stage}; there are {', '.join(STAGES)}")


def _found() -> City:
    setup = of_job("setup")
    made = found(None, by=setup, city="郴州市", region="4310", department="中共郴州市委组织部", officer="何文", profile="full", is_demo=True)
    root = made.site.root
    leader = directory.add_person(made.department, by=setup, name="欧阳立")
    accounts: dict[str, Account] = {}
    for role, shown, person, unit in (("leader", "欧阳立", leader, root), ("service_team", "湘才服务组", None, root)):
        if not roles.BY_KEY[role].is_here:
            continue
        accounts[role], made.passwords[role] = open_with_role(setup, role, shown, person, unit, must_change=False)
    return City(made, of_account(made.officer), of_account(accounts["leader"]))


def empty(town: City) -> None:
    """Units of the city and a batch that is open for applications."""
    setup, root = of_job("setup"), town.founding.site.root
    for spec in city.UNITS:
        unit = directory.add_unit(root, by=setup, name=spec.name, kind=spec.kind, region_id=spec.region, is_economic=spec.economic)
        town.units[spec.name] = unit
        for relation, codes in (("serves", spec.serves), ("leading", spec.leading)):
            if codes:
                directory.set_industries(unit, by=setup, relation=relation, codes=list(codes))
    programme = selection.add_programme(town.founding.department, by=town.officer, name="年轻干部赴大湾区沉浸式培训",
                                        purpose="让年轻干部到大湾区企业当员工、学经营、带回项目和经验。")
    today = timezone.localdate()
    plan = selection.add_plan(programme, by=town.officer, year=today.year, target=100, basis="郴组发〔示例〕1号")
    start = today + timedelta(days=30)
    town.batch = selection.add_batch(
        plan, by=town.officer, starts_on=start, ends_on=start + timedelta(days=92), host_region_id="4406", seats=SEATS,
        reserve_size=8, opens_on=today - timedelta(days=7), closes_on=today + timedelta(days=14),
    )
    selection.move_batch(town.the_batch, by=town.officer, move="open")


def imported(town: City) -> None:
    """Both workbooks are in; trainee and clerk of one unit have log-ins; wishes are stated."""
    batch, by = town.the_batch, town.officer
    applicants, first = _with_party_members(city.applicants())
    upload = SimpleUploadedFile("报名推荐汇总表.xlsx", sheets.applicants_workbook(applicants, tidy=True), content_type=BOOK_TYPE)
    sheet = books.applicants_sheet(batch)
    job = selection.stage_import(batch, by=by, parcel=staging.read_upload(upload, sheet, {}), declaration=sheet)
    selection.take_import(batch, by=by, job=job, declaration=sheet)
    _take_posts(town)
    asking.ask_companies(town)
    _open_unit_accounts(town, first)
    batch.refresh_from_db()


def _with_party_members(applicants: list[city.Applicant]) -> tuple[list[city.Applicant], city.Applicant]:
    """Let 26 of the 46 who will stand first be members of the Party, as in the batch of October 2023.

    Returns everybody, and the one who will stand first.
    """
    order = priority.read_order(PRIORITY)
    candidates = [
        priority.Candidate(i, i, frozenset(key for key, met in (
            ("park", a.in_park), ("economic", a.in_economic), ("talent", a.is_talent),
            ("bay_work", bay.read_stay(a.bay_experience).kind == "work")) if met), f"{a.birth:%Y-%m}")
        for i, a in enumerate(applicants, 1)
    ]
    chosen = [place.id for place in priority.rank(candidates, order, seats=SEATS, reserve=0, quotas={}) if place.outcome == "proposed"]
    status = {number: "中共党员" if k < PARTY_MEMBERS else "群众" for k, number in enumerate(sorted(chosen))}
    everybody = [replace(a, political_status=status.get(i, a.political_status)) for i, a in enumerate(applicants, 1)]
    return everybody, everybody[chosen[0] - 1]


def _take_posts(town: City) -> None:
    batch, by = town.the_batch, town.officer
    hosts = city.hosts()
    upload = SimpleUploadedFile("驻点企业岗位需求表.xlsx", sheets.posts_workbook(hosts, tidy=True), content_type=BOOK_TYPE)
    sheet = post_books.POSTS
    job = intake.stage_posts(batch, by=by, parcel=staging.read_upload(upload, sheet, {}), sheet=sheet)
    intake.take_posts(batch, by=by, job=job, keeper=town.founding.department)
    rows = {host.unit.uscc: host for host in Host.objects.select_related("unit")}
    for spec in hosts:
        host = rows[spec.uscc]
        hosting.set_host_industries(host, by=by, codes=[spec.industry])
        hosting.vet_host(host, by=by, move="vet", reason="实地走访，经营正常，愿意接收")


def _open_unit_accounts(town: City, applicant: city.Applicant) -> None:
    """Log-ins for one trainee and for the clerk of that trainee's unit."""
    setup, passwords = of_job("setup"), town.founding.passwords
    unit = town.units[applicant.unit]
    person = people.person_by_id_number(applicant.id_number)
    clerk = directory.add_person(unit, by=setup, name="邓联络")
    for role, holder in (("trainee", person), ("clerk", clerk)):
        assert isinstance(holder, Person)
        passwords[role] = open_with_role(setup, role, holder.name, holder, unit, must_change=False)[1]


def ranked(town: City) -> None:
    """Everybody is screened, ranked, and decisions are proposed."""
    batch, by = town.the_batch, town.officer
    selection.move_batch(batch, by=by, move="close_applications")
    if town.days_in:
        _begin_earlier(town)
    selection.screen_batch(batch, by=by)
    selection.move_batch(batch, by=by, move="rank")
    selection.propose(batch, by=by)


def _begin_earlier(town: City) -> None:
    """Move the batch so that it began so many days ago, for stages in the middle of the stay."""
    batch, start = town.the_batch, timezone.localdate() - timedelta(days=town.days_in)
    selection.change_batch(batch, by=town.officer, starts_on=start, ends_on=start + timedelta(days=92),
                           opens_on=start - timedelta(days=60), closes_on=start - timedelta(days=40))
    batch.refresh_from_db()


def released(town: City) -> None:
    """The leader has released the decisions; the chosen have stated wishes."""
    batch, by = town.the_batch, town.officer
    batch.refresh_from_db()
    placements.take_over(batch, by=town.leader)
    now = timezone.now()
    wishes.set_wish_window(batch, by=by, opens_at=now - timedelta(days=3), closes_at=datetime.combine(
        timezone.localdate() + timedelta(days=4), time(18), tzinfo=timezone.get_current_timezone()), max_choices=5)
    posts = list(placed.posts_of_batch(batch))
    for i, application in enumerate(chosen_applications(batch)):
        choices = [posts[(i * 7 + k * 11) % len(posts)] for k in range(WISHES_EACH)]
        wishes.state_wishes(application, by=by, choices=choices, paper_number=f"志愿表{i + 1:03d}")


def matched(town: City) -> None:
    """A proven draft lies on the table."""
    run = matching.start_match(town.the_batch, by=town.officer)
    tasks.match(run.pk)
    run.refresh_from_db()
    town.draft = run.draft


def published(town: City) -> None:
    """Checked, confirmed and published; everybody can read the own reason."""
    draft = town.draft
    assert draft is not None
    matching.check_draft(draft, by=town.officer)
    matching.confirm_draft(draft, by=town.leader)
    matching.publish_draft(draft, by=town.officer)


def harvested(town: City) -> None:
    """Everybody has reported for duty; leads, visits and the rest of what a batch brings home are registered."""
    batch, by = town.the_batch, town.officer
    for placement in placed.open_placements(batch).filter(state="planned"):
        placements.arrive(placement, by=by, on=timezone.localdate())
    yields.leads_and_visits(batch, by, town.founding.site.root)
    yields.assessments(batch, by, town.leader)
    yields.coverage(batch, by)
    yields.practices(batch, by)


STAGES: dict[str, Callable[[City], None]] = {
    "empty": empty, "imported": imported, "ranked": ranked, "released": released, "matched": matched, "published": published,
    "harvested": harvested,
    "living": staying.living,
}
STAYING = ("living",)
DAYS_IN = 38
