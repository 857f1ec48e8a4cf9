"""One of everything of the training line: a batch that takes applications, and one that is placed and published."""

from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.utils import timezone

from seedbed.demo import city, sheets
from seedbed.directory import actions as directory
from seedbed.kernel.models import ImportJob
from seedbed.kernel.workbooks import staging
from seedbed.placement import tasks
from seedbed.placement import workbooks as post_books
from seedbed.placement.actions import (
    allotments,
    campaigns,
    canvass,
    intake,
    links,
    matching,
    placements,
    settings,
    trials,
    wishes,
)
from seedbed.placement.models import DraftPlacement, Host, MatchDraft, Placement, Post, Trial, Wish
from seedbed.placement.reckoning.trials import Question
from seedbed.selection import actions as selection
from seedbed.selection import workbooks as books
from seedbed.selection.actions.standards import PRIORITY
from seedbed.selection.models import Application, Batch, RuleSet
from tests.cast import Cast
from tests.integration.placement import town
from tests.integration.selection import scene
from tests.yields import make_yields

BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REASON = "工作需要"


def make_training(cast: Cast) -> dict[str, Any]:
    """Make both batches and return their objects by name."""
    late = late_batch(cast)
    return early_batch(cast) | late | make_yields(cast, late["late"])


def early_batch(cast: Cast) -> dict[str, Any]:
    """A batch of the department that takes applications: one is handed in, two workbooks lie on the table."""
    by = cast.actor("officer")
    batch = scene.open_batch(cast)
    selection.set_quota(batch, by=by, unit=cast.unit_a, may_recommend=3, may_be_chosen=None)
    application = scene.submitted(cast, batch)
    sheet = books.applicants_sheet(batch)
    job = selection.stage_import(batch, by=by, parcel=staging.read_upload(
        upload("报名.xlsx", sheets.applicants_workbook(city.applicants()[:3], tidy=True)), sheet, {}), declaration=sheet)
    return {
        "batch": batch, "plan": batch.plan, "programme": batch.plan.programme, "application": application, "import": job,
        "row": job.rows.order_by("number").first(), "rules": RuleSet.objects.order_by("pk").first(),
        "rule_draft": selection.draft_rules(cast.department, by=by, name="积分办法", content=PRIORITY | {"method": "points"}),
    }


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A workbook as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type=BOOK_TYPE)


def late_batch(cast: Cast) -> dict[str, Any]:
    """A batch of the city whose people are placed; the two trainees of the cast are among them."""
    officer, leader = cast.actor("officer"), cast.actor("leader")
    batch = town.make_batch(cast, people=5, hosts=3, extra=1)
    for number, name in ((1, "applicant"), (2, "other_applicant")):
        person = cast.people[name]
        Application.objects.filter(batch=batch, number=number).update(person=person, unit=person.unit)
    batch = placements.take_over(batch, by=leader)
    now = timezone.now()
    wishes.set_wish_window(batch, by=officer, opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=3), max_choices=3)
    first, second, third, fourth = Application.objects.filter(batch=batch, state="chosen").order_by("number")[:4]
    posts = list(Post.objects.filter(offer__batch=batch).order_by("pk"))
    wishes.state_wishes(first, by=cast.actor("applicant"), choices=posts[:2])
    made = {
        "wished": Wish.objects.get(application=first, rank=1),
        "rule": settings.set_rule(batch, by=officer, kind="unit_cap", number=9, reason=REASON),
        "lock": settings.lock(fourth, by=officer, post=posts[0], reason=REASON),
        "ban": settings.ban(third, by=officer, post=posts[-1], reason=REASON),
        "pair": settings.pair(second, by=officer, second=third, kind="apart", reason=REASON),
    }
    older, newer = match(cast, batch), match(cast, batch)
    publish(cast, newer)
    return made | _objects(cast, batch, older, newer, first) | asked(cast, batch)


def asked(cast: Cast, batch: Batch) -> dict[str, Any]:
    """A request campaign under way: one company through a chamber, which has its link."""
    by, today, row = cast.actor("officer"), timezone.localdate(), Batch.objects.filter(pk=batch.pk)
    row.update(starts_on=today + timedelta(days=60), ends_on=today + timedelta(days=150))  # only while the deadlines are set
    batch.refresh_from_db()
    campaign = campaigns.plan_campaign(batch, by=by, pass_on_by=today, reach_by=today + timedelta(days=5), answer_by=today + timedelta(days=15))
    campaigns.set_target(campaign, by=by, seats=10)
    relay = campaigns.add_relay(campaign, by=by, unit=directory.add_unit(None, by=by, name="佛山郴州商会", kind="chamber"))
    company = canvass.list_company(campaign, by=by, name="佛山市征集企业有限公司", relay=relay, phone="13927712345", contact_name="徐先生")
    campaigns.move_campaign(campaign, by=by, move="open")
    link, token, _code = canvass.make_company_link(company, by=by)
    row.update(starts_on=date(2026, 12, 1), ends_on=date(2027, 3, 1))
    batch.refresh_from_db()
    return {"campaign": campaign, "campaign_target": campaign.targets.get(), "relay": relay, "company": company, "asked_link": link, "asked_token": token}


def match(cast: Cast, batch: Batch) -> MatchDraft:
    """Run the match as the officer and do the job as the worker."""
    run = matching.start_match(batch, by=cast.actor("officer"))
    tasks.match(run.pk)
    run.refresh_from_db()
    return run.draft


def brought_in(cast: Cast, batch: Batch, mine: Application, posts: list[Post]) -> ImportJob:
    """A finished allotment of one row that waits to be judged."""
    sheet = post_books.allotment_sheet(batch)
    parcel = staging.read_upload(upload("分配表.xlsx", town.allotment_book({mine.pk: posts[0].pk})), sheet, {})
    return allotments.stage_allotment(batch, by=cast.actor("officer"), parcel=parcel, sheet=sheet)


def answered(trial: Trial) -> Trial:
    """Work a trial out as the worker would."""
    tasks.trial(trial.pk)
    return trial


def publish(cast: Cast, draft: MatchDraft) -> None:
    """Check, confirm and publish a draft."""
    matching.check_draft(draft, by=cast.actor("officer"))
    matching.confirm_draft(draft, by=cast.actor("leader"))
    matching.publish_draft(draft, by=cast.actor("officer"))


def _objects(cast: Cast, batch: Batch, older: MatchDraft, newer: MatchDraft, mine: Application) -> dict[str, Any]:
    officer = cast.actor("officer")
    place = DraftPlacement.objects.get(draft=newer, application=mine)
    placement = Placement.objects.get(application=mine)
    offer = placement.post.offer
    free = Post.objects.filter(offer__batch=batch, taken__lt=F("seats_max")).exclude(offer=offer).order_by("pk")[0]
    link, token, code = links.make_host_link(offer, by=officer, given_to="王经理")
    job = intake.stage_posts(batch, by=officer, parcel=staging.read_upload(
        upload("岗位.xlsx", sheets.posts_workbook(city.hosts()[3:5], tidy=True)), post_books.POSTS, {}), sheet=post_books.POSTS)
    return {
        "late": batch, "mine": mine, "place": place, "placement": placement, "offer": offer, "host": Host.objects.get(pk=offer.host_id),
        "post": placement.post, "link": link, "token": token, "code": code, "older": older, "published": newer, "run": newer.run,
        "review": matching.ask_review(place, by=cast.actor("applicant"), text="希望说明理由"),
        "order": placements.propose_change(placement, free, by=officer, reason=REASON), "job": job,
        "allotted": (allotted := brought_in(cast, batch, mine, [placement.post])), "allotted_row": allotted.rows.get(),
        "staged": job.rows.order_by("number").first(), "trial": answered(trials.ask_what_if(newer, by=officer, question=Question(withdraw=(mine.pk,)))),
        "host_tie": directory.declare_tie(offer.host.unit, by=officer, kind="home_tie", other=cast.root),
    }
